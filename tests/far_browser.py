"""A Chromium at the far end of a slow line: a network namespace behind two TUN devices.

Everything the browser sends or gets, TCP handshakes and WebRTC's packets included, waits half the
round trip each way. The page's own address stays 127.0.0.1, which browsers trust with a
microphone: inside the namespace its ports are passed on over the line. Needs root and Linux;
`reason_it_cannot` says so where there is none.
"""

import fcntl
import os
import selectors
import struct
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which

from tests.browser.house import ROOT

_HERE, _THERE = "10.77.0.1", "10.77.0.2"
# From linux/if_tun.h: a device of whole IP packets, without a header of the kernel's own.
_TUNSETIFF, _IFF_TUN, _IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
_PACKET_BYTES = 65_536


def reason_it_cannot() -> str:
    """Why no line can be laid on this machine; empty when it can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "needs root on Linux"
    if not Path("/dev/net/tun").exists() or which("ip") is None:
        return "needs /dev/net/tun and the ip command"
    return ""


class Line:
    """Carries packets between two TUN devices, each after half of `round_trip_ms`.

    While `is_down` every packet is lost, both ways and without a word, as behind a lost signal.
    """

    def __init__(self, near: int, far: int) -> None:
        self.round_trip_ms = 0.0
        self.is_down = False
        self._ends = {near: far, far: near}
        self._on_their_way: deque[tuple[float, int, bytes]] = deque()
        self._stop_read, self._stop_write = os.pipe()
        self._thread = threading.Thread(target=self._carry, daemon=True)
        self._thread.start()

    def _carry(self) -> None:
        with selectors.DefaultSelector() as ready:
            for end in (*self._ends, self._stop_read):
                ready.register(end, selectors.EVENT_READ)
            while True:
                # One delay for all, so what comes first leaves first.
                due = self._on_their_way[0][0] if self._on_their_way else None
                wait = None if due is None else max(0.0, due - time.monotonic())
                for key, _ in ready.select(wait):
                    if key.fd == self._stop_read:
                        return
                    packet = os.read(key.fd, _PACKET_BYTES)
                    if self.is_down:
                        continue
                    at = time.monotonic() + self.round_trip_ms / 2000
                    self._on_their_way.append((at, self._ends[key.fd], packet))
                while self._on_their_way and self._on_their_way[0][0] <= time.monotonic():
                    _, end, packet = self._on_their_way.popleft()
                    os.write(end, packet)

    def cut(self) -> None:
        os.write(self._stop_write, b"x")
        self._thread.join()
        os.close(self._stop_read)
        os.close(self._stop_write)


@dataclass(frozen=True, slots=True)
class FarSide:
    """Where the browser is. `chromium` is a program that starts there."""

    line: Line
    chromium: Path
    _there: tuple[str, ...]
    _stack: ExitStack

    def reach(self, port: int, *, of: int | None = None, certificate: Path | None = None) -> None:
        """Let 127.0.0.1:`port` there be port `of` here, the same unless given.

        With a certificate (a PEM file with its key) the line carries TLS that ends here.
        """
        tls = () if certificate is None else (str(certificate),)
        self._forward((), (_HERE, port), ("127.0.0.1", of or port), *tls)
        self._forward(self._there, ("127.0.0.1", port), (_HERE, port))

    def _forward(
        self, where: Sequence[str], listen: tuple[str, int], target: tuple[str, int], *tls: str
    ) -> None:
        command = [sys.executable, "-m", "tests.forward", *map(str, (*listen, *target)), *tls]
        process = subprocess.Popen([*where, *command], cwd=ROOT, stdout=subprocess.PIPE)

        def stop() -> None:
            process.terminate()
            process.communicate(timeout=10)

        self._stack.callback(stop)
        if process.stdout is None or not process.stdout.readline():
            raise RuntimeError(f"nothing passes {listen} on: exit code {process.wait()}")


@contextmanager
def far_side(folder: Path) -> Iterator[FarSide]:
    """Lay a line and take it up again. Nothing of this machine can be reached over it unasked."""
    name = f"sarado{os.getpid()}"
    near, far = f"near{os.getpid()}", f"far{os.getpid()}"
    there = ("ip", "netns", "exec", name)
    with ExitStack() as stack:
        _run("ip", "netns", "add", name)
        stack.callback(_run, "ip", "netns", "delete", name)
        ends = [_tun(device) for device in (near, far)]
        for end in ends:
            stack.callback(os.close, end)
        _run("ip", "link", "set", far, "netns", name)
        _run("ip", "address", "add", _HERE, "peer", _THERE, "dev", near)
        _run("ip", "link", "set", near, "up")
        _run(*there, "ip", "address", "add", _THERE, "peer", _HERE, "dev", far)
        _run(*there, "ip", "link", "set", far, "up")
        _run(*there, "ip", "link", "set", "lo", "up")
        line = Line(*ends)
        stack.callback(line.cut)
        chromium = folder / "chromium-far-away"
        chromium.write_text(f'#!/bin/sh\nexec {" ".join(there)} /usr/bin/chromium "$@"\n', "utf-8")
        chromium.chmod(0o755)
        yield FarSide(line, chromium, there, stack)


def _tun(name: str) -> int:
    end = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(end, _TUNSETIFF, struct.pack("16sH", name.encode(), _IFF_TUN | _IFF_NO_PI))
    return end


def _run(*command: str) -> None:
    subprocess.run(command, check=True)
