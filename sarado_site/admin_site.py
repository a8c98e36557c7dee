"""The admin as staff meet it: our name, our way in, and a front page that says what to look at."""

from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog

from sarado_site.notices import notices_for
from sarado_site.second_factor import second_factor_view
from sarado_site.sign_in import SignInForm, is_fully_signed_in
from sarado_site.staff_admin import StaffMixin

# Tables whose pages would be in English and in nobody's way to do anything.
_NOT_SHOWN = frozenset({"otp_totp.totpdevice", "auth.group"})
# In the order of the work; what is not named comes after.
_APPS = ("persona", "conversations", "auth")


class SaradoAdminSite(admin.AdminSite):
    site_header = _("사라도령을 돌보는 방")
    site_title = _("사라도령")
    index_title = _("무엇을 할까요?")
    login_form = SignInForm
    login_template = "admin/login.html"

    def register(self, model_or_iterable: Any, *args: Any, **options: Any) -> None:
        models = (
            model_or_iterable
            if isinstance(model_or_iterable, list | tuple)
            else [model_or_iterable]
        )
        shown = [model for model in models if model._meta.label_lower not in _NOT_SHOWN]
        if [model._meta.label_lower for model in shown] == ["auth.user"]:
            options["admin_class"] = type("StaffAdmin", (StaffMixin, options["admin_class"]), {})
        super().register(shown, *args, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and is_fully_signed_in(request)

    def get_urls(self) -> list[URLResolver | URLPattern]:
        own = path("second-factor/", self.admin_view(self.second_factor), name="second_factor")
        return [own, *super().get_urls()]

    def i18n_javascript(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's sentences, and over them ours."""
        packages = ["django.contrib.admin", "sarado_site"]
        view = JavaScriptCatalog.as_view(packages=packages)
        return cast("HttpResponse", view(request, extra_context=extra_context))

    def second_factor(self, request: HttpRequest) -> HttpResponse:
        return second_factor_view(self, request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Order apps and tables by how often staff need them, and say what each is for.

        A ModelAdmin may have `what_for` (one sentence) and `place_in_list` (small first).
        """
        apps = super().get_app_list(request, app_label)
        for app in apps:
            for model in app["models"]:
                registered = self._registry[model["model"]]
                model["what_for"] = getattr(registered, "what_for", "")
                model["place"] = getattr(registered, "place_in_list", 100)
            app["models"].sort(key=lambda model: (model["place"], model["name"]))
        order = {label: place for place, label in enumerate(_APPS)}
        return sorted(apps, key=lambda app: order.get(app["app_label"], len(order)))

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        context = {"notices": notices_for(request), **(extra_context or {})}
        return super().index(request, context)
