"""Filters of the glossary's list."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from persona.glossary.doubles import doubles
from persona.glossary.table import spelled
from persona.models import JejuPhrase

_MOST_USED = 12  # more sources than fit beside a list would hide the filters below
_NONE = "-"
_SEPARATOR = "|"


class SourceFilter(admin.SimpleListFilter):
    """By where a phrase was found: the sources most rows name, or none at all."""

    title = gettext_lazy("출처")
    parameter_name = "source"

    def lookups(
        self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]"
    ) -> Iterator[tuple[str, str]]:
        texts = JejuPhrase.objects.values_list("source", flat=True)
        counted = Counter(
            source for text in texts for source in {one.strip() for one in text.split(_SEPARATOR)}
        )
        without = counted.pop("", 0)
        for source, count in sorted(counted.most_common(_MOST_USED), key=lambda one: -one[1]):
            yield source, f"{source[:28]}{'…' if len(source) > 28 else ''} ({count})"
        if without:
            yield _NONE, _("출처 없음 (%(count)d)") % {"count": without}

    def queryset(
        self, request: HttpRequest, queryset: "QuerySet[JejuPhrase]"
    ) -> "QuerySet[JejuPhrase]":
        source = self.value()
        if source == _NONE:
            return queryset.filter(source="")
        return queryset.filter(source__contains=source) if source else queryset


class DoublesFilter(admin.SimpleListFilter):
    """Rows of one word in several spellings, or twice: ᄒᆞᆫ저 beside 혼저."""

    title = gettext_lazy("겹치는 말")
    parameter_name = "double"

    def lookups(
        self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]"
    ) -> list[tuple[str, str]]:
        return [("yes", _("같은 말이 또 있음"))]

    def queryset(
        self, request: HttpRequest, queryset: "QuerySet[JejuPhrase]"
    ) -> "QuerySet[JejuPhrase]":
        if self.value() != "yes":
            return queryset
        rows = JejuPhrase.objects.order_by("pk")
        return queryset.filter(pk__in=list(doubles(spelled(row) for row in rows)))
