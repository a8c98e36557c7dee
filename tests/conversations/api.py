"""Asking /api/ as a page does, and reading what it answers."""

import json
from typing import TYPE_CHECKING, Any

from django.test import Client

from persona.models import PersonaRevision

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


def post(
    client: Client,
    path: str,
    payload: object = None,
    token: str | None = None,
    headers: dict[str, str] | None = None,
) -> "Answer":
    return client.post(
        path,
        json.dumps(payload or {}),
        content_type="application/json",
        headers={**({"Authorization": f"Bearer {token}"} if token else {}), **(headers or {})},
    )


def begin(client: Client) -> dict[str, Any]:
    answer = post(client, "/api/conversations")
    assert answer.status_code == 201, answer.content
    document: dict[str, Any] = answer.json()
    return document


def assert_problem(answer: "Answer", code: str, status: int) -> dict[str, Any]:
    document: dict[str, Any] = answer.json()
    assert (answer.status_code, document["code"]) == (status, code)
    assert answer["Content-Type"] == "application/problem+json"
    assert document["type"] == f"/problems/{code}"
    assert document["status"] == status
    assert any("가" <= letter <= "힣" for letter in document["detail"])
    assert ("Retry-After" in answer) == ("retry_after" in document)
    return document


def show(revision: PersonaRevision, visitor: dict[str, Any]) -> None:
    """Publish another revision, whose visitor part is this."""
    persona = revision.persona
    persona.live_revision = PersonaRevision.objects.create(
        persona=persona,
        number=(revision.number or 0) + 1,
        session=revision.session,
        visitor=visitor,
        sha256="0" * 64,
        note="",
        published_at=revision.published_at,
    )
    persona.save()
