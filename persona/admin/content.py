from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from persona.models import CrisisLine, Flower, JejuPhrase


@admin.register(JejuPhrase)
class JejuPhraseAdmin(admin.ModelAdmin[JejuPhrase]):
    list_display = [
        "phrase",
        "old_spelling",
        "standard_korean",
        "category",
        "review_state",
        "in_instructions",
        "instruction_order",
    ]
    list_editable = ["review_state", "in_instructions", "instruction_order"]
    list_filter = ["review_state", "in_instructions", "category"]
    list_per_page = 50
    search_fields = ["phrase", "old_spelling", "standard_korean", "english", "usage_note"]
    ordering = ["-in_instructions", "instruction_order", "phrase", "pk"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "phrase",
                    "old_spelling",
                    "standard_korean",
                    "english",
                    "category",
                    "usage_note",
                    "pronunciation_hint",
                ]
            },
        ),
        (_("지시문"), {"fields": ["review_state", "in_instructions", "instruction_order"]}),
        (_("근거"), {"fields": ["source", "remarks"]}),
    ]


@admin.register(Flower)
class FlowerAdmin(admin.ModelAdmin[Flower]):
    list_display = ["name", "meaning", "purpose", "may_be_given", "position"]
    list_editable = ["may_be_given", "position"]
    list_filter = ["may_be_given"]
    search_fields = ["name", "meaning", "purpose"]
    ordering = ["position", "name"]


@admin.register(CrisisLine)
class CrisisLineAdmin(admin.ModelAdmin[CrisisLine]):
    list_display = [
        "number",
        "name",
        "for_whom",
        "hours",
        "verified_on",
        "verified_by",
        "is_shown",
        "position",
    ]
    list_editable = ["is_shown", "position"]
    list_display_links = ["number", "name"]
    search_fields = ["number", "name"]
    ordering = ["position", "number"]
