"""One production web process: becomes granian, configured by environment alone.

`make web`, the systemd unit and the image all start `python -m sarado_site.serve`. Told to stop
(SIGTERM) it takes no more connections and finishes the requests it has.
"""

import os
import sys
from pathlib import Path
from typing import NoReturn

from sarado_site.env import env_int, env_text, load_env_file

# Longer than any request may take, shorter than what a supervisor waits before SIGKILL.
GOODBYE_SECONDS = 20

_BASE_DIR = Path(__file__).resolve().parent.parent


def command() -> list[str]:
    """Return granian's command line for this environment."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", env_text("WEB_HOST", "127.0.0.1"), "--port", str(env_int("PORT", 8000))),
        *("--workers", str(env_int("WEB_WORKERS", 1)), "--respawn-failed-workers"),
        *("--blocking-threads", str(env_int("WEB_THREADS", 256))),
        *("--workers-kill-timeout", str(GOODBYE_SECONDS)),
        *("--log-config", str(_BASE_DIR / "sarado_site" / "granian_log.json")),
        "sarado_site.wsgi:application",
    ]


def main() -> NoReturn:
    load_env_file(Path(env_text("ENV_FILE", str(_BASE_DIR / ".env"))))
    words = command()
    os.chdir(_BASE_DIR)
    os.execv(words[0], words)  # noqa: S606  granian itself is what the supervisor stops


if __name__ == "__main__":
    main()
