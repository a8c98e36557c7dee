"""What other apps read of a persona: the published revision, never a draft."""

from django.conf import settings

from persona.models import Persona, PersonaRevision


def live_revision(slug: str | None = None) -> PersonaRevision | None:
    """Return the revision that new conversations speak with; None before the first publishing.

    Asks the database each time (one query by unique keys): what an editor publishes is what the
    next visitor meets, in every process and without a restart. `slug` is `settings.PERSONA_SLUG`
    unless given.
    """
    live = Persona.objects.filter(slug=slug or settings.PERSONA_SLUG).values("live_revision")[:1]
    return PersonaRevision.objects.filter(pk=live).first()
