"""The rehearsal peer of a house as a process: stopped, continued, killed.

A stopped process answers neither HTTP nor WebRTC, as behind a cut line; what is sent to it
meanwhile waits in the kernel or is lost, as the kernel's buffers have it.
"""

import signal
import time

from tests.browser.house import House
from tests.servers import Server


class PeerProcess:
    cause = "peer stopped"

    def __init__(self, house: House) -> None:
        self._house = house

    def stop(self) -> float:
        """Cut the line; return when (unix seconds)."""
        self._server.process.send_signal(signal.SIGSTOP)
        return time.time()

    def resume(self) -> float:
        """Mend the line; return when. Harmless when it is whole."""
        now = time.time()
        self._server.process.send_signal(signal.SIGCONT)
        return now

    def kill_and_restart(self) -> float:
        """Kill the peer and start it anew on its port at once; return when it was killed."""
        server = self._server
        now = time.time()
        server.process.kill()
        server.process.wait()
        self._house.start(
            "peer", server.port, "manage.py", "rehearse", "--port", str(server.port),
            DJANGO_DEBUG="true",
        )  # fmt: skip
        return now

    @property
    def _server(self) -> Server:
        return next(one for one in reversed(self._house.servers) if one.url == self._house.peer)
