"""Addresses of surveys: the office's pages, then the public ones, which never change."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

app_name = "surveys"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("surveys.office.urls")),
    path("", include("surveys.public.urls")),
]
