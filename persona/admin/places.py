"""From where a finding points to the page and the field where an editor mends it."""

from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse

from persona.findings import Place
from persona.models import CrisisLine, Flower, JejuPhrase, Persona, Transcriber, VoiceModel

_ROWS: dict[str, tuple[type[Model], str]] = {
    "phrase": (JejuPhrase, "phrase"),
    "flower": (Flower, "name"),
    "crisis_line": (CrisisLine, "number"),
    "transcriber": (Transcriber, "provider_id"),
    "voice_model": (VoiceModel, "provider_id"),
}


def place_url(place: Place, persona: Persona) -> str:
    """Return the admin's address of the place: the row itself where there is exactly one."""
    if place.kind in _ROWS:
        return _row_url(*_ROWS[place.kind], place.key)
    page = reverse("admin:persona_persona_change", args=[persona.pk])
    if place.kind == "section":
        return f"{page}#id_sections-{place.key}-body"
    if place.key == "sections":
        return f"{page}#sections-group"
    return f"{page}#id_{place.key}" if place.key else page


def _row_url(model: type[Model], field: str, key: str) -> str:
    name = model._meta.model_name
    rows = list(model._default_manager.filter(**{field: key}).values_list("pk", flat=True)[:2])
    if key and len(rows) == 1:
        return reverse(f"admin:persona_{name}_change", args=rows)
    query = f"?{urlencode({'q': key})}" if key else ""
    return reverse(f"admin:persona_{name}_changelist") + query
