"""Words, CSV and flowers in the admin: an editor and a Jeju reviewer in real Chromium."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from tests.browser.editor import Editor
from tests.browser.house import House
from tests.persona.glossary.tables import csv_bytes, two_thousand

_NEW_WORDS = """
from persona.models import JejuPhrase
JejuPhrase.objects.filter(phrase__startswith="새말").delete()
"""
_WAITING = """
from persona.models import JejuPhrase
JejuPhrase.objects.filter(review_state="unreviewed").update(in_instructions=False)
JejuPhrase.objects.filter(phrase__in=["괜찮수다", "놀멍 놀멍"]).update(
    review_state="unreviewed", in_instructions=True)
"""


@pytest.fixture
def editor(chromium: Browser, house: House) -> Iterator[Editor]:
    """A browser of staff on a tablet. Nothing may be left for the console, the CSP or axe."""
    context = chromium.new_context(locale="ko-KR", viewport={"width": 820, "height": 1180})
    editor = Editor(context, house)
    yield editor
    wrong = [*editor.complaints, *editor.violations(), *editor.judge()]
    context.close()
    assert wrong == []


def csv_file(raw: bytes) -> FilePayload:
    return {"name": "제주어.csv", "mimeType": "text/csv", "buffer": raw}


def test_a_word_is_found_by_its_first_consonants(editor: Editor) -> None:
    editor.sign_in("글쓰는이", ["글쓴이"])
    editor.go("/admin/persona/jejuphrase/")

    editor.page.locator("#searchbar").fill("ㅎㅈㅇㅅㅇ")
    editor.press("검색")

    expect(editor.page.locator("#result_list .field-word a")).to_have_text(
        ["혼저옵서예 ᄒᆞᆫ저 옵서예"]
    )
    expect(editor.page.locator("#result_list .used")).to_have_text(
        ["지시문", "소리", "받아쓰기", "자막"]
    )


def test_the_first_old_letters_of_a_page_are_drawn_as_the_later_ones(editor: Editor) -> None:
    """A box for a letter that no face had in time is wider than the letter."""
    editor.sign_in("글쓰는이", ["글쓴이"])
    editor.go("/admin/persona/jejuphrase/?q=혼저")
    first = editor.page.locator("#result_list .old-spelling").first
    faces = "() => document.fonts.ready.then((all) => [...all].map(({ status }) => status))"
    assert editor.page.evaluate(faces) == ["loaded"]

    first.evaluate("each => each.after(each.cloneNode(true))")

    widths = "all => all.slice(0, 2).map((each) => {"
    widths += " const r = document.createRange(); r.selectNodeContents(each);"
    widths += " return r.getBoundingClientRect().width; })"
    drawn, later = editor.page.locator("#result_list .old-spelling").evaluate_all(widths)
    assert drawn == later > 0


def test_a_reviewer_goes_from_word_to_word(editor: Editor, house: House) -> None:
    house.manage("shell", "--no-imports", "-c", _WAITING)
    editor.sign_in("감수하는이", ["제주어 감수"])

    editor.page.get_by_role("link", name="감수를 기다리는 제주어가").click()
    editor.page.locator("#result_list .field-word a").first.click()
    expect(editor.page.get_by_role("heading", name="괜찮수다")).to_be_visible()
    editor.press("감수 마침, 다음 말로")
    expect(editor.page.get_by_role("heading", name="놀멍 놀멍")).to_be_visible()
    assert editor.judge() == []
    editor.press("쓰지 않음")

    expect(editor.page.locator(".success")).to_contain_text("1개(놀멍 놀멍)를 '쓰지 않음'")


def test_two_thousand_lines_of_csv_with_forty_bad_ones(editor: Editor, house: House) -> None:
    editor.sign_in("글쓰는이", ["글쓴이"])
    editor.go("/admin/persona/jejuphrase/")
    editor.follow("CSV 들이기")
    editor.page.get_by_label("CSV 파일").set_input_files(csv_file(two_thousand(bad=40)))

    started = time.monotonic()
    editor.press("미리 보기")
    expect(editor.page.locator(".import-counts dd")).to_have_text(["1960", "0", "0", "40"])
    seen_after = time.monotonic() - started

    assert seen_after < 5
    expect(editor.page.locator("tr.bad")).to_have_count(40)
    assert editor.judge() == []
    editor.press("잘못된 40줄은 빼고 1960줄 들이기")
    expect(editor.page.locator(".success")).to_contain_text("새 말 1960개를 들이고")
    house.manage("shell", "--no-imports", "-c", _NEW_WORDS)


def test_a_changed_line_is_shown_before_and_after(editor: Editor) -> None:
    editor.sign_in("글쓰는이", ["글쓴이"])
    editor.go("/admin/persona/jejuphrase/import/")
    changed = csv_bytes("phrase,standard_korean,english", "하영,많이,a whole lot")
    editor.page.get_by_label("CSV 파일").set_input_files(csv_file(changed))

    editor.press("미리 보기")

    line = editor.page.locator(".import-table li", has_text="영어 뜻")
    expect(line.locator("ins")).to_have_text("a whole lot")
    expect(line.locator("del")).to_have_count(1)


def test_a_flower_is_drawn_while_it_is_written_about(editor: Editor) -> None:
    editor.sign_in("글쓰는이", ["글쓴이"])
    editor.go("/admin/persona/flower/")
    drawings = editor.page.locator(".flower-small svg")
    expect(drawings.first).to_be_visible()
    colours = {drawing.inner_html() for drawing in drawings.all()}
    assert len(colours) == drawings.count()
    assert editor.judge() == []

    editor.page.get_by_role("link", name="숨트일꽃").last.click()
    drawing = editor.page.locator("[data-drawing]")
    before = drawing.inner_html()
    editor.page.get_by_label("모양").select_option(label="별 모양")
    assert drawing.inner_html() != before
    editor.page.locator("#id_colour").fill("#102030")
    assert "#102030" in drawing.inner_html()
    editor.page.get_by_label("뜻(오늘의 비유)").fill("한숨 돌리기")

    expect(editor.page.locator("[data-says=meaning]")).to_have_text("한숨 돌리기")
