"""Staff listen to a draft: who may, what the provider is sent, that no visitor's count moves."""

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from conversations import actions
from conversations.hearings import SEATS, issue_key
from conversations.models import Conversation, OpeningHours
from conversations.realtime import RealtimeClient
from persona.models import InstructionSection, Persona, PersonaRevision
from persona.published import live_revision
from tests.conversations.provider import Behaviour, MisbehavingProvider, error_body
from tests.persona.factories import make_live_revision, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon", "realtime_client")]


@pytest.fixture
def persona() -> Persona:
    """Live, with a draft that says something else."""
    persona = make_live_revision().persona
    InstructionSection.objects.filter(title="4. 발음").update(body="초안의 말 {{PRONUNCIATION}}")
    return persona


@pytest.fixture
def editor() -> User:
    return make_staff("editor", "view_persona", "hear_draft")


def door(persona: Persona, user: User) -> str:
    return f"/api/hearings/{issue_key(persona=persona, user=user)}"


def begin(client: Client, persona: Persona, user: User) -> Any:
    return client.post(door(persona, user), "{}", content_type="application/json")


class TestThePage:
    def test_is_the_visitor_s_own_on_the_draft_and_says_so(
        self, client: Client, persona: Persona, editor: User
    ) -> None:
        client.force_login(editor)

        text = client.get(reverse("hear", args=[persona.pk])).content.decode()

        assert 'data-action="start"' in text
        assert "들어보기 · 손님에게는 나가지 않아요" in text
        assert "초안의 말" in text
        assert not PersonaRevision.objects.filter(number=None).exists()  # looking saves nothing
        assert "js/workbench/main.js" in text
        assert text.index("js/workbench/main.js") < text.index("js/call/main.js")

    def test_is_for_staff_who_may_listen(self, client: Client, persona: Persona) -> None:
        page = reverse("hear", args=[persona.pk])
        assert client.get(page).status_code == 302
        client.force_login(make_staff("other", "view_persona"))
        assert client.get(page).status_code == 403

    def test_sends_an_editor_with_a_broken_draft_to_where_it_is_mended(
        self, client: Client, persona: Persona, editor: User
    ) -> None:
        InstructionSection.objects.filter(title="4. 발음").update(body="{{OOPS}}")
        client.force_login(editor)

        answer = client.get(reverse("hear", args=[persona.pk]))

        assert answer.headers["Location"] == f"/admin/persona/persona/{persona.pk}/change/"

    def test_visitors_never_see_the_panel(self, client: Client, persona: Persona) -> None:
        assert "workbench" not in client.get("/").content.decode()


class TestBeginning:
    def test_sends_the_provider_the_draft_and_marks_the_conversation(
        self, client: Client, persona: Persona, editor: User, provider: MisbehavingProvider
    ) -> None:
        answer = begin(client, persona, editor)

        assert answer.status_code == 201
        assert "초안의 말" in provider.requests[-1].body["session"]["instructions"]
        conversation = Conversation.objects.get()
        assert conversation.is_hearing
        assert conversation.persona_revision.number is None
        assert answer.json()["persona"]["revision"] is None
        live = live_revision()
        assert live is not None
        assert live.number == 1
        assert "초안의 말" not in live.session["instructions"]

    def test_the_same_draft_is_frozen_once(
        self, client: Client, persona: Persona, editor: User
    ) -> None:
        begin(client, persona, editor)
        begin(client, persona, editor)

        assert PersonaRevision.objects.filter(number=None).count() == 1

    def test_what_was_heard_gets_a_number_only_by_publishing(
        self, client: Client, persona: Persona, editor: User, noon: datetime
    ) -> None:
        from persona import actions as persona_actions

        begin(client, persona, editor)

        published = persona_actions.publish(persona=persona, by=None, note="", now=noon)

        assert published.number == 2
        heard = PersonaRevision.objects.get(number=None)
        assert heard.sha256 == published.sha256

    def test_goes_on_below_its_own_door(
        self, client: Client, persona: Persona, editor: User
    ) -> None:
        begun = begin(client, persona, editor).json()
        base = f"{door(persona, editor)}/{begun['id']}"
        bearer = {"Authorization": f"Bearer {begun['token']}"}

        assert client.put(f"{base}/calls/rtc_1", headers=bearer).status_code == 204
        beat = client.post(f"{base}/heartbeat", {}, content_type="application/json", headers=bearer)
        assert beat.json()["open"] is True
        more = client.post(
            f"{base}/client-secrets",
            {"cause": "reconnect"},
            content_type="application/json",
            headers=bearer,
        )
        assert more.status_code == 201
        end = client.post(
            f"{base}/end", {"reason": "visitor"}, content_type="application/json", headers=bearer
        )
        assert end.status_code == 204
        assert Conversation.objects.get().ended_at is not None

    def test_leaves_nothing_behind_when_the_provider_refuses(
        self, client: Client, persona: Persona, editor: User, provider: MisbehavingProvider
    ) -> None:
        provider.behaviour = Behaviour(status=400, body=error_body("invalid_value"))

        assert begin(client, persona, editor).status_code == 502
        assert not Conversation.objects.exists()


