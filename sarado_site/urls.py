"""All addresses of the site."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.templatetags.static import static
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

admin.site.site_header = _("사라도령을 돌보는 방")
admin.site.site_title = _("사라도령")
admin.site.index_title = _("무엇을 할까요?")


def favicon(_request: HttpRequest) -> HttpResponsePermanentRedirect:
    """Browsers ask here on pages that name no icon of their own, such as the admin's."""
    return HttpResponsePermanentRedirect(static("favicon.svg"))


urlpatterns = [
    path("admin/", admin.site.urls),
    path("favicon.ico", favicon),
    path("", include("conversations.urls")),
]
