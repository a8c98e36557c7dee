"""Each group and each action, by what the admin answers and what then stands in the tables."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conversations.models import OpeningHours, Override
from persona.models import (
    CrisisLine,
    Flower,
    InstructionSection,
    JejuPhrase,
    Persona,
    PersonaRevision,
    Transcriber,
    VoiceModel,
)
from tests.persona.admin_pages import copy_page, persona_form, publish_page, revert_page
from tests.persona.conftest import signed_in
from tests.persona.factories import make_live_revision, make_phrase, make_transcriber
from tests.persona.glossary.tables import confirm, csv_bytes, preview
from tests.persona.groups import GROUPS, KEEPER, REVIEWER, SAFETY, WRITER

if TYPE_CHECKING:
    from django.contrib.auth.models import Group

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Action:
    """Try it; return whether it was done."""

    name: str
    allowed: frozenset[str]
    attempt: Callable[[Client, Persona], bool]


def change_page(persona: Persona) -> str:
    return reverse("admin:persona_persona_change", args=[persona.pk])


def view(client: Client, persona: Persona) -> bool:
    return client.get(change_page(persona)).status_code == 200


def change(client: Client, persona: Persona) -> bool:
    client.post(change_page(persona), persona_form(persona, greeting="반갑수다. AI예요."))
    return Persona.objects.get().greeting == "반갑수다. AI예요."


def change_protected(client: Client, persona: Persona) -> bool:
    roles = list(persona.sections.order_by("position").values_list("role", flat=True))
    key = f"sections-{roles.index('crisis')}-body"
    client.post(change_page(persona), persona_form(persona, **{key: "새 {{CRISIS_LINES}}"}))
    return InstructionSection.objects.get(role="crisis").body == "새 {{CRISIS_LINES}}"


def review(client: Client, _persona: Persona) -> bool:
    row = make_phrase("모심", standard_korean="마음", review_state="unreviewed")
    client.post(
        reverse("admin:persona_jejuphrase_change", args=[row.pk]),
        {
            "phrase": "모심",
            "standard_korean": "마음",
            "category": "noun",
            "review_state": "reviewed",
            "instruction_order": 100,
        },
    )
    return JejuPhrase.objects.get(phrase="모심").review_state == "reviewed"


def withheld() -> JejuPhrase:
    return make_phrase("모심", standard_korean="마음", review_state="withheld")


def respell_withheld(client: Client, _persona: Persona) -> bool:
    row = withheld()
    client.post(
        reverse("admin:persona_jejuphrase_change", args=[row.pk]),
        {
            "phrase": "모슴",
            "standard_korean": "마음",
            "category": "noun",
            "review_state": "withheld",
            "instruction_order": 100,
        },
    )
    return not JejuPhrase.objects.filter(phrase="모심").exists()


def bring_in_respelled(client: Client, row: JejuPhrase) -> bool:
    previewed = preview(client, csv_bytes("번호,제주어(요즘 표기)", f"{row.pk},모슴"))
    if "confirm_form" in (previewed.context or ()):
        confirm(client, previewed)
    return not JejuPhrase.objects.filter(phrase="모심").exists()


def bring_in_word(client: Client, _persona: Persona) -> bool:
    row = make_phrase("모심", standard_korean="마음", review_state="unreviewed")
    return bring_in_respelled(client, row)


def bring_in_withheld(client: Client, _persona: Persona) -> bool:
    return bring_in_respelled(client, withheld())


def delete_withheld(client: Client, _persona: Persona) -> bool:
    client.post(reverse("admin:persona_jejuphrase_delete", args=[withheld().pk]), {"post": "yes"})
    return not JejuPhrase.objects.filter(phrase="모심").exists()


def delete_withheld_among_others(client: Client, _persona: Persona) -> bool:
    chosen = {
        "action": "delete_selected",
        "_selected_action": [withheld().pk, make_phrase("하영", standard_korean="아주").pk],
    }
    client.post(reverse("admin:persona_jejuphrase_changelist"), chosen | {"post": "yes"})
    return not JejuPhrase.objects.filter(phrase="모심").exists()


def delete_word(client: Client, _persona: Persona) -> bool:
    row = make_phrase("모심", standard_korean="마음", review_state="unreviewed")
    client.post(reverse("admin:persona_jejuphrase_delete", args=[row.pk]), {"post": "yes"})
    return not JejuPhrase.objects.filter(phrase="모심").exists()


def change_flower(client: Client, _persona: Persona) -> bool:
    row = Flower.objects.get()
    values = {name: getattr(row, name) for name in ("name", "purpose", "colour", "shape")}
    client.post(
        reverse("admin:persona_flower_change", args=[row.pk]),
        {**values, "meaning": "새 뜻", "may_be_given": "on", "position": 10},
    )
    return Flower.objects.get().meaning == "새 뜻"


def change_crisis_line(client: Client, _persona: Persona) -> bool:
    row = CrisisLine.objects.get()
    client.post(
        reverse("admin:persona_crisisline_change", args=[row.pk]),
        {
            "number": row.number,
            "name": "새 이름",
            "for_whom": row.for_whom,
            "hours": row.hours,
            "verified_on": str(row.verified_on),
            "verified_by": row.verified_by,
            "position": 10,
            "is_shown": "on",
        },
    )
    return CrisisLine.objects.get().name == "새 이름"


def change_voice_model(client: Client, _persona: Persona) -> bool:
    row = VoiceModel.objects.get()
    client.post(
        reverse("admin:persona_voicemodel_change", args=[row.pk]),
        {
            "provider_id": row.provider_id,
            "label": "새 이름",
            "context_limit": row.context_limit,
            "max_output": row.max_output,
            "prices-TOTAL_FORMS": 0,
            "prices-INITIAL_FORMS": 0,
        },
    )
    return VoiceModel.objects.get().label == "새 이름"


def change_transcriber(client: Client, _persona: Persona) -> bool:
    row = make_transcriber()
    client.post(
        reverse("admin:persona_transcriber_change", args=[row.pk]),
        {"provider_id": row.provider_id, "ends_on": "2027-02-26"},
    )
    return Transcriber.objects.exclude(ends_on=None).exists()


def publish(client: Client, persona: Persona) -> bool:
    Persona.objects.update(voice="ash")
    client.post(
        publish_page(persona),
        {"note": "목소리", "why_anyway": "들어 봄"},
    )
    return PersonaRevision.objects.filter(number=2).exists()


def revert(client: Client, persona: Persona) -> bool:
    from persona import actions

    Persona.objects.update(voice="ash")
    actions.publish(persona=persona, by=None, note="", now=timezone.now())
    first = PersonaRevision.objects.get(number=1)
    client.post(revert_page(first), {"note": "되돌림"})
    return PersonaRevision.objects.filter(number=3).exists()


def copy(client: Client, _persona: Persona) -> bool:
    Persona.objects.update(voice="ash")
    first = PersonaRevision.objects.get(number=1)
    client.post(copy_page(first))
    return Persona.objects.get().voice == "cedar"


def hear(client: Client, persona: Persona) -> bool:
    return client.get(reverse("hear", args=[persona.pk])).status_code == 200


def set_hours(client: Client, _persona: Persona) -> bool:
    OpeningHours.objects.all().delete()
    client.post(
        reverse("admin:conversations_openinghours_add"),
        {"weekday": 0, "opens": "09:00", "closes": "10:00"},
    )
    return OpeningHours.objects.exists()


def close_by_hand(client: Client, _persona: Persona) -> bool:
    client.post(
        reverse("admin:conversations_override_add"),
        {"reason": "태풍", "until_0": "", "until_1": ""},
    )
    return Override.objects.exists()


def read_ledger(client: Client, _persona: Persona) -> bool:
    return client.get(reverse("admin:conversations_conversation_changelist")).status_code == 200


def manage_staff(client: Client, _persona: Persona) -> bool:
    return client.get(reverse("admin:auth_user_changelist")).status_code == 200


ACTIONS = (
    Action("view", frozenset(GROUPS), view),
    Action("change", frozenset({WRITER, SAFETY}), change),
    Action("protected section", frozenset({SAFETY}), change_protected),
    Action("review", frozenset({REVIEWER}), review),
    Action("delete a word", frozenset({WRITER}), delete_word),
    Action("respell a withheld word", frozenset({REVIEWER}), respell_withheld),
    Action("import a word", frozenset({WRITER}), bring_in_word),
    Action("import a withheld word", frozenset(), bring_in_withheld),
    Action("delete a withheld word", frozenset(), delete_withheld),
    Action("delete withheld words", frozenset(), delete_withheld_among_others),
    Action("flowers", frozenset({WRITER}), change_flower),
    Action("crisis lines", frozenset({SAFETY}), change_crisis_line),
    Action("voice models", frozenset({KEEPER}), change_voice_model),
    Action("transcribers", frozenset({KEEPER}), change_transcriber),
    Action("publish", frozenset({WRITER, SAFETY}), publish),
    Action("revert", frozenset({WRITER, SAFETY}), revert),
    Action("copy to draft", frozenset({WRITER, SAFETY}), copy),
    Action("hear", frozenset({WRITER, REVIEWER, SAFETY}), hear),
    Action("hours", frozenset({KEEPER}), set_hours),
    Action("open and close", frozenset({KEEPER}), close_by_hand),
    Action("ledger", frozenset({KEEPER}), read_ledger),
    Action("staff", frozenset(), manage_staff),
)


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_who_may_do_what(staff_groups: "dict[str, Group]", group: str, action: Action) -> None:
    persona = make_live_revision().persona
    CrisisLine.objects.update(verified_on=timezone.localdate())

    assert action.attempt(signed_in(staff_groups[group]), persona) == (group in action.allowed)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_staff_in_no_group_may_do_nothing(action: Action, django_user_model: type) -> None:
    persona = make_live_revision().persona
    client = Client()
    client.force_login(
        django_user_model.objects.create_user("nobody", is_staff=True)  # type: ignore[attr-defined]
    )

    assert not action.attempt(client, persona)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_strangers_may_do_nothing(action: Action) -> None:
    persona = make_live_revision().persona

    assert not action.attempt(Client(), persona)


def test_a_group_holds_what_its_task_needs_and_not_what_it_once_had(
    staff_groups: "dict[str, Group]",
) -> None:
    held = {
        name: set(
            group.permissions.filter(content_type__app_label="persona").values_list(
                "codename", flat=True
            )
        )
        for name, group in staff_groups.items()
    }
    everybody = {name for name in held[REVIEWER] if name.startswith("view_")}

    assert len(everybody) == 12
    assert held[REVIEWER] - everybody == {"change_jejuphrase", "review_jejuphrase", "hear_draft"}
    assert "change_crisisline" not in held[WRITER]  # once it was
    assert all(everybody <= names for names in held.values())


@pytest.mark.parametrize("group", GROUPS)
def test_all_see_what_writing_words_down_costs_and_keepers_enter_it(
    staff_groups: "dict[str, Group]", group: str
) -> None:
    client = signed_in(staff_groups[group])
    client.post(
        reverse("admin:persona_transcriberprice_add"),
        {
            "provider_id": "whisper-1",
            "effective_on": "2026-11-23",
            "effective_from": "00:00",
            "per_minute": "0.006",
        },
    )

    listed = client.get(reverse("admin:persona_transcriberprice_changelist"))
    assert listed.status_code == 200
    assert ("whisper-1" in listed.content.decode()) == (group == KEEPER)
