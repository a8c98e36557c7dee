"""The only module that speaks HTTP to the Realtime provider.

Callers see two failures. `RealtimeUnavailable`: it may work later (retry with patience, tell the
visitor to come back). `RealtimeRejected`: the same request will fail again; someone must look at
the key, the model or the persona. The key, secrets and bodies never leave this module in an
exception or a log line. Nothing is retried here: whoever calls knows how long a visitor can wait.

    RealtimeFailed
    ├── RealtimeUnavailable  (retry_after: seconds or None)
    └── RealtimeRejected     (code: the provider's own word)
"""

import json
import logging
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import httpx
from django.conf import settings

from conversations.circuit import Circuit, CircuitOpen, provider_circuit
from conversations.curl import Answer, CurlConnection
from sarado_site.idle_connections import IdleConnections
from sarado_site.metrics import PROVIDER_SECONDS, child

logger = logging.getLogger(__name__)

# The visitor is waiting: the whole answer must be here within 8 s, so that every failure reaches
# the page within 10. Measured, the provider mints in under half a second.
DEADLINE_SECONDS = 8.0
_CONNECT_SECONDS = 3.0
_MAX_ANSWER_BYTES = 1_000_000
_LONGEST_WAIT_SECONDS = 3600  # a Retry-After beyond an hour is not for a visitor's screen


class RealtimeFailed(Exception):
    """The provider did not do what was asked."""


class RealtimeUnavailable(RealtimeFailed):
    """No useful answer now; it may work after `retry_after` seconds (None: unknown)."""

    def __init__(self, what: str, *, retry_after: int | None = None) -> None:
        super().__init__(what)
        self.retry_after = retry_after


class RealtimeRejected(RealtimeFailed):
    """The provider understood and refused, or answered something that is not its protocol."""

    def __init__(self, what: str, *, code: str = "") -> None:
        super().__init__(what)
        self.code = code


@dataclass(frozen=True, slots=True)
class ClientSecret:
    """An ephemeral secret with which a browser may open calls until `expires_at`."""

    value: str
    expires_at: datetime

    def __repr__(self) -> str:
        return f"ClientSecret(expires_at={self.expires_at.isoformat()})"


class RealtimeClient:
    """Ask the provider for secrets and hang up calls, over one pool of connections.

    What a client for the whole web adds (redirects, cookies, proxies, objects for requests and
    answers) is not wanted here; the objects alone are a twentieth of what a begin costs.
    """

    def __init__(
        self, *, base: str, key: str, auth: str = "bearer", circuit: Circuit | None = None
    ) -> None:
        name = "Authorization: Bearer" if auth == "bearer" else "api-key:"
        self._headers = (
            f"{name} {key}".encode(),
            b"Content-Type: application/json",
            b"Accept-Encoding: identity",
        )
        self._base = base
        self._idle = IdleConnections(
            lambda: CurlConnection(
                seconds=DEADLINE_SECONDS,
                connect_seconds=_CONNECT_SECONDS,
                max_bytes=_MAX_ANSWER_BYTES,
            ),
            close=CurlConnection.close,
        )
        self._circuit = circuit

    def mint(
        self, session: Mapping[str, Any] | bytes, *, seconds: int, safety_identifier: str
    ) -> ClientSecret:
        """Mint one secret for `session` (an object or its JSON), good `seconds` to open a call.

        While the circuit is open nobody is asked. Raises RealtimeUnavailable or RealtimeRejected.
        """
        encoded = session if isinstance(session, bytes) else json.dumps(session).encode()
        with _watched("mint", self._circuit):
            status, body = self._ask(
                "POST",
                f"{self._base}/realtime/client_secrets",
                b'{"expires_after": {"anchor": "created_at", "seconds": %d}, "session": %s}'
                % (seconds, encoded),
                b"OpenAI-Safety-Identifier: %s" % safety_identifier.encode(),
            )
        if status != httpx.codes.OK:
            raise RealtimeRejected(f"minting answered {status}")
        return _read_secret(body)

    def hang_up(self, call_id: str) -> bool:
        """End a call. Returns False when it was already gone, which is as good.

        Raises RealtimeUnavailable or RealtimeRejected.
        """
        try:
            with _watched("hang_up"):
                self._ask("POST", f"{self._base}/realtime/calls/{call_id}/hangup")
        except RealtimeRejected as refused:
            if refused.code == "404":
                return False
            raise
        return True

    def shutdown_dates(self) -> dict[str, date | None]:
        """Return, of every model the key may use, the day it ends; None: none is announced.

        Raises RealtimeUnavailable or RealtimeRejected.
        """
        _status, body = self._ask("GET", f"{self._base}/models")
        return _read_shutdown_dates(body)

    def close(self) -> None:
        self._idle.close()

    def _ask(self, method: str, url: str, body: bytes = b"", *headers: bytes) -> tuple[int, bytes]:
        """Ask and return a success; map everything else to the two failures."""
        try:
            answer = self._idle.use(
                lambda connection: connection.ask(method, url, (*self._headers, *headers), body)
            )
        except httpx.TimeoutException as error:
            raise RealtimeUnavailable(f"no answer in time: {error}") from error
        except httpx.TransportError as error:
            raise RealtimeUnavailable(f"connection failed: {error}") from error
        except httpx.DecodingError as error:
            raise RealtimeRejected("the answer is too large") from error
        status = answer.status
        if httpx.codes.is_success(status):
            return status, answer.body
        code = _error_code(answer.body)
        what = f"answered {status} {code}".rstrip()
        if status == httpx.codes.TOO_MANY_REQUESTS and code != "insufficient_quota":
            raise RealtimeUnavailable(what, retry_after=_retry_after(answer))
        if httpx.codes.is_server_error(status) or status == httpx.codes.REQUEST_TIMEOUT:
            raise RealtimeUnavailable(what, retry_after=_retry_after(answer))
        if status == httpx.codes.NOT_FOUND:
            raise RealtimeRejected(what, code="404")
        raise RealtimeRejected(what, code=code)


