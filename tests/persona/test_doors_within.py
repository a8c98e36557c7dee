"""Each address of the admin by itself: who is answered there, and what a bare POST does.

`test_permissions.py` asks what can be done; here nobody follows links or sees buttons.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conversations.models import OpeningHours
from persona import actions
from persona.draft_history import keep, keep_first
from persona.models import (
    CrisisLine,
    DraftVersion,
    Flower,
    InstructionSection,
    JejuPhrase,
    Persona,
    PersonaRevision,
    Transcriber,
    VoiceModel,
)
from tests.persona.conftest import signed_in
from tests.persona.factories import make_live_revision, make_transcriber
from tests.persona.groups import GROUPS, KEEPER, REVIEWER, SAFETY, WRITER

if TYPE_CHECKING:
    from django.contrib.auth.models import Group

pytestmark = pytest.mark.django_db

ALL, NOBODY = frozenset(GROUPS), frozenset[str]()
PUBLISHERS = frozenset({WRITER, SAFETY})
TABLES = (
    Persona, JejuPhrase, Flower, CrisisLine, VoiceModel, Transcriber, PersonaRevision, DraftVersion
)  # fmt: skip


def of(model: type, view: str) -> Callable[[], str]:
    """The address of a view of the oldest row of a table."""

    def address() -> str:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}"  # type: ignore[attr-defined]
        if view in ("add", "changelist", "import", "process_import", "export"):
            return reverse(name)
        return reverse(name, args=[model.objects.order_by("pk").first().pk])  # type: ignore[attr-defined]

    return address


def hear() -> str:
    return reverse("hear", args=[Persona.objects.get().pk])


OPENS: list[tuple[str, Callable[[], str], frozenset[str]]] = [
    *((f"{one.__name__} history", of(one, "history"), ALL) for one in TABLES),
    *((f"{one.__name__} change", of(one, "change"), ALL) for one in TABLES),
    *((f"{one.__name__} list", of(one, "changelist"), ALL) for one in TABLES),
    ("persona add", of(Persona, "add"), NOBODY),
    ("persona delete", of(Persona, "delete"), NOBODY),
    ("persona publish", of(Persona, "publish"), PUBLISHERS),
    ("revision revert", of(PersonaRevision, "revert"), PUBLISHERS),
    ("revision copy", of(PersonaRevision, "copy"), PUBLISHERS),
    ("revision delete", of(PersonaRevision, "delete"), NOBODY),
    ("draft copy", of(DraftVersion, "copy"), PUBLISHERS),
    ("draft delete", of(DraftVersion, "delete"), NOBODY),
    ("phrase add", of(JejuPhrase, "add"), frozenset({WRITER})),
    ("phrase delete", of(JejuPhrase, "delete"), frozenset({WRITER})),
    ("csv import", of(JejuPhrase, "import"), frozenset({WRITER})),
    ("csv export", of(JejuPhrase, "export"), ALL),
    ("flower add", of(Flower, "add"), frozenset({WRITER})),
    ("flower delete", of(Flower, "delete"), frozenset({WRITER})),
    ("crisis line add", of(CrisisLine, "add"), frozenset({SAFETY})),
    ("crisis line delete", of(CrisisLine, "delete"), frozenset({SAFETY})),
    ("voice model add", of(VoiceModel, "add"), frozenset({KEEPER})),
    ("voice model delete", of(VoiceModel, "delete"), NOBODY),
    ("transcriber add", of(Transcriber, "add"), frozenset({KEEPER})),
    ("transcriber delete", of(Transcriber, "delete"), NOBODY),
    ("hear", hear, frozenset({WRITER, REVIEWER, SAFETY})),
    ("hours", of(OpeningHours, "change"), frozenset({KEEPER})),
    ("hours delete", of(OpeningHours, "delete"), frozenset({KEEPER})),
    ("staff", lambda: reverse("admin:auth_user_changelist"), NOBODY),
    ("seed", lambda: reverse("admin:persona_seedrecord_changelist"), NOBODY),
]
# Whoever may not open a page may not post to it either; review has no page to open.
POSTS = [
    *(one for one in OPENS if "list" not in one[0] and "history" not in one[0]),
    ("review", of(JejuPhrase, "review"), frozenset({REVIEWER})),
    ("csv process", of(JejuPhrase, "process_import"), frozenset({WRITER})),
]


@pytest.fixture
def house(db: None) -> Persona:
    """A persona with two revisions and two drafts, and a door with hours."""
    persona = make_live_revision().persona
    CrisisLine.objects.update(verified_on=timezone.localdate())
    keep_first(persona, now=timezone.now())
    Persona.objects.update(voice="ash")
    persona.refresh_from_db()
    keep(persona, by=None, now=timezone.now())
    actions.publish(persona=persona, by=None, note="", now=timezone.now())
    Persona.objects.update(voice="sage")
    make_transcriber()
    OpeningHours.objects.get_or_create(weekday=0, opens="08:00", closes="18:00")
    return persona


def everything() -> list[object]:
    """What stands in every table that staff write."""
    tables = (*TABLES, InstructionSection, OpeningHours)
    return [list(table._default_manager.order_by("pk").values()) for table in tables]


@pytest.mark.parametrize("group", GROUPS)
def test_who_is_answered_where(
    house: Persona, staff_groups: "dict[str, Group]", group: str
) -> None:
    client = signed_in(staff_groups[group])

    answered = {name: client.get(address()).status_code for name, address, _who in OPENS}

    assert answered == {name: 200 if group in who else 403 for name, _address, who in OPENS}


@pytest.mark.parametrize("group", GROUPS)
def test_a_bare_post_where_one_may_not_changes_nothing(
    house: Persona, staff_groups: "dict[str, Group]", group: str
) -> None:
    client = signed_in(staff_groups[group])
    before = everything()
    data = {"post": "yes", "note": "x", "why_anyway": "x", "state": "withheld", "_save": "저장"}

    answered = {
        name: client.post(address(), data).status_code
        for name, address, who in POSTS
        if group not in who
    }

    assert answered
    assert set(answered.values()) <= {403, 405}
    assert everything() == before


def test_strangers_are_shown_the_door_everywhere(house: Persona) -> None:
    before = everything()
    for name, address, _who in POSTS:
        for answer in (Client().get(address()), Client().post(address(), {"post": "yes"})):
            assert answer.status_code == 302, name
            assert "/admin/login/" in answer.headers["Location"]
    assert everything() == before


@pytest.mark.parametrize("action", ["mark_reviewed", "mark_withheld", "delete_selected"])
@pytest.mark.parametrize("group", [SAFETY, KEEPER])
def test_an_action_on_a_list_is_for_those_who_may(
    house: Persona, staff_groups: "dict[str, Group]", group: str, action: str
) -> None:
    before = everything()

    signed_in(staff_groups[group]).post(
        reverse("admin:persona_jejuphrase_changelist"),
        {"action": action, "_selected_action": [JejuPhrase.objects.get().pk], "post": "yes"},
    )

    assert everything() == before
