"""`python -m tests.forward ADDRESS PORT TO-ADDRESS TO-PORT [CERTIFICATE]`: pass connections on.

With a certificate (PEM, with its key) it is a TLS connection that comes in and plain TCP that goes
on. Prints one line when it listens. Ends with SIGTERM.
"""

import asyncio
import contextlib
import socket
import ssl
import sys

_CHUNK_BYTES = 65_536


async def _pass_on(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while chunk := await source.read(_CHUNK_BYTES):
            sink.write(chunk)
            await sink.drain()
    with contextlib.suppress(OSError, RuntimeError):
        sink.close()


async def forward(
    address: str, port: int, to_address: str, to_port: int, certificate: str | None = None
) -> None:
    tls = None
    if certificate:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(certificate)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection(to_address, to_port)
        except OSError:
            writer.close()
            return
        for one in (writer, far_writer):
            # Small messages must not wait for one another's acknowledgement.
            one.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await asyncio.gather(_pass_on(reader, far_writer), _pass_on(far_reader, writer))

    server = await asyncio.start_server(connected, address, port, ssl=tls)
    print("listening", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    _, listen, listen_port, to, target_port, *pem = sys.argv
    asyncio.run(forward(listen, int(listen_port), to, int(target_port), *pem))
