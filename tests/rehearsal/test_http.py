"""The provider's HTTP, byte for byte where clients look."""

import re
from typing import Any

import httpx
import pytest
from openai.types.realtime import ClientSecretCreateResponse

from conversations.rehearsal.shapes import unknown_keys
from tests.rehearsal.peer import KEY, Peer
from tests.rehearsal.visitor import FLOWER_TOOL, SESSION, Visitor, live


def envelope(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    error: dict[str, Any] = response.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert error["code"] == code
    return error


def test_a_secret_comes_with_the_effective_session(peer: Peer) -> None:
    response = peer.mint({"session": SESSION | {"tools": [FLOWER_TOOL | {"description": None}]}})
    assert response.status_code == 200
    body = response.json()
    assert list(body) == ["value", "expires_at", "session"]
    assert body["value"].startswith("ek_")
    session = body["session"]
    assert session["expires_at"] == 0
    for key in ("tracing", "prompt", "include"):
        assert session[key] is None
    assert session["tools"][0]["description"] is None
    assert session["audio"]["input"]["turn_detection"] == {
        "type": "server_vad",
        "threshold": 0.5,
        "prefix_padding_ms": 300,
        "silence_duration_ms": 300,
        "idle_timeout_ms": None,
        "create_response": True,
        "interrupt_response": True,
    }
    assert session["audio"]["input"]["transcription"] == {
        "model": "gpt-4o-mini-transcribe",
        "language": "ko",
        "prompt": None,
    }
    parsed = ClientSecretCreateResponse.model_validate(body, strict=True)
    assert list(unknown_keys(parsed)) == []


def test_the_whole_body_may_be_empty(peer: Peer) -> None:
    session = peer.mint({}).json()["session"]
    assert (session["model"], session["audio"]["output"]["voice"]) == ("gpt-realtime-2.1", "marin")


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer"}, {"Authorization": "x"},
                                     {"Authorization": "Bearer ek_of_a_browser"}])  # fmt: skip
def test_minting_needs_a_standard_key(peer: Peer, headers: dict[str, str]) -> None:
    url = f"{peer.base}/realtime/client_secrets"
    envelope(peer.http.post(url, json={}, headers=headers), 401, "invalid_api_key")


def test_the_key_may_come_as_api_key(peer: Peer) -> None:
    response = peer.http.post(
        f"{peer.base}/realtime/client_secrets", json={}, headers={"api-key": "k"}
    )
    assert response.status_code == 200
    assert peer.get("/rehearsal/secrets")[-1]["auth"] == "api-key"


def with_input(**fields: Any) -> dict[str, Any]:
    return {"session": {"type": "realtime", "audio": {"input": fields}}}


