"""The operator's screens: what a keeper of the house may do, and what nobody may."""

from datetime import time, timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from conversations.house import renew_lease
from conversations.models import HouseState, OpeningHours, Override

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client: Client) -> Client:
    user = User.objects.create_user("돌봄", password="x", is_staff=True)
    user.groups.add(Group.objects.get(name="돌보는 이"))
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    "model", ["openinghours", "specialday", "override", "housestate", "conversation"]
)
def test_a_keeper_sees_every_screen(keeper: Client, model: str) -> None:
    assert keeper.get(f"/admin/conversations/{model}/").status_code == 200


def test_a_keeper_closes_the_house_with_a_reason_and_lifts_it_again(keeper: Client) -> None:
    made = keeper.post(
        "/admin/conversations/override/add/", {"reason": "태풍", "until_0": "", "until_1": ""}
    )

    assert made.status_code == 302
    override = Override.objects.get()
    assert (override.is_open, override.reason) == (False, "태풍")
    assert override.made_by is not None
    assert not HouseState.objects.get().is_open

    keeper.post(
        "/admin/conversations/override/", {"action": "lift", "_selected_action": [override.pk]}
    )
    override.refresh_from_db()
    assert override.lifted_at is not None


def test_an_override_without_a_reason_is_refused_in_words(keeper: Client) -> None:
    answer = keeper.post("/admin/conversations/override/add/", {"reason": ""})

    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert not Override.objects.exists()


def test_an_override_that_is_past_is_refused_in_words(keeper: Client) -> None:
    past = timezone.localtime() - timedelta(days=1)
    answer = keeper.post(
        "/admin/conversations/override/add/",
        {"reason": "늦음", "until_0": f"{past:%Y-%m-%d}", "until_1": f"{past:%H:%M:%S}"},
    )

    assert answer.status_code == 200
    assert "이미 지난 때" in answer.content.decode()
    assert not Override.objects.exists()


def test_what_was_done_by_hand_can_not_be_rewritten(keeper: Client) -> None:
    override = Override.objects.create(is_open=True, since=timezone.now(), reason="잔치")

    assert (
        keeper.post(f"/admin/conversations/override/{override.pk}/change/", {"reason": "x"})
    ).status_code == 403
    assert keeper.post(f"/admin/conversations/override/{override.pk}/delete/").status_code == 403


def test_new_hours_count_at_once(
    keeper: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    row = OpeningHours.objects.get(weekday=timezone.localtime().weekday())
    with django_capture_on_commit_callbacks(execute=True):
        keeper.post(
            f"/admin/conversations/openinghours/{row.pk}/change/",
            {"weekday": row.weekday, "opens": "00:00", "closes": "23:59:59"},
        )

    assert HouseState.objects.get().is_open


def test_hours_struck_from_the_list_count_at_once(
    keeper: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    OpeningHours.objects.update(opens="00:00", closes="23:59:59")
    renew_lease(now=timezone.now())
    every = list(OpeningHours.objects.values_list("pk", flat=True))
    with django_capture_on_commit_callbacks(execute=True):
        keeper.post(
            "/admin/conversations/openinghours/",
            {"action": "delete_selected", "_selected_action": every, "post": "yes"},
        )

    assert not OpeningHours.objects.exists()
    assert not HouseState.objects.get().is_open


def test_hours_to_midnight_are_kept_and_the_form_says_how(keeper: Client) -> None:
    page = "/admin/conversations/openinghours/add/"
    assert "자정에 닫으면 00:00" in keeper.get(page).content.decode()

    keeper.post(page, {"weekday": 0, "opens": "19:00", "closes": "00:00"})

    assert OpeningHours.objects.filter(weekday=0, opens=time(19), closes=time()).exists()


def test_hours_that_close_before_they_open_are_refused_in_words(keeper: Client) -> None:
    answer = keeper.post(
        "/admin/conversations/openinghours/add/",
        {"weekday": 0, "opens": "18:00", "closes": "08:00"},
    )

    assert "닫는 때는 여는 때보다 뒤여야" in answer.content.decode()
