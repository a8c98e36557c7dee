"""Reviewing phrases: a queue that leads from one to the next, and many at once from the list."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from persona.admin.seen import was_changed
from persona.glossary.review import REVIEW, set_review
from persona.models import JejuPhrase

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    Base = ModelAdmin[JejuPhrase]
else:
    Base = object

_State = JejuPhrase.ReviewState


class ReviewMixin(Base):
    """For the admin of JejuPhrase. Needs the permission to review; not the one to change."""

    change_form_template = "admin/persona/jejuphrase/change_form.html"
    actions = ["mark_reviewed", "mark_withheld", "mark_unreviewed"]

    def review_urls(self) -> list[URLPattern]:
        view = require_POST(self.review_view)
        return [
            path(
                "<int:phrase_id>/review/",
                self.admin_site.admin_view(view),
                name="persona_jejuphrase_review",
            )
        ]

    def has_review_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(REVIEW)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        extra = {
            "may_review": self.has_review_permission(request),
            "waiting": _waiting().count(),
            **(extra_context or {}),
        }
        return super().change_view(request, object_id, form_url, extra)

    def review_view(self, request: HttpRequest, phrase_id: int) -> HttpResponse:
        """Set one phrase's state, and lead to the next that waits."""
        if not self.has_review_permission(request):
            raise PermissionDenied
        state = request.POST.get("state", "")
        phrase = JejuPhrase.objects.filter(pk=phrase_id).first()
        if state not in _State.values or phrase is None:
            raise Http404
        if was_changed(request, phrase):
            messages.warning(request, _("그사이 이 말이 바뀌었어요. 다시 보고 감수해 주세요."))
            return HttpResponseRedirect(
                reverse("admin:persona_jejuphrase_change", args=[phrase_id])
            )
        self._review(request, [phrase_id], _State(state))
        if following := _waiting().exclude(pk=phrase_id).first():
            return HttpResponseRedirect(
                reverse("admin:persona_jejuphrase_change", args=[following.pk])
            )
        return HttpResponseRedirect(reverse("admin:persona_jejuphrase_changelist"))

    @admin.action(permissions=["review"], description=gettext_lazy("고른 말: 감수 마침"))
    def mark_reviewed(self, request: HttpRequest, chosen: "QuerySet[JejuPhrase]") -> None:
        self._review(request, _keys(chosen), _State.REVIEWED)

    @admin.action(permissions=["review"], description=gettext_lazy("고른 말: 쓰지 않음"))
    def mark_withheld(self, request: HttpRequest, chosen: "QuerySet[JejuPhrase]") -> None:
        self._review(request, _keys(chosen), _State.WITHHELD)

    @admin.action(permissions=["review"], description=gettext_lazy("고른 말: 감수 전으로"))
    def mark_unreviewed(self, request: HttpRequest, chosen: "QuerySet[JejuPhrase]") -> None:
        self._review(request, _keys(chosen), _State.UNREVIEWED)

    def _review(self, request: HttpRequest, keys: list[int], state: JejuPhrase.ReviewState) -> None:
        changed = set_review(keys=keys, state=state)
        for phrase in changed:
            self.log_change(request, phrase, _("감수: %(state)s") % {"state": state.label})
        words = ", ".join(phrase.phrase for phrase in changed[:3])
        if not changed:
            messages.info(request, _("바뀐 말이 없어요."))
            return
        messages.success(
            request,
            _(
                "%(count)d개(%(words)s%(more)s)를 '%(state)s'(으)로 두었어요. "
                "기다리는 말 %(waiting)d개."
            )
            % {
                "count": len(changed),
                "words": words,
                "more": "…" if len(changed) > 3 else "",
                "state": state.label,
                "waiting": _waiting().count(),
            },
        )


def _waiting() -> "QuerySet[JejuPhrase]":
    """Phrases that wait for a reviewer: those chosen for the instructions first."""
    return JejuPhrase.objects.filter(review_state=_State.UNREVIEWED).order_by(
        "-in_instructions", "phrase", "pk"
    )


def _keys(chosen: "QuerySet[JejuPhrase]") -> list[int]:
    return list(chosen.values_list("pk", flat=True))
