"""Rules of the voice: models that live, a voice it knows, and room to remember. Pure."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from persona.compile import canonical_json
from persona.findings import Finding, Place, error, warning
from persona.model_ends import end_fault
from persona.preflight.evidence import Evidence
from persona.token_count import count

# The provider's ten, for every model of the Realtime API (its reference, `audio.output.voice`).
VOICES = frozenset(
    {"alloy", "ash", "ballad", "cedar", "coral", "echo", "marin", "sage", "shimmer", "verse"}
)
# The provider keeps this much of the context for the answer (its guide to truncation).
RESERVED_FOR_ANSWER = 4_096
# Of what is left, instructions and tools may take this part before visits forget early.
_COMFORTABLE_PART = 0.25


def voice_is_known(evidence: Evidence) -> Iterator[Finding]:
    voice = evidence.draft.voice.voice
    if voice not in VOICES:
        yield error(
            "voice_unknown",
            _("목소리 모델이 '%(voice)s'이라는 목소리를 몰라요. 다른 목소리를 골라 주세요.")
            % {"voice": voice},
            Place("persona", "voice"),
        )


def model_lives_on(evidence: Evidence) -> Iterator[Finding]:
    """Refuse a model that has ended, and one about to end that nobody chose a successor for."""
    fault = end_fault(evidence.model, evidence.successor, evidence.today)
    if fault is None or not fault.is_error:
        return
    has_ended = evidence.model.ends_on is not None and evidence.model.ends_on <= evidence.today
    if has_ended:
        yield error("model_ended", fault.sentence, Place("persona", "voice_model"))
    else:
        yield error(
            "model_ending", fault.sentence, Place("voice_model", evidence.model.provider_id)
        )


def transcriber_lives_on(evidence: Evidence) -> Iterator[Finding]:
    """Refuse a transcriber that has ended; say of one about to end that nobody chose the next. It
    is no error while it lasts: what visitors hear does not hang on it."""
    model = evidence.transcriber
    if model is None or model.ends_on is None:
        return
    fault = end_fault(model, evidence.next_transcriber, evidence.today, called=_("받아쓰기 모델"))
    if fault is None or not fault.is_error:
        return
    if model.ends_on <= evidence.today:
        yield error("transcriber_ended", fault.sentence, Place("persona", "transcription_model"))
    else:
        yield warning("transcriber_ending", fault.sentence, Place("transcriber", model.provider_id))


def fits_the_model(evidence: Evidence) -> Iterator[Finding]:
    if evidence.compiled is None:
        return
    room = evidence.context_limit - RESERVED_FOR_ANSWER
    tokens = token_budget(evidence)
    words = {"tokens": f"{tokens:,}", "room": f"{room:,}"}
    if tokens > room:
        yield error(
            "too_long",
            _("지시문과 도구가 %(tokens)s토큰이에요. 이 모델은 %(room)s토큰까지만 읽어요.") % words,
            Place("persona", "sections"),
        )
    elif tokens > room * _COMFORTABLE_PART:
        yield warning(
            "little_memory",
            _(
                "지시문과 도구가 %(tokens)s토큰이에요. 이 모델이 읽는 %(room)s토큰의 4분의 1이 "
                "넘어서 긴 이야기를 일찍 잊어요."
            )
            % words,
            Place("persona", "sections"),
        )


def token_budget(evidence: Evidence) -> int:
    """Tokens of the instructions and the tools, as the model reads them."""
    if evidence.compiled is None:
        return 0
    session = evidence.compiled.session
    return count(str(session["instructions"])) + count(canonical_json(session["tools"]))