@contextmanager
def _watched(asked: str, circuit: Circuit | None = None) -> Iterator[None]:
    """Measure for the monitor how long the provider took and what came of it, and tell the circuit.

    To the circuit a refusal is an answer too. While it is open nobody is asked.
    """
    if circuit is not None:
        try:
            circuit.admit()
        except CircuitOpen as down:
            raise RealtimeUnavailable("circuit open", retry_after=down.retry_after) from down
    outcome = "failed"  # by a mistake of ours
    began = time.perf_counter()
    try:
        yield
        outcome = "answered"
    except RealtimeUnavailable:
        outcome = "unavailable"
        raise
    except RealtimeRejected:
        outcome = "rejected"
        raise
    finally:
        child(PROVIDER_SECONDS, asked, outcome).observe(time.perf_counter() - began)
        if circuit is not None:
            if outcome == "unavailable":
                circuit.failed()
            elif outcome != "failed":
                circuit.succeeded()


def _read_secret(body: bytes) -> ClientSecret:
    try:
        answer = json.loads(body)
        value = answer["value"]
        expires_at = datetime.fromtimestamp(answer["expires_at"], tz=UTC)
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise RealtimeRejected("minting answered no client secret") from error
    if not isinstance(value, str) or not value:
        raise RealtimeRejected("minting answered an empty client secret")
    return ClientSecret(value, expires_at)


def _read_shutdown_dates(body: bytes) -> dict[str, date | None]:
    try:
        listed = json.loads(body)["data"]
        return {str(model["id"]): _read_date(model.get("shutdown_date")) for model in listed}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise RealtimeRejected("listing the models answered no list") from error


def _read_date(announced: object) -> date | None:
    # Observed is a day; an instant is taken too, for its day.
    return date.fromisoformat(str(announced)[:10]) if announced else None


def _error_code(body: bytes) -> str:
    """The provider's own error code, cut to what is fit for a log line; "" when there is none."""
    try:
        code = json.loads(body)["error"]["code"]
    except (ValueError, TypeError, KeyError):
        return ""
    return "".join(c for c in str(code)[:64] if c.isalnum() or c in "_-.")


def _retry_after(answer: Answer) -> int | None:
    return min(answer.retry_after, _LONGEST_WAIT_SECONDS) or None


_client: RealtimeClient | None = None
_client_lock = threading.Lock()


def realtime_client() -> RealtimeClient:
    """The process's one client. Made on first use, so that a forked worker opens its own."""
    global _client
    with _client_lock:
        if _client is None:
            _client = RealtimeClient(
                base=settings.REALTIME_API_BASE,
                key=settings.REALTIME_API_KEY,
                auth=settings.REALTIME_AUTH,
                circuit=provider_circuit,
            )
        return _client
