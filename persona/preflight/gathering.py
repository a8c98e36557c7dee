"""Read from the tables what the rules look at."""

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from django.utils import timezone

from persona import seed_files
from persona.drafting import read_draft
from persona.model_watch import model_facts
from persona.models import JejuPhrase, Persona, PersonaRevision, Transcriber
from persona.preflight.evidence import AvoidedForm, Evidence, LiveFacts

if TYPE_CHECKING:
    from django.contrib.auth.models import User

EDIT_PROTECTED = "persona.edit_protected_sections"


def gather(persona: Persona, *, by: "User | None", now: datetime) -> Evidence:
    """Return the evidence about a persona's draft as it is saved. `by` None is the house itself."""
    model = persona.voice_model
    transcriber = Transcriber.objects.filter(provider_id=persona.transcription_model).first()
    next_one = transcriber and transcriber.successor
    return Evidence(
        draft=read_draft(persona),
        compiled=None,
        model=model_facts(model),
        successor=model_facts(model.successor) if model.successor else None,
        transcriber=model_facts(transcriber) if transcriber else None,
        next_transcriber=model_facts(next_one) if next_one else None,
        context_limit=model.context_limit,
        today=timezone.localdate(now),
        live=live_facts(persona.live_revision),
        may_change_protected=by is None or by.has_perm(EDIT_PROTECTED),
        unreviewed=_words(JejuPhrase.ReviewState.UNREVIEWED),
        withheld=_words(JejuPhrase.ReviewState.WITHHELD),
        chosen_unreviewed=tuple(
            JejuPhrase.objects.chosen_but_not_reviewed()
            .order_by("instruction_order", "phrase", "pk")
            .values_list("phrase", flat=True)
        ),
        avoided=avoided_forms(),
        never_given=never_given_flowers(),
    )


def live_facts(revision: PersonaRevision | None) -> LiveFacts | None:
    if revision is None:
        return None
    sections = (revision.source or {}).get("sections", ())
    return LiveFacts(
        instructions=str(revision.session["instructions"]),
        protected_sha256=revision.protected_sha256,
        protected_lengths={
            one["values"]["role"]: len(one["values"]["body"].strip())
            for one in sections
            if one["values"]["role"]
        },
    )


@cache
def avoided_forms() -> tuple[AvoidedForm, ...]:
    """Return the forms that those who know the language asked us not to use."""
    return tuple(AvoidedForm(**row) for row in seed_files.read_rows("avoid"))


@cache
def never_given_flowers() -> frozenset[str]:
    """Return the flowers of death and ruin: told of in the myth, never given to a visitor."""
    return frozenset(
        row["name"] for row in seed_files.read_rows("flowers") if row["may_be_given"] != "yes"
    )


def _words(state: JejuPhrase.ReviewState) -> tuple[str, ...]:
    words = JejuPhrase.objects.filter(review_state=state).order_by("pk")
    return tuple(words.values_list("phrase", flat=True))
