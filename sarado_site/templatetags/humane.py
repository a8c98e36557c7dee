"""Numbers and dates as people write them."""

from datetime import timedelta

from django import template

register = template.Library()


@register.filter
def thousands(number: int) -> str:
    """12345 as 12,345."""
    return f"{number:,}"


@register.filter
def minutes(length: timedelta) -> int:
    """A length of time in whole minutes."""
    return int(length.total_seconds() // 60)
