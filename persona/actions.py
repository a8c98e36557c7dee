"""Everything that publishes. Each action is one transaction with the persona's row locked."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from persona.compile import compile_persona
from persona.draft_source import Source, read_source
from persona.drafting import read_draft
from persona.findings import Finding
from persona.models import Persona, PersonaRevision
from persona.preflight.earlier import inspect_earlier
from persona.preflight.gathering import gather
from persona.preflight.inspection import inspect

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# The seed of an old release must still open a new house, whatever its clock says; whoever publishes
# next verifies them.
_FORGIVEN_THE_HOUSE = frozenset({"crisis_line_overdue", "crisis_line_not_yet_verified"})


class PublishingRefused(Exception):
    """Nothing was published. The message is a Korean sentence for the editor."""


class NothingToPublish(PublishingRefused):
    """What would be published is what is live already."""


class NoSuchRevision(PublishingRefused):
    """The persona has no revision of that number."""


class DraftChanged(PublishingRefused):
    """The draft is not any more what the editor looked at."""


class PreflightRefused(PublishingRefused):
    """The preflight found errors, or warnings that nobody gave a reason for."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(" ".join(one.sentence for one in findings))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Signature:
    """Who publishes, when, and what they say about it. `by` None is the house itself.

    `why_anyway` is the reason for going past warnings.
    """

    by: "User | None"
    note: str
    now: datetime
    why_anyway: str = ""


@transaction.atomic
def publish(
    *,
    persona: Persona,
    by: "User | None",
    note: str,
    now: datetime,
    why_anyway: str = "",
    seen_sha256: str = "",
    tried_sha256: str = "",
    said_by_provider: tuple[Finding, ...] = (),
) -> PersonaRevision:
    """Run the preflight on the draft as it is saved, compile it as the next revision, make it live.

    `seen_sha256` is the fingerprint of what the editor looked at, `tried_sha256` of what the
    provider was asked about (before, outside the transaction) and `said_by_provider` what it had
    against that. A draft that is neither any more is not published. Raises PublishingRefused; then
    nothing has changed.
    """
    locked = _lock(persona)
    evidence, findings = inspect(gather(locked, by=by, now=now))
    signature = Signature(by, note, now, why_anyway)
    overridden = _weigh((*findings, *said_by_provider), signature)
    compiled = evidence.compiled
    if compiled is None:  # without an error: no rule lets that happen
        raise PreflightRefused(findings)
    if {seen_sha256, tried_sha256} - {"", compiled.sha256}:
        raise DraftChanged(_("그사이 초안이 바뀌었어요. 달라진 것을 다시 보고 게시해 주세요."))
    return _go_live(
        locked,
        signature,
        session=compiled.session,
        visitor=compiled.visitor,
        sha256=compiled.sha256,
        protected_sha256=compiled.protected_sha256,
        source=read_source(locked),
        overridden=overridden,
    )


@transaction.atomic
def revert(
    *,
    persona: Persona,
    to_number: int,
    by: "User | None",
    note: str,
    now: datetime,
    why_anyway: str = "",
) -> PersonaRevision:
    """Publish an earlier revision again, as the next number. The draft stays as it is.

    Raises PublishingRefused; then nothing has changed.
    """
    locked = _lock(persona)
    earlier = PersonaRevision.objects.filter(persona=locked, number=to_number).first()
    if earlier is None:
        raise NoSuchRevision(_("%(number)d판은 없어요.") % {"number": to_number})
    signature = Signature(by, note, now, why_anyway)
    overridden = _weigh(
        inspect_earlier(earlier, live=locked.live_revision, by=by, now=now), signature
    )
    return _go_live(
        locked,
        signature,
        session=earlier.session,
        visitor=earlier.visitor,
        sha256=earlier.sha256,
        protected_sha256=earlier.protected_sha256,
        source=earlier.source,
        overridden=overridden,
        reverted_to=earlier,
    )


@transaction.atomic
def freeze_for_hearing(*, persona: Persona, by: "User | None", now: datetime) -> PersonaRevision:
    """Return the draft as it is saved, frozen without a number so that staff can listen to it.

    The same draft is frozen once. Raises CompileRefused.
    """
    locked = _lock(persona)
    compiled = compile_persona(read_draft(locked))
    known = PersonaRevision.objects.filter(
        persona=locked, number=None, sha256=compiled.sha256
    ).first()
    return known or PersonaRevision.objects.create(
        persona=locked,
        number=None,
        session=compiled.session,
        visitor=compiled.visitor,
        sha256=compiled.sha256,
        protected_sha256=compiled.protected_sha256,
        source=read_source(locked),
        published_by=by,
        published_at=now,
    )


def _lock(persona: Persona) -> Persona:
    # Two editors publish one after the other; the unique number stands behind the lock, and SQLite
    # has one writer anyway. No joins here: after waiting for the lock PostgreSQL reads the locked
    # row anew but not the joined ones, and the revision that just went live would look missing.
    return Persona.objects.select_for_update().get(pk=persona.pk)


def _weigh(findings: tuple[Finding, ...], signature: Signature) -> list[str]:
    """Return the sentences of the warnings that are gone past. Raises PreflightRefused."""
    if signature.by is None:
        findings = tuple(one for one in findings if one.code not in _FORGIVEN_THE_HOUSE)
    is_answered = signature.by is None or bool(signature.why_anyway.strip())
    if any(one.level == "error" for one in findings) or (findings and not is_answered):
        raise PreflightRefused(findings)
    return [one.sentence for one in findings]


def _go_live(
    persona: Persona,
    signature: Signature,
    *,
    session: dict[str, Any],
    visitor: dict[str, Any],
    sha256: str,
    protected_sha256: str,
    source: Source | None,
    overridden: list[str],
    reverted_to: PersonaRevision | None = None,
) -> PersonaRevision:
    live = persona.live_revision
    if live is not None and live.sha256 == sha256:
        raise NothingToPublish(_("게시된 판과 다른 것이 없어요."))
    newest = PersonaRevision.objects.published().filter(persona=persona).order_by("-number").first()
    revision = PersonaRevision.objects.create(
        persona=persona,
        number=(newest.number or 0) + 1 if newest else 1,
        session=session,
        visitor=visitor,
        sha256=sha256,
        protected_sha256=protected_sha256,
        source=source,
        overridden=overridden,
        override_reason=signature.why_anyway.strip() if overridden else "",
        reverted_to=reverted_to,
        note=signature.note,
        published_by=signature.by,
        published_at=signature.now,
    )
    Persona.objects.filter(pk=persona.pk).update(live_revision=revision)
    return revision
