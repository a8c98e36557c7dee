"""An editor's afternoon in the admin, and what the next visitor's request carries."""

import json

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SetMicrophone
from tests.browser.house import House, eventually, fetch
from tests.browser.visitor import Visitor

_EDITOR = """
from django.contrib.auth.models import Group, User
editor, _ = User.objects.get_or_create(username="글쓴이", defaults={"is_staff": True})
editor.set_password("꽃밭-열쇠-1234")
editor.save()
editor.groups.set(Group.objects.filter(name="글쓴이"))
"""


def begin(house: House) -> dict[str, object]:
    begun: dict[str, object] = fetch(f"{house.web}/api/conversations", {})
    return begun


def last_session(house: House) -> str:
    return json.dumps(house.secrets()[-1]["session"], ensure_ascii=False)


def revision_of(begun: dict[str, object]) -> int:
    persona = begun["persona"]
    assert isinstance(persona, dict)
    return int(persona["revision"])


def sign_in(page: Page, house: House) -> None:
    house.manage("shell", "--no-imports", "-c", _EDITOR)
    page.goto(f"{house.web}/admin/")
    page.fill("[name=username]", "글쓴이")
    page.fill("[name=password]", "꽃밭-열쇠-1234")
    page.click("[type=submit]")
    expect(page.locator("#user-tools")).to_be_visible()


def test_what_she_publishes_the_next_conversation_says(
    chromium: Browser, house: House, visitor: Visitor, set_microphone: SetMicrophone
) -> None:
    set_microphone(2.0)
    visitor.begin()
    first = begin(house)
    before = revision_of(first)
    page = chromium.new_context(locale="ko-KR", viewport={"width": 1280, "height": 900}).new_page()
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    sign_in(page, house)

    # A section and a phrase.
    page.goto(f"{house.web}/admin/persona/persona/")
    page.click("#result_list tbody th a")
    body = page.locator("textarea[name$='-body']:enabled").first
    body.fill(body.input_value() + "\n- 귤꽃 이야기를 좋아한다.")
    page.click("[name=_continue]")
    page.goto(f"{house.web}/admin/persona/jejuphrase/?q=혼저옵서예")
    page.click("#result_list tbody th a")
    page.fill("[name=standard_korean]", "어서 들어오세요")
    page.click("[name=_save]")
    expect(page.locator(".success")).to_be_visible()
    unpublished = begin(house)
    assert revision_of(unpublished) == before
    assert "귤꽃" not in last_session(house)

    # Publish with a note.
    page.goto(f"{house.web}/admin/persona/persona/")
    page.click("#result_list tbody th a")
    page.click("text=게시하기")
    page.fill("[name=note]", "귤꽃과 인사말")
    page.click("main [type=submit], #content [type=submit]")
    expect(page.locator(".success")).to_be_visible()

    published = begin(house)
    assert revision_of(published) == before + 1
    assert "귤꽃 이야기를 좋아한다" in last_session(house)
    assert "혼저옵서예 = 어서 들어오세요" in last_session(house)

    # The conversation that was going on keeps its revision, also for its next call.
    calls = len(house.calls())
    house.fault("close_call")
    eventually(lambda: len(house.calls()) > calls, "the next call")
    visitor.expect_phase("live")
    assert "귤꽃" not in last_session(house)
    assert complaints == []
    page.context.close()
