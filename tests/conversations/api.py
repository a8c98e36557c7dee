"""Asking /api/ as a page does, and reading what it answers."""

import json
from typing import TYPE_CHECKING, Any

from django.test import Client

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
