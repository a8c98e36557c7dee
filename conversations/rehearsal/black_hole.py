"""Make a call vanish without goodbye: packets neither come in nor go out.

Works inside the process, so it needs no privileges; browsers see the same as with a firewall that
drops everything. It reaches into aioice (`_connection._protocols`), hence the exact version pin.
"""

from collections.abc import Callable
from typing import Any


class BlackHole:
    """Around one aiortc peer connection; `swallow` and `release` may be called again and again."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._undo: list[Callable[[], None]] = []

    def swallow(self) -> None:
        if self._undo:
            return
        for protocol in _protocols(self._connection):
            transport = protocol.transport
            datagram_received, sendto = protocol.datagram_received, transport.sendto
            protocol.datagram_received = _nothing
            transport.sendto = _nothing
            self._undo.append(_restorer(protocol, "datagram_received", datagram_received))
            self._undo.append(_restorer(transport, "sendto", sendto))

    def release(self) -> None:
        while self._undo:
            self._undo.pop()()


def _nothing(*_args: object, **_kwargs: object) -> None:
    """A packet that nobody gets."""


def _restorer(owner: Any, name: str, value: Any) -> Callable[[], None]:
    return lambda: setattr(owner, name, value)


def _protocols(connection: Any) -> list[Any]:
    transports = [transceiver.receiver.transport for transceiver in connection.getTransceivers()]
    if connection.sctp is not None:
        transports.append(connection.sctp.transport)
    found: dict[int, Any] = {}
    for dtls in transports:
        for protocol in dtls.transport._connection._protocols:
            found[id(protocol)] = protocol
    return list(found.values())
