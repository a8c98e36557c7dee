"""Addresses of the workbench, and what a browser would post from the persona's page."""

from typing import Any

from django.forms import model_to_dict
from django.urls import reverse

from persona.draft_history import newest_number
from persona.models import Persona, PersonaRevision


def publish_page(persona: Persona) -> str:
    return reverse("admin:persona_persona_publish", args=[persona.pk])


def revert_page(revision: PersonaRevision) -> str:
    return reverse("admin:persona_personarevision_revert", args=[revision.pk])


def copy_page(revision: PersonaRevision) -> str:
    return reverse("admin:persona_personarevision_copy", args=[revision.pk])


def persona_form(persona: Persona, **overrides: Any) -> dict[str, Any]:
    """Every field of the page as it stands, with sections in order; `overrides` are typed in."""
    values = model_to_dict(persona, exclude=["id", "live_revision"])
    sections = list(persona.sections.order_by("position", "pk"))
    count = len(sections)
    posted: dict[str, Any] = {name: value for name, value in values.items() if value is not False}
    posted |= {"sections-TOTAL_FORMS": count, "sections-INITIAL_FORMS": count}
    if persona.pk:
        posted["draft_number"] = newest_number(persona)
    for index, section in enumerate(sections):
        row = model_to_dict(section)
        posted |= {
            f"sections-{index}-{name}": value for name, value in row.items() if value is not False
        }
    return posted | overrides
