from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from persona.models import SeedRecord


@admin.register(SeedRecord)
class SeedRecordAdmin(admin.ModelAdmin[SeedRecord]):
    """Deleting a record lets `manage.py seed` make that row once more."""

    what_for = _("처음 들여온 말과 꽃의 목록. 지우면 다음에 심을 때 그것만 새로 만들어요.")
    place_in_list = 80
    list_display = ["key"]
    search_fields = ["key"]
    ordering = ["key"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SeedRecord | None = None) -> bool:
        return False
