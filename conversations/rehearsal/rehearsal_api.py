"""What a rehearsal adds to the provider's API: what was seen and heard, and faults on demand."""

import asyncio
import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from conversations.rehearsal.client_secrets import SecretBook
from conversations.rehearsal.faults import Faults, parsed_fault
from conversations.rehearsal.refusals import Refusal
from conversations.rehearsal.switchboard import Switchboard


class RehearsalApi:
    """The routes under /rehearsal/."""

    def __init__(self, secrets: SecretBook, switchboard: Switchboard, faults: Faults) -> None:
        self._secrets = secrets
        self._switchboard = switchboard
        self._faults = faults
        self.routes = [
            Route("/rehearsal/calls", self.calls, methods=["GET"]),
            Route("/rehearsal/calls/{call_id}", self.call, methods=["GET"]),
            Route("/rehearsal/secrets", self.secrets, methods=["GET"]),
            Route("/rehearsal/faults", self.faults, methods=["GET"]),
            Route("/rehearsal/faults", self.add_fault, methods=["POST"]),
            Route("/rehearsal/faults", self.clear_faults, methods=["DELETE"]),
        ]

    async def calls(self, _request: Request) -> Response:
        return await _json([call.journal.summary() for call in self._switchboard])

    async def call(self, request: Request) -> Response:
        call = self._switchboard.find(request.path_params["call_id"])
        if call is None:
            raise Refusal("There is no such call.", code="call_id_not_found", status=404)
        return await _json(call.journal.whole())

    async def secrets(self, _request: Request) -> Response:
        return await _json([secret.summary() for secret in self._secrets])

    async def faults(self, _request: Request) -> Response:
        return JSONResponse(self._faults.summaries())

    async def add_fault(self, request: Request) -> Response:
        try:
            body = await request.json()
        except json.JSONDecodeError as error:
            raise Refusal("Could not parse the body as JSON.", code="invalid_json") from error
        fault = parsed_fault(body)
        befallen = self._switchboard.befall(fault)
        if not befallen:
            self._faults.arm(fault)
        return JSONResponse({**fault.summary(), "befallen": befallen, "waits": not befallen})

    async def clear_faults(self, _request: Request) -> Response:
        self._faults.clear()
        return Response(status_code=204)


async def _json(content: Any) -> Response:
    # A long call's journal is megabytes; written out on the event loop it would stall the others.
    text = await asyncio.to_thread(json.dumps, content, ensure_ascii=False)
    return Response(text, media_type="application/json")
