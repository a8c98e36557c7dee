"""Makers of rows for tests of the persona and of whatever reads it."""

from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth.models import Permission, User

from persona import actions
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
from tests.persona.drafts import make_sections

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # in Seoul


def make_voice_model(**overrides: Any) -> VoiceModel:
    values = {
        "provider_id": "gpt-realtime-2.1-mini",
        "label": "gpt-realtime-2.1-mini",
        "context_limit": 128_000,
        "max_output": 32_000,
    }
    return VoiceModel.objects.create(**values | overrides)


def make_transcriber(provider_id: str = "gpt-4o-mini-transcribe", **values: Any) -> Transcriber:
    return Transcriber.objects.create(provider_id=provider_id, **values)


def make_phrase(phrase: str = "하영", **overrides: Any) -> JejuPhrase:
    values = {
        "phrase": phrase,
        "standard_korean": "많이",
        "category": "adverb",
        "review_state": "reviewed",
    }
    return JejuPhrase.objects.create(**values | overrides)


def make_flower(name: str = "번성꽃", **overrides: Any) -> Flower:
    values = {
        "name": name,
        "meaning": "조금씩 벋어 감",
        "purpose": "막막할 때",
        "colour": "#c48bd6",
        "shape": "spray",
        "may_be_given": True,
    }
    return Flower.objects.create(**values | overrides)


def make_crisis_line(number: str = "109", **overrides: Any) -> CrisisLine:
    values = {
        "number": number,
        "name": "자살예방 상담전화",
        "for_whom": "죽고 싶은 생각이 들거나 누군가가 걱정될 때",
        "hours": "24시간",
        "verified_on": date(2026, 11, 23),
        "verified_by": "시험",
    }
    return CrisisLine.objects.create(**values | overrides)


def make_persona(**overrides: Any) -> Persona:
    """A persona alone: no sections, not publishable."""
    values: dict[str, Any] = {
        "slug": "sarado",
        "name": "사라도령",
        "greeting": "혼저옵서예. 저는 AI예요.",
        "replay_instructions": "인사 없이 하던 말을 잇는다.",
    } | overrides
    if "voice_model" not in values:
        values["voice_model"] = VoiceModel.objects.first() or make_voice_model()
    return Persona.objects.create(**values)


def make_publishable_persona(**overrides: Any) -> Persona:
    """A persona with the least that may go out: sections, a phrase, a flower, a crisis line."""
    persona = make_persona(**overrides)
    InstructionSection.objects.bulk_create(
        InstructionSection(
            persona=persona,
            position=position * 10,
            title=section.title,
            body=section.body,
            role=section.role,
            is_protected=section.is_protected,
        )
        for position, section in enumerate(make_sections())
    )
    if not CrisisLine.objects.exists():
        make_phrase(in_instructions=True)
        make_flower()
        make_crisis_line()
    return persona


def make_live_revision(**overrides: Any) -> PersonaRevision:
    """A published persona's first revision."""
    return actions.publish(
        persona=make_publishable_persona(**overrides), by=None, note="처음", now=NOON
    )


def make_staff(name: str, *codenames: str) -> User:
    """A member of staff with permissions of the persona, by codename."""
    user = User.objects.create_user(name, is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(content_type__app_label="persona", codename__in=codenames)
    )
    assert user.user_permissions.count() == len(codenames)
    return user


def rewrite(body: str = "고친 절 {{GLOSSARY}}") -> None:
    """Change a section of the draft, and nothing else."""
    InstructionSection.objects.filter(title="3. 제주어").update(body=body)
