"""The lines of a talk as a screen reader meets them: what is announced, and what stays open."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.house import House
from tests.garden.scenes import floor, open_context, phase, say

# What is new below a live region is announced, unless the nearest word about it says "off".
_LISTEN = """
() => {
  const log = document.querySelector("[role=log]");
  window.__announced = [];
  new MutationObserver((changes) => {
    for (const { addedNodes, target, type } of changes) {
      for (const node of type === "characterData" ? [target] : addedNodes) {
        const element = node instanceof Element ? node : node.parentElement;
        if (!node.isConnected || element.closest("[aria-live=off]")) continue;
        __announced.push(node.textContent);
      }
    }
  }).observe(log, { childList: true, subtree: true, characterData: true });
}
"""
# The list alone, in a page whose own script is kept away: what it shows is a matter of the test.
_LIST = """
async () => {
  const { CaptionList } = await import("/static/js/call/caption-list.js");
  const { makeGloss } = await import("/static/js/call/gloss.js");
  const config = JSON.parse(document.getElementById("sarado-config").text);
  const rows = [{ phrase: "혼저옵서예", standard_korean: "어서 오세요" }];
  const log = document.querySelector("[role=log]");
  const list = new CaptionList(log, makeGloss(rows), config.words);
  const line = { id: "i1", after: "", speaker: "character", response: "r1" };
  window.__show = (text, progress) => list.show([{ ...line, text, progress }]);
}
"""
LINE = "혼저옵서예. 저는 서천꽃밭을 돌보는 사라도령이에요. 오늘은 어떤 마음으로 오셨어요?"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = open_context(chromium, width=390, height=844)
    yield context.new_page()
    context.close()


@pytest.fixture
def lines(page: Page, house: House) -> Page:
    page.route("**/js/call/main*.js", lambda route: route.abort())
    page.goto(house.web)
    page.evaluate(_LIST)
    page.evaluate(_LISTEN)
    return page


def grow(page: Page, start: int = 0) -> None:
    for end in range(start + 1, len(LINE) + 1):
        page.evaluate("(text) => __show(text, 'pending')", LINE[:end])


def test_a_growing_line_is_there_to_read_and_announced_once_it_is_whole(lines: Page) -> None:
    grow(lines)
    expect(lines.get_by_role("log")).to_contain_text(LINE)
    assert lines.evaluate("__announced") == []

    lines.evaluate("(text) => __show(text, 'final')", LINE)
    lines.evaluate("(text) => __show(text, 'cut')", LINE)

    assert lines.evaluate("__announced") == [f"사라도령: {LINE}"]
    expect(lines.locator(".caption")).to_have_count(1)


def test_a_meaning_stays_open_while_he_goes_on(lines: Page) -> None:
    lines.evaluate("(text) => __show(text, 'pending')", LINE[:8])
    word = lines.get_by_role("button", name="혼저옵서예")
    word.click()
    note = lines.get_by_role("note")
    expect(note).to_have_text("혼저옵서예: 어서 오세요")

    grow(lines, start=8)
    expect(note).to_be_visible()
    # Where the focus is, the line is being read: it is left in its place.
    lines.evaluate("(text) => __show(text, 'final')", LINE)
    expect(word).to_be_focused()
    expect(note).to_be_visible()

    word.click()
    expect(note).to_have_count(0)


def test_a_meaning_outlives_the_end_of_its_line_and_not_its_word(lines: Page) -> None:
    lines.evaluate("(text) => __show(text, 'pending')", LINE)
    word = lines.get_by_role("button", name="혼저옵서예")
    word.click()
    word.blur()
    lines.evaluate("(text) => __show(text, 'final')", LINE)
    expect(lines.get_by_role("note")).to_be_visible()
    word.click()
    expect(lines.get_by_role("note")).to_have_count(0)

    word.click()
    lines.evaluate("__show('안녕하세요.', 'final')")
    expect(lines.get_by_role("log")).to_have_text("사라도령: 안녕하세요.")


def test_in_a_visit_each_line_is_announced_once(page: Page, house: House) -> None:
    page.goto(house.web)
    page.evaluate(_LISTEN)
    page.click("[data-action=start-text]")
    phase(page, "live")
    floor(page, "listening")
    say(page, "오늘은 글로 이야기할게요.")
    expect(page.locator("[data-speaker=character]")).to_have_count(2, timeout=30_000)
    floor(page, "listening")

    assert sorted(page.evaluate("__announced")) == sorted(
        page.locator(".caption").evaluate_all("(all) => all.map((line) => line.textContent)")
    )
