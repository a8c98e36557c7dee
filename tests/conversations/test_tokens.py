"""The bearer token of one conversation."""

import uuid

import pytest
from pytest_django import Settings

from conversations.tokens import TokenRefused, check_token, issue_token


def test_outlives_its_key_only_while_the_key_is_named(settings: Settings) -> None:
    conversation = uuid.uuid4()
    settings.SECRET_KEY = "the key of yesterday"
    authorization = f"Bearer {issue_token(conversation)}"

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "today's", ["the key of yesterday"]
    check_token(authorization, conversation)

    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(TokenRefused):
        check_token(authorization, conversation)
