"""Does this process answer? For health checks and supervisors, where no curl is installed.

    python -m sarado_site.knock [PATH] [--within SECONDS]

Asks http://127.0.0.1:$PORT/healthz (or PATH) until it is answered with 200; exit code 1 when it is
not in time, the last answer on stderr.
"""

import argparse
import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from sarado_site.env import env_int, env_text, load_env_file

_TRY_SECONDS = 5.0


def knock(url: str, *, within: float) -> str:
    """Return "" when it answered with 200 in time, what it said last otherwise."""
    deadline = time.monotonic() + within
    while True:
        said = _ask(url)
        if not said or time.monotonic() >= deadline:
            return said
        time.sleep(0.2)


def _ask(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=_TRY_SECONDS):  # noqa: S310  loopback
            return ""
    except urllib.error.HTTPError as refused:
        with refused:
            return f"{refused.code} {refused.read(2000).decode('utf-8', 'replace')}"
    except OSError as nobody:
        return str(nobody)


def main() -> str:
    load_env_file(Path(env_text("ENV_FILE", ".env")))
    parser = argparse.ArgumentParser(prog="python -m sarado_site.knock", description=__doc__)
    parser.add_argument("path", nargs="?", default="/healthz")
    parser.add_argument("--within", type=float, default=0.0, metavar="SECONDS")
    chosen = parser.parse_args()
    os.environ["no_proxy"] = "*"
    return knock(f"http://127.0.0.1:{env_int('PORT', 8000)}{chosen.path}", within=chosen.within)


if __name__ == "__main__":
    sys.exit(main() or None)
