"""Every page of the admin that a link leads to: nothing for axe to say, nothing the CSP stopped."""

import pytest
from playwright.sync_api import Browser

from tests.browser.admin_walk import (
    kind_of,
    live_a_week,
    looked_at_csv,
    the_door,
    walk,
)
from tests.browser.editor import Editor
from tests.browser.house import House
from tests.persona.groups import GROUPS

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
        "/admin/persona/jejuphrase/N/change/",
        "/admin/persona/jejuphrase/N/history/",
        "/admin/persona/jejuphrase/N/delete/",
        "/admin/persona/jejuphrase/import/",
        "/admin/persona/flower/N/change/",
        "/admin/persona/draftversion/N/change/",
        "/admin/conversations/housestate/",
        "/admin/auth/user/",
        "/admin/persona/flower/",
        "/admin/persona/crisisline/",
        "/admin/persona/voicemodel/",
        "/admin/persona/transcriber/",
        "/admin/conversations/openinghours/",
        "/hear/N/",
    }
)


# What the eye sees at once: something over a corner of a button, a column of single letters.
# In the head of a list the signs for sorting lie over its words by Django's design.
_EYE = """
() => {
  const named = (what, elements) =>
    elements.map((each) => `${what}: ${each.textContent.trim().slice(0, 30) || each.id}`);
  const covered = [...document.querySelectorAll(":is(a, button):not(thead *)")].filter((each) => {
    const { left, right, top, bottom } = each.getBoundingClientRect();
    if (!each.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) return false;
    return [left + 6, right - 6].flatMap((x) => [[x, top + 6], [x, bottom - 6]])
      .map((corner) => document.elementFromPoint(...corner))
      .some((found) => found && !each.contains(found) && !found.contains(each));
  });
  const upright = [...document.querySelectorAll("td, th")].filter((each) => {
    const { fontSize, paddingLeft, paddingRight } = getComputedStyle(each);
    const room = each.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    const narrow = each.clientWidth && room < 2 * parseFloat(fontSize);
    return narrow && /\\p{L}{3}/u.test(each.textContent);
  });
  return [
    ...(document.documentElement.scrollWidth > innerWidth + 1 ? ["wider than the screen"] : []),
    ...named("covered", covered), ...named("letter below letter", upright),
  ];
}
"""


def fault(editor: Editor) -> list[str]:
    """What anybody could have against the page: axe, the content policy, the eye."""
    seen: list[str] = editor.page.evaluate(_EYE)
    return [*editor.judge(), *editor.violations(), *seen]


@pytest.mark.parametrize(
    ("width", "height", "scheme", "only"),
    # At night on a tablet, and on a phone, the pages made for editors; by day on a desk all.
    [
        (1280, 900, "light", frozenset()),
        (768, 1024, "dark", _MUST_MEET),
        (390, 844, "light", _MUST_MEET),
    ],
    ids=["desk", "tablet", "phone"],
)
def test_every_page_is_sound(
    chromium: Browser, house: House, width: int, height: int, scheme: str, only: frozenset[str]
) -> None:
    live_a_week(house)
    context = chromium.new_context(
        locale="ko-KR",
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        permissions=["microphone"],
    )
    editor = Editor(context, house)
    wrong = {page: fault(editor) for page in the_door(editor)}
    # A door that closed says so with 403, which the browser notes.
    editor.complaints = [one for one in editor.complaints if "status of 4" not in one]
    editor.sign_in("돌보는이", is_superuser=True)

    met = set()
    for path in walk(editor, only=only):
        met.add(kind_of(path))
        wrong[path] = fault(editor)
    wrong["preview"] = fault(editor) if looked_at_csv(editor) else []

    context.close()
    assert {path: found for path, found in wrong.items() if found} == {}
    assert editor.complaints == []
    assert met >= _MUST_MEET


@pytest.mark.parametrize("group", GROUPS)
def test_everybody_s_front_page_is_sound(chromium: Browser, house: House, group: str) -> None:
    context = chromium.new_context(locale="ko-KR", viewport={"width": 820, "height": 1180})
    editor = Editor(context, house)
    editor.sign_in(f"{group} 사람", [group])

    faults = fault(editor)

    context.close()
    assert faults == []
    assert editor.complaints == []
