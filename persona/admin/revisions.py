"""Published revisions: to read, to compare, to go back to, and to begin a draft from."""

import json
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from persona import actions
from persona.admin.copying import copy_view
from persona.admin.overview import REVERT, compiled_of
from persona.admin.publishing import Proposal, propose, require
from persona.admin.readonly import ReadOnlyMixin
from persona.difference import difference
from persona.models import PersonaRevision
from persona.preflight.earlier import inspect_earlier

_FIELDS = (
    "persona",
    "number",
    "live_mark",
    "published_at",
    "published_by",
    "note",
    "reverted_to",
    "overridden_warnings",
    "override_reason",
    "instructions",
    "session_settings",
    "visitor_settings",
    "sha256",
)


@admin.register(PersonaRevision)
class PersonaRevisionAdmin(ReadOnlyMixin, admin.ModelAdmin[PersonaRevision]):
    what_for = gettext_lazy("게시해 온 판들. 언제든 앞선 판으로 되돌려요.")
    place_in_list = 60
    list_display = [
        "__str__",
        "live_mark",
        "published_at",
        "published_by",
        "note",
        "reverted_to",
        "way_back",
    ]
    list_filter = ["persona"]
    list_select_related = ["persona", "published_by", "reverted_to"]
    search_fields = ["note"]
    ordering = ["-published_at", "-pk"]
    fields = _FIELDS
    readonly_fields = _FIELDS
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[PersonaRevision]:
        # What was only listened to is nobody's to go back to.
        return super().get_queryset(request).filter(number__isnull=False)

    def get_urls(self) -> list[URLPattern]:
        ways = [("revert", self.revert_view), ("copy", self.copy_view)]
        own = [
            path(
                f"<int:revision_id>/{name}/",
                self.admin_site.admin_view(view),
                name=f"persona_personarevision_{name}",
            )
            for name, view in ways
        ]
        return [*own, *super().get_urls()]

    def get_list_display(self, request: HttpRequest) -> Any:
        may = request.user.has_perm(REVERT)
        return [one for one in self.list_display if may or one != "way_back"]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        revision: PersonaRevision | None = kwargs.get("obj")
        if revision is not None and revision.number is not None:
            before = PersonaRevision.objects.filter(
                persona=revision.persona, number=revision.number - 1
            ).first()
            context["before"] = before
            context["difference"] = difference(
                compiled_of(before), (revision.session, revision.visitor)
            )
            context["is_live"] = self.is_live(revision)
            context["may_revert"] = request.user.has_perm(REVERT)
            context["may_copy"] = request.user.has_perm("persona.change_persona")
        return super().render_change_form(request, context, *args, **kwargs)

    def revert_view(self, request: HttpRequest, revision_id: int) -> HttpResponse:
        """Make an earlier revision live again, at once, as the next number."""
        editor = require(request, REVERT)
        revision = self._find(revision_id)
        persona, number = revision.persona, revision.number or 0
        proposal = Proposal(
            persona=persona,
            title=_("%(revision)s으로 되돌리기") % {"revision": revision},
            verb=_("되돌리기"),
            findings=inspect_earlier(
                revision, live=persona.live_revision, by=editor, now=timezone.now()
            ),
            difference=difference(
                compiled_of(persona.live_revision), (revision.session, revision.visitor)
            ),
            back_to=reverse("admin:persona_personarevision_changelist"),
            remark=_("저장된 초안은 그대로 있어요. 다시 게시하면 초안이 나가요."),
            note=_("%(revision)s으로 되돌림") % {"revision": revision},
        )
        return propose(
            self,
            request,
            proposal,
            lambda signed: actions.revert(
                persona=persona,
                to_number=number,
                by=editor,
                note=signed["note"],
                why_anyway=signed.get("why_anyway", ""),
                now=timezone.now(),
            ),
        )

    def copy_view(self, request: HttpRequest, revision_id: int) -> HttpResponse:
        revision = self._find(revision_id)
        return copy_view(self, request, revision.persona, revision.source, str(revision))

    def _find(self, revision_id: int) -> PersonaRevision:
        revision = (
            PersonaRevision.objects.published()
            .select_related("persona__live_revision")
            .filter(pk=revision_id)
            .first()
        )
        if revision is None:
            raise Http404
        return revision

    @admin.display(description=gettext_lazy("지금"))
    def live_mark(self, revision: PersonaRevision) -> str:
        return _("나가는 판") if self.is_live(revision) else "–"

    def is_live(self, revision: PersonaRevision) -> bool:
        return revision.persona.live_revision_id == revision.pk

    @admin.display(description=gettext_lazy("되돌리기"))
    def way_back(self, revision: PersonaRevision) -> str:
        if self.is_live(revision):
            return "–"
        url = reverse("admin:persona_personarevision_revert", args=[revision.pk])
        label = _("%(revision)s으로 되돌리기") % {"revision": revision}
        return format_html('<a href="{}">{}</a>', url, label)

    @admin.display(description=gettext_lazy("넘어간 주의"))
    def overridden_warnings(self, revision: PersonaRevision) -> str:
        return " ".join(revision.overridden) or _("없음")

    @admin.display(description=gettext_lazy("지시문"))
    def instructions(self, revision: PersonaRevision) -> str:
        return _block(revision.session["instructions"])

    @admin.display(description=gettext_lazy("세션"))
    def session_settings(self, revision: PersonaRevision) -> str:
        settings = {key: one for key, one in revision.session.items() if key != "instructions"}
        return _pretty(settings)

    @admin.display(description=gettext_lazy("방문자 화면"))
    def visitor_settings(self, revision: PersonaRevision) -> str:
        return _pretty(revision.visitor)


def _pretty(value: dict[str, Any]) -> str:
    return _block(json.dumps(value, ensure_ascii=False, indent=2))


def _block(text: str) -> str:
    # A long text scrolls in its own box, so it must be reachable by keyboard.
    return format_html('<pre class="long-text" tabindex="0">{}</pre>', text)