def with_session(**fields: Any) -> dict[str, Any]:
    return {"session": {"type": "realtime", **fields}}


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"sesion": {}}, "unknown_parameter", "sesion"),
    ({"session": {}}, "missing_required_parameter", "session.type"),
    (with_session(voice="marin"), "unknown_parameter", "session.voice"),
    (with_session(temperature=0.8), "unknown_parameter", "session.temperature"),
    (with_session(turn_detection=None), "unknown_parameter", "session.turn_detection"),
    (with_session(audio={"output": {"voise": "marin"}}), "unknown_parameter",
     "session.audio.output.voise"),
    (with_input(turn_detection={"type": "server_vad", "silence": 1}), "unknown_parameter",
     "session.audio.input.turn_detection.silence"),
    (with_session(tools=[{"type": "function", "name": "f", "function": {}}]), "unknown_parameter",
     "session.tools[0].function"),
    (with_session(tools=[{"type": "function"}]), "missing_required_parameter",
     "session.tools[0].name"),
    (with_session(output_modalities=["text", "audio"]), "invalid_value",
     "session.output_modalities"),
    (with_session(audio={"output": {"voice": "sarado"}}), "invalid_value",
     "session.audio.output.voice"),
    (with_session(audio={"output": {"speed": 1.6}}), "invalid_value",
     "session.audio.output.speed"),
    (with_session(max_output_tokens=0), "invalid_value", "session.max_output_tokens"),
    (with_session(max_output_tokens=4097), "invalid_value", "session.max_output_tokens"),
    (with_session(instructions=3), "invalid_type", "session.instructions"),
    (with_input(turn_detection={"type": "server_vad", "threshold": 1.1}), "invalid_value",
     "session.audio.input.turn_detection.threshold"),
    (with_input(turn_detection={"type": "server_vad", "idle_timeout_ms": 100}), "invalid_value",
     "session.audio.input.turn_detection.idle_timeout_ms"),
    (with_input(turn_detection={"type": "vad"}), "invalid_value",
     "session.audio.input.turn_detection.type"),
    (with_input(transcription={"model": "parrot"}), "invalid_value",
     "session.audio.input.transcription.model"),
    (with_input(transcription={"model": "whisper-1", "keywords": ["꽃"]}), "invalid_value",
     "session.audio.input.transcription.keywords"),
    ({"expires_after": {"anchor": "created_at", "seconds": 9}}, "invalid_value",
     "expires_after.seconds"),
    ({"expires_after": {"anchor": "created_at", "seconds": 7201}}, "invalid_value",
     "expires_after.seconds"),
    ({"expires_after": {"anchor": "now", "seconds": 60}}, "invalid_value", "expires_after.anchor"),
    ({"expires_after": {"minutes": 1}}, "unknown_parameter", "expires_after.minutes"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "code", "param"), REFUSED)
def test_what_the_real_one_refuses_is_refused(
    peer: Peer, body: dict[str, Any], code: str, param: str
) -> None:
    assert envelope(peer.mint(body), 400, code)["param"] == param


@pytest.mark.parametrize("model", ["gpt-realtime-mini-2025-10-06", "gpt-live-1"])
def test_a_model_past_its_end_or_unknown_is_not_found(peer: Peer, model: str) -> None:
    envelope(peer.mint(with_session(model=model)), 404, "model_not_found")


def test_models_say_when_they_end(peer: Peer) -> None:
    listed = peer.http.get(f"{peer.base}/models", headers=KEY).raise_for_status().json()["data"]
    ends = {model["id"]: model["shutdown_date"] for model in listed}
    assert ends["gpt-realtime-mini-2025-10-06"] == "2026-07-23"
    assert ends["gpt-realtime"] == "2027-01-20"
    assert ends["gpt-realtime-2.1-mini"] is None
    assert ends["gpt-4o-mini-transcribe"] == "2027-02-26"
    assert ends["gpt-transcribe"] is None


def announced_end(peer: Peer, model: str) -> str | None:
    listed = peer.http.get(f"{peer.base}/models", headers=KEY).raise_for_status().json()["data"]
    ends: dict[str, str | None] = {one["id"]: one["shutdown_date"] for one in listed}
    return ends[model]


def test_an_end_can_be_announced_moved_and_taken_back(peer: Peer) -> None:
    model = "gpt-realtime-2.1"
    try:
        peer.fault("shutdown_date", model=model, date="2999-01-01")
        assert announced_end(peer, model) == announced_end(peer, model) == "2999-01-01"
        assert peer.mint(with_session(model=model)).status_code == 200

        peer.fault("shutdown_date", model=model, date="2026-01-01")
        assert announced_end(peer, model) == "2026-01-01"
        envelope(peer.mint(with_session(model=model)), 404, "model_not_found")

        peer.fault("shutdown_date", model=model, date="")
        assert announced_end(peer, model) is None
    finally:
        peer.clear_faults()


def test_an_end_that_is_no_date_is_refused(peer: Peer) -> None:
    body = {"fault": "shutdown_date", "model": "gpt-realtime-2.1", "date": "soon"}

    envelope(peer.http.post(f"{peer.url}/rehearsal/faults", json=body), 400, "invalid_value")


