"""The WSGI entry point that granian serves."""

import gc
import os
import sys

from django.conf import settings
from django.core.cache import close_caches
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import reset_queries

from sarado_site.env import env_bool, env_int
from sarado_site.processor import keep_to_one_processor
from sarado_site.shared_counters import share_counters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sarado_site.settings")

# A thread that wants the interpreter wakes each interval to look, and takes it from who has it. In
# a crowd hundreds wait; ours give it away by themselves, each time they ask somebody. Longer would
# let a page of the admin that only computes keep visitors waiting.
sys.setswitchinterval(0.02)  # seconds; Python's own is 0.005

share_counters(settings.VAR_DIR / "metrics", service=str(env_int("PORT", 8000)))

application = get_wsgi_application()

# At both ends of a request Django goes through all connections for what it wrote down while DEBUG,
# and through all caches to close them, which ours do not.
if not settings.DEBUG:
    request_started.disconnect(reset_queries)
request_finished.disconnect(close_caches)

if env_bool("WEB_PINNED", default=True):
    keep_to_one_processor(settings.VAR_DIR / "processors")

from conversations.watch import start_watch  # noqa: E402  (the apps are ready only now)

start_watch()

# What was imported stays: the collector need not look at it again and again. A request makes no
# cycles to speak of, so it looks at the rest seldom.
gc.collect()
gc.freeze()
gc.set_threshold(50_000)
