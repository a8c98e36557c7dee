"""Every call of this run: opened, found, hung up, and closed at the end."""

import asyncio
from collections.abc import Iterator

from conversations.rehearsal.call import BY_FAULT, BY_PROVIDER, BY_SHUTDOWN, Admission, Call
from conversations.rehearsal.faults import OF_LIVE_CALLS, Fault, Faults
from conversations.rehearsal.ids import call_suffix
from conversations.rehearsal.refusals import Refusal

_REMEMBERED = 200


class Switchboard:
    """The calls, oldest first; ended ones are remembered for their journals."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._calls: dict[str, Call] = {}

    def __iter__(self) -> Iterator[Call]:
        return iter(self._calls.values())

    async def open(self, admission: Admission, offer_sdp: str) -> tuple[Call, str]:
        """Return the new call and its answer SDP, or raise `Refusal`."""
        call = Call(call_suffix(), admission, self._faults)
        answer = await call.answer(offer_sdp)
        self._calls[call.id] = call
        admission.call_ids.append(call.id)
        self._forget_oldest()
        drop = self._faults.take("drop_call")
        if drop:
            call.vanish(drop["after_ms"], drop["for_ms"])
        close = self._faults.take("close_call")
        if close:
            call.end_later(BY_FAULT, close["after_ms"])
        return call, answer

    def find(self, call_id: str) -> Call | None:
        return self._calls.get(call_id)

    async def hang_up(self, call_id: str) -> None:
        """End a live call; one that is not there, or not any more, is refused with 404."""
        call = self._calls.get(call_id)
        if call is not None:
            call.journal.note_hang_up(call.is_live)
        if call is None or not call.is_live:
            raise Refusal(
                "No session found for the provided call_id",
                code="call_id_not_found",
                param="",
                status=404,
            )
        await call.end(BY_PROVIDER)

    def befall(self, fault: Fault) -> list[str]:
        """Let the fault befall the calls that are connected; return their ids."""
        if fault.name not in OF_LIVE_CALLS:
            return []
        live = [call for call in self if call.journal.state == "live"]
        for call in live:
            if fault.name == "drop_call":
                call.vanish(fault.fields["after_ms"], fault.fields["for_ms"])
            elif fault.name == "close_call":
                call.end_later(BY_FAULT, fault.fields["after_ms"])
            else:
                call.expire_in(fault.fields["seconds"])
        return [call.id for call in live]

    async def close(self) -> None:
        await asyncio.gather(*(call.end(BY_SHUTDOWN) for call in self if call.is_live))

    def _forget_oldest(self) -> None:
        ended = [call.id for call in self if not call.is_live]
        for call_id in ended[: max(0, len(self._calls) - _REMEMBERED)]:
            del self._calls[call_id]
