from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConversationsConfig(AppConfig):
    name = "conversations"
    verbose_name = _("대화")

    def ready(self) -> None:
        from conversations.collector import HouseCollector
        from sarado_site.exposition import COLLECTORS

        COLLECTORS.append(HouseCollector())
