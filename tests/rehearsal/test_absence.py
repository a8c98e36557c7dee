"""A call whose offer was answered and whose visitor never came."""

import asyncio

import pytest
from aiortc import RTCConfiguration, RTCPeerConnection

from conversations.rehearsal import call as calls
from conversations.rehearsal.faults import Faults
from tests.rehearsal.visitor import SESSION


def test_it_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "CONNECT_SECONDS", 0.2)

    async def answer_and_wait() -> calls.Call:
        visitor = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        visitor.createDataChannel("oai-events")
        visitor.addTransceiver("audio")
        await visitor.setLocalDescription(await visitor.createOffer())
        call = calls.Call("suffix", calls.Admission(SESSION, None, []), Faults())
        await call.answer(visitor.localDescription.sdp)
        assert call.is_live
        await asyncio.sleep(1.5)
        await visitor.close()
        return call

    call = asyncio.run(answer_and_wait())
    assert (call.is_live, call.journal.ended_by) == (False, "never connected")
