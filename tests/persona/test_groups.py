from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import Group

pytestmark = pytest.mark.django_db


def member(group: "Group") -> User:
    user = User.objects.create_user(f"member-of-{group.pk}", is_staff=True)
    user.groups.add(group)
    return user


class TestGroups:
    @pytest.mark.parametrize(
        ("group", "may", "may_not"),
        [
            (
                "글쓴이",
                ["change_persona", "change_instructionsection", "add_jejuphrase", "delete_flower",
                 "change_crisisline", "publish_persona"],
                ["edit_protected_sections", "change_voicemodel", "delete_persona",
                 "change_personarevision"],
            ),
            (
                "돌보는 이",
                ["view_persona", "view_personarevision", "view_voicemodelprice"],
                ["change_persona", "change_jejuphrase", "publish_persona",
                 "edit_protected_sections"],
            ),
            (
                "안전 담당",
                ["edit_protected_sections", "publish_persona", "change_instructionsection",
                 "change_crisisline"],
                ["delete_persona", "change_jejuphrase", "change_voicemodel"],
            ),
        ],
    )  # fmt: skip
    def test_each_may_do_its_work_and_no_more(
        self, staff_groups: "dict[str, Group]", group: str, may: list[str], may_not: list[str]
    ) -> None:
        user = member(staff_groups[group])

        assert [one for one in may if not user.has_perm(f"persona.{one}")] == []
        assert [one for one in may_not if user.has_perm(f"persona.{one}")] == []
