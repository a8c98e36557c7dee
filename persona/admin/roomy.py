"""Room for wide lists: no bar of all tables beside them, and filters above them on a tablet."""

from typing import TYPE_CHECKING, Any

from django.forms import Media
from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    Base = ModelAdmin[Any]
else:
    Base = object

# Every table is one click away, by the breadcrumbs' first link.
_NO_BAR = {"is_nav_sidebar_enabled": False}


class RoomyMixin(Base):
    """For a ModelAdmin with many columns or long texts."""

    @property
    def media(self) -> Media:
        return super().media + Media(css={"all": ["css/admin-lists.css"]})

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {**_NO_BAR, **(extra_context or {})})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        extra = {**_NO_BAR, **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, extra)
