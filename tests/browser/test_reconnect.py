"""The call breaks: the page heals by itself, and a goodbye stays a goodbye."""

from tests.browser.conftest import SetMicrophone
from tests.browser.house import House, eventually
from tests.browser.visitor import Visitor


def test_killed_in_the_middle_of_a_sentence_it_reconnects_and_goes_on(
    visitor: Visitor, house: House, set_microphone: SetMicrophone
) -> None:
    set_microphone(2.0)
    visitor.begin()
    visitor.expect_floor("character-speaking")
    visitor.type("저는 바다를 좋아해요.")
    eventually(lambda: len(house.last_call()["voice"]) == 2, "the beginning of his answer")
    first = house.last_call()["id"]

    house.fault("slow", where="client_secrets", ms=800)  # or it heals faster than one can look
    house.fault("close_call")

    visitor.expect_phase("reconnecting")
    visitor.expect_phase("live")
    assert house.last_call()["id"] != first
    assert visitor.microphone_states() == ["live"], "the same microphone all along"

    # The new session was told what had been said, and does not greet again.
    eventually(
        lambda: "저는 바다를 좋아해요." in [i["text"] for i in house.last_call()["items_received"]],
        "the replay",
    )
    visitor.expect_floor("character-speaking")
    visitor.expect_floor("listening")
    assert sum("혼저옵서예" in line for line in visitor.captions("character")) == 1

    # The next turn works.
    before = len(house.last_call()["voice"])
    visitor.type("아직 듣고 있나요?")
    eventually(lambda: len(house.last_call()["voice"]) > before, "a reply after the reconnect")


def test_a_call_that_vanishes_without_goodbye_is_replaced(
    visitor: Visitor, house: House, set_microphone: SetMicrophone
) -> None:
    set_microphone(2.0)
    visitor.begin()
    visitor.expect_floor("listening", 30)
    first = house.last_call()["id"]

    house.fault("drop_call")

    eventually(lambda: house.last_call()["id"] != first, "a new call", 30)
    visitor.expect_phase("live")
    before = len(house.last_call()["voice"])
    visitor.type("다시 들리나요?")
    eventually(lambda: len(house.last_call()["voice"]) > before, "a reply on the new call")


def test_stopped_while_reconnecting_it_stays_stopped(
    visitor: Visitor, house: House, set_microphone: SetMicrophone
) -> None:
    set_microphone(2.0)
    visitor.begin()
    visitor.expect_floor("listening", 30)
    house.fault("calls_error", status=500, times="every")
    house.fault("close_call")
    visitor.expect_phase("reconnecting")

    visitor.button("stop").click()

    visitor.expect_phase("ended")
    house.clear_faults()
    calls = len(house.calls())
    visitor.page.wait_for_timeout(7000)  # two attempts' worth of time
    visitor.expect_phase("ended")
    assert len(house.calls()) == calls
    assert visitor.microphone_states() == ["ended"]
    visitor.complaints.clear()  # Chromium reports each refused attempt as a failed resource


def test_an_outage_it_cannot_heal_is_said_plainly_and_one_touch_tries_again(
    visitor: Visitor, house: House, set_microphone: SetMicrophone
) -> None:
    set_microphone(2.0)
    visitor.begin()
    visitor.expect_floor("listening", 30)
    house.fault("mint_error", status=500, times="every")
    house.fault("close_call")

    visitor.expect_phase("failed", 40)
    alert = visitor.page.locator("[data-role=alert]")
    assert alert.inner_text().strip()
    house.clear_faults()
    visitor.button("retry").click()

    visitor.expect_phase("live")
    visitor.complaints.clear()
