"""Whole visits of those who can't speak, can't see the pictures, or have only a keyboard."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.house import House, eventually
from tests.garden.scenes import TROUBLES, floor, open_context, phase, say

MOST_TABS = 12


@pytest.fixture
def page(chromium: Browser, house: House) -> Iterator[Page]:
    context = open_context(chromium, width=390, height=844)
    page = context.new_page()
    yield page
    context.close()


def converse(page: Page) -> None:
    """Greeted, one line written, answered, goodbye."""
    phase(page, "live")
    expect(page.locator("[data-speaker=character]")).to_have_count(1, timeout=20_000)
    floor(page, "listening")
    say(page, "오늘은 글로 이야기할게요.")
    expect(page.locator("[data-speaker=visitor]")).to_contain_text("오늘은 글로 이야기할게요.")
    expect(page.locator("[data-speaker=character]")).to_have_count(2, timeout=30_000)
    page.click("[data-action=stop]")
    phase(page, "ended")


def test_with_the_microphone_refused_a_visit_goes_on_in_writing(page: Page, house: House) -> None:
    page.add_init_script(TROUBLES["refused"])
    page.goto(house.web)
    page.click("[data-action=start]")
    phase(page, "live")
    expect(page.locator("[data-role=alert]")).to_contain_text("글로 이야기해요")
    expect(page.locator("[data-role=step]")).to_contain_text("마이크를 허용")

    converse(page)

    assert page.locator("[data-role=farewell]").is_visible()
    with page.expect_response("**/feeling") as told:
        page.get_by_role("group", name="마음이 어떠세요").get_by_role("button").first.click()
    assert told.value.status == 204
    expect(page.locator("[data-thanks]")).to_contain_text("고마워요")
    expect(page.locator("[data-action=feel-lighter]")).to_be_hidden()


def test_with_pictures_fonts_and_sound_blocked_a_visit_is_whole(page: Page, house: House) -> None:
    page.route(
        lambda url: url.endswith((".svg", ".png", ".jpg", ".woff2", ".webmanifest")),
        lambda route: route.abort(),
    )
    page.add_init_script(TROUBLES["sound"])
    page.goto(house.web)
    page.click("[data-action=start-text]")

    converse(page)


def test_words_nobody_sent_outlive_a_break_and_not_the_visit(page: Page, house: House) -> None:
    page.goto(house.web)
    page.click("[data-action=start-text]")
    phase(page, "live")
    floor(page, "listening")
    box = page.locator("[data-role=text]")
    box.fill("엄마한테는 아직 말")
    calls = len(house.calls())

    house.fault("drop_call")
    eventually(lambda: len(house.calls()) > calls, "a new call")
    phase(page, "live")
    assert box.input_value() == "엄마한테는 아직 말"

    page.click("[data-action=stop]")
    phase(page, "ended")
    page.click("[data-action=start-text]")
    phase(page, "live")
    assert box.input_value() == ""


def test_a_visit_that_breaks_off_offers_its_words_and_forgets_them_in_time(
    page: Page, house: House
) -> None:
    page.clock.install()
    page.goto(house.web)
    page.click("[data-action=start-text]")
    phase(page, "live")
    floor(page, "listening")
    say(page, "오늘은 글로 이야기할게요.")
    expect(page.locator("[data-speaker=character]")).to_have_count(2, timeout=30_000)
    problem = json.dumps({"code": "conversation_ended", "detail": ""})
    page.route("**/heartbeat", lambda route: route.fulfill(status=409, body=problem))

    page.clock.fast_forward("00:15")
    phase(page, "failed")
    keep = page.get_by_role("region", name="나눈 이야기 간직하기")
    with page.expect_download() as saved:
        keep.get_by_role("button", name="저장하기").click()
    assert "나: 오늘은 글로 이야기할게요." in Path(saved.value.path()).read_text("utf-8")
    expect(keep.get_by_role("status")).not_to_be_empty()

    page.clock.fast_forward("10:00")
    phase(page, "idle")
    expect(keep).to_be_hidden()
    assert "오늘은" not in page.locator("main").inner_html()
    expect(page.locator("[data-kept]")).to_be_empty()


def test_help_opens_where_the_script_fails(page: Page, house: House) -> None:
    page.route("**/*.js", lambda route: route.abort())
    page.goto(house.web)
    page.get_by_role("link", name="도움 전화").click()
    expect(page.get_by_role("link", name="109").first).to_be_visible()


def test_help_that_was_opened_before_the_script_came_can_be_folded(
    page: Page, house: House
) -> None:
    held: list[Route] = []
    page.route("**/js/call/main.*", lambda route: held.append(route))
    page.goto(house.web, wait_until="commit")
    opener, panel = page.get_by_role("link", name="도움 전화"), page.locator("[data-role=help]")
    opener.click()
    expect(panel).to_be_visible()

    held.pop().continue_()
    page.wait_for_load_state("load")
    expect(panel).to_be_visible()
    panel.get_by_role("button", name="접기").click()

    expect(panel).to_be_hidden()
    opener.click()
    expect(panel).to_be_visible()


def test_by_keyboard_alone(page: Page, house: House) -> None:
    page.goto(house.web)
    expect(page.locator("[data-action=start-text]")).to_be_visible()

    def tab_to(action: str) -> None:
        for _ in range(MOST_TABS):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement?.dataset.action") == action:
                return
        raise AssertionError(f"{action} is not within {MOST_TABS} tabs")

    tab_to("help")
    page.keyboard.press("Enter")
    expect(page.locator("[data-role=help]")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("[data-role=help]")).to_be_hidden()
    tab_to("start-text")
    page.keyboard.press("Enter")
    phase(page, "live")
    floor(page, "listening")
    page.locator("[data-role=text]").focus()
    page.keyboard.type("hello")
    page.keyboard.press("Enter")
    expect(page.locator("[data-speaker=visitor]")).to_contain_text("hello")
    tab_to("stop")
    page.keyboard.press("Space")
    phase(page, "ended")


def test_the_focus_stands_somewhere_where_no_way_in_does(page: Page, house: House) -> None:
    page.goto(house.web)
    page.locator("[data-action=start-text]").press("Enter")
    phase(page, "live")
    floor(page, "listening")
    told = page.request.get(f"{house.web}/api/status").json()
    shut = json.dumps({**told, "open": False})
    page.route(
        "**/api/status", lambda route: route.fulfill(body=shut, content_type="application/json")
    )
    page.locator("[data-action=stop]").press("Enter")
    phase(page, "ended")
    expect(page.locator("[data-action=start]")).to_be_hidden()
    expect(page.get_by_role("log")).to_be_focused()

    page.reload()
    phase(page, "closed")
    opener = page.get_by_role("link", name="도움 전화")
    opener.press("Enter")
    page.get_by_role("button", name="접기").press("Enter")
    expect(opener).to_be_focused()


_MEANING = """
(word) => JSON.parse(document.getElementById("sarado-config").text).persona.glossary
  .find(({ phrase }) => phrase === word).standard_korean
