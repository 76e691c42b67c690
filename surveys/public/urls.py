"""Addresses of surveys that citizens open."""

from __future__ import annotations

from django.urls import URLPattern, path

from surveys.public import addresses, files, views  # noqa: F401 (addresses: its converter)

urlpatterns: list[URLPattern] = [
    path("<name:municipality>/surveys/", views.survey_list, name="list"),
    path("<name:municipality>/surveys/<name:series>/", views.series, name="series"),
    path("<name:municipality>/surveys/<name:series>/<year:year>/", views.survey, name="survey"),
    path(
        "<name:municipality>/surveys/<name:series>/<year:year>/survey.<format:format>",
        files.survey_file,
        name="file",
    ),
]
