"""What goes wrong in the middle of a visit: it is noticed, it heals, the gate is right."""

from tests.browser.conftest import SetMicrophone
from tests.browser.house import House, eventually
from tests.browser.visitor import Visitor, loud_frames

_TALKATIVE = ("이것은 쉬지 않고 이어지는 말소리입니다 그래서 조용할 틈이 없습니다", 1.8)


def test_a_short_outage_while_he_speaks_heals_in_the_same_call(
    visitor: Visitor, house: House, set_microphone: SetMicrophone
) -> None:
    set_microphone(2.0)
    visitor.begin()
    visitor.expect_floor("character-speaking")
    first = house.last_call()["id"]

    # Nobody is to take over meanwhile: the old call is what has to come back.
    house.fault("slow", where="client_secrets", ms=8000, times="every")
    house.fault("drop_call", for_ms=6000)

    visitor.expect_phase("reconnecting", 6)
    visitor.expect_phase("live", 12)
    visitor.expect_floor("listening", 30)
    assert visitor.is_microphone_open()
    visitor.type("아직 거기 있나요?")
    visitor.expect_floor("character-speaking")
    assert house.heard_by("아직 거기 있나요?") == first, "the call that remembers everything"


def test_when_no_attempt_is_left_it_comes_back_by_itself_with_the_network(
    visitor: Visitor, house: House, set_microphone: SetMicrophone
) -> None:
    set_microphone(2.0)
    visitor.begin()
    visitor.expect_floor("listening", 30)
    house.fault("calls_error", status=500, times="every")
    house.fault("close_call")
    visitor.expect_phase("failed", 40)

    house.clear_faults()

    visitor.expect_phase("live", 15)
    visitor.expect_floor("character-speaking")
    visitor.expect_floor("listening", 30)
    assert visitor.is_microphone_open()
    visitor.complaints.clear()  # Chromium reports each refused attempt as a failed resource


def test_a_voice_that_is_all_silence_is_noticed_and_replaced(
    visitor: Visitor, house: House, set_microphone: SetMicrophone
) -> None:
    set_microphone(2.0)
    visitor.begin()
    visitor.expect_floor("listening", 30)
    first = house.last_call()["id"]
    house.fault("mute_audio")
    # From here on the first call is silent: whatever is heard is the new one's. Not later, or a
    # machine that looks late would forget what was heard before it looked.
    visitor.heard_peak()

    visitor.type("제 말이 들리나요?")

    eventually(lambda: house.last_call()["id"] != first, "a new call", 15)
    visitor.expect_phase("live")
    eventually(lambda: visitor.heard_peak() > 0.05, "a voice that can be heard")
    visitor.expect_floor("listening", 30)
    assert visitor.is_microphone_open()


def test_a_reply_without_sound_after_a_replay_is_asked_for_again(
    visitor: Visitor, house: House, set_microphone: SetMicrophone
) -> None:
    set_microphone(2.0)
    visitor.begin()
    visitor.expect_floor("listening", 30)
    # More than a shorter memory holds.
    for line in ("저는 바다를 좋아해요.", "밤에는 잠이 안 와요."):
        visitor.type(line)
        visitor.expect_floor("character-speaking")
        visitor.expect_floor("listening", 30)
    first = house.last_call()["id"]
    house.fault("text_only_reply")
    house.fault("close_call")

    def is_asked_again() -> bool:
        asked = house.client_event_types().count("response.create")
        return house.calls()[-1]["id"] != first and asked == 2

    eventually(is_asked_again, "the second request on the new call", 15)
    assert "conversation.item.delete" in house.client_event_types(), "with a shorter memory"
    visitor.expect_floor("character-speaking")
    visitor.expect_floor("listening", 30)
    assert visitor.is_microphone_open()


def test_mute_outlives_a_new_call_and_a_lost_device(
    visitor: Visitor, house: House, set_microphone: SetMicrophone
) -> None:
    set_microphone(*_TALKATIVE)
    visitor.begin()
    visitor.expect_floor("character-speaking")
    visitor.button("mute").click()
    visitor.expect_floor("listening", 30)
    unmute = visitor.page.get_by_role("button", name="마이크 켜기")
    assert unmute.get_attribute("aria-pressed") is None, "switch on, pressed: is it on?"

    house.fault("close_call")
    visitor.expect_phase("reconnecting")
    visitor.expect_phase("live")
    visitor.lose_device()
    eventually(lambda: len(visitor.microphone_states()) == 2, "the default device asked for")
    visitor.expect_floor("listening", 30)
    visitor.page.wait_for_timeout(2500)
    assert not visitor.is_microphone_open()
    call = house.last_call()
    assert not loud_frames(call, call["opened_at"], float("inf")), "muted means muted"

    visitor.button("mute").click()
    assert visitor.is_microphone_open()
    visitor.expect_floor("visitor-speaking", 30)
    call = house.last_call()
    assert loud_frames(call, call["opened_at"], float("inf"))


def test_a_device_lost_while_he_speaks_comes_back_behind_a_closed_gate(
    visitor: Visitor, house: House, set_microphone: SetMicrophone
) -> None:
    set_microphone(*_TALKATIVE)
    visitor.begin()
    visitor.expect_floor("character-speaking")
    started = house.last_call()["voice"][0]["started_at"]

    visitor.lose_device()

    eventually(lambda: len(visitor.microphone_states()) == 2, "the default device asked for")
    assert not visitor.is_microphone_open()
    visitor.expect_floor("listening", 30)
    voice = house.last_call()["voice"][0]
    assert not loud_frames(house.last_call(), started + 0.06, voice["ended_at"])
    visitor.expect_floor("visitor-speaking", 15)  # the new device is heard


def test_a_page_that_was_frozen_or_offline_says_so_and_goes_on(
    visitor: Visitor, house: House, set_microphone: SetMicrophone
) -> None:
    set_microphone(2.0)
    visitor.begin()
    visitor.expect_floor("listening", 30)
    first = house.last_call()["id"]

    # The browser's own word; the call itself goes on (Chromium's switch spares WebRTC).
    visitor.page.context.set_offline(True)
    alert = visitor.page.locator("[data-role=alert]")
    eventually(lambda: "인터넷" in alert.inner_text(), "a word about the network")
    visitor.page.context.set_offline(False)
    eventually(lambda: "인터넷" not in alert.inner_text(), "no such word any more")

    visitor.type("긴 이야기를 들려주세요.")
    visitor.expect_floor("character-speaking")
    visitor.freeze(4)
    visitor.expect_floor("listening", 30)
    assert visitor.is_microphone_open()
    assert house.last_call()["id"] == first
    visitor.complaints.clear()  # a heartbeat may have met the switched-off network


def test_a_microphone_that_hears_nothing_is_told_of(
    visitor: Visitor, house: House, set_microphone: SetMicrophone
) -> None:
    set_microphone(28.0, "이제야 말을 해 봅니다", 20.0)
    visitor.begin()
    visitor.expect_floor("character-speaking")
    visitor.button("interrupt").click()
    visitor.expect_floor("listening")
    message = visitor.page.locator("[data-role=message]")

    eventually(lambda: "들리지" in message.inner_text(), "a hint about the microphone", 20)

    visitor.expect_floor("visitor-speaking", 20)
    eventually(lambda: "들리지" not in message.inner_text(), "no hint any more")
