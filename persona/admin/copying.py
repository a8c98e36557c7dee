"""Beginning a draft again from an earlier text: what would change, and one button."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from persona.admin.draft_form import field_name
from persona.admin.publishing import require
from persona.admin.sections import EDIT_PROTECTED
from persona.difference import Difference, setting_changes, text_difference
from persona.draft_history import copy_to_draft
from persona.draft_source import Source, read_source
from persona.models import Persona

CHANGE = "persona.change_persona"


def copy_view(
    model_admin: "admin.ModelAdmin[Any]",
    request: HttpRequest,
    persona: Persona,
    source: Source | None,
    origin: str,
) -> HttpResponse:
    """Show how the draft would change; on POST change it. `origin` names where the text is from."""
    editor = require(request, CHANGE)
    back_to = reverse("admin:persona_persona_change", args=[persona.pk])
    if source is None:
        messages.error(
            request, _("%(origin)s에는 원고가 남아 있지 않아 옮길 수 없어요.") % {"origin": origin}
        )
        return HttpResponseRedirect(back_to)
    if request.method == "POST":
        note = _("%(origin)s에서 가져옴") % {"origin": origin}
        try:
            copied = copy_to_draft(
                persona=persona, source=source, by=editor, note=note, now=timezone.now()
            )
        except ValidationError as wrong:
            messages.error(request, " ".join(wrong.messages))
        else:
            if copied is None:
                messages.info(request, _("초안이 이미 그것과 같아요."))
            else:
                model_admin.log_change(request, persona, note)
                messages.success(
                    request,
                    _("%(origin)s을 초안으로 가져왔어요. 먼저 초안도 기록에 남아 있어요.")
                    % {"origin": origin},
                )
            return HttpResponseRedirect(back_to)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("%(origin)s을 초안으로 가져오기") % {"origin": origin},
        "opts": model_admin.opts,
        "persona": persona,
        "difference": _difference(read_source(persona), source),
        "keeps_protected": not request.user.has_perm(EDIT_PROTECTED),
        "back_to": back_to,
    }
    return TemplateResponse(request, "admin/persona/confirm_copying.html", context)


def _difference(before: Source, after: Source) -> Difference:
    return Difference(
        tuple(text_difference(_text(before), _text(after))),
        tuple(setting_changes(_settings(before), _settings(after))),
    )


def _text(source: Source) -> str:
    return "\n\n".join(
        f"# {section['values']['title']}\n{section['values']['body']}"
        for section in source["sections"]
    )


def _settings(source: Source) -> dict[str, str]:
    return {field_name("", name): text for name, text in source["fields"].items()}
