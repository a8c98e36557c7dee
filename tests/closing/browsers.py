"""A browser process with its visitors, seen from outside."""

import json
import os
import subprocess
import sys
import threading
from typing import Any

from tests.browser.house import ROOT, eventually


class BrowserProcess:
    def __init__(self, webs: list[str], count: int) -> None:
        self.said: list[dict[str, Any]] = []
        self.count = count
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.closing.guests", ",".join(webs), str(count)],
            cwd=ROOT,
            env={**os.environ, "DJANGO_DEBUG": "true", "ENV_FILE": os.devnull},
            stdout=subprocess.PIPE,
            text=True,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def wait_until_all_are_here(self) -> None:
        def everybody() -> bool:
            if self._process.poll() not in (None, 0):
                raise RuntimeError(f"the visitors' process ended with {self._process.returncode}")
            return len(self.facts("here")) == self.count

        eventually(everybody, "every visitor in a call", 120)

    def facts(self, what: str) -> list[dict[str, Any]]:
        return [fact for fact in list(self.said) if fact["what"] == what]

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self._listener.join(5)

    def _listen(self) -> None:
        if self._process.stdout is None:
            return
        with self._process.stdout as lines:
            for line in lines:
                self.said.append(json.loads(line))
