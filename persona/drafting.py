"""Read a persona's draft from its tables."""

from persona.draft import (
    CrisisLineDraft,
    FlowerDraft,
    PersonaDraft,
    PhraseDraft,
    SectionDraft,
    TurnsDraft,
    VoiceDraft,
)
from persona.models import CrisisLine, Flower, JejuPhrase, Persona


def read_draft(persona: Persona) -> PersonaDraft:
    """Return the persona as it stands now. Phrases that are not reviewed are not even read."""
    return PersonaDraft(
        name=persona.name,
        greeting=persona.greeting,
        replay_instructions=persona.replay_instructions,
        voice=_voice(persona),
        turns=_turns(persona),
        sections=tuple(
            SectionDraft(one.title, one.body, one.role, one.is_protected)
            for one in persona.sections.order_by("position", "pk")
        ),
        phrases=tuple(phrase_draft(one) for one in JejuPhrase.objects.reviewed().order_by("pk")),
        flowers=tuple(_flower(one) for one in Flower.objects.order_by("position", "name")),
        crisis_lines=tuple(
            CrisisLineDraft(
                one.number, one.name, one.for_whom, one.hours, one.is_shown, one.verified_on
            )
            for one in CrisisLine.objects.shown()
        ),
    )


def _voice(persona: Persona) -> VoiceDraft:
    return VoiceDraft(
        model=persona.voice_model.provider_id,
        model_max_output=persona.voice_model.max_output,
        voice=persona.voice,
        speed=float(persona.speed),
        max_output_tokens=persona.max_output_tokens,
        transcription_model=persona.transcription_model,
        noise_reduction=persona.noise_reduction,
    )


def _turns(persona: Persona) -> TurnsDraft:
    return TurnsDraft(
        detection=persona.turn_detection,
        threshold=float(persona.threshold),
        prefix_padding_ms=persona.prefix_padding_ms,
        silence_duration_ms=persona.silence_duration_ms,
        eagerness=persona.eagerness,
        create_response=persona.create_response,
        interrupt_response=persona.interrupt_response,
        taking=persona.turn_taking,
        echo_tail_ms=persona.echo_tail_ms,
    )


def phrase_draft(one: JejuPhrase) -> PhraseDraft:
    """Return a phrase as the compile step reads it, whatever its review."""
    return PhraseDraft(
        phrase=one.phrase,
        old_spelling=one.old_spelling,
        standard_korean=one.standard_korean,
        english=one.english,
        usage_note=one.usage_note,
        pronunciation_hint=one.pronunciation_hint,
        is_reviewed=one.review_state == JejuPhrase.ReviewState.REVIEWED,
        in_instructions=one.in_instructions,
        instruction_order=one.instruction_order,
    )


def _flower(one: Flower) -> FlowerDraft:
    return FlowerDraft(
        name=one.name,
        meaning=one.meaning,
        purpose=one.purpose,
        colour=one.colour,
        shape=one.shape,
        may_be_given=one.may_be_given,
        note=one.note,
    )
