"""The admin as staff meet it: our name, and a front page that says what wants looking at."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from sarado_site.notices import notices_for


class SaradoAdminSite(admin.AdminSite):
    site_header = _("사라도령을 돌보는 방")
    site_title = _("사라도령")
    index_title = _("무엇을 할까요?")

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {"notices": notices_for(request), **(extra_context or {})}
        return super().index(request, context)
