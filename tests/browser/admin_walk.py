"""Walk every page of the admin that a link leads to, each kind of page once, and those that no
link leads to: the door, closed doors, a CSV that was looked at."""

import re
import time
from collections.abc import Iterator
from urllib.parse import urldefrag, urlsplit

from tests.browser.editor import Editor
from tests.browser.house import House

# Leaving, and files.
_NOT_PAGES = re.compile(r"/logout/|/jsi18n/|/export/|\.csv")
# One revision's page stands for all; so do the filters and orders of a list.
_LINKS = """
() => [...document.querySelectorAll("a[href]")].map((link) => link.href)
"""

# What every house has after a week: revisions, drafts, words changed, a draft that waits.
_A_WEEK = """
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from conversations.models import SpecialDay
from persona import actions
from persona.draft_history import keep, keep_first
from persona.models import Persona
persona = Persona.objects.get()
keep_first(persona, now=timezone.now())
eun, _ = User.objects.get_or_create(username="은영", defaults={"is_staff": True})
for speed, note in (("1.05", "조금 더 천천히"), ("1.10", "인사를 더 다정하게")):
    Persona.objects.update(speed=speed)
    persona.refresh_from_db()
    actions.publish(persona=persona, by=None, note=note, now=timezone.now())
    keep(persona, by=eun, now=timezone.now())
section = persona.sections.get(title__startswith="6.")
section.body += "\\n- 귤꽃 이야기를 좋아하는 손님에게는 귤꽃 이야기를 들려준다."
section.save()
Persona.objects.update(speed="1.00")
SpecialDay.objects.get_or_create(
    date=timezone.localdate() + timedelta(days=3), defaults={"note": "가게 청소"}
)
"""
_CSV = "제주어(요즘 표기),표준어 뜻,갈래\n새말,새뜻,인사\nᄒᆞ영,많이,인사\n새말이,,인사\n"


def live_a_week(house: House) -> None:
    """Give the admin's pages something to show."""
    house.manage("shell", "--no-imports", "-c", _A_WEEK)


def the_door(editor: Editor) -> Iterator[str]:
    """The pages of whoever has not come in: the door, a wrong word, the door that closed.

    The browser notes the last as an error, for it comes with 429.
    """
    name = f"잊은이 {time.monotonic_ns()}"  # whose door nobody closed before
    editor.go("/admin/")
    yield "door"
    for attempt in range(5):
        editor.page.get_by_label("사용자 이름").fill(name)
        editor.page.get_by_label("비밀번호").fill(f"아닌 열쇠 {attempt}")
        editor.press("들어가기")
        if attempt == 0:
            yield "wrong-key"
    editor.page.get_by_role("heading", name="잠시 쉬었다가").wait_for()
    yield "closed-door"


def looked_at_csv(editor: Editor) -> str:
    """A CSV with good and bad lines, looked at and not imported."""
    editor.go("/admin/persona/jejuphrase/import/")
    editor.page.locator("#id_import_file").set_input_files(
        {"name": "words.csv", "mimeType": "text/csv", "buffer": _CSV.encode()}
    )
    editor.press("미리 보기")
    editor.page.get_by_role("heading", name="잘못된 줄").wait_for()
    return "import-preview"


def kind_of(url: str) -> str:
    """The same for every page of one kind: numbers and queries left out."""
    return re.sub(r"\d+|[0-9a-f-]{36}", "N", urlsplit(url).path)


def walk(editor: Editor, *, only: frozenset[str] = frozenset()) -> Iterator[str]:
    """Open one page of each kind, depth last, and yield its address once it stands.

    `only` names the kinds to open, where not all are wanted.
    """
    home = editor.house.web
    waiting = [f"{home}/admin/"]
    known = {kind_of(waiting[0])}
    while waiting:
        url = waiting.pop(0)
        answer = editor.page.goto(url)
        assert answer is not None
        assert answer.ok, f"{answer.status} {url}"
        yield url.removeprefix(home)
        if not urlsplit(url).path.startswith("/admin/"):
            continue
        for link in editor.page.evaluate(_LINKS):
            found = urldefrag(link).url
            path = urlsplit(found).path
            is_ours = found.startswith(home) and path.startswith(("/admin/", "/hear/"))
            is_wanted = not only or kind_of(found) in only
            if (
                is_ours
                and is_wanted
                and not _NOT_PAGES.search(path)
                and kind_of(found) not in known
            ):
                known.add(kind_of(found))
                waiting.append(found)
