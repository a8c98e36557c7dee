"""What a page hands to its script."""

from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import json_script
from django.utils.safestring import SafeString

register = template.Library()


class _AsWritten(DjangoJSONEncoder):
    """Letters as letters: Hangul as `\\uXXXX` makes the packed page a twelfth heavier."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**(options | {"ensure_ascii": False, "separators": (",", ":")}))


@register.filter
def data_script(value: object, element_id: str) -> SafeString:
    """Put a value into the page as JSON, in a script element that the page's script reads."""
    return json_script(value, element_id, encoder=_AsWritten)
