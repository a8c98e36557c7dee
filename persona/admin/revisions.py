"""Published revisions: to read, to compare, and to go back to."""

import json
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from persona import actions
from persona.admin.publishing import (
    PUBLISH,
    changes_between,
    confirm_and_publish,
    require_publisher,
)
from persona.admin.readonly import ReadOnlyMixin
from persona.models import PersonaRevision

_FIELDS = (
    "persona",
    "number",
    "is_live",
    "published_at",
    "published_by",
    "note",
    "sha256",
    "protected_sha256",
    "instructions",
    "session_settings",
    "visitor_settings",
)


@admin.register(PersonaRevision)
class PersonaRevisionAdmin(ReadOnlyMixin, admin.ModelAdmin[PersonaRevision]):
    list_display = ["__str__", "persona", "is_live", "published_at", "published_by", "note"]
    list_filter = ["persona"]
    list_select_related = ["persona", "published_by"]
    search_fields = ["note", "sha256"]
    ordering = ["-published_at", "-pk"]
    fields = _FIELDS
    readonly_fields = _FIELDS
    actions = ["go_back_to"]

    def get_urls(self) -> list[URLPattern]:
        revert = path(
            "<int:revision_id>/revert/",
            self.admin_site.admin_view(self.revert_view),
            name="persona_personarevision_revert",
        )
        return [revert, *super().get_urls()]

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PUBLISH)

    @admin.action(permissions=["publish"], description=gettext_lazy("이 판으로 되돌리기"))
    def go_back_to(
        self, request: HttpRequest, chosen: QuerySet[PersonaRevision]
    ) -> HttpResponse | None:
        revisions = list(chosen[:2])
        if len(revisions) != 1:
            self.message_user(request, _("되돌릴 판을 하나만 골라 주세요."), messages.ERROR)
            return None
        return HttpResponseRedirect(
            reverse("admin:persona_personarevision_revert", args=[revisions[0].pk])
        )

    def revert_view(self, request: HttpRequest, revision_id: int) -> HttpResponse:
        editor = require_publisher(request)
        revision = (
            PersonaRevision.objects.select_related("persona__live_revision")
            .filter(pk=revision_id)
            .first()
        )
        if revision is None:
            raise Http404
        persona = revision.persona
        return confirm_and_publish(
            request,
            self,
            title=_("%(number)d판으로 되돌리기") % {"number": revision.number},
            changes=changes_between(persona.live_revision, (revision.session, revision.visitor)),
            warnings=[_("저장된 초안은 그대로 있어요. 다시 게시하면 초안이 나가요.")],
            act=lambda note: actions.revert(
                persona=persona,
                to_number=revision.number,
                by=editor,
                note=note,
                now=timezone.now(),
            ),
            back_to=reverse("admin:persona_personarevision_changelist"),
            subject=persona,
        )

    @admin.display(description=gettext_lazy("지금 나가는 판"), boolean=True)
    def is_live(self, revision: PersonaRevision) -> bool:
        return revision.persona.live_revision_id == revision.pk

    @admin.display(description=gettext_lazy("지시문"))
    def instructions(self, revision: PersonaRevision) -> str:
        return format_html("<pre>{}</pre>", revision.session["instructions"])

    @admin.display(description=gettext_lazy("세션"))
    def session_settings(self, revision: PersonaRevision) -> str:
        settings = {key: one for key, one in revision.session.items() if key != "instructions"}
        return _pretty(settings)

    @admin.display(description=gettext_lazy("방문자 화면"))
    def visitor_settings(self, revision: PersonaRevision) -> str:
        return _pretty(revision.visitor)


def _pretty(value: dict[str, Any]) -> str:
    return format_html("<pre>{}</pre>", json.dumps(value, ensure_ascii=False, indent=2))
