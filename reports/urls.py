"""Addresses of reports: the office's pages, then the public ones, which never change."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from reports.public import files, views

app_name = "reports"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("reports.office.urls")),
    path("", views.home, name="home"),
    path("<name:municipality>/", views.municipality, name="municipality"),
    path("<name:municipality>/logo", files.logo, name="logo"),
    path("<name:municipality>/reports/", views.report_list, name="report-list"),
    path("<name:municipality>/reports/<period:period>/", views.report, name="report"),
    path("<name:municipality>/reports/<period:period>/<version:version>/", views.version, name="version"),
    path(
        "<name:municipality>/reports/<period:period>/<version:version>/report.<format:format>",
        files.report_file,
        name="file",
    ),
    path("<name:municipality>/<name:plan>/reports/", views.report_list, name="plan-report-list"),
    path("<name:municipality>/<name:plan>/reports/<period:period>/", views.report, name="plan-report"),
    path(
        "<name:municipality>/<name:plan>/reports/<period:period>/<version:version>/",
        views.version,
        name="plan-version",
    ),
    path(
        "<name:municipality>/<name:plan>/reports/<period:period>/<version:version>/report.<format:format>",
        files.report_file,
        name="plan-file",
    ),
    re_path(r"^(?P<path>[^?]*[A-Z][^?]*)$", views.in_lower_case, name="in-lower-case"),
]
