"""The provider's HTTP: /v1/realtime/client_secrets, calls, hang-up, and /v1/models."""

import asyncio
import json
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from conversations.rehearsal.call import Admission
from conversations.rehearsal.client_secrets import SecretBook
from conversations.rehearsal.faults import Faults
from conversations.rehearsal.ids import new_id
from conversations.rehearsal.provider_models import listing, refuse_unknown_model
from conversations.rehearsal.refusals import Refusal, bad_key, invalid_value, missing_parameter
from conversations.rehearsal.session import checked_session
from conversations.rehearsal.switchboard import Switchboard

_CALLS = "/v1/realtime/calls"
# Only what browsers need for /calls; observed: other headers fail the preflight.
_ALLOWED_HEADERS = ("authorization", "content-type", "x-openai-agents-sdk")
_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Location, X-Request-Id",
}


class ProviderApi:
    """The routes, over the secrets and the calls of this run."""

    def __init__(self, secrets: SecretBook, switchboard: Switchboard, faults: Faults) -> None:
        self._secrets = secrets
        self._switchboard = switchboard
        self._faults = faults
        self.routes = [
            Route("/v1/realtime/client_secrets", self.mint, methods=["POST"]),
            Route(_CALLS, self.preflight, methods=["OPTIONS"]),
            Route(_CALLS, self.call, methods=["POST"]),
            Route(_CALLS + "/{call_id}/hangup", self.hang_up, methods=["POST"]),
            Route("/v1/models", self.models, methods=["GET"]),
        ]

    async def mint(self, request: Request) -> Response:
        await self._stall("client_secrets")
        auth, _key = _standard_key(request)
        self._fail("mint_error")
        try:
            body = await request.json()
        except json.JSONDecodeError as error:
            raise Refusal("Could not parse the body as JSON.", code="invalid_json") from error
        self._refuse_ended_model(body)
        _secret, answer = self._secrets.mint(
            body,
            safety_identifier=request.headers.get("openai-safety-identifier"),
            auth=auth,
        )
        return JSONResponse(answer, headers=_request_id())

    async def preflight(self, request: Request) -> Response:
        asked = request.headers.get("access-control-request-headers", "")
        names = [name.strip().lower() for name in asked.split(",") if name.strip()]
        if any(name not in _ALLOWED_HEADERS for name in names):
            return PlainTextResponse("Disallowed CORS headers", status_code=400)
        return Response(
            status_code=200,
            headers={
                "Access-Control-Allow-Origin": "*",
                "Access-Control-Allow-Methods": "POST, OPTIONS",
                "Access-Control-Allow-Headers": ", ".join(_ALLOWED_HEADERS),
                "Access-Control-Max-Age": "600",
            },
        )

    async def call(self, request: Request) -> Response:
        try:
            return await self._open_call(request)
        except Refusal as refusal:
            return refused(refusal, _CORS)

    async def _open_call(self, request: Request) -> Response:
        await self._stall("calls")
        admission, sdp = await self._admitted(request)
        self._fail("calls_error")
        call, answer = await self._switchboard.open(admission, sdp)
        headers = {**_CORS, **_request_id(), "Location": f"{_CALLS}/{call.id}"}
        if self._faults.take("no_location_header") is not None:
            del headers["Location"]
        # The specification says application/sdp; this is what really arrives.
        return PlainTextResponse(answer, status_code=201, headers=headers)

    async def _admitted(self, request: Request) -> tuple[Admission, str]:
        secret, key = _any_key(request)
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == "application/sdp":
            sdp, session = (await request.body()).decode(errors="replace"), None
        elif kind == "multipart/form-data":
            sdp, session = await _form(request)
        else:
            raise Refusal(
                "Unsupported content type. This API method only accepts 'application/sdp' or "
                "'multipart/form-data' requests.",
                code="unsupported_content_type",
            )
        if not sdp.strip():
            raise missing_parameter("sdp")
        if secret:
            minted = self._secrets.redeem(key)
            return Admission(minted.session, minted.shown, minted.call_ids), sdp
        if session is None:
            raise missing_parameter("session")
        return Admission(checked_session(session), None), sdp

    async def hang_up(self, request: Request) -> Response:
        await self._stall("hangup")
        _standard_key(request)
        await self._switchboard.hang_up(request.path_params["call_id"])
        return Response(status_code=200, headers=_request_id())

    async def models(self, request: Request) -> Response:
        await self._stall("models")
        _standard_key(request)
        return JSONResponse(listing(self._faults.shutdown_dates()), headers=_request_id())

    def _refuse_ended_model(self, body: Any) -> None:
        session = body.get("session") if isinstance(body, dict) else None
        model = session.get("model") if isinstance(session, dict) else None
        announced = self._faults.shutdown_dates()
        if isinstance(model, str) and model in announced:
            refuse_unknown_model(model, announced=announced)

    async def _stall(self, where: str) -> None:
        await asyncio.sleep(self._faults.delay_seconds(where))

    def _fail(self, name: str) -> None:
        fault = self._faults.take(name)
        if fault:
            raise Refusal(
                "A fault was asked for.",
                code=fault["code"],
                status=fault["status"],
                kind="server_error" if fault["status"] >= 500 else "invalid_request_error",
                retry_after=fault["retry_after"],
            )


def refused(refusal: Refusal, headers: dict[str, str] | None = None) -> Response:
    """Write the refusal as the provider's error envelope."""
    headers = {**(headers or {}), **_request_id()}
    if refusal.retry_after is not None:
        headers["Retry-After"] = str(refusal.retry_after)
    return JSONResponse({"error": refusal.body()}, status_code=refusal.status, headers=headers)


def _request_id() -> dict[str, str]:
    return {"X-Request-Id": new_id("req")}


def _any_key(request: Request) -> tuple[bool, str]:
    """Return whether the key is an ephemeral secret, and the key. Raise 401 without one."""
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    key = bearer.strip() if scheme.lower() == "bearer" else ""
    key = key or request.headers.get("api-key", "").strip()
    if not key:
        raise bad_key()
    return key.startswith("ek_"), key


def _standard_key(request: Request) -> tuple[str, str]:
    """Return how the key came ("bearer" or "api-key") and the key; secrets do not count."""
    is_secret, key = _any_key(request)
    if is_secret:
        raise bad_key()
    return ("bearer" if "authorization" in request.headers else "api-key"), key


async def _form(request: Request) -> tuple[str, Any]:
    async with request.form() as form:
        sdp, session = form.get("sdp"), form.get("session")
    if isinstance(sdp, UploadFile) or sdp is None:  # parts with a file name are not understood
        raise Refusal("field sdp is required but not found", code="missing_required_parameter",
                      param="sdp")  # fmt: skip
    if session is None or isinstance(session, UploadFile):
        return sdp, None
    try:
        return sdp, json.loads(session)
    except json.JSONDecodeError as error:
        raise invalid_value("session", "JSON") from error
