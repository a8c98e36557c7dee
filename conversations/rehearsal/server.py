"""The rehearsal peer as a server on loopback."""

import asyncio
import contextlib
import gc
import logging
import signal
import socket
from collections.abc import AsyncIterator, Callable
from types import FrameType

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from conversations.rehearsal.client_secrets import SecretBook
from conversations.rehearsal.faults import Faults
from conversations.rehearsal.provider_api import ProviderApi, refused
from conversations.rehearsal.refusals import Refusal
from conversations.rehearsal.rehearsal_api import RehearsalApi
from conversations.rehearsal.switchboard import Switchboard

HOST = "127.0.0.1"
_BACKLOG = 128


def application() -> Starlette:
    """Return the peer with nothing minted, no call and no fault yet."""
    faults = Faults()
    secrets = SecretBook()
    switchboard = Switchboard(faults)

    @contextlib.asynccontextmanager
    async def closing_calls(_app: Starlette) -> AsyncIterator[None]:
        yield
        await switchboard.close()

    return Starlette(
        routes=[
            *ProviderApi(secrets, switchboard, faults).routes,
            *RehearsalApi(secrets, switchboard, faults).routes,
        ],
        exception_handlers={Refusal: _answer_refusal},
        lifespan=closing_calls,
    )


def listening_socket(port: int) -> socket.socket:
    """Return a bound socket on loopback. Raises OSError when the port is taken."""
    # Only of a socket that names its protocol does asyncio switch off Nagle's algorithm, which
    # would hold every answer back by 40 ms.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen(_BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def serve(listening: socket.socket, on_ready: Callable[[], None]) -> None:
    """Serve until SIGTERM or Ctrl-C, then close every call and return."""
    # At DEBUG these would log whole SDP texts, which are personal data.
    for name in ("aiortc", "aioice"):
        logging.getLogger(name).setLevel(logging.WARNING)
    config = uvicorn.Config(
        application(),
        loop="asyncio",
        log_config=None,
        log_level=logging.WARNING,
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    # What is loaded by now stays: without it the collector neither pauses running calls for long
    # nor walks through everything once more at the end.
    gc.freeze()
    # uvicorn raises the signal that ended it once more; being told to stop is no failure.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stopped)
    asyncio.run(_AnnouncingServer(config, on_ready).serve(sockets=[listening]))


class _AnnouncingServer(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_ready()


def _stopped(_number: int, _frame: FrameType | None) -> None:
    """Do nothing: the server has already ended in order."""


async def _answer_refusal(_request: Request, error: Exception) -> Response:
    if not isinstance(error, Refusal):
        raise error
    return refused(error)
