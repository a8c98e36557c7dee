"""The rules for going back: an earlier revision passed the preflight of its day, so only what has
changed since is looked at."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from persona.findings import Finding, Place, error, warning
from persona.models import CrisisLine, JejuPhrase, PersonaRevision, Transcriber, VoiceModel
from persona.preflight.gathering import EDIT_PROTECTED, never_given_flowers
from persona.spelling import modern

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def inspect_earlier(
    earlier: PersonaRevision, *, live: PersonaRevision | None, by: "User | None", now: datetime
) -> tuple[Finding, ...]:
    """Return what speaks against putting `earlier` live again, errors first."""
    found = [
        *_protected(earlier, live, by),
        *_model(earlier, now),
        *_transcriber(earlier, now),
        *_flowers(earlier),
        *_crisis_lines(earlier),
        *_words(earlier),
    ]
    return tuple(sorted(found, key=lambda one: one.level != "error"))


def _protected(
    earlier: PersonaRevision, live: PersonaRevision | None, by: "User | None"
) -> Iterator[Finding]:
    if by is None or by.has_perm(EDIT_PROTECTED):
        return
    if live is None or live.protected_sha256 != earlier.protected_sha256:
        yield error(
            "protected_changed",
            _("보호된 지시문이나 위기 전화가 게시된 판과 달라요. 안전 담당이 게시해야 해요."),
            Place("persona", "sections"),
        )


def _model(earlier: PersonaRevision, now: datetime) -> Iterator[Finding]:
    model = VoiceModel.objects.filter(provider_id=earlier.model).first()
    if model is None or model.has_ended(timezone.localdate(now)):
        yield error(
            "model_ended",
            _("목소리 모델 %(model)s은(는) 끝났어요. 다른 모델을 골라 주세요.")
            % {"model": earlier.model},
            Place("voice_model", earlier.model),
        )


def _transcriber(earlier: PersonaRevision, now: datetime) -> Iterator[Finding]:
    settings = earlier.session.get("audio", {}).get("input", {}).get("transcription") or {}
    name = settings.get("model", "")
    known = Transcriber.objects.filter(provider_id=name).first()
    if known and known.has_ended(timezone.localdate(now)):
        yield error(
            "transcriber_ended",
            _("받아쓰기 모델 %(model)s은(는) 끝났어요. 다른 모델을 골라 주세요.") % {"model": name},
            Place("transcriber", name),
        )


def _flowers(earlier: PersonaRevision) -> Iterator[Finding]:
    for flower in earlier.visitor["flowers"]:
        if flower["name"] in never_given_flowers():
            yield error(
                "flower_never_given",
                _("'%(name)s'은(는) 이야기로만 전하는 꽃이라 건넬 수 없어요.")
                % {"name": flower["name"]},
                Place("flower", flower["name"]),
            )


def _crisis_lines(earlier: PersonaRevision) -> Iterator[Finding]:
    then = {line["number"] for line in earlier.visitor["crisis_lines"]}
    shown = set(CrisisLine.objects.shown().values_list("number", flat=True))
    for number in sorted(then - shown):
        yield warning(
            "crisis_line_retired",
            _("그 판은 지금 보이지 않는 위기 전화 %(number)s을(를) 알려 줘요.")
            % {"number": number},
            Place("crisis_line", number),
        )
    for number in sorted(shown - then):
        yield warning(
            "crisis_line_unknown_then",
            _("그 판에는 지금 보이는 위기 전화 %(number)s이(가) 없어요.") % {"number": number},
            Place("crisis_line", number),
        )


def _words(earlier: PersonaRevision) -> Iterator[Finding]:
    then = {one["phrase"] for one in earlier.visitor["glossary"]}
    withheld = JejuPhrase.objects.filter(review_state=JejuPhrase.ReviewState.WITHHELD)
    for phrase in withheld.order_by("phrase", "pk").values_list("phrase", flat=True):
        if modern(phrase) in then:
            yield warning(
                "phrase_withheld_since",
                _("그 판은 이제 쓰지 않기로 한 제주어 '%(phrase)s'을(를) 써요.")
                % {"phrase": phrase},
                Place("phrase", phrase),
            )
