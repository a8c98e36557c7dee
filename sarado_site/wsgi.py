"""The WSGI entry point that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sarado_site.settings")

application = get_wsgi_application()

from conversations.watch import start_watch  # noqa: E402  (the apps are ready only now)

start_watch()
