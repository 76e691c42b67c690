"""The addresses of the office's door, of a municipality's settings and of its members."""

from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("work/", views.office_door, name="office"),
    path("work/<slug:municipality>/", views.office_home, name="office-home"),
]
