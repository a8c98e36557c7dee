"""Where people are let in and put into groups."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.persona.filled_forms import press

pytestmark = pytest.mark.django_db


def test_somebody_new_is_made_and_put_into_a_group(admin_client: Client) -> None:
    group, _made = Group.objects.get_or_create(name="글쓴이")
    words = "꽃밭-열쇠-1234"
    press(
        admin_client,
        reverse("admin:auth_user_add"),
        "저장",
        username="은영",
        password1=words,
        password2=words,
    )
    member = User.objects.get(username="은영")
    page = reverse("admin:auth_user_change", args=[member.pk])

    press(admin_client, page, "저장", is_staff="on", groups=[str(group.pk)])

    member.refresh_from_db()
    assert (member.is_staff, list(member.groups.all())) == (True, [group])
    assert "글쓴이" in admin_client.get(reverse("admin:auth_user_changelist")).content.decode()
    history = reverse("admin:auth_user_history", args=[member.pk])
    assert "맡은 일" in admin_client.get(page).content.decode()
    assert "admin" in admin_client.get(history).content.decode()


def test_what_a_group_may_do_is_nobody_s_to_change_by_hand() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("admin:auth_group_changelist")