"""


def test_by_names_roles_and_live_regions_alone(page: Page, house: House) -> None:
    page.goto(house.web)
    page.get_by_role("button", name="글로 이야기하기").click()
    expect(page.get_by_role("status").first).to_have_text("글을 기다리고 있어요", timeout=30_000)
    log = page.get_by_role("log", name="나눈 이야기")
    expect(log).to_contain_text("사라도령: 혼저옵서예")
    page.get_by_role("textbox", name="글로 이야기하기").fill("안녕하세요")
    page.get_by_role("button", name="보내기").click()
    expect(log).to_contain_text("나: 안녕하세요")
    # A word of Jeju tells its meaning in a note, and takes it back.
    word = log.get_by_role("button", name="혼저옵서예").first
    expect(word).to_have_attribute("aria-expanded", "false")
    word.click()
    # Editors of other tests may have published another meaning in this house.
    meaning = page.evaluate(_MEANING, "혼저옵서예")
    expect(log.get_by_role("note")).to_have_text(f"혼저옵서예: {meaning}")
    word.click()
    expect(log.get_by_role("note")).to_have_count(0)
    page.get_by_role("link", name="도움 전화").click()
    expect(page.get_by_role("link", name="109")).to_have_attribute("href", "tel:109")
    page.get_by_role("button", name="접기").click()
    page.get_by_role("button", name="마치기").click()
    expect(page.get_by_role("status").first).to_contain_text("이야기를 마쳤어요")


_ASKED = """
window.__asked = [];
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = (wishes) => {
  __asked.push(wishes.audio);
  return ask(wishes);
};
"""


def test_another_microphone_is_chosen_in_the_middle_of_a_call(page: Page, house: House) -> None:
    page.add_init_script(_ASKED)
    page.goto(house.web)
    page.click("[data-action=start]")
    phase(page, "live")
    floor(page, "listening")
    calls = len(house.calls())

    page.get_by_text("소리 장치").click()
    microphones = page.locator("[data-device=audioinput]")
    expect(microphones.locator("option")).not_to_have_count(0)
    last = microphones.locator("option").last.get_attribute("value")
    microphones.select_option(last)

    page.wait_for_function("__asked.length === 2")
    assert page.evaluate("__asked[1].deviceId") == last
    expect(page.get_by_role("button", name="마이크 끄기")).to_be_visible()
    expect(page.locator("[data-device=audiooutput] option")).not_to_have_count(0)
    assert len(house.calls()) == calls


@pytest.mark.parametrize("language", ["ko", "en", "ja", "zh-hans"])
def test_no_text_is_clipped_on_the_narrowest_screen(
    chromium: Browser, house: House, language: str
) -> None:
    context = open_context(chromium, width=320, height=640)
    page = context.new_page()
    page.goto(f"{house.web}/?lang={language}")
    expect(page.locator("[data-action=start]")).to_be_visible()
    clipped = """() => {
      const found = [];
      const garden = document.querySelector(".garden");
      const walker = document.createTreeWalker(garden, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        const apart = element.closest(".unseen, .captions, [aria-hidden]");
        if (!node.data.trim() || !element.checkVisibility() || apart) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const holder = element.closest("button, a, p, li, summary, h2, div");
        const box = holder.getBoundingClientRect();
        for (const line of range.getClientRects()) {
          const outside = line.left < box.left - 1 || line.right > box.right + 1;
          const off = outside || line.left < 0 || line.right > innerWidth;
          if (line.width > 1 && off) found.push(node.data.trim());
        }
      }
      return found;
    }"""
    assert page.evaluate(clipped) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
