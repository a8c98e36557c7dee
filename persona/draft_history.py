"""Who saved which draft: every state is kept, so a saving can neither be lost nor overwrite unseen.

All of it is called inside the transaction that saves, with the persona's row locked.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from persona.draft_source import Source, read_source, write_source
from persona.models import DraftVersion, Persona

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def newest_version(persona: Persona) -> DraftVersion | None:
    return persona.draft_versions.order_by("-number").first()


def newest_number(persona: Persona) -> int:
    """Return what an editor's page is based on; 0 before anybody ever saved."""
    version = newest_version(persona)
    return version.number if version else 0


def keep_first(persona: Persona, *, now: datetime) -> None:
    """Keep the state before the first saving, so that the first merge has something to go by."""
    if newest_version(persona) is None:
        DraftVersion.objects.create(
            persona=persona, number=0, source=read_source(persona), saved_at=now
        )


def keep(
    persona: Persona, *, by: "User | None", now: datetime, note: str = ""
) -> DraftVersion | None:
    """Keep the draft as it is saved now; None when that is what the newest version holds."""
    newest = newest_version(persona)
    source = read_source(persona)
    if newest is not None and newest.source == source:
        return None
    return DraftVersion.objects.create(
        persona=persona,
        number=newest.number + 1 if newest else 0,
        source=source,
        note=note,
        saved_by=by,
        saved_at=now,
    )


@transaction.atomic
def copy_to_draft(
    *, persona: Persona, source: Source, by: "User | None", note: str, now: datetime
) -> DraftVersion | None:
    """Begin again from an earlier text. Protected sections come along only for those who may change
    them. What the draft was before stays in its history.

    Returns None when the draft was that already. Raises ValidationError when the earlier text is
    not fit to be saved any more.
    """
    locked = Persona.objects.select_for_update().get(pk=persona.pk)
    keep_first(locked, now=now)
    keep(locked, by=None, now=now, note=_("옮기기 전의 초안"))
    may = by is None or by.has_perm("persona.edit_protected_sections")
    write_source(locked, source, with_protected=may)
    return keep(locked, by=by, now=now, note=note)
