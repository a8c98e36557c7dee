"""Everything that publishes. Each action is one transaction with the persona's row locked."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from persona.compile import CompileRefused, compile_persona
from persona.drafting import read_draft
from persona.models import Persona, PersonaRevision, VoiceModel

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class PublishingRefused(Exception):
    """Nothing was published. The message is a Korean sentence for the editor."""


class NothingToPublish(PublishingRefused):
    """What would be published is what is live already."""


class ProtectedSectionsChanged(PublishingRefused):
    """A protected section differs from the live one, and this editor may not change those."""


class NoSuchRevision(PublishingRefused):
    """The persona has no revision of that number."""


@transaction.atomic
def publish(*, persona: Persona, by: "User | None", note: str, now: datetime) -> PersonaRevision:
    """Compile the draft as the next revision and make it live. `by` None is the house itself.

    Raises CompileRefused or PublishingRefused; then nothing has changed.
    """
    locked = _lock(persona)
    compiled = compile_persona(read_draft(locked))
    return _go_live(
        locked,
        by=by,
        note=note,
        now=now,
        session=compiled.session,
        visitor=compiled.visitor,
        sha256=compiled.sha256,
        protected_sha256=compiled.protected_sha256,
    )


@transaction.atomic
def revert(
    *, persona: Persona, to_number: int, by: "User | None", note: str, now: datetime
) -> PersonaRevision:
    """Publish an earlier revision again, as the next number. The draft stays as it is.

    Raises CompileRefused or PublishingRefused; then nothing has changed.
    """
    locked = _lock(persona)
    earlier = PersonaRevision.objects.filter(persona=locked, number=to_number).first()
    if earlier is None:
        raise NoSuchRevision(_("%(number)d판은 없어요.") % {"number": to_number})
    return _go_live(
        locked,
        by=by,
        note=note,
        now=now,
        session=earlier.session,
        visitor=earlier.visitor,
        sha256=earlier.sha256,
        protected_sha256=earlier.protected_sha256,
    )


def _lock(persona: Persona) -> Persona:
    # Two editors publish one after the other; the unique number stands behind the lock, and SQLite
    # has one writer anyway. No joins here: after waiting for the lock PostgreSQL reads the locked
    # row anew but not the joined ones, and the revision that just went live would look missing.
    return Persona.objects.select_for_update().get(pk=persona.pk)


def _go_live(
    persona: Persona,
    *,
    by: "User | None",
    note: str,
    now: datetime,
    session: dict[str, Any],
    visitor: dict[str, Any],
    sha256: str,
    protected_sha256: str,
) -> PersonaRevision:
    live = persona.live_revision
    if live is not None and live.sha256 == sha256:
        raise NothingToPublish(_("게시된 판과 다른 것이 없어요."))
    _refuse_ended_model(session["model"], now)
    if by is not None and not by.has_perm("persona.edit_protected_sections"):
        _refuse_protected_change(live, protected_sha256)
    newest = PersonaRevision.objects.filter(persona=persona).order_by("-number").first()
    revision = PersonaRevision.objects.create(
        persona=persona,
        number=newest.number + 1 if newest else 1,
        session=session,
        visitor=visitor,
        sha256=sha256,
        protected_sha256=protected_sha256,
        note=note,
        published_by=by,
        published_at=now,
    )
    Persona.objects.filter(pk=persona.pk).update(live_revision=revision)
    return revision


def _refuse_ended_model(provider_id: str, now: datetime) -> None:
    model = VoiceModel.objects.filter(provider_id=provider_id).first()
    if model is None or model.has_ended(timezone.localdate(now)):
        raise CompileRefused(
            _("목소리 모델 %(model)s은(는) 끝났어요. 다른 모델을 골라 주세요.")
            % {"model": provider_id}
        )


def _refuse_protected_change(live: PersonaRevision | None, protected_sha256: str) -> None:
    if live is None or live.protected_sha256 != protected_sha256:
        raise ProtectedSectionsChanged(
            _("보호된 지시문이나 위기 전화가 게시된 판과 달라요. 안전 담당이 게시해야 해요.")
        )
