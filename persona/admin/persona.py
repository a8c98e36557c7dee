"""The persona's page: settings, sections, what is live, a preview, and the way to publish."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from persona import actions
from persona.admin.publishing import (
    PUBLISH,
    changes_between,
    confirm_and_publish,
    require_publisher,
)
from persona.admin.sections import SectionInline
from persona.compile import CompileRefused, compile_persona
from persona.draft import MAX_TAUGHT_PHRASES, PersonaDraft
from persona.drafting import read_draft
from persona.models import Persona


@admin.register(Persona)
class PersonaAdmin(admin.ModelAdmin[Persona]):
    list_display = ["name", "slug", "voice_model", "live_line"]
    list_select_related = ["voice_model", "live_revision"]
    search_fields = ["name", "slug"]
    ordering = ["name", "pk"]
    readonly_fields = ["live_line", "preview"]
    fieldsets = [
        (None, {"fields": ["live_line", "name", "slug", "greeting", "replay_instructions"]}),
        (
            gettext_lazy("목소리"),
            {
                "fields": [
                    "voice_model",
                    "voice",
                    "speed",
                    "max_output_tokens",
                    "transcription_model",
                    "noise_reduction",
                ]
            },
        ),
        (
            gettext_lazy("차례"),
            {
                "fields": [
                    "turn_taking",
                    "echo_tail_ms",
                    "turn_detection",
                    "threshold",
                    "prefix_padding_ms",
                    "silence_duration_ms",
                    "eagerness",
                    "create_response",
                    "interrupt_response",
                ]
            },
        ),
        (
            gettext_lazy("지금 저장된 것으로 만든 지시문"),
            {"fields": ["preview"], "classes": ["collapse"]},
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

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["may_publish"] = request.user.has_perm(PUBLISH)
        return super().render_change_form(request, context, *args, **kwargs)

    def publish_view(self, request: HttpRequest, persona_id: int) -> HttpResponse:
        editor = require_publisher(request)
        persona = Persona.objects.select_related("live_revision").filter(pk=persona_id).first()
        if persona is None:
            raise Http404
        draft = read_draft(persona)
        warnings = _overflow(draft)
        changes = ""
        try:
            compiled = compile_persona(draft)
        except CompileRefused as refused:
            warnings += [one.sentence for one in refused.findings]
        else:
            changes = changes_between(persona.live_revision, (compiled.session, compiled.visitor))
        return confirm_and_publish(
            request,
            self,
            title=_("%(name)s 게시하기") % {"name": persona.name},
            changes=changes,
            warnings=warnings,
            act=lambda note: actions.publish(
                persona=persona, by=editor, note=note, now=timezone.now()
            ),
            back_to=reverse("admin:persona_persona_change", args=[persona.pk]),
            subject=persona,
        )

    @admin.display(description=gettext_lazy("게시된 판"))
    def live_line(self, persona: Persona) -> str:
        live = persona.live_revision
        if live is None:
            return _("아직 게시하지 않았어요.")
        at = timezone.localtime(live.published_at)
        return f"{live.number}판 · {at:%Y-%m-%d %H:%M} · {live.sha256[:12]}"

    @admin.display(description=gettext_lazy("미리 보기"))
    def preview(self, persona: Persona) -> StrOrPromise:
        if persona.pk is None:
            return _("저장한 뒤에 볼 수 있어요.")
        try:
            compiled = compile_persona(read_draft(persona))
        except CompileRefused as refused:
            reasons = format_html_join(
                "", "<li>{}</li>", ((one,) for one in [one.sentence for one in refused.findings])
            )
            return format_html("<p>{}</p><ul>{}</ul>", _("아직 게시할 수 없어요."), reasons)
        return format_html("<pre>{}</pre>", compiled.session["instructions"])


def _overflow(draft: PersonaDraft) -> list[str]:
    chosen = len(draft.chosen_phrases())
    if chosen <= MAX_TAUGHT_PHRASES:
        return []
    return [
        _("지시문에 넣기로 고른 제주어가 %(chosen)d개예요. 앞의 %(limit)d개만 들어가요.")
        % {"chosen": chosen, "limit": MAX_TAUGHT_PHRASES}
    ]
