"""Addresses of the visitor's pages and of /api/. The API has no trailing slashes."""

from django.contrib import admin
from django.urls import path

from conversations import health, hearing_views, pages, views

_ONE = "api/conversations/<uuid:public_id>"
_HEARING = "api/hearings/<str:key>"

# A hearing that has begun is a conversation like any other, below its own door.
_HEARING_VIEWS = {
    "client-secrets": views.client_secrets,
    "calls/<str:call_id>": views.register_call,
    "heartbeat": views.heartbeat,
    "end": views.end,
    "feeling": views.feeling,
}

urlpatterns = [
    path("api/status", views.status, name="status"),
    path("api/conversations", views.begin, name="begin"),
    path("", pages.home, name="home"),
    path("kiosk/", pages.kiosk, name="kiosk"),
    path(f"{_ONE}/client-secrets", views.client_secrets, name="client-secrets"),
    path(f"{_ONE}/calls/<str:call_id>", views.register_call, name="register-call"),
    path(f"{_ONE}/heartbeat", views.heartbeat, name="heartbeat"),
    path(f"{_ONE}/end", views.end, name="end"),
    path(f"{_ONE}/feeling", views.feeling, name="feeling"),
    path("hear/<int:persona_id>/", admin.site.admin_view(hearing_views.hear), name="hear"),
    path(f"{_HEARING}/status", hearing_views.hearing_status, name="hearing-status"),
    path(_HEARING, hearing_views.hearing_begin, name="hearing-begin"),
    *(
        path(f"{_HEARING}/<uuid:public_id>/{rest}", hearing_views.within_hearing(view))
        for rest, view in _HEARING_VIEWS.items()
    ),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
