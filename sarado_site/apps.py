from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class SaradoSiteConfig(AppConfig):
    name = "sarado_site"
    verbose_name = "Sarado"

    def ready(self) -> None:
        from sarado_site import checks  # noqa: F401  registers the system checks


class SaradoAdminConfig(AdminConfig):
    default_site = "sarado_site.admin_site.SaradoAdminSite"
