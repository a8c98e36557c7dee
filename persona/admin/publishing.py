"""The page between an editor and the public: what changes, what was checked, a note, one button."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from persona import actions
from persona.admin.overview import PUBLISH, compiled_of
from persona.admin.places import place_url
from persona.compile import assemble
from persona.difference import Difference, difference
from persona.findings import Finding
from persona.models import Persona, PersonaRevision
from persona.preflight.gathering import gather
from persona.preflight.inspection import inspect
from persona.preflight.trial import session_trial, try_session

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class SignatureForm(forms.Form):
    """What whoever publishes says about it. `seen` is the fingerprint of what the page showed."""

    note = forms.CharField(
        label=gettext_lazy("무엇을 왜 바꾸었나요?"),
        help_text=gettext_lazy("나중에 보는 사람이 알아볼 한 줄. 예: 인사를 더 다정하게"),
        max_length=300,
        widget=AdminTextInputWidget,
    )
    why_anyway = forms.CharField(
        label=gettext_lazy("주의가 있어도 게시하는 까닭"),
        help_text=gettext_lazy("위의 주의를 알고도 게시하는 까닭을 적으면 판에 함께 남아요."),
        max_length=300,
        widget=AdminTextInputWidget,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, has_warnings: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_warnings:
            del self.fields["why_anyway"]


@dataclass(frozen=True, slots=True)
class FindingShown:
    finding: Finding
    url: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would go live, and how it is told. `seen` is its fingerprint; "" while there is none."""

    persona: Persona
    title: str
    verb: str
    findings: tuple[Finding, ...]
    difference: Difference
    back_to: str
    seen: str = ""
    remark: str = ""
    note: str = ""


Act = Callable[[dict[str, str]], PersonaRevision]


def require(request: HttpRequest, permission: str) -> "User":
    """Return who is asking. Raises PermissionDenied."""
    if not request.user.has_perm(permission):
        raise PermissionDenied
    return cast("User", request.user)


def publish_view(
    model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, persona_id: int
) -> HttpResponse:
    """Show the draft against what is live, with everything the preflight found; publish on POST."""
    editor = require(request, PUBLISH)
    persona = (
        Persona.objects.select_related("live_revision", "voice_model__successor")
        .filter(pk=persona_id)
        .first()
    )
    if persona is None:
        raise Http404
    evidence, findings = inspect(gather(persona, by=editor, now=timezone.now()))
    compiled = evidence.compiled
    said = try_session(compiled.session, session_trial()) if compiled else ()
    shown = compiled or assemble(evidence.draft)
    proposal = Proposal(
        persona=persona,
        title=_("%(name)s 게시하기") % {"name": persona.name},
        verb=_("게시하기"),
        findings=(*findings, *said),
        difference=difference(compiled_of(persona.live_revision), (shown.session, shown.visitor)),
        back_to=reverse("admin:persona_persona_change", args=[persona.pk]),
        seen=compiled.sha256 if compiled else "",
    )
    return propose(
        model_admin,
        request,
        proposal,
        lambda signed: actions.publish(
            persona=persona,
            by=editor,
            note=signed["note"],
            why_anyway=signed.get("why_anyway", ""),
            seen_sha256=signed["seen"],
            tried_sha256=proposal.seen,
            said_by_provider=said,
            now=timezone.now(),
        ),
    )


def propose(
    model_admin: "admin.ModelAdmin[Any]", request: HttpRequest, proposal: Proposal, act: Act
) -> HttpResponse:
    """Show the page; on POST call `act` with the signed form. Refusals are told on this page."""
    has_errors = any(one.level == "error" for one in proposal.findings)
    has_warnings = any(one.level == "warning" for one in proposal.findings)
    form = SignatureForm(
        request.POST or None,
        initial={"seen": proposal.seen, "note": proposal.note},
        has_warnings=has_warnings,
    )
    if request.method == "POST" and form.is_valid():
        try:
            revision = act(form.cleaned_data)
        except actions.PreflightRefused:
            messages.error(request, _("점검을 지나지 못해 게시하지 않았어요. 아래를 봐 주세요."))
        except actions.PublishingRefused as refused:
            messages.error(request, str(refused))
        else:
            done = _("%(revision)s을 게시했어요. 다음 이야기부터 이 판으로 말해요.") % {
                "revision": revision
            }
            model_admin.log_change(request, proposal.persona, done)
            messages.success(request, done)
            return HttpResponseRedirect(
                reverse("admin:persona_persona_change", args=[proposal.persona.pk])
            )
    context = {
        **model_admin.admin_site.each_context(request),
        "title": proposal.title,
        "opts": model_admin.opts,
        "proposal": proposal,
        "findings": [
            FindingShown(one, place_url(one.place, proposal.persona)) for one in proposal.findings
        ],
        "has_errors": has_errors,
        "has_warnings": has_warnings,
        "has_nothing_new": not has_errors and not proposal.difference.count,
        "form": form,
    }
    return TemplateResponse(request, "admin/persona/confirm_publishing.html", context)