class TestTheKey:
    def test_ends_with_the_right_to_listen(
        self, client: Client, persona: Persona, editor: User
    ) -> None:
        key = door(persona, editor)
        editor.user_permissions.clear()

        assert client.post(key, "{}", content_type="application/json").status_code == 401
        assert client.get(f"{key}/status").status_code == 401

    def test_ends_with_the_account(self, client: Client, persona: Persona, editor: User) -> None:
        key = door(persona, editor)
        User.objects.update(is_active=False)

        assert client.post(key, "{}", content_type="application/json").status_code == 401

    def test_ends_with_the_day(
        self,
        client: Client,
        persona: Persona,
        editor: User,
        at_noon: time_machine.Traveller,
        noon: datetime,
    ) -> None:
        key = door(persona, editor)
        at_noon.move_to(noon + timedelta(hours=12, seconds=5))

        assert client.post(key, "{}", content_type="application/json").status_code == 401

    @pytest.mark.parametrize("forged", ["x", "WzEsMV0:1:x"])
    def test_forged_is_refused(self, client: Client, persona: Persona, forged: str) -> None:
        answer = client.post(f"/api/hearings/{forged}", "{}", content_type="application/json")

        assert answer.status_code == 401

    def test_a_failure_leaves_no_key_in_the_log(
        self,
        client: Client,
        persona: Persona,
        editor: User,
        monkeypatch: pytest.MonkeyPatch,
        written_log: io.StringIO,
    ) -> None:
        def crash(**told: object) -> None:
            raise ZeroDivisionError(door(persona, editor))

        monkeypatch.setattr("conversations.hearing_views.begin_hearing", crash)
        client.raise_request_exception = False
        key = door(persona, editor)

        assert client.post(key, "{}", content_type="application/json").status_code == 500
        logged = written_log.getvalue()
        assert '"message": "Internal Server Error: /api/hearings/-"' in logged
        assert "ZeroDivisionError" in logged
        assert key.rpartition("/")[2][:8] not in logged


class TestCountedApart:
    def test_works_while_the_house_is_closed_and_is_not_swept(
        self, client: Client, persona: Persona, editor: User, noon: datetime
    ) -> None:
        OpeningHours.objects.all().delete()
        assert client.get("/api/status").json()["open"] is False

        assert client.get(f"{door(persona, editor)}/status").json()["open"] is True
        assert begin(client, persona, editor).status_code == 201
        from conversations.sweeps import sweep

        sweep(now=noon)
        assert Conversation.objects.get().ended_at is None

    def test_takes_no_visitor_s_seat(self, client: Client, persona: Persona, editor: User) -> None:
        before = client.get("/api/status").json()["seats_free"]

        begin(client, persona, editor)

        assert client.get("/api/status").json()["seats_free"] == before
        assert Conversation.objects.get().seat in SEATS

    def test_chairs_for_listening_are_few(
        self, client: Client, persona: Persona, editor: User
    ) -> None:
        for _ in SEATS:
            assert begin(client, persona, editor).status_code == 201

        assert begin(client, persona, editor).json()["code"] == "house_full"

    def test_ends_after_ten_minutes(
        self, client: Client, persona: Persona, editor: User, noon: datetime
    ) -> None:
        begin(client, persona, editor)
        conversation = Conversation.objects.get()
        assert conversation.ends_at - conversation.started_at == timedelta(minutes=10)

        with pytest.raises(actions.ConversationEnded):
            actions.mint_again(
                conversation,
                cause="reconnect",  # type: ignore[arg-type]
                client_hash="",
                now=noon + timedelta(minutes=11),
                realtime=RealtimeClient(base="http://127.0.0.1:9/v1", key="x"),
            )
