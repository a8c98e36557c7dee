"""Text that stands in a page of another language."""

import re

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language

register = template.Library()

_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")


@register.filter
def marked(text: str) -> str:
    """Say of Korean without a translation that it is Korean, so that it is read aloud as such."""
    if get_language() == settings.LANGUAGE_CODE or not _HANGUL.search(text):
        return text
    return format_html('<span lang="ko">{}</span>', text)
