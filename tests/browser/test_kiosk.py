"""A device of many visitors: each finds it as if nobody had been there."""

from playwright.sync_api import expect

from tests.browser.house import KIOSK_KEY, House
from tests.browser.test_flowers import GIVEN, offer
from tests.browser.visitor import Visitor


def test_who_walks_away_leaves_neither_his_words_nor_his_language(
    visitor: Visitor, house: House
) -> None:
    page, address = visitor.page, f"{house.web}/kiosk/?key={KIOSK_KEY}"
    page.clock.install()
    page.goto(address)
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")

    visitor.button("start-text").click()
    visitor.expect_phase("live")
    visitor.expect_floor("listening")
    page.clock.fast_forward(76_000)
    expect(page.get_by_role("alert")).to_contain_text("Are you still there?")
    visitor.type("여기 있어요")
    expect(page.get_by_role("alert")).to_be_hidden()
    visitor.expect_floor("listening")
    page.clock.fast_forward(91_000)
    visitor.expect_phase("ended")
    assert visitor.captions("visitor")

    page.clock.fast_forward(21_000)

    expect(page.locator("html")).to_have_attribute("lang", "ko")
    assert page.url == address
    visitor.expect_phase("idle")
    assert not visitor.captions("visitor")


def test_nobody_keeps_a_flower_on_it_or_turns_its_sound_elsewhere(
    visitor: Visitor, house: House
) -> None:
    page = visitor.page
    page.goto(f"{house.web}/kiosk/?key={KIOSK_KEY}")
    visitor.button("start").click()
    visitor.expect_phase("live")
    visitor.expect_floor("listening", 30)
    expect(visitor.button("mute")).to_be_visible()
    expect(page.locator("[data-role=devices]")).to_be_hidden()

    offer(house, visitor, GIVEN, "요즘 자꾸 긴장돼요.", 1)
    flower = page.locator("[data-role=flower]")
    expect(flower).to_contain_text(GIVEN["reason"])
    expect(flower.get_by_role("button")).to_have_text(["꽃밭에 두기"])
