"""The end of a model as the admin shows it."""

from datetime import date

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from persona.model_ends import stage


def end_shown(ends_on: date | None) -> SafeString | str:
    """Return the day, with what is left of the time and in its colour once a warning is due."""
    if ends_on is None:
        return _("알려진 것 없음")
    today = timezone.localdate()
    due = stage(ends_on, today)
    if due is None:
        return str(ends_on)
    left = (ends_on - today).days
    words = (
        _("%(day)s (%(days)d일 남음)") % {"day": ends_on, "days": left}
        if left > 0
        else _("%(day)s (끝남)") % {"day": ends_on}
    )
    return format_html('<span class="end end--{}">{}</span>', due, words)
