"""The glossary: a list to work in, a page for each phrase, and the reviewers' queue."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.forms import Field, ModelForm, ValidationError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from persona.admin.glossary_csv import GlossaryCsvMixin
from persona.admin.glossary_filters import DoublesFilter, SourceFilter
from persona.admin.glossary_list import GlossaryChangeList, doubles_of, published_of
from persona.admin.glossary_review import ReviewMixin
from persona.admin.labelled import LabelledListMixin
from persona.admin.roomy import RoomyMixin
from persona.admin.seen import SeenMixin
from persona.drafting import phrase_draft, read_draft
from persona.glossary.review import is_settled, needs_review_again
from persona.glossary.search import find
from persona.glossary.table import SPELLED_FIELDS, double_fault, entries, spelled, spelling_index
from persona.glossary.uses import draft_outputs, published_outputs, said_in
from persona.models import JejuPhrase, Persona
from persona.published import live_revision

_SETTLED = gettext_lazy("쓰지 않기로 한 말이에요. 표기와 뜻은 감수하는 이만 고치고 지울 수 있어요.")


class JejuPhraseForm(ModelForm[JejuPhrase]):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not SPELLED_FIELDS.isdisjoint(self.changed_data):
            row = JejuPhrase(
                pk=self.instance.pk, **{name: cleaned[name] for name in SPELLED_FIELDS}
            )
            if fault := double_fault(spelled(row, key=row.pk or "new"), spelling_index()):
                raise ValidationError({"phrase": fault})
        return cleaned


@admin.register(JejuPhrase)
class JejuPhraseAdmin(
    ReviewMixin,
    GlossaryCsvMixin,
    SeenMixin,
    RoomyMixin,
    LabelledListMixin,
    admin.ModelAdmin[JejuPhrase],
):
    what_for = gettext_lazy("쓰고 알아듣는 제주어. 한 줄이 지시문과 소리, 자막을 함께 움직여요.")
    place_in_list = 20
    form = JejuPhraseForm
    list_display = [
        "word",
        "standard_korean",
        "category",
        "review_state",
        "in_instructions",
        "instruction_order",
        "used_in",
    ]
    list_editable = ["review_state", "in_instructions", "instruction_order"]
    list_display_links = ["word"]
    list_filter = [
        "review_state",
        "in_instructions",
        DoublesFilter,
        "category",
        SourceFilter,
    ]
    list_per_page = 50
    search_fields = ["phrase"]  # what is really searched: get_search_results
    ordering = ["-in_instructions", "instruction_order", "phrase", "pk"]
    readonly_fields = ["where_used", "same_words"]
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
        (
            gettext_lazy("지시문"),
            {"fields": ["review_state", "in_instructions", "instruction_order"]},
        ),
        (gettext_lazy("쓰이는 곳"), {"fields": ["where_used", "same_words"]}),
        (gettext_lazy("근거"), {"fields": ["source", "remarks"]}),
    ]

    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 4})}}

    class Media:
        css = {"all": ["css/admin-glossary.css"]}

    def get_urls(self) -> list[URLPattern]:
        return [*self.csv_urls(), *self.review_urls(), *super().get_urls()]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[GlossaryChangeList]:
        return GlossaryChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: "models.QuerySet[JejuPhrase]", search_term: str
    ) -> "tuple[models.QuerySet[JejuPhrase], bool]":
        if not search_term.strip():
            return queryset, False
        return queryset.filter(pk__in=find(entries(), search_term)), False

    def get_readonly_fields(self, request: HttpRequest, obj: JejuPhrase | None = None) -> list[str]:
        settled = sorted(SPELLED_FIELDS) if self._is_settled(request, obj) else []
        return [*self.readonly_fields, *settled]

    def get_fieldsets(self, request: HttpRequest, obj: JejuPhrase | None = None) -> Any:
        (title, first), *others = super().get_fieldsets(request, obj)
        if self._is_settled(request, obj):
            first = {**first, "description": _SETTLED}
        return [(title, first), *others]

    def has_delete_permission(self, request: HttpRequest, obj: JejuPhrase | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not self._is_settled(request, obj)

    def get_deleted_objects(
        self, objs: "Sequence[JejuPhrase] | models.QuerySet[JejuPhrase]", request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """Name the words that stand in the way of deleting all that were chosen."""
        tree, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        if self.has_delete_permission(request):
            perms_needed = {
                _("'%(phrase)s': 쓰지 않기로 한 말은 감수하는 이만 지울 수 있어요.")
                % {"phrase": one.phrase}
                for one in objs
                if self._is_settled(request, one)
            }
        return tree, counts, perms_needed, protected

    def _is_settled(self, request: HttpRequest, row: JejuPhrase | None) -> bool:
        by_reviewer = self.has_review_permission(request)
        return row is not None and is_settled(row.review_state, by_reviewer=by_reviewer)

    def formfield_for_dbfield(
        self, db_field: "models.Field[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "review_state" and not self.has_review_permission(request):
            field.disabled = True  # a forged form changes it no more than an honest one
        return field

    def save_model(
        self, request: HttpRequest, obj: JejuPhrase, form: "ModelForm[JejuPhrase]", change: bool
    ) -> None:
        by_reviewer = self.has_review_permission(request)
        if needs_review_again(obj.review_state, form.changed_data, by_reviewer=by_reviewer):
            obj.review_state = JejuPhrase.ReviewState.UNREVIEWED
            messages.warning(
                request,
                _("'%(phrase)s'을(를) 고쳐서 감수 전으로 돌렸어요. 감수를 마치면 방문자에게 가요.")
                % {"phrase": obj.phrase},
            )
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("제주어"), ordering="phrase")
    def word(self, row: JejuPhrase) -> SafeString:
        old = format_html('<span class="old-spelling">{}</span>', row.old_spelling)
        return format_html("{} {}", row.phrase, old if row.old_spelling else "")

    @admin.display(description=gettext_lazy("나가는 곳"))
    def used_in(self, row: JejuPhrase) -> SafeString:
        found = published_of(row)
        marks = [
            (name, text)
            for name, text in (
                (_("지시문"), found.instruction),
                (_("소리"), found.pronunciation),
                (_("받아쓰기"), found.keyword),
                (_("자막"), found.gloss),
            )
            if text
        ]
        marks += [(_("겹침: %(word)s") % {"word": word}, "") for word in doubles_of(row)]
        return format_html_join(" ", '<span class="used" title="{1}">{0}</span>', marks)

    @admin.display(description=gettext_lazy("이 줄이 하는 일"))
    def where_used(self, row: JejuPhrase) -> SafeString | str:
        if row.pk is None:
            return _("저장하면 여기에서 볼 수 있어요.")
        live = live_revision()
        persona = Persona.objects.order_by("pk").first()
        draft = read_draft(persona) if persona else None
        context = {
            "number": live.number if live else None,
            "now": published_outputs(live.session, live.visitor, row.phrase) if live else None,
            "then": draft_outputs(draft, phrase_draft(row)) if draft else None,
            "is_reviewed": row.review_state == JejuPhrase.ReviewState.REVIEWED,
            "titles": [title or _("첫인사") for title in said_in(draft, row.phrase)]
            if draft
            else [],
        }
        return render_to_string("admin/persona/jejuphrase/where_used.html", context)

    @admin.display(description=gettext_lazy("같은 말"))
    def same_words(self, row: JejuPhrase) -> SafeString | str:
        others = spelling_index().same_words(spelled(row)) if row.pk else []
        if not others:
            return _("같은 말이 다른 표기로 또 있지 않아요.")
        return render_to_string("admin/persona/jejuphrase/same_words.html", {"others": others})
