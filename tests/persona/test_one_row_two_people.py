"""Two people on one word, flower, number or model: the second is told, and nothing is lost."""

from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from persona.models import JejuPhrase
from tests.persona.factories import (
    make_crisis_line,
    make_flower,
    make_phrase,
    make_voice_model,
)
from tests.persona.filled_forms import forms_of, press

pytestmark = pytest.mark.django_db

LIST = reverse("admin:persona_jejuphrase_changelist")


def page_of(row: Model) -> str:
    return reverse(f"admin:persona_{row._meta.model_name}_change", args=[row.pk])


def opened(client: Client, page: str, button: str = "저장") -> dict[str, Any]:
    """What a browser that opened the page would post of it."""
    forms = forms_of(client.get(page).content.decode())
    [form] = [one for one in forms if button in one.buttons]
    name, _, value = form.buttons[button].partition("=")
    return form.values | ({name: value} if name else {})


@pytest.fixture
def second(django_user_model: type[User]) -> Client:
    client = Client()
    client.force_login(django_user_model.objects.create_superuser("나중"))
    return client


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (make_phrase, "standard_korean"),
        (make_flower, "meaning"),
        (make_crisis_line, "name"),
        (make_voice_model, "label"),
    ],
)
def test_the_second_is_told_and_saves_knowingly(
    admin_client: Client, second: Client, make: Any, field: str
) -> None:
    row = make()
    page = page_of(row)
    stale = opened(second, page)
    press(admin_client, page, "저장", **{field: "먼저 쓴 글"})

    answer = second.post(page, stale | {field: "나중에 쓴 글"})

    text = unescape(answer.content.decode())
    assert "그사이 admin 님이 이것을 고쳤어요." in text
    assert "먼저 쓴 글" in text
    row.refresh_from_db()
    assert getattr(row, field) == "먼저 쓴 글"
    [form] = [one for one in forms_of(answer.content.decode()) if "저장" in one.buttons]
    assert form.values[field] == "나중에 쓴 글"

    assert second.post(page, form.values | {"_save": "저장"}).status_code == 302
    row.refresh_from_db()
    assert getattr(row, field) == "나중에 쓴 글"


def test_alone_nobody_is_asked_twice(admin_client: Client) -> None:
    row = make_phrase()
    for meaning in ("많이", "아주 많이"):
        press(admin_client, page_of(row), "저장", standard_korean=meaning)

    assert JejuPhrase.objects.get().standard_korean == "아주 많이"


def test_a_word_that_changed_meanwhile_is_reviewed_by_nobody_unseen(
    writer: Client, reviewer: Client
) -> None:
    row = make_phrase(review_state="unreviewed")
    stale = opened(reviewer, page_of(row), "감수 마침, 다음 말로")
    press(writer, page_of(row), "저장", standard_korean="아주")

    review = reverse("admin:persona_jejuphrase_review", args=[row.pk])
    answer = reviewer.post(review, stale, follow=True)

    assert "다시 보고 감수해 주세요." in answer.content.decode()
    assert JejuPhrase.objects.get().review_state == "unreviewed"
    press(reviewer, page_of(row), "감수 마침, 다음 말로")
    assert JejuPhrase.objects.get().review_state == "reviewed"


def test_a_list_saves_what_was_typed_into_it_and_no_more(
    admin_client: Client, second: Client
) -> None:
    make_phrase("하영", review_state="unreviewed")
    make_phrase("모심", standard_korean="마음", review_state="unreviewed")
    keys = {JejuPhrase.objects.get(pk=pk).phrase: n for n, pk in enumerate(shown(second))}
    stale = opened(second, LIST)

    # The first reviews both; the second, on the older page, reorders one.
    for number in keys.values():
        press(admin_client, LIST, "저장", **{f"form-{number}-review_state": "reviewed"})
    second.post(LIST, stale | {f"form-{keys['하영']}-instruction_order": "7"})

    rows = {row.phrase: row for row in JejuPhrase.objects.all()}
    assert rows["하영"].instruction_order == 7
    assert [row.review_state for row in rows.values()] == ["reviewed", "reviewed"]


def shown(client: Client) -> list[int]:
    return [row.pk for row in client.get(LIST).context["cl"].result_list]
