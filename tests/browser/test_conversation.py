"""A whole conversation: real Chromium, real WebRTC, real sound, a real Celery worker."""

import math
from typing import Any

from tests.browser.conftest import SetMicrophone
from tests.browser.house import API_KEY, House, eventually
from tests.browser.visitor import Visitor, events_of, loud_frames

# Long enough for the greeting to end before the visitor speaks, and for the answer after it.
SPOKEN_TWICE = (14.0, "요즘 마음이 많이 무겁고 잠이 잘 안 와요.", 16.0)


def ended_by(house: House, call_id: str) -> str:
    call = next(call for call in house.calls() if call["id"] == call_id)
    return str(call["ended_by"] or "")


def test_a_spoken_conversation_from_the_button_to_goodbye(
    visitor: Visitor, house: House, set_microphone: SetMicrophone
) -> None:
    set_microphone(*SPOKEN_TWICE)
    visitor.begin()

    # He greets first, and is heard and read.
    visitor.expect_floor("character-speaking")
    visitor.expect_floor("listening")
    assert visitor.heard_peak() > 0.02
    assert "혼저옵서예" in " ".join(visitor.captions("character"))

    # A spoken turn: the peer hears speech, and answers.
    eventually(
        lambda: events_of(house.last_call(), "server", "input_audio_buffer.speech_stopped"),
        "speech at the peer",
        75,  # on a busy machine the greeting covers the first time; the file comes round again
    )
    visitor.expect_floor("character-speaking")
    visitor.expect_floor("listening")
    assert visitor.heard_peak() > 0.02
    assert len(visitor.captions("character")) >= 2

    # The next spoken turn works too: the microphone's file has come round again.
    eventually(
        lambda: len(voices(house)) >= 3 and voices(house)[2]["ended_at"], "a third reply", 75
    )

    # A typed turn.
    before = len(voices(house))
    visitor.type("오늘은 글로 써 볼게요.")
    eventually(lambda: len(voices(house)) > before, "a reply to the typed turn")
    received = [item["text"] for item in house.last_call()["items_received"]]
    assert received.count("오늘은 글로 써 볼게요.") == 1

    # Stop.
    call_id = house.last_call()["id"]
    visitor.button("stop").click()
    visitor.expect_phase("ended")
    assert visitor.microphone_states() == ["ended"]
    assert eventually(lambda: ended_by(house, call_id), "the end") == "provider hangup"
    assert eventually(lambda: outcome(house, call_id), "the server's note of it") == "hung_up"


def voices(house: House) -> list[dict[str, Any]]:
    return list(house.last_call()["voice"])


def outcome(house: House, call_id: str) -> str:
    return house.manage(
        "shell",
        "--no-imports",
        "-c",
        "from conversations.models import Call;"
        f"print(Call.objects.get(provider_call_id='{call_id}').outcome)",
    ).strip()


def test_no_sound_of_the_microphone_reaches_the_peer_while_he_speaks(
    visitor: Visitor, house: House, set_microphone: SetMicrophone
) -> None:
    # Silent just long enough for a turn to end and his to begin, on a busy machine too: without
    # the gate most frames of his turns would carry speech.
    set_microphone("이것은 쉬지 않고 이어지는 말소리입니다 그래서 조용할 틈이 없습니다", 2.5)
    visitor.begin()

    eventually(lambda: sum(1 for v in voices(house) if v["ended_at"]) >= 2, "two replies", 90)
    call = house.last_call()
    assert len(loud_frames(call, 0, math.inf)) > 50, "the peer hears the microphone at all"
    starts = events_of(call, "server", "output_audio_buffer.started")
    ends = sorted(
        events_of(call, "server", "output_audio_buffer.stopped")
        + events_of(call, "server", "output_audio_buffer.cleared")
    )
    gates = events_of(call, "client", "input_audio_buffer.clear")
    gated = 0
    for start, end in zip(starts, ends, strict=False):
        # Closing the gate, the page tells the provider to forget the half sentence. It takes the
        # same wire as the sound, so what is still loud behind it was on its way already: three
        # frames of 20 ms at most, where an open microphone would send some 200.
        # A reply that speech cut off at once may be over before the page heard of it.
        closed = next((at for at in gates if start <= at < end), end)
        assert len(loud_frames(call, closed, end)) <= 3
        gated += closed < end
    assert gated


def test_nothing_secret_is_logged(
    visitor: Visitor, house: House, set_microphone: SetMicrophone
) -> None:
    set_microphone(2.0)
    visitor.begin()
    visitor.type("아무에게도 말하지 않은 이야기")
    visitor.expect_floor("character-speaking")
    visitor.button("stop").click()
    visitor.expect_phase("ended")

    logs = house.logs()
    for secret in (API_KEY, "ek_", "v=0", "아무에게도", "Bearer "):
        assert secret not in logs
    assert not visitor.page.context.cookies()
