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

# Packages whose own admin pages are in English and in nobody's way to do anything.
_NOT_SHOWN = frozenset({"otp_totp"})
# What Django's own tables are for: theirs is not ours to write it into.
_WHAT_FOR = {
    "auth.user": _("여기에 들어오는 사람들. 비밀번호를 잊은 이에게 새로 정해 줘요."),
    "auth.group": _("맡은 일마다 무엇을 할 수 있는지. 직원의 쪽에서 골라 줘요."),
}
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
        shown = [model for model in models if model._meta.app_label not in _NOT_SHOWN]
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
                label = registered.model._meta.label_lower
                model["what_for"] = getattr(registered, "what_for", _WHAT_FOR.get(label, ""))
                model["place"] = getattr(registered, "place_in_list", 100)
            app["models"].sort(key=lambda model: (model["place"], model["name"]))
        order = {label: place for place, label in enumerate(_APPS)}
        return sorted(apps, key=lambda app: order.get(app["app_label"], len(order)))

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        context = {"notices": notices_for(request), **(extra_context or {})}
        return super().index(request, context)
