"""The pages a visitor opens."""

from django.http import HttpRequest, HttpResponse


def home(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def kiosk(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("")
