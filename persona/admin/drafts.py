"""Every draft that was ever saved: who, when, and the way to begin from it again."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from persona.admin.copying import CHANGE, copy_view
from persona.admin.draft_form import field_name
from persona.admin.readonly import ReadOnlyMixin
from persona.models import DraftVersion

_FIELDS = ("persona", "number", "saved_at", "saved_by", "note", "settings", "sections")


@admin.register(DraftVersion)
class DraftVersionAdmin(ReadOnlyMixin, admin.ModelAdmin[DraftVersion]):
    what_for = gettext_lazy("저장해 온 초안들. 잃어버린 글을 찾아와요.")
    place_in_list = 70
    list_display = ["__str__", "saved_at", "saved_by", "note", "way_back"]
    list_filter = ["persona"]
    list_select_related = ["persona", "saved_by"]
    search_fields = ["note"]
    ordering = ["-saved_at", "-pk"]
    fields = _FIELDS
    readonly_fields = _FIELDS
    actions = None

    def get_urls(self) -> list[URLPattern]:
        copy = path(
            "<int:version_id>/copy/",
            self.admin_site.admin_view(self.copy_view),
            name="persona_draftversion_copy",
        )
        return [copy, *super().get_urls()]

    def get_list_display(self, request: HttpRequest) -> Any:
        may = request.user.has_perm(CHANGE)
        return [one for one in self.list_display if may or one != "way_back"]

    def copy_view(self, request: HttpRequest, version_id: int) -> HttpResponse:
        version = DraftVersion.objects.select_related("persona").filter(pk=version_id).first()
        if version is None:
            raise Http404
        return copy_view(self, request, version.persona, version.source, str(version))

    @admin.display(description=gettext_lazy("가져오기"))
    def way_back(self, version: DraftVersion) -> str:
        url = reverse("admin:persona_draftversion_copy", args=[version.pk])
        label = _("%(version)s을 초안으로") % {"version": version}
        return format_html('<a href="{}">{}</a>', url, label)

    @admin.display(description=gettext_lazy("설정"))
    def settings(self, version: DraftVersion) -> str:
        rows = ((field_name("", name), text) for name, text in version.source["fields"].items())
        return format_html('<dl class="kept">{}</dl>', _pairs(rows))

    @admin.display(description=gettext_lazy("지시문"))
    def sections(self, version: DraftVersion) -> str:
        rows = (
            (section["values"]["title"], section["values"]["body"])
            for section in version.source["sections"]
        )
        return format_html('<dl class="kept">{}</dl>', _pairs(rows))


def _pairs(rows: Any) -> str:
    return format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows)
