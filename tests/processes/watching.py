"""What an operator sees: the alarms that a web process shows, looked at again and again."""

import threading
import time

from tests.processes.asking import ask


class Operator(threading.Thread):
    """Looks at /readyz of one web process twice a second and remembers every alarm."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self._url = url
        self._enough = threading.Event()
        self.seen: dict[str, str] = {}
        self.now: frozenset[str] | None = None  # None: no answer

    def run(self) -> None:
        while not self._enough.wait(0.5):
            answer = ask(self._url, "GET", "/readyz")
            wrong = answer.document.get("wrong")
            self.now = None if wrong is None else frozenset(wrong)
            self.seen.update(wrong or {})

    def sees_all_well_within(self, seconds: float) -> float:
        """Wait until no alarm is on; return how long that took. Raises TimeoutError."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            if self.now == frozenset():
                return time.monotonic() - began
            time.sleep(0.1)
        raise TimeoutError(f"still on after {seconds:.0f} s: {self.now}")

    def enough(self) -> None:
        self._enough.set()
        self.join(60)
