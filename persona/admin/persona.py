"""The persona's page: what visitors meet now, the draft, and the ways between the two."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from persona.admin.draft_form import DraftForm, Meeting, editor_name, meet
from persona.admin.overview import overview_of
from persona.admin.publishing import publish_view
from persona.admin.sections import SectionInline
from persona.draft_history import keep, keep_first
from persona.instructions import PLACEHOLDERS
from persona.models import Persona


@admin.register(Persona)
class PersonaAdmin(admin.ModelAdmin[Persona]):
    what_for = gettext_lazy("사라도령이 누구인지 고치고, 들어 보고, 게시해요.")
    place_in_list = 10
    form = DraftForm
    list_display = ["name", "voice_model", "live_line"]
    list_select_related = ["voice_model", "live_revision__published_by"]
    search_fields = ["name", "slug"]
    ordering = ["name", "pk"]
    save_on_top = False
    fieldsets = [
        (
            gettext_lazy("그가 누구인지"),
            {"fields": ["name", "slug", "greeting", "replay_instructions"]},
        ),
        (
            gettext_lazy("목소리"),
            {
                "description": gettext_lazy(
                    "목소리와 빠르기는 들어 보고 정해 주세요. 저장하면 ‘들어보기’로 들을 수 있어요."
                ),
                "fields": [
                    ("voice_model", "voice"),
                    ("speed", "max_output_tokens"),
                    ("transcription_model", "noise_reduction"),
                ],
            },
        ),
        (
            gettext_lazy("차례"),
            {
                "description": gettext_lazy(
                    "누가 언제 말하는지 정하는 수예요. 손님이 말하다 끊긴다면 ‘조용함’을 늘리고, "
                    "대답이 굼뜨다면 줄여 주세요."
                ),
                "classes": ["collapse"],
                "fields": [
                    ("turn_taking", "echo_tail_ms"),
                    ("turn_detection", "eagerness"),
                    ("threshold", "prefix_padding_ms", "silence_duration_ms"),
                    ("create_response", "interrupt_response"),
                ],
            },
        ),
    ]
    inlines = [SectionInline]

    def get_urls(self) -> list[URLPattern]:
        publish = path(
            "<int:persona_id>/publish/",
            self.admin_site.admin_view(self.publish_view),
            name="persona_persona_publish",
        )
        return [publish, *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Persona | None = None) -> list[str]:
        # Every beginning looks the live persona up by this name: saved with another one, it would
        # be gone for visitors at once, with no publishing and no check in between.
        return ["slug"] if obj else []

    def publish_view(self, request: HttpRequest, persona_id: int) -> HttpResponse:
        return publish_view(self, request, persona_id)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Save one editor at a time: whoever comes second is shown both texts."""
        context = dict(extra_context or {})
        with transaction.atomic():
            if request.method == "POST" and object_id and object_id.isdigit():
                persona = Persona.objects.select_for_update().filter(pk=object_id).first()
                if persona is not None and self.has_change_permission(request, persona):
                    keep_first(persona, now=timezone.now())
                    context["meeting"] = meet(request, persona)
            request.META["persona.meeting"] = context.get("meeting")
            return super().changeform_view(request, object_id, form_url, context)

    def get_form(
        self, request: HttpRequest, obj: Persona | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm[Persona]]:
        made = super().get_form(request, obj, change=change, **kwargs)
        meeting: Meeting | None = request.META.get("persona.meeting")
        return type(made.__name__, (made,), {"meeting": meeting})

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Persona | None = None,
    ) -> HttpResponse:
        context["show_save_and_add_another"] = False  # one persona is what the house has
        if obj is not None:
            # What is saved, not what a refused form has set on the row in memory.
            context["overview"] = overview_of(obj.pk, request)
            context["placeholders"] = {name: f"{{{{{name}}}}}" for name in PLACEHOLDERS}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_related(
        self, request: HttpRequest, form: ModelForm[Persona], formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        editor = request.user if isinstance(request.user, User) else None
        keep(form.instance, by=editor, now=timezone.now())

    @admin.display(description=gettext_lazy("손님이 만나는 판"))
    def live_line(self, persona: Persona) -> str:
        live = persona.live_revision
        if live is None:
            return _("아직 게시하지 않았어요.")
        return f"{live} · {_local(live.published_at)} · {editor_name(live.published_by)}"


def _local(instant: datetime) -> str:
    return f"{timezone.localtime(instant):%Y-%m-%d %H:%M}"
