"""Ask for a page as a browser does behind the proxy, and read what it carries."""

import json
import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

SCREEN = "/admin/conversations/housestate/"  # the operator's


def get(client: Client, path: str, **headers: str) -> HttpResponse:
    # As behind the proxy that ends TLS.
    return client.get(path, secure=True, headers=headers)  # type: ignore[return-value]


def config_of(response: HttpResponse) -> dict[str, Any]:
    found = re.search(
        r'<script id="sarado-config" type="application/json">(.*?)</script>',
        response.content.decode(),
        re.DOTALL,
    )
    assert found
    parsed: dict[str, Any] = json.loads(found[1])
    return parsed
