"""What an operator sees: the alarms that a web process shows, looked at again and again."""

import threading
import time
from collections.abc import Mapping

from tests.processes.asking import ask


class Operator(threading.Thread):
    """Looks at /readyz of every web process twice a second and remembers every alarm.

    A process that does not answer is an alarm too: a monitor would show it as down.
    """

    def __init__(self, webs: Mapping[str, str]) -> None:
        super().__init__(daemon=True)
        self._webs = webs
        self._enough = threading.Event()
        self.seen: dict[str, str] = {}
        self.now: dict[str, str] | None = None  # None: has not looked yet

    def run(self) -> None:
        while not self._enough.wait(0.5):
            self.now = self._look()
            self.seen.update(self.now)

    def sees_all_well_within(self, seconds: float) -> float:
        """Wait until no alarm is on; return how long that took. Raises TimeoutError."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            if self.now == {}:
                return time.monotonic() - began
            time.sleep(0.1)
        raise TimeoutError(f"still on after {seconds:.0f} s: {self.now}")

    def enough(self) -> None:
        self._enough.set()
        self.join(60)

    def _look(self) -> dict[str, str]:
        alarms: dict[str, str] = {}
        for name, url in self._webs.items():
            answer = ask(url, "GET", "/readyz")
            alarms.update(answer.document.get("wrong", {f"{name} is silent": ""}))
        return alarms
