"""One request, and all that a visitor can tell of it."""

import http.client
import json
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

PATIENCE_SECONDS = 30.0  # longer than any answer may take, so that a hang is measured, not cut


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` 0: no whole answer came. `code` is the problem's, "" without a problem document."""

    at: float
    what: str
    status: int
    seconds: float
    document: dict[str, Any]

    @property
    def code(self) -> str:
        return str(self.document.get("code", ""))

    @property
    def is_bare_failure(self) -> bool:
        """A failure that says nothing: no answer, or a 5xx without a problem document."""
        return self.status == 0 or (self.status >= 500 and not self.code)


def ask(
    url: str, method: str, path: str, payload: object = None, token: str = "", what: str = ""
) -> Answer:
    began = time.monotonic()
    status = 0
    document: dict[str, Any] = {}
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE_SECONDS)
    try:
        body = None if payload is None else json.dumps(payload)
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        raw = response.read()
        status = response.status
        kind = response.headers.get("Content-Type", "")
        document = json.loads(raw) if raw and "json" in kind else {}
    except (OSError, http.client.HTTPException, ValueError):
        status = 0
    finally:
        connection.close()
    return Answer(began, what or path, status, time.monotonic() - began, document)
