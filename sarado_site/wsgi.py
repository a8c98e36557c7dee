"""The WSGI entry point that granian serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from sarado_site.shared_counters import share_counters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sarado_site.settings")
share_counters(settings.VAR_DIR / "metrics")

application = get_wsgi_application()

from conversations.watch import start_watch  # noqa: E402  (the apps are ready only now)

start_watch()
