"""A page that was left open while somebody published."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.house import House
from tests.browser.visitor import Visitor

_WORD = "도롱꼿밧"
_LINE = "고친 이름의 상담"

_PUBLISH = """
from django.utils import timezone
from persona.actions import publish
from persona.models import CrisisLine, JejuPhrase, Persona
{change}
publish(persona=Persona.objects.get(), by=None, note="시험", now=timezone.now(), why_anyway="시험")
"""
_ADD = (
    f"JejuPhrase.objects.create(phrase='{_WORD}', standard_korean='따뜻한 꽃밭', "
    "category='noun', review_state='reviewed')"
)
_MEND = f"CrisisLine.objects.filter(number='109').update(name='{_LINE}')"
_RESTORE = f"JejuPhrase.objects.filter(phrase='{_WORD}').delete()\n"


@pytest.fixture
def publishing(house: House) -> Iterator[House]:
    """A house in which words are published; afterwards it speaks as it did."""
    name = house.manage("shell", "--no-imports", "-c", _NAME).strip()
    yield house
    publish(house, f"{_RESTORE}CrisisLine.objects.filter(number='109').update(name='{name}')")


# The page asks after the house each time it is looked at, and else three times a minute.
_LOOKED_AT = "setInterval(() => document.dispatchEvent(new Event('visibilitychange')), 500)"
_NAME = """
from persona.models import CrisisLine
print(CrisisLine.objects.get(number="109").name)
"""


def publish(house: House, change: str) -> None:
    house.manage("shell", "--no-imports", "-c", _PUBLISH.format(change=change))


def test_at_rest_it_is_loaded_anew_and_a_visit_begins_with_what_is_live(
    visitor: Visitor, publishing: House
) -> None:
    page = visitor.page
    visitor.come_in()

    def knows() -> bool:
        return _WORD in (page.locator("#sarado-config").text_content() or "")

    assert not knows()
    publish(publishing, _ADD)
    # No `expect_navigation`: what is noted in the history before the loading is one, too.
    with page.expect_event("domcontentloaded"):
        page.evaluate(_LOOKED_AT)
    assert knows()
    expect(visitor.button("start")).to_be_visible()

    # Now it begins before it has heard of the next publishing.
    told = page.request.get(f"{publishing.web}/api/status").text()
    page.route(
        "**/api/status", lambda route: route.fulfill(body=told, content_type="application/json")
    )
    publish(publishing, f"{_MEND}\n{_RESTORE}")
    visitor.button("start-text").click()
    visitor.expect_phase("live")

    visitor.button("help").click()
    expect(page.locator(".help__lines a[href='tel:109']")).to_contain_text(_LINE)
    visitor.expect_floor("listening")
    visitor.type(f"{_WORD} 하영 좋수다")
    line = page.locator("[data-speaker=visitor]")
    expect(line.get_by_role("button", name="하영")).to_be_visible()
    expect(line.get_by_role("button", name=_WORD)).to_have_count(0)
    visitor.button("stop").click()
    visitor.expect_phase("ended")
