"""Visitors who talk while parts of the house fail, and note what they saw."""

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from tests.processes.asking import Answer, ask

BEAT_SECONDS = 1.0  # fifteen in the page; here a fault of seconds must be noticed


class Conversation(threading.Thread):
    """Begins, registers its call, beats until told to go, and says goodbye."""

    def __init__(self, url: str, answers: list[Answer]) -> None:
        super().__init__(daemon=True)
        self._url, self._answers = url, answers
        self._leaving = threading.Event()
        self.has_begun = threading.Event()
        self.was_cut = False

    def run(self) -> None:
        begun = self._ask("POST", "/api/conversations", {}, what="begin")
        if begun.status != 201:
            return
        path = f"/api/conversations/{begun.document['id']}"
        token = begun.document["token"]
        self._ask("PUT", f"{path}/calls/rtc_{uuid.uuid4().hex}", token=token, what="register")
        self.has_begun.set()
        while not self._leaving.wait(BEAT_SECONDS):
            beat = self._ask("POST", f"{path}/heartbeat", {"phase": "live"}, token, "heartbeat")
            # A failure for a while is borne; to be told that it is over is to be cut.
            if beat.status in (401, 404, 409) or beat.document.get("hang_up"):
                self.was_cut = True
                return
        self._ask("POST", f"{path}/end", {"reason": "visitor"}, token, "end")

    def leave(self) -> None:
        self._leaving.set()

    def _ask(
        self, method: str, path: str, payload: object = None, token: str = "", what: str = ""
    ) -> Answer:
        answer = ask(self._url, method, path, payload, token, what)
        self._answers.append(answer)
        return answer


class Comers(threading.Thread):
    """New visitors, one after the other, each of whom leaves at once."""

    def __init__(self, url: str, answers: list[Answer], seconds_apart: float = 0.5) -> None:
        super().__init__(daemon=True)
        self._url, self._answers, self._apart = url, answers, seconds_apart
        self._enough = threading.Event()

    def run(self) -> None:
        while not self._enough.wait(self._apart):
            begun = ask(self._url, "POST", "/api/conversations", {}, what="begin")
            self._answers.append(begun)
            if begun.status == 201:
                path = f"/api/conversations/{begun.document['id']}/end"
                ended = ask(
                    self._url, "POST", path, {"reason": "visitor"}, begun.document["token"], "end"
                )
                self._answers.append(ended)

    def enough(self) -> None:
        self._enough.set()
        self.join(60)


@contextmanager
def conversations(url: str, number: int, answers: list[Answer]) -> Iterator[list[Conversation]]:
    """So many conversations, all begun; they say goodbye in the end."""
    talking = [Conversation(url, answers) for _ in range(number)]
    try:
        for one in talking:
            one.start()
        for one in talking:
            if not one.has_begun.wait(30):
                raise RuntimeError("a conversation did not begin")
        yield talking
    finally:
        for one in talking:
            one.leave()
        for one in talking:
            one.join(60)
