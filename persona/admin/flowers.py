"""The flowers of 서천꽃밭, each drawn as the visitor will see it while it is written about."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import ColorInput, Field, Media
from django.forms.widgets import Script
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from persona.admin.labelled import LabelledListMixin
from persona.admin.roomy import RoomyMixin
from persona.admin.seen import SeenMixin
from persona.models import Flower


@admin.register(Flower)
class FlowerAdmin(SeenMixin, RoomyMixin, LabelledListMixin, admin.ModelAdmin[Flower]):
    what_for = _("건네는 꽃과 이야기로만 전하는 꽃.")
    place_in_list = 30
    list_display = ["drawing", "name", "meaning", "purpose", "may_be_given", "position"]
    list_display_links = ["drawing", "name"]
    list_editable = ["may_be_given", "position"]
    list_filter = ["may_be_given", "shape"]
    search_fields = ["name", "meaning", "purpose"]
    ordering = ["position", "name"]
    readonly_fields = ["preview"]
    fieldsets = [
        (None, {"fields": ["name", "meaning", ("shape", "colour"), "preview"]}),
        (_("건넬 때"), {"fields": ["may_be_given", "purpose", "note", "position"]}),
    ]

    @property
    def media(self) -> Media:
        return super().media + Media(
            css={"all": ["css/admin-flower.css"]},
            js=[Script("js/flower-preview/main.js", type="module")],  # type: ignore[list-item]
        )

    def formfield_for_dbfield(
        self, db_field: "models.Field[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> Field | None:
        if db_field.name == "colour":
            kwargs["widget"] = ColorInput
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("꽃"))
    def drawing(self, flower: Flower) -> SafeString:
        return format_html(
            '<span class="flower-small" role="img" aria-label="{}" data-name="{}" data-shape="{}"'
            ' data-colour="{}"></span>',
            flower.name,
            flower.name,
            flower.shape,
            flower.colour,
        )

    @admin.display(description=_("방문자가 보는 꽃"))
    def preview(self, flower: Flower) -> SafeString:
        return render_to_string("admin/persona/flower/preview.html", {"flower": flower})
