"""One WebRTC call: peer connection, data channel, the visitor's track in, the voice out."""

import asyncio
import contextlib
import json
import time
from dataclasses import dataclass, field
from typing import Any

from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.exceptions import InvalidStateError

from conversations.rehearsal.black_hole import BlackHole
from conversations.rehearsal.client_events import ClientEvents, parsed_event
from conversations.rehearsal.dialogue import Dialogue
from conversations.rehearsal.ear import listen, note_arrivals
from conversations.rehearsal.events import Event, buffer_event, error_event, event
from conversations.rehearsal.faults import Faults
from conversations.rehearsal.journal import Journal
from conversations.rehearsal.refusals import Refusal, invalid_value
from conversations.rehearsal.session import effective_session
from conversations.rehearsal.speaker import Speaker
from conversations.rehearsal.turns import Turns

SESSION_SECONDS = 3600
_CLOSE_SECONDS = 1.0
CONNECT_SECONDS = 30.0  # as long as ICE keeps an agent whose checks nobody answers (RFC 7675)
_GOODBYE_SECONDS = 0.1  # what was just said on the data channel still has to leave

BY_PROVIDER, BY_PEER, BY_FAULT = "provider hangup", "peer left", "fault"
BY_LIMIT, BY_SHUTDOWN, BY_ABSENCE = "session limit", "shutdown", "never connected"


@dataclass(frozen=True, slots=True)
class Admission:
    """Who may open this call, and with which session."""

    session: dict[str, Any]
    secret: str | None
    call_ids: list[str] = field(default_factory=list)  # of the calls this secret opened


