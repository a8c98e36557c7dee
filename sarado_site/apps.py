from django.apps import AppConfig


class SaradoSiteConfig(AppConfig):
    name = "sarado_site"
    verbose_name = "Sarado"

    def ready(self) -> None:
        from sarado_site import checks  # noqa: F401  registers the system checks
