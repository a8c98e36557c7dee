"""A record of what happened: to be read, not written."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest


class RecordMixin:
    def has_add_permission(self, request: HttpRequest, *_args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
