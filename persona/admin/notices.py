"""What the front page says about numbers to check, models that end and words that wait."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from persona.glossary.review import REVIEW
from persona.model_watch import EndWarning, Kind, due_warnings
from persona.models import CrisisLine, JejuPhrase, Transcriber, VoiceModel
from sarado_site.notices import Level, Notice, tells_notices

_TABLES: dict[Kind, type[VoiceModel] | type[Transcriber]] = {
    "voice": VoiceModel,
    "transcription": Transcriber,
}


@tells_notices
def overdue_crisis_lines(request: HttpRequest) -> Iterator[Notice]:
    if not request.user.has_perm("persona.view_crisisline"):
        return
    today = timezone.localdate()
    for line in CrisisLine.objects.shown():
        if not line.is_overdue(today):
            continue
        words = {"number": line.number, "name": line.name}
        sentence = _("위기 전화 %(number)s %(name)s을(를) 확인한 날이 없어요. 확인해 주세요.")
        if line.verified_on and line.verified_on <= today:
            words["days"] = str((today - line.verified_on).days)
            sentence = _(
                "위기 전화 %(number)s %(name)s을(를) 확인한 지 %(days)s일이 지났어요. "
                "다시 확인해 주세요."
            )
        yield Notice(
            "error",
            sentence % words,
            reverse("admin:persona_crisisline_change", args=[line.pk]),
        )


@tells_notices
def ending_models(request: HttpRequest) -> Iterator[Notice]:
    """A sentence for each model in use; the others, which hurt nobody, share one."""
    if not request.user.has_perm("persona.view_voicemodel"):
        return
    warnings = due_warnings(today=timezone.localdate())
    for kind, table in _TABLES.items():
        keys = dict(table._default_manager.values_list("provider_id", "pk"))
        ours = [one for one in warnings if one.kind == kind]
        page = f"admin:persona_{table._meta.model_name}"
        for warning in ours:
            if warning.is_in_use:
                url = reverse(f"{page}_change", args=[keys[warning.provider_id]])
                yield Notice(_level(warning), _sentence(warning), url)
        others = [one for one in ours if not one.is_in_use and one.days_left > 0]
        if others:
            names = ", ".join(f"{one.provider_id} ({one.ends_on:%Y-%m-%d})" for one in others)
            yield Notice(
                "info",
                _("지금 쓰지 않는 %(called)s이 곧 끝나요: %(names)s")
                % {"called": table._meta.verbose_name, "names": names},
                reverse(f"{page}_changelist"),
            )


@tells_notices
def words_that_wait(request: HttpRequest) -> Iterator[Notice]:
    if not request.user.has_perm(REVIEW):
        return
    waiting = JejuPhrase.objects.filter(review_state=JejuPhrase.ReviewState.UNREVIEWED).count()
    if waiting:
        url = reverse("admin:persona_jejuphrase_changelist")
        yield Notice(
            "info",
            _("감수를 기다리는 제주어가 %(count)d개 있어요.") % {"count": waiting},
            f"{url}?review_state__exact=unreviewed",
        )


def _level(warning: EndWarning) -> Level:
    if warning.days_left <= 0 or not warning.is_confirmed:
        return "error" if warning.days_before <= 30 else "warning"
    return "warning"


def _sentence(warning: EndWarning) -> str:
    words = {
        "called": _TABLES[warning.kind]._meta.verbose_name,
        "model": warning.provider_id,
        "day": f"{warning.ends_on:%Y-%m-%d}",
        "days": warning.days_left,
    }
    when = (
        _("지금 쓰는 %(called)s %(model)s이(가) %(days)d일 뒤(%(day)s)에 끝나요.")
        if warning.days_left > 0
        else _("지금 쓰는 %(called)s %(model)s이(가) %(day)s에 끝났어요.")
    ) % words
    return f"{when} {_next(warning)}"


def _next(warning: EndWarning) -> str:
    if not warning.successor:
        return _("뒤이을 모델이 아직 없어요.")
    if warning.is_confirmed:
        return _("뒤이을 모델은 %(model)s예요.") % {"model": warning.successor}
    return _("뒤이을 모델로 %(model)s을(를) 권해요. 들어 보고 정해 주세요.") % {
        "model": warning.successor
    }
