"""Visitors who press the button: a load generator that costs little beside what it loads.

Run as a process of its own: `python -m tests.bench_server.visitors PORT TOTAL IN_FLIGHT`; prints
one JSON object with each answer's status and milliseconds. Each lane asks again on its own
connection until `TOTAL` begins are asked; with as many lanes as begins it is a crowd at once.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator

_BODY = b"{}"
_REQUEST = (
    b"POST /api/conversations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b"Accept-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s" % (len(_BODY), _BODY)
)


async def _lane(
    port: int, turns: Iterator[int], start: asyncio.Event, answers: list[tuple[int, float]]
) -> None:
    await start.wait()
    reader: asyncio.StreamReader | None = None
    for _ in turns:
        before = time.perf_counter()
        if reader is None:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(_REQUEST)
        status, keeps = await _read_answer(reader)
        answers.append((status, (time.perf_counter() - before) * 1000))
        if not keeps:
            writer.close()
            reader = None
    if reader is not None:
        writer.close()


async def _read_answer(reader: asyncio.StreamReader) -> tuple[int, bool]:
    """Return the status and whether the connection stays; a connection cut short is status 0."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        status = int(head[9:12])
        if b"transfer-encoding: chunked" in head:
            while size := int(await reader.readline(), 16):
                await reader.readexactly(size + 2)
            await reader.readline()
        else:
            length = head.partition(b"content-length: ")[2].partition(b"\r")[0]
            await reader.readexactly(int(length or 0))
    except (asyncio.IncompleteReadError, ConnectionError):
        return 0, False
    return status, b"connection: close" not in head


async def _come(port: int, total: int, in_flight: int) -> dict[str, object]:
    turns = iter(range(total))
    answers: list[tuple[int, float]] = []
    start = asyncio.Event()
    lanes = [asyncio.create_task(_lane(port, turns, start, answers)) for _ in range(in_flight)]
    await asyncio.sleep(0)
    before = time.perf_counter()
    start.set()
    await asyncio.gather(*lanes)
    return {"seconds": time.perf_counter() - before, "answers": answers}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_come(*map(int, sys.argv[1:4])))))
