"""The official Python client talks to the peer as it talks to the provider."""

import asyncio
from collections.abc import Iterator

import openai
import pytest
from aiortc import RTCSessionDescription

from tests.rehearsal.judge import judge
from tests.rehearsal.peer import Peer
from tests.rehearsal.visitor import SESSION, Visitor, live


@pytest.fixture
def client(peer: Peer) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=peer.base, api_key="sk-test", max_retries=0, timeout=5) as client:
        yield client


async def offer_of(visitor: Visitor) -> str:
    """Let the visitor make an offer; what the peer says to it does not matter here."""
    await visitor.offer("ek_unknown")
    sdp: str = visitor._connection.localDescription.sdp
    return sdp


def test_a_call_by_secret_is_opened_and_hung_up_once(peer: Peer, client: openai.OpenAI) -> None:
    minted = client.realtime.client_secrets.create(
        expires_after={"anchor": "created_at", "seconds": 60},
        session={"type": "realtime", "model": "gpt-realtime-2.1-mini"},
        extra_headers={"OpenAI-Safety-Identifier": "visitor-hash"},
    )
    assert minted.session.type == "realtime"
    assert minted.session.id.startswith("sess_")

    async def scenario() -> None:
        visitor = Visitor(peer)
        offer = await offer_of(visitor)
        with openai.OpenAI(base_url=peer.base, api_key=minted.value, max_retries=0) as browser:
            answer = await asyncio.to_thread(browser.realtime.calls.create, sdp=offer)
        call_id = answer.response.headers["location"].rsplit("/", 1)[-1]
        await visitor._connection.setRemoteDescription(RTCSessionDescription(answer.text, "answer"))
        await visitor.expect("session.created")
        await asyncio.to_thread(client.realtime.calls.hangup, call_id)
        await asyncio.wait_for(visitor.channel_closed.wait(), 2)  # the browser is told
        with pytest.raises(openai.NotFoundError) as refused:
            await asyncio.to_thread(client.realtime.calls.hangup, call_id)
        assert refused.value.code == "call_id_not_found"
        await visitor.leave()
        call = peer.call(call_id)
        assert (call["state"], call["ended_by"]) == ("ended", "provider hangup")
        assert call["secret"] == peer.get("/rehearsal/secrets")[-1]["id"]
        for event in visitor.events:
            judge(event)

    live(scenario)
    assert peer.get("/rehearsal/secrets")[-1]["safety_identifier"] == "visitor-hash"


def test_a_call_by_form_carries_its_session(peer: Peer, client: openai.OpenAI) -> None:
    async def scenario() -> None:
        visitor = Visitor(peer)
        offer = await offer_of(visitor)
        answer = await asyncio.to_thread(
            client.realtime.calls.create,
            sdp=offer,
            session={"type": "realtime", "model": "gpt-realtime-2.1", "instructions": "폼으로"},
        )
        await visitor._connection.setRemoteDescription(RTCSessionDescription(answer.text, "answer"))
        created = await visitor.expect("session.created")
        assert created["session"]["instructions"] == "폼으로"
        await visitor.leave()

    live(scenario)


def test_a_bare_offer_under_a_standard_key_lacks_a_session(
    peer: Peer, client: openai.OpenAI
) -> None:
    async def scenario() -> None:
        visitor = Visitor(peer)
        offer = await offer_of(visitor)
        with pytest.raises(openai.BadRequestError) as refused:
            await asyncio.to_thread(client.realtime.calls.create, sdp=offer)
        assert refused.value.code == "missing_required_parameter"
        await visitor.leave()

    live(scenario)


def test_refusals_are_the_exceptions_the_client_knows(peer: Peer, client: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        client.realtime.client_secrets.create(session=SESSION, extra_body={"temperature": 1})  # type: ignore[arg-type]
    assert (refused.value.code, refused.value.param) == ("unknown_parameter", "temperature")
    peer.fault("mint_error", status=429, code="insufficient_quota", retry_after=7)
    with pytest.raises(openai.RateLimitError) as limited:
        client.realtime.client_secrets.create()
    assert limited.value.code == "insufficient_quota"
    assert limited.value.response.headers["retry-after"] == "7"
    assert {model.id for model in client.models.list()} >= {"gpt-realtime-2.1-mini"}
