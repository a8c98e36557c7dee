"""Visitors of one browser process: `python -m tests.closing.guests <web,web> <how many>`.

Each begins, opens a real WebRTC call with its secret, registers it, and beats. It says so on
stdout, one JSON object a line. Told to hang up, it asks for one more secret, which it must not
get, and leaves. A SIGKILL leaves everything as it is, as a browser's death does.
"""

import asyncio
import contextlib
import json
import sys
import time
from typing import Any

import httpx
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaBlackhole

from tests.rehearsal.visitor import Microphone

_HEARTBEAT_SECONDS = 5.0


def say(what: str, **facts: Any) -> None:
    print(json.dumps({"what": what, "at": time.time(), **facts}), flush=True)


async def visit(http: httpx.AsyncClient, web: str) -> None:
    begun = (await http.post(f"{web}/api/conversations", json={})).raise_for_status().json()
    base = f"{web}/api/conversations/{begun['id']}"
    token = {"Authorization": f"Bearer {begun['token']}"}
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    ear = MediaBlackhole()
    connection.on("track", ear.addTrack)
    connection.createDataChannel("oai-events")
    connection.addTrack(Microphone())
    await connection.setLocalDescription(await connection.createOffer())
    answer = await http.post(
        begun["calls_url"],
        content=connection.localDescription.sdp,
        headers={
            "Authorization": f"Bearer {begun['client_secret']['value']}",
            "Content-Type": "application/sdp",
        },
    )
    answer.raise_for_status()
    await connection.setRemoteDescription(RTCSessionDescription(answer.text, "answer"))
    await ear.start()
    call_id = answer.headers["location"].rsplit("/", 1)[-1]
    (await http.put(f"{base}/calls/{call_id}", headers=token)).raise_for_status()
    say("here", call=call_id)
    try:
        await _beat_until_told(http, base, token)
        more = await http.post(f"{base}/client-secrets", json={"cause": "reconnect"}, headers=token)
        say("asked for more", status=more.status_code)
        await http.post(f"{base}/end", json={"reason": "closing"}, headers=token)
    finally:
        await ear.stop()
        await connection.close()
    say("left", call=call_id)


async def _beat_until_told(http: httpx.AsyncClient, base: str, token: dict[str, str]) -> None:
    usage = {"audio_out": 0}
    while True:
        await asyncio.sleep(_HEARTBEAT_SECONDS)
        usage["audio_out"] += 40
        body = {"phase": "live", "ledger": {}, "usage": usage}
        with contextlib.suppress(httpx.TransportError):
            pulse = await http.post(f"{base}/heartbeat", json=body, headers=token)
            if pulse.status_code == httpx.codes.CONFLICT or pulse.json().get("hang_up"):
                say("told", status=pulse.status_code, answer=pulse.json())
                return


async def _all(webs: list[str], count: int) -> None:
    async with httpx.AsyncClient(timeout=30) as http:
        visits = []
        for number in range(count):
            visits.append(asyncio.ensure_future(visit(http, webs[number % len(webs)])))
            await asyncio.sleep(0.3)  # one after the other, as people come
        await asyncio.gather(*visits)


if __name__ == "__main__":
    asyncio.run(_all(sys.argv[1].split(","), int(sys.argv[2])))
