"""The ends of voice models and transcribers: when to warn, when to refuse, what is next. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

# Staff are warned once in each of these stretches before the end: time to choose, time to hear the
# successor, time to act. 0 is the end itself.
WARN_DAYS_BEFORE = (90, 30, 7, 0)
SUCCESSOR_NEEDED_DAYS = 30


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What is known of a voice model or a transcriber."""

    provider_id: str
    ends_on: date | None
    successor: str = ""  # provider's id of the model a person chose to follow
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class EndFault:
    """Why a persona with this model may not be published (`is_error`), or what to mind."""

    is_error: bool
    sentence: str


def stage(ends_on: date | None, today: date) -> int | None:
    """Return which warning is due: the smallest of `WARN_DAYS_BEFORE` that is reached, or None."""
    if ends_on is None:
        return None
    left = (ends_on - today).days
    return min((days for days in WARN_DAYS_BEFORE if left <= days), default=None)


def end_fault(
    model: ModelFacts, successor: ModelFacts | None, today: date, *, called: str = ""
) -> EndFault | None:
    """Say what to know before publishing with `model`; None when it is far from its end.

    `successor` is the model chosen to follow. One that ends no later is no successor. `called` is
    what kind of model the sentence names.
    """
    if model.ends_on is None or (due := stage(model.ends_on, today)) is None:
        return None
    called = called or _("목소리 모델")
    words = {"called": called, "model": model.provider_id, "day": f"{model.ends_on:%Y-%m-%d}"}
    if due == 0:
        return EndFault(
            True,
            _("%(called)s %(model)s은(는) %(day)s에 끝났어요. 다른 모델을 골라 주세요.") % words,
        )
    if (model.ends_on - today).days > SUCCESSOR_NEEDED_DAYS:
        return None
    if successor is None or outlasts(successor, model) is False:
        return EndFault(
            True,
            _(
                "%(called)s %(model)s이(가) %(day)s에 끝나는데 뒤이을 모델이 정해지지 않았어요. "
                "모델의 쪽에서 들어 보고 정해 주세요."
            )
            % words,
        )
    return EndFault(
        False,
        _("%(called)s %(model)s이(가) %(day)s에 끝나요. 뒤이을 모델은 %(next)s예요.")
        % {**words, "next": successor.provider_id},
    )


def outlasts(one: ModelFacts, other: ModelFacts) -> bool:
    """Say whether `one` still works when `other` has ended."""
    return one.ends_on is None or (other.ends_on is not None and one.ends_on > other.ends_on)


def successor_of(model: ModelFacts, models: Iterable[ModelFacts]) -> ModelFacts | None:
    """Return the model to name as the next: the chosen one, else the likeliest that outlasts it.

    One without an end comes first, then one of the same size ("mini" or not), then a default, then
    the newest by name.
    """
    others = [one for one in models if one.provider_id != model.provider_id]
    fit = [one for one in others if outlasts(one, model)]
    for one in fit:
        if one.provider_id == model.successor:
            return one
    return max(
        fit,
        key=lambda one: (
            one.ends_on is None,
            _is_mini(one) == _is_mini(model),
            one.is_default,
            one.provider_id,
        ),
        default=None,
    )


def _is_mini(model: ModelFacts) -> bool:
    return "mini" in model.provider_id.split("-")
