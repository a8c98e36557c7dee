"""What the settings refuse, each in a process of its own as at a real start."""

import os
import subprocess
import sys

import pytest

_KEY = "x" * 60


def start(command: str = "check", **environment: str) -> subprocess.CompletedProcess[str]:
    base = {name: os.environ[name] for name in ("PATH", "VAR_DIR", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", command],
        env={**base, "ENV_FILE": os.devnull, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "DJANGO_SECRET_KEY is not set"),
        ({"DJANGO_SECRET_KEY": _KEY}, "OPENAI_API_KEY is not set"),
        ({"DJANGO_DEBUG": "ture"}, "DJANGO_DEBUG must be true or false"),
        ({"DJANGO_DEBUG": "true", "REALTIME_AUTH": "basic"}, "REALTIME_AUTH must be"),
        ({"DJANGO_DEBUG": "true", "CLIENT_SECRET_SECONDS": "7200"}, "sarado.E001"),
        ({"DJANGO_DEBUG": "true", "TRUSTED_PROXIES": "nginx"}, "sarado.E002"),
        ({"DJANGO_DEBUG": "true", "REALTIME_CALLS_URL": "calls"}, "sarado.E003"),
        ({"DJANGO_DEBUG": "true", "BEGIN_RATE_HOUR": "30 / h"}, "sarado.E004"),
    ],
)
def test_refuses_to_start(environment: dict[str, str], words: str) -> None:
    refused = start(**environment)

    assert refused.returncode != 0
    assert words in refused.stderr


@pytest.mark.parametrize(
    "environment",
    [{"DJANGO_DEBUG": "true"}, {"DJANGO_SECRET_KEY": _KEY, "OPENAI_API_KEY": "sk-x"}],
    ids=["development", "production"],
)
def test_starts_with_nothing_else(environment: dict[str, str]) -> None:
    started = start(**environment)
    assert started.returncode == 0, started.stderr


@pytest.mark.parametrize("origins", ["", "https://museum.example"])
def test_requests_are_looked_at_for_other_origins_only_where_one_is_allowed(origins: str) -> None:
    started = start("diffsettings", DJANGO_DEBUG="true", CORS_ALLOWED_ORIGINS=origins)

    (middleware,) = [line for line in started.stdout.splitlines() if line.startswith("MIDDLEWARE")]
    between = "WhiteNoiseMiddleware', 'corsheaders.middleware.CorsMiddleware', 'sarado_site"
    assert (between in middleware) == bool(origins)
