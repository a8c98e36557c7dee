from datetime import timedelta
from typing import Any

import pytest

from persona import actions
from persona.models import PersonaRevision
from persona.published import live_revision
from tests.persona.factories import NOON, make_live_revision, make_persona

pytestmark = pytest.mark.django_db


class TestLiveRevision:
    def test_is_none_before_the_first_publishing(self) -> None:
        assert live_revision() is None

        make_persona()

        assert live_revision() is None

    def test_is_the_new_one_right_after_publishing(self) -> None:
        first = make_live_revision()
        assert live_revision() == first
        first.persona.sections.filter(role="").update(body="{{GLOSSARY}} {{FLOWERS}}")
        first.persona.sections.filter(title="4. 발음").update(body="{{PRONUNCIATION}}")

        second = actions.publish(
            persona=first.persona, by=None, note="", now=NOON + timedelta(minutes=1)
        )

        assert live_revision() == second

    def test_asks_which_it_is_and_reads_it_once(self, django_assert_num_queries: Any) -> None:
        make_live_revision()

        with django_assert_num_queries(2):
            live = live_revision()
        with django_assert_num_queries(1):
            assert live_revision() is live

        assert isinstance(live, PersonaRevision)
        assert live.visitor["name"] == "사라도령"

    def test_is_that_of_the_persona_asked_for(self, settings: Any) -> None:
        make_live_revision()
        other = make_live_revision(slug="other", name="다른이")

        assert live_revision("other") == other
        assert live_revision("nobody") is None
        settings.PERSONA_SLUG = "other"
        assert live_revision() == other
