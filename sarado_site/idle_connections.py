"""Warm connections that threads share, each used by one of them at a time."""

import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

Connection = TypeVar("Connection")
Result = TypeVar("Result")


class IdleConnections(Generic[Connection]):
    """A stack of what holds one connection each; the warmest is used again first.

    One whose connection was closed meanwhile must open another by itself: nothing is looked at
    here. One that failed whoever had it is not lent again.
    """

    def __init__(
        self, make: Callable[[], Connection], *, close: Callable[[Connection], None]
    ) -> None:
        self._idle: deque[Connection] = deque()
        self._make, self._close = make, close

    def use(self, work: Callable[[Connection], Result]) -> Result:
        """Do some work with one; made anew when all are lent."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._make()
        try:
            result = work(connection)
        except BaseException:
            # Aside: closing may wait for a name that nobody answers.
            threading.Thread(target=self._close, args=[connection], daemon=True).start()
            raise
        self._idle.append(connection)
        return result

    def close(self) -> None:
        while self._idle:
            self._close(self._idle.pop())
