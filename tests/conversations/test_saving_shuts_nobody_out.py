"""Saving the draft leaves the visitors' door as it was: only publishing changes what they meet."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conversations.override import hold_house
from persona.models import Persona
from tests.conversations.api import begin
from tests.persona.admin_pages import persona_form
from tests.persona.factories import make_live_revision, make_staff

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("provider", "realtime_client", "at_noon"),
]


def test_a_saved_draft_cannot_take_the_live_persona_from_its_address() -> None:
    persona = make_live_revision().persona
    hold_house(is_open=True, reason="시험", until=None, now=timezone.now(), by=None)
    editor = Client()
    editor.force_login(make_staff("writer", "view_persona", "change_persona"))
    page = reverse("admin:persona_persona_change", args=[persona.pk])
    forged = persona_form(persona, slug="another", greeting="반갑수다. 저는 AI예요.")

    assert 'name="slug"' not in editor.get(page).content.decode()
    assert editor.post(page, forged).status_code == 302

    persona = Persona.objects.get()
    assert persona.greeting == "반갑수다. 저는 AI예요."
    assert persona.slug == settings.PERSONA_SLUG
    begin(Client())  # asserts that it was let in
