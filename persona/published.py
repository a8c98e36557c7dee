"""What other apps read of a persona: the published revision, never a draft."""

import json
from functools import lru_cache

from django.conf import settings

from persona.models import Persona, PersonaRevision
from sarado_site.prepared import PreparedSelect

_LIVE = PreparedSelect(
    lambda: Persona.objects.filter(slug="").values_list("live_revision_id", flat=True)
)


def live_revision(slug: str | None = None) -> PersonaRevision | None:
    """Return the revision that new conversations speak with; None before the first publishing.

    Asks the database each time which one it is: what an editor publishes is what the next visitor
    meets, in every process and without a restart. The revision itself is read once per process,
    for it never changes. `slug` is `settings.PERSONA_SLUG` unless given.
    """
    for (live,) in _LIVE.rows(slug or settings.PERSONA_SLUG):
        return None if live is None else _revision(live)
    return None


def revision(pk: int) -> PersonaRevision:
    """Return a revision, read once per process."""
    return _revision(pk)


def transcriber(revision: PersonaRevision) -> str:
    """Return the model that writes the visitor's words down; "" when none does."""
    audio_in = revision.session.get("audio", {}).get("input", {})
    return (audio_in.get("transcription") or {}).get("model") or ""


def session_json(revision: PersonaRevision) -> bytes:
    """Return the compiled session as the provider is sent it, encoded once per process."""
    return _session_json(revision.pk)


# A few: the live one, those of visits begun before the last publishing, and one being reverted to.
@lru_cache(maxsize=8)
def _revision(pk: int) -> PersonaRevision:
    return PersonaRevision.objects.get(pk=pk)


@lru_cache(maxsize=8)
def _session_json(pk: int) -> bytes:
    # Hangul as it is: escaped and with blanks it would be twice as much to encrypt and to send.
    session = _revision(pk).session
    return json.dumps(session, ensure_ascii=False, separators=(",", ":")).encode()
