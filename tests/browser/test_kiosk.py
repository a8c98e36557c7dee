"""A device of many visitors: each finds it as if nobody had been there."""

from playwright.sync_api import expect

from tests.browser.house import KIOSK_KEY, House
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
