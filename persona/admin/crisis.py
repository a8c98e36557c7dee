"""Crisis lines: who to call, and whether somebody has checked it lately."""

from datetime import date

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from persona.admin.labelled import LabelledListMixin
from persona.admin.roomy import RoomyMixin
from persona.admin.seen import SeenMixin
from persona.models import CrisisLine
from persona.models.content import VERIFIED_FOR


class CrisisLineForm(ModelForm[CrisisLine]):
    def clean_verified_on(self) -> date | None:
        day: date | None = self.cleaned_data["verified_on"]
        if day and day > timezone.localdate():
            # It would never be asked for again.
            raise ValidationError(_("앞날에는 아직 확인할 수 없어요. 확인한 날을 적어 주세요."))
        return day


@admin.register(CrisisLine)
class CrisisLineAdmin(SeenMixin, RoomyMixin, LabelledListMixin, admin.ModelAdmin[CrisisLine]):
    what_for = gettext_lazy("손님이 위태로울 때 보이는 번호. 석 달마다 확인해요.")
    place_in_list = 40
    form = CrisisLineForm
    list_display = [
        "number",
        "name",
        "for_whom",
        "hours",
        "verified",
        "verified_by",
        "is_shown",
        "position",
    ]
    list_editable = ["is_shown", "position"]
    list_display_links = ["number", "name"]
    search_fields = ["number", "name", "for_whom"]
    ordering = ["position", "number"]
    actions = ["verified_today"]
    fieldsets = [
        (None, {"fields": ["number", "name", "for_whom", "hours"]}),
        (
            gettext_lazy("확인"),
            {
                "description": gettext_lazy(
                    "석 달마다 직접 걸어 보거나 그곳의 안내를 보고 확인해 주세요. "
                    "확인한 지 오래된 번호가 있으면 게시할 수 없어요."
                ),
                "fields": [("verified_on", "verified_by")],
            },
        ),
        (gettext_lazy("보이기"), {"fields": ["is_shown", "position"]}),
    ]

    class Media:
        css = {"all": ["css/admin-crisis.css"]}

    def has_verify_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    @admin.action(permissions=["verify"], description=gettext_lazy("고른 번호: 오늘 확인함"))
    def verified_today(self, request: HttpRequest, chosen: "QuerySet[CrisisLine]") -> None:
        """Note that whoever is signed in checked these numbers today."""
        today, name = timezone.localdate(), request.user.get_username()
        lines = list(chosen)
        chosen.update(verified_on=today, verified_by=name[:60])
        for line in lines:
            self.log_change(request, line, _("확인함: %(day)s") % {"day": today})
        messages.success(
            request,
            _("%(count)d개 번호를 오늘 %(name)s이(가) 확인한 것으로 적었어요.")
            % {"count": len(lines), "name": name},
        )

    @admin.display(
        description=gettext_lazy("확인한 날"),
        ordering=F("verified_on").asc(nulls_first=True),
    )
    def verified(self, line: CrisisLine) -> SafeString:
        today = timezone.localdate()
        if line.verified_on is None:
            return format_html('<strong class="overdue">{}</strong>', _("확인한 적 없음"))
        if line.verified_on > today:
            return format_html(
                '<strong class="overdue">{}</strong>',
                _("%(day)s (아직 오지 않은 날)") % {"day": line.verified_on},
            )
        if line.is_overdue(today):
            late = _("%(day)s (다시 확인할 날이 %(days)d일 지남)") % {
                "day": line.verified_on,
                "days": _days_late(line.verified_on, today),
            }
            return format_html('<strong class="overdue">{}</strong>', late)
        return format_html("{}", str(line.verified_on))


def _days_late(verified_on: date, today: date) -> int:
    return (today - verified_on - VERIFIED_FOR).days
