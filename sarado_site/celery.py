"""The Celery app. Periodic work is the dict `CELERY_BEAT_SCHEDULE` in the settings."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sarado_site.settings")

app = Celery("sarado")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
