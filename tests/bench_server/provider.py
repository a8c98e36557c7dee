"""A provider that takes 300 ms to mint, cheap enough to stand beside what is measured.

Run as a process of its own: `python -m tests.bench_server.provider PORT CERTIFICATE`. It is behind
TLS, as the real one is, and speaks just enough HTTP/1.1 for a keep-alive client that names its
content's length, as both stacks do.
"""

import asyncio
import json
import ssl
import sys
import time

SECONDS = 0.3
_MINTED = (
    b'{"value": "ek_bench", "expires_at": %d, '
    b'"session": {"type": "realtime", "object": "realtime.session", "id": "sess_bench"}}'
)


class MintingProtocol(asyncio.Protocol):
    """Answer each whole request after `SECONDS`, in the order they came."""

    def __init__(self) -> None:
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while True:
            head, blank, rest = self._buffer.partition(b"\r\n\r\n")
            if not blank:
                return
            length = _content_length(head)
            if len(rest) < length:
                return
            if length:
                json.loads(rest[:length])  # a body that is no JSON would flatter its sender
            self._buffer = rest[length:]
            asyncio.get_running_loop().call_later(SECONDS, self._answer)

    def _answer(self) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        body = _MINTED % (int(time.time()) + 30)
        self._transport.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            % (len(body), body)
        )


def _content_length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value)
    return 0


async def _serve(port: int, certificate: str) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(MintingProtocol, "127.0.0.1", port, backlog=1024, ssl=tls)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), sys.argv[2]))