class Call:
    """From the offer to the end. `suffix` is shared by the ids of call and session."""

    def __init__(self, suffix: str, admission: Admission, faults: Faults) -> None:
        self.id = f"rtc_{suffix}"
        self._session_id = f"sess_{suffix}"
        self._faults = faults
        self.journal = Journal(self.id, admission.secret, admission.session)
        # No STUN: the default asks a public server, and an answer must not wait for that.
        self._connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._channel: Any = None
        self._speaker = Speaker(
            on_started=lambda it: self._send(buffer_event("started", it.response_id)),
            on_drained=lambda it: self._send(buffer_event("stopped", it.response_id)),
        )
        self._dialogue = Dialogue(
            session=effective_session(
                admission.session,
                session_id=self._session_id,
                expires_at=int(time.time()) + SESSION_SECONDS,
            ),
            faults=faults,
            send=self._send,
            speaker=self._speaker,
            utterances=self.journal.utterances,
        )
        self._turns = Turns(self._dialogue)
        self._client = ClientEvents(self._dialogue, self._turns)
        self._black_hole = BlackHole(self._connection)
        self._limit: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def is_live(self) -> bool:
        return self.journal.ended_by is None

    async def answer(self, offer_sdp: str) -> str:
        """Take the offer and return the answer, or raise `Refusal` for what is no offer."""
        connection = self._connection
        connection.on("datachannel", self._open_channel)
        connection.on("track", self._hear_track)
        connection.on("connectionstatechange", self._watch_state)
        try:
            await connection.setRemoteDescription(RTCSessionDescription(offer_sdp, "offer"))
            audio = [one for one in connection.getTransceivers() if one.kind == "audio"]
            audio[0].sender.replaceTrack(self._speaker)
            audio[0].direction = "sendrecv"
            await connection.setLocalDescription(await connection.createAnswer())
        except Exception as error:  # aiortc raises many kinds, down to IndexError, for bad SDP
            await self.end(BY_PROVIDER)
            raise invalid_value("sdp", "a WebRTC offer with audio") from error
        self._start(self._await_connection())
        answer: str = connection.localDescription.sdp
        return answer

    async def end(self, by: str) -> None:
        """Close everything. Safe to call again; the first reason stays in the journal."""
        if not self.is_live:
            return
        self.journal.note_end(by)
        if self._limit is not None:
            self._limit.cancel()
        self._dialogue.end()
        self._speaker.clear()
        with contextlib.suppress(TimeoutError):  # nobody may be there to say goodbye to
            await asyncio.wait_for(self._connection.close(), _CLOSE_SECONDS)
        for task in list(self._tasks):
            if task is not asyncio.current_task():
                task.cancel()

    # Faults

    def end_later(self, by: str, after_ms: float) -> None:
        self._start(self._end_after(by, after_ms / 1000))

    def vanish(self, after_ms: float, for_ms: float | None) -> None:
        """Fall silent on every wire; come back after `for_ms`, or never."""
        self._start(self._vanish(after_ms / 1000, None if for_ms is None else for_ms / 1000))

    def expire_in(self, seconds: float) -> None:
        """Set when the session limit comes. After `session.created` the client is not told."""
        if self._limit is not None:
            self._limit.cancel()
        loop = asyncio.get_running_loop()
        self._limit = loop.call_later(seconds, lambda: self._start(self._expire()))

    # The wires

    def _open_channel(self, channel: Any) -> None:
        if self._channel is not None:
            return
        self._channel = channel
        channel.on("message", self._receive)
        channel.on("close", lambda: self._start(self.end(BY_PEER)))
        self._start(self._open_session())

    async def _open_session(self) -> None:
        await asyncio.sleep(self._faults.delay_seconds("session"))
        fault = self._faults.take("session_expires_in")
        seconds = fault["seconds"] if fault else SESSION_SECONDS
        self._dialogue.session["expires_at"] = int(time.time() + seconds)
        self._send(event("session.created", session=self._dialogue.session))
        if self._limit is None:
            self.expire_in(seconds)

    def _receive(self, message: str | bytes) -> None:
        text = message if isinstance(message, str) else message.decode(errors="replace")
        try:
            received = parsed_event(text)
        except Refusal as refusal:
            self.journal.note_client({"type": None, "unparsable": text})
            self._send(error_event(refusal, None))
            return
        self.journal.note_client(received)
        self._client.obey(received)

    def _send(self, told: Event) -> None:
        if self._channel is None or self._channel.readyState != "open":
            return
        text = json.dumps(told, ensure_ascii=False)
        try:
            self._channel.send(text)
        except (ConnectionError, InvalidStateError):
            return  # it closed between the question and the sending
        self.journal.note_server(told)

    def _hear_track(self, track: Any) -> None:
        if track.kind != "audio":
            return
        for transceiver in self._connection.getTransceivers():
            if transceiver.receiver.track is track:
                arrivals = note_arrivals(transceiver.receiver)
                self._start(listen(track, arrivals, self._hear))

    def _hear(self, arrived_at: float, rms: float) -> None:
        self.journal.note_energy(arrived_at, rms)
        self._turns.hear(arrived_at, rms)

    async def _watch_state(self) -> None:
        state = self._connection.connectionState
        if state == "connected" and self.is_live:
            self.journal.state = "live"
            self.journal.connected_at = self.journal.connected_at or time.time()
        elif state in ("closed", "failed"):
            await self.end(BY_PEER)

    # What takes time

    def _start(self, coroutine: Any) -> None:
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _await_connection(self) -> None:
        """Who took an answer and never came, or gave the offer up, must not keep a call alive."""
        await asyncio.sleep(CONNECT_SECONDS)
        if self.journal.connected_at is None:
            await self.end(BY_ABSENCE)

    async def _end_after(self, by: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self.end(by)

    async def _vanish(self, after: float, duration: float | None) -> None:
        await asyncio.sleep(after)
        self._black_hole.swallow()
        if duration is None:
            await self.end(BY_FAULT)  # its goodbyes fall into the hole too
            return
        await asyncio.sleep(duration)
        self._black_hole.release()

    async def _expire(self) -> None:
        self._send(
            error_event(
                Refusal(
                    "Your session hit the maximum duration of 60 minutes.", code="session_expired"
                ),
                None,
            )
        )
        await asyncio.sleep(_GOODBYE_SECONDS)
        await self.end(BY_LIMIT)
