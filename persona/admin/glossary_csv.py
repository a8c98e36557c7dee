"""The glossary as CSV: out as the list is filtered, in by way of a preview."""

import base64
import zlib
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from persona.glossary.columns import COLUMNS, KEY
from persona.glossary.csv_file import MAX_BYTES, UnreadableFile, write_csv
from persona.glossary.csv_import import Outcome, run_import
from persona.glossary.review import REVIEW
from persona.models import JejuPhrase

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    Base = ModelAdmin[JejuPhrase]
else:
    Base = object

_SHOWN_LINES = 300  # of each kind in the preview; all bad ones are shown
_SALT = "persona.glossary.import"
_PREVIEW_SECONDS = 3600


class ImportForm(forms.Form):
    import_file = forms.FileField(label=gettext_lazy("CSV 파일"))


class ConfirmForm(forms.Form):
    """The previewed file itself travels with the confirmation, signed for who previewed it: any
    process of any machine can finish the import, and imports just what was seen."""

    payload = forms.CharField(widget=forms.HiddenInput)


class GlossaryCsvMixin(Base):
    """For the admin of JejuPhrase."""

    change_list_template = "admin/persona/jejuphrase/change_list.html"

    def csv_urls(self) -> list[URLPattern]:
        views = {
            "import": self.import_view,
            "process_import": self.process_import_view,
            "export": self.export_view,
        }
        return [
            path(f"{name}/", self.admin_site.admin_view(view), name=f"persona_jejuphrase_{name}")
            for name, view in views.items()
        ]

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        extra = {
            "may_import": self.has_import_permission(request),
            **(extra_context or {}),
        }
        return super().changelist_view(request, extra)

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """Send the rows that the list's search and filters leave, in the order they were made."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = self.get_changelist_instance(request).get_queryset(request).order_by("pk")
        raw = write_csv(
            [KEY, *(column.label for column in COLUMNS)],
            (
                [str(row.pk), *(column.written(getattr(row, column.field)) for column in COLUMNS)]
                for row in rows
            ),
        )
        day = timezone.localdate()
        return HttpResponse(
            raw,
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="jeju-glossary-{day}.csv"'},
        )

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Show the form; with a file, what importing it would do. Nothing is written here."""
        self._require_import(request)
        form = ImportForm(request.POST or None, request.FILES or None)
        context: dict[str, Any] = {"form": form, "title": _("제주어 CSV 들이기")}
        if request.method == "POST" and form.is_valid():
            raw = form.cleaned_data["import_file"].read(MAX_BYTES + 1)
            try:
                outcome, result = self._run(request, raw, is_rehearsal=True)
            except UnreadableFile as unreadable:
                form.add_error("import_file", str(unreadable))
            else:
                context |= {
                    "outcome": outcome,
                    "result": result,
                    "shown": _SHOWN_LINES,
                    "shown_slice": f":{_SHOWN_LINES}",
                }
                if outcome.good and not outcome.broke:
                    packed = _packed(raw, request)
                    context["confirm_form"] = ConfirmForm(initial={"payload": packed})
        return self._page(request, context)

    def process_import_view(self, request: HttpRequest) -> HttpResponse:
        """Import the good lines of a previewed file, all of them or none."""
        self._require_import(request)
        form = ConfirmForm(request.POST or None)
        raw = _unpacked(form.cleaned_data["payload"], request) if form.is_valid() else None
        if raw is None:
            messages.error(request, _("미리 보기가 오래되었어요. 파일을 다시 골라 주세요."))
            return HttpResponseRedirect(reverse("admin:persona_jejuphrase_import"))
        outcome, _result = self._run(request, raw, is_rehearsal=False)
        if outcome.broke:
            messages.error(request, _("들이지 못했어요. 아무것도 바뀌지 않았어요."))
            return HttpResponseRedirect(reverse("admin:persona_jejuphrase_import"))
        self._log(request, outcome)
        messages.success(
            request,
            _(
                "새 말 %(new)d개를 들이고 %(changed)d개를 고쳤어요. "
                "그대로인 줄 %(same)d개, 뺀 줄 %(bad)d개."
            )
            % {
                "new": len(outcome.new),
                "changed": len(outcome.changed),
                "same": outcome.unchanged,
                "bad": len(outcome.bad),
            },
        )
        return HttpResponseRedirect(reverse("admin:persona_jejuphrase_changelist"))

    def _require_import(self, request: HttpRequest) -> None:
        if not self.has_import_permission(request):
            raise PermissionDenied

    def _run(self, request: HttpRequest, raw: bytes, *, is_rehearsal: bool) -> tuple[Outcome, Any]:
        by_reviewer = request.user.has_perm(REVIEW)
        return run_import(raw, by_reviewer=by_reviewer, is_rehearsal=is_rehearsal)

    def _log(self, request: HttpRequest, outcome: Outcome) -> None:
        for phrase in outcome.saved_new:
            self.log_addition(request, phrase, _("CSV로 들임"))
        for phrase in outcome.saved_changed:
            self.log_change(request, phrase, _("CSV로 고침"))

    def _page(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        base = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "is_nav_sidebar_enabled": False,
            "columns": [(column.label, column.help) for column in COLUMNS],
        }
        return TemplateResponse(request, "admin/persona/jejuphrase/import.html", base | context)


def _packed(raw: bytes, request: HttpRequest) -> str:
    text = base64.b85encode(zlib.compress(raw)).decode()
    return signing.TimestampSigner(salt=f"{_SALT}.{request.user.pk}").sign(text)


def _unpacked(payload: str, request: HttpRequest) -> bytes | None:
    """Return the file as it was previewed by this very person within the hour, or None."""
    signer = signing.TimestampSigner(salt=f"{_SALT}.{request.user.pk}")
    try:
        text = signer.unsign(payload, max_age=_PREVIEW_SECONDS)
    except signing.BadSignature:
        return None
    return zlib.decompress(base64.b85decode(text))