def test_what_was_minted_is_remembered_without_the_secret(peer: Peer) -> None:
    minted = peer.mint(
        {"session": SESSION, "expires_after": {"anchor": "created_at", "seconds": 30}},
        **{"OpenAI-Safety-Identifier": "a-keyed-hash"},
    ).json()
    seen = peer.get("/rehearsal/secrets")[-1]
    assert seen["session"] == SESSION
    assert seen["safety_identifier"] == "a-keyed-hash"
    assert seen["request"]["expires_after"]["seconds"] == 30
    assert seen["used"] is False
    assert seen["id"][:-1] in minted["value"]
    assert minted["value"] not in peer.http.get(f"{peer.url}/rehearsal/secrets").text


def test_an_offer_is_answered_as_browsers_need_it(peer: Peer) -> None:
    async def scenario() -> None:
        secret = peer.mint({"session": SESSION}).json()["value"]
        visitor = Visitor(peer)
        first, second = await visitor.offer(secret), await visitor.offer(secret)
        await visitor.leave()
        assert first.status_code == 201
        assert first.headers["content-type"] == "text/plain; charset=utf-8"
        assert re.fullmatch(r"/v1/realtime/calls/rtc_\w+", first.headers["location"])
        assert first.headers["access-control-allow-origin"] == "*"
        assert first.headers["access-control-expose-headers"] == "Location, X-Request-Id"
        assert "opus/48000/2" in first.text
        # One secret opens several calls while it is young.
        assert second.status_code == 201
        calls = [response.headers["location"].rsplit("/", 1)[-1] for response in (first, second)]
        assert peer.get("/rehearsal/secrets")[-1]["call_ids"] == calls
        for call_id in calls:
            assert peer.hang_up(call_id).status_code == 200
            assert peer.hang_up(call_id).status_code == 404
            assert [one["found"] for one in peer.call(call_id)["hang_ups"]] == [True, False]

    live(scenario)


@pytest.mark.parametrize(("asked", "status"), [
    ("authorization,content-type", 200),
    ("authorization, content-type, x-openai-agents-sdk", 200),
    ("authorization,originator", 400),
])  # fmt: skip
def test_the_preflight_lets_known_headers_through(peer: Peer, asked: str, status: int) -> None:
    response = peer.http.options(
        f"{peer.base}/realtime/calls",
        headers={
            "Origin": "http://localhost:8000",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": asked,
        },
    )
    assert response.status_code == status
    assert ("access-control-allow-origin" in response.headers) is (status == 200)


@pytest.mark.parametrize(("content", "kind", "code", "param"), [
    ("v=0", "application/sdp", "invalid_value", "sdp"),
    ("", "application/sdp", "missing_required_parameter", "sdp"),
    ("{}", "application/json", "unsupported_content_type", None),
])  # fmt: skip
def test_what_is_no_offer_is_refused_readably(
    peer: Peer, content: str, kind: str, code: str, param: str | None
) -> None:
    secret = peer.mint({"session": SESSION}).json()["value"]
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": kind}
    response = peer.http.post(f"{peer.base}/realtime/calls", content=content, headers=headers)
    assert envelope(response, 400, code)["param"] == param
    assert response.headers["access-control-allow-origin"] == "*"


def test_an_unknown_secret_opens_nothing(peer: Peer) -> None:
    headers = {"Authorization": "Bearer ek_never_minted", "Content-Type": "application/sdp"}
    response = peer.http.post(f"{peer.base}/realtime/calls", content="v=0", headers=headers)
    envelope(response, 401, "invalid_api_key")


def test_hanging_up_is_for_the_standard_key(peer: Peer) -> None:
    secret = peer.mint({"session": SESSION}).json()["value"]
    url = f"{peer.base}/realtime/calls/rtc_x/hangup"
    headers = {"Authorization": f"Bearer {secret}"}
    envelope(peer.http.post(url, headers=headers), 401, "invalid_api_key")
    assert envelope(peer.hang_up("rtc_x"), 404, "call_id_not_found")["param"] == ""
