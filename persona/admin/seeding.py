from django.contrib import admin
from django.http import HttpRequest

from persona.models import SeedRecord


@admin.register(SeedRecord)
class SeedRecordAdmin(admin.ModelAdmin[SeedRecord]):
    """Deleting a record lets `manage.py seed` make that row once more."""

    list_display = ["key"]
    search_fields = ["key"]
    ordering = ["key"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SeedRecord | None = None) -> bool:
        return False
