from django.urls import path

from conversations import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("kiosk/", pages.kiosk, name="kiosk"),
]
