"""Records that staff may look at and nobody edits by hand."""

from typing import Any

from django.http import HttpRequest


class ReadOnlyMixin:
    """Take adding, changing and deleting away from a ModelAdmin, whatever the user may do."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
