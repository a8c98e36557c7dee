"""An editor's afternoon in the admin, and what the next visitor's request carries."""

import json
import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import SetMicrophone
from tests.browser.editor import Editor
from tests.browser.house import House, eventually, fetch
from tests.browser.visitor import Visitor

NEW_LINE = "- 귤꽃 이야기를 좋아한다."
NEW_MEANING = "어서 들어오세요"
# The voice, what is written down (by the time talked so far, so it is not nothing), and both.
COSTS = re.compile(r"목소리 [\d.]+달러 · 받아쓰기 [\d.]+분 [\d.]*[1-9]\d*달러 · 모두 [\d.]+달러")
# Two minutes of clicks for a person; a browser that reads no labels needs far less.
AFTERNOON_SECONDS = 120


def begin(house: House) -> dict[str, object]:
    begun: dict[str, object] = fetch(f"{house.web}/api/conversations", {})
    return begun


def last_session(house: House) -> str:
    return json.dumps(house.secrets()[-1]["session"], ensure_ascii=False)


def revision_of(begun: dict[str, object]) -> int:
    persona = begun["persona"]
    assert isinstance(persona, dict)
    return int(persona["revision"])


def is_new(session: str) -> bool:
    """Whether a request carries the new text and word: both or neither."""
    carried = {NEW_LINE in session, f"혼저옵서예 = {NEW_MEANING}" in session}
    assert len(carried) == 1
    return carried.pop()


@pytest.fixture
def editor(chromium: Browser, house: House) -> Iterator[Editor]:
    """Someone who writes and reviews. No complaint and no CSP violation may be left."""
    context = chromium.new_context(
        locale="ko-KR", viewport={"width": 1280, "height": 900}, permissions=["microphone"]
    )
    editor = Editor(context, house)
    yield editor
    violations = editor.violations()
    context.close()
    assert editor.complaints == []
    assert violations == []


def test_by_the_labels_alone_she_edits_sees_hears_publishes_and_takes_back(
    editor: Editor, house: House, visitor: Visitor, set_microphone: SetMicrophone
) -> None:
    set_microphone(2.0)
    visitor.begin()
    before = revision_of(begin(house))
    carried = [is_new(last_session(house))]
    page = editor.page
    started = time.monotonic()
    editor.sign_in("은영", ["글쓴이", "제주어 감수"])

    # A section and a phrase.
    editor.follow("인물")
    editor.follow("사라도령")
    section = editor.section("6. 위로하는 법")
    section.fill(f"{section.input_value()}\n{NEW_LINE}")
    editor.press("저장 및 편집 계속")
    editor.follow("제주어")
    page.get_by_role("searchbox").or_(page.locator("#searchbar")).first.fill("혼저옵서예")
    editor.press("검색")
    page.get_by_role("link", name="혼저옵서예").first.click()
    page.get_by_label("표준어 뜻").fill(NEW_MEANING)
    editor.press("저장")
    unpublished = begin(house)
    assert revision_of(unpublished) == before
    carried.append(is_new(last_session(house)))

    # What differs.
    editor.follow("홈")
    editor.follow("인물")
    editor.follow("사라도령")
    editor.says("곳이 달라요")
    expect(page.locator("ins", has_text=NEW_LINE).first).to_be_visible()

    # Hear it: the request carries the draft's text, and is no visitor's.
    editor.follow("들어보기")
    editor.says("손님에게는 나가지 않아요")
    editor.press("이야기 시작하기")
    expect(page.locator("main[data-phase=live]")).to_be_visible(timeout=20_000)
    assert is_new(last_session(house))
    expect(page.locator("[data-bench-log] [data-kind='response.done']").first).to_be_visible(
        timeout=30_000
    )
    expect(page.locator("[data-bench-total]")).to_contain_text(COSTS)
    editor.press("마치기")

    # What went over the wire is searched, and those events alone are what a copy holds.
    shown = page.locator("[data-bench-log] > li:visible")
    page.get_by_label("보낸 것과 받은 것").select_option("received")
    page.get_by_label("오간 것에서 찾기").fill("Session.Created")
    expect(shown).to_have_count(1)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    editor.press("JSON으로 복사")
    copied = json.loads(page.evaluate("navigator.clipboard.readText()"))
    assert [event["type"] for event in copied] == ["session.created"]
    editor.follow("초안으로 돌아가기")

    # Publish with a note.
    editor.follow("게시하기")
    editor.says("모든 점검을 지났어요.")
    page.get_by_label("무엇을 왜 바꾸었나요?").fill("귤꽃과 인사말")
    editor.press("게시하기")
    editor.says("을 게시했어요")
    assert revision_of(begin(house)) == before + 1
    carried.append(is_new(last_session(house)))

    # Take it back.
    editor.follow("지난 판 보기와 되돌리기")
    editor.follow(f"{before}판으로 되돌리기")
    editor.press("되돌리기")
    editor.says(f"{before}판으로 되돌린 판이에요.")
    assert revision_of(begin(house)) == before + 2
    carried.append(is_new(last_session(house)))
    seconds = time.monotonic() - started
    print(f"edit, see, hear, publish, take back: {seconds:.1f} s of clicks")
    assert seconds < AFTERNOON_SECONDS

    assert carried == [False, False, True, False]

    # The conversation that was going on through it all keeps its revision, for its next call too.
    calls = len(house.calls())
    house.fault("close_call")
    eventually(lambda: len(house.calls()) > calls, "the next call")
    visitor.expect_phase("live")
    assert not is_new(last_session(house))


def test_two_editors_meet_and_nothing_is_lost(
    chromium: Browser, editor: Editor, house: House
) -> None:
    context = chromium.new_context(locale="ko-KR", viewport={"width": 820, "height": 1180})
    second = Editor(context, house)
    editor.sign_in("먼저", ["글쓴이"])
    second.sign_in("나중", ["글쓴이"])
    for one in (editor, second):
        one.follow("인물")
        one.follow("사라도령")
    texts = {}
    for one, line in ((editor, "- 먼저 쓴 줄"), (second, "- 나중에 쓴 줄")):
        section = one.section("7. 변주")
        texts[line] = f"{section.input_value()}\n{line}"
        section.fill(texts[line])
    second.page.get_by_label("첫인사").fill("반갑수다. 저는 AI예요.")

    editor.press("저장 및 편집 계속")
    second.press("저장 및 편집 계속")

    second.says("그사이 먼저 님이 같은 초안을 저장했어요")
    panel = second.page.locator(".meeting")
    expect(panel).to_contain_text("- 먼저 쓴 줄")
    expect(panel.locator("del")).to_have_text("먼저")
    expect(panel.locator("ins")).to_have_text("나중에")
    assert second.section("7. 변주").input_value() == texts["- 나중에 쓴 줄"]
    assert second.page.get_by_label("첫인사").input_value() == "반갑수다. 저는 AI예요."
    assert second.judge() == []

    second.press("먼저 저장된 글로 바꾸기")
    assert second.section("7. 변주").input_value() == texts["- 먼저 쓴 줄"]
    second.section("7. 변주").fill(f"{texts['- 먼저 쓴 줄']}\n- 나중에 쓴 줄")
    second.press("저장 및 편집 계속")

    for line in ("- 먼저 쓴 줄", "- 나중에 쓴 줄"):
        assert line in second.section("7. 변주").input_value()
    assert second.complaints == []
    assert second.violations() == []
    context.close()
