"""Addresses of the visitor's pages and of /api/. The API has no trailing slashes."""

from django.urls import path

from conversations import health, pages, views

_ONE = "api/conversations/<uuid:public_id>"

urlpatterns = [
    path("", pages.home, name="home"),
    path("kiosk/", pages.kiosk, name="kiosk"),
    path("api/status", views.status, name="status"),
    path("api/conversations", views.begin, name="begin"),
    path(f"{_ONE}/client-secrets", views.client_secrets, name="client-secrets"),
    path(f"{_ONE}/calls/<str:call_id>", views.register_call, name="register-call"),
    path(f"{_ONE}/heartbeat", views.heartbeat, name="heartbeat"),
    path(f"{_ONE}/end", views.end, name="end"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
