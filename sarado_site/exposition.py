"""`GET /metrics`: what Prometheus and its likes read, for who knows `METRICS_TOKEN`.

Counters are kept per process. A web service with several worker processes keeps them in files that
its workers share (`sarado_site.shared_counters`), so that any of them speaks for all. What the
database knows (who is here, when the last tick was) is looked up when it is asked for; other apps
add such collectors with `COLLECTORS.append`.
"""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from sarado_site.shared_counters import are_shared

COLLECTORS: list[Collector] = []


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """404 without a token set, 401 with another one: nobody learns what is not meant for him."""
    if not settings.METRICS_TOKEN:
        return HttpResponse(status=404)
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not constant_time_compare(
        token.strip(), settings.METRICS_TOKEN
    ):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    shown = CollectorRegistry(auto_describe=False)
    shown.register(_Counted())
    for collector in COLLECTORS:
        shown.register(collector)
    response = HttpResponse(generate_latest(shown), content_type=CONTENT_TYPE_LATEST)
    response["Cache-Control"] = "no-store"
    return response


class _Counted(Collector):
    """What the workers of this service counted; this process alone, where nothing is shared."""

    def collect(self) -> Iterable[Metric]:
        if are_shared():
            try:
                together: Iterable[Metric] = MultiProcessCollector(None).collect()  # type: ignore[no-untyped-call]
            except (OSError, ValueError):
                pass  # somebody has removed the folder; a monitor still wants to know the rest
            else:
                return together
        return REGISTRY.collect()
