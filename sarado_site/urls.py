"""All addresses of the site."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.templatetags.static import static
from django.urls import include, path

from sarado_site.exposition import metrics


def favicon(_request: HttpRequest) -> HttpResponsePermanentRedirect:
    """Browsers ask here on pages that name no icon of their own, such as the admin's."""
    return HttpResponsePermanentRedirect(static("favicon.svg"))


urlpatterns = [
    path("admin/", admin.site.urls),
    path("favicon.ico", favicon),
    path("metrics", metrics),
    path("", include("conversations.urls")),
]
