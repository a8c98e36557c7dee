"""The page between an editor and the public: what changes, a note, and one button."""

import difflib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from persona.actions import PublishingRefused
from persona.compile import CompileRefused, canonical_json
from persona.models import PersonaRevision

if TYPE_CHECKING:
    from django.contrib.auth.models import User

PUBLISH = "persona.publish_persona"

Published = tuple[dict[str, Any], dict[str, Any]]  # session, visitor


class NoteForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("무엇을 왜 바꾸었나요?"),
        max_length=300,
        required=False,
        widget=AdminTextInputWidget,
    )


def require_publisher(request: HttpRequest) -> "User":
    """Return who is asking. Raises PermissionDenied for staff who may not publish."""
    if not request.user.has_perm(PUBLISH):
        raise PermissionDenied
    return cast("User", request.user)


def confirm_and_publish(
    request: HttpRequest,
    model_admin: "admin.ModelAdmin[Any]",
    *,
    title: str,
    changes: str,
    warnings: list[str],
    act: Callable[[str], PersonaRevision],
    back_to: str,
    subject: models.Model,
) -> HttpResponse:
    """Show the page; on POST call `act` with the note. Refusals become messages on this page."""
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            revision = act(form.cleaned_data["note"])
        except CompileRefused as refused:
            for reason in [one.sentence for one in refused.findings]:
                messages.error(request, reason)
        except PublishingRefused as refused:
            messages.error(request, str(refused))
        else:
            done = _("%(number)d판을 게시했어요. 다음 이야기부터 이 판으로 말해요.") % {
                "number": revision.number
            }
            model_admin.log_change(request, subject, done)
            messages.success(request, done)
            return HttpResponseRedirect(back_to)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "opts": model_admin.opts,
        "subject": subject,
        "form": form,
        "changes": changes,
        "warnings": warnings,
        "back_to": back_to,
    }
    return TemplateResponse(request, "admin/persona/confirm_publishing.html", context)


def changes_between(live: PersonaRevision | None, after: Published) -> str:
    """Return what would change, line by line as `diff` writes it; empty when nothing would."""
    before = _lines(live.session, live.visitor) if live else []
    return "\n".join(
        line.rstrip("\n")
        for line in difflib.unified_diff(
            before, _lines(*after), _("게시된 판"), _("게시할 판"), lineterm="", n=1
        )
    )


def _lines(session: dict[str, Any], visitor: dict[str, Any]) -> list[str]:
    settings = {name: value for name, value in session.items() if name != "instructions"}
    return [
        *str(session["instructions"]).splitlines(),
        *(f"{name}: {canonical_json(value)}" for name, value in sorted(settings.items())),
        *(f"{name}: {canonical_json(value)}" for name, value in sorted(visitor.items())),
    ]
