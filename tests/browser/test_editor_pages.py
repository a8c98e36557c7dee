"""Every page of the admin that a link leads to: nothing for axe to say, nothing the CSP stopped."""

import pytest
from playwright.sync_api import Browser

from tests.browser.admin_walk import kind_of, walk
from tests.browser.editor import Editor
from tests.browser.house import House

# Without these the walk would have walked past what was made for editors.
_MUST_MEET = frozenset(
    {
        "/admin/",
        "/admin/second-factor/",
        "/admin/persona/persona/",
        "/admin/persona/persona/N/change/",
        "/admin/persona/persona/N/publish/",
        "/admin/persona/personarevision/",
        "/admin/persona/draftversion/",
        "/admin/persona/personarevision/N/change/",
        "/admin/persona/personarevision/N/revert/",
        "/admin/persona/personarevision/N/copy/",
        "/admin/persona/draftversion/N/copy/",
        "/admin/persona/jejuphrase/",
        "/admin/persona/flower/",
        "/admin/persona/crisisline/",
        "/admin/persona/voicemodel/",
        "/admin/conversations/openinghours/",
        "/hear/N/",
    }
)

_TWO_REVISIONS = """
from django.utils import timezone
from persona import actions
from persona.draft_history import keep, keep_first
from persona.models import Persona
persona = Persona.objects.get()
keep_first(persona, now=timezone.now())
for speed in ("1.05", "1.10"):
    Persona.objects.update(speed=speed)
    persona.refresh_from_db()
    actions.publish(persona=persona, by=None, note=speed, now=timezone.now())
    keep(persona, by=None, now=timezone.now())
Persona.objects.update(speed="1.00")
"""


@pytest.mark.parametrize(
    ("width", "height", "scheme", "only"),
    # At night on a tablet the pages made for editors; by day on a desk all there are.
    [(1280, 900, "light", frozenset()), (820, 1180, "dark", _MUST_MEET)],
    ids=["desk", "tablet"],
)
def test_every_page_is_sound(
    chromium: Browser, house: House, width: int, height: int, scheme: str, only: frozenset[str]
) -> None:
    house.manage("shell", "--no-imports", "-c", _TWO_REVISIONS)
    context = chromium.new_context(
        locale="ko-KR",
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        permissions=["microphone"],
    )
    editor = Editor(context, house)
    editor.go("/admin/")
    wrong = {"/admin/login/": editor.judge()}
    editor.sign_in("돌보는이", is_superuser=True)

    met = set()
    for path in walk(editor, only=only):
        met.add(kind_of(path))
        wide = editor.page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
        stopped = editor.violations()
        wrong[path] = [*editor.judge(), *stopped, *(["wider than the screen"] if wide else [])]

    context.close()
    assert {path: found for path, found in wrong.items() if found} == {}
    assert editor.complaints == []
    assert met >= _MUST_MEET
