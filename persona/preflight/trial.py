"""Ask the provider whether it would take the session at all. The one rule that needs the network.

This app knows nobody who speaks HTTP: `settings.PERSONA_SESSION_TRIAL` names the function that
mints a secret from a session and throws it away.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from persona.findings import Finding, Place, error, warning


@dataclass(frozen=True, slots=True)
class Answer:
    """What the provider said. `why` is its own word for a refusal, fit for a screen."""

    outcome: Literal["accepted", "refused", "unavailable"]
    why: str = ""


Trial = Callable[[Mapping[str, Any]], Answer]


def session_trial() -> Trial:
    found: Trial = import_string(settings.PERSONA_SESSION_TRIAL)
    return found


def try_session(session: Mapping[str, Any], trial: Trial) -> tuple[Finding, ...]:
    """Return what the provider has against the session; nothing when it takes it."""
    answer = trial(session)
    if answer.outcome == "refused":
        return (
            error(
                "provider_refused",
                _("목소리 제공사가 이 설정을 받지 않아요 (%(why)s). 모델과 목소리를 살펴봐 주세요.")
                % {"why": answer.why or _("까닭을 말하지 않음")},
                Place("persona", "voice_model"),
            ),
        )
    if answer.outcome == "unavailable":
        return (
            warning(
                "provider_unavailable",
                _("목소리 제공사가 대답하지 않아 이 설정을 받는지 확인하지 못했어요."),
            ),
        )
    return ()
