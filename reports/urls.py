"""Addresses of reports: the office's pages, then the public ones, which never change."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from reports.public import files, views

app_name = "reports"


def _of_a_plan(name: str, start: str) -> list[URLPattern]:
    """What is published of one plan."""
    return [
        path(f"{start}activities/<activity:activity>/", views.activity, name=f"{name}activity"),
        path(f"{start}<period:period>/", views.report, name=f"{name}report"),
        path(f"{start}<period:period>/changes/", views.changes, name=f"{name}changes"),
        path(f"{start}<period:period>/<version:version>/", views.version, name=f"{name}version"),
        path(
            f"{start}<period:period>/<version:version>/changes/",
            views.version_changes,
            name=f"{name}version-changes",
        ),
        path(
            f"{start}<period:period>/<version:version>/report.<format:format>",
            files.report_file,
            name=f"{name}file",
        ),
        path(
            f"{start}<period:period>/<version:version>/files/<digest:digest>/<str:filename>",
            files.attachment_file,
            name=f"{name}attachment",
        ),
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("reports.office.urls")),
    path("", views.home, name="home"),
    path("<name:municipality>/", views.municipality, name="municipality"),
    path("<name:municipality>/logo", files.logo, name="logo"),
    path("<name:municipality>/reports/", views.report_list, name="report-list"),
    path("<name:municipality>/<name:plan>/reports/", views.report_list, name="plan-report-list"),
    *_of_a_plan("", "<name:municipality>/reports/"),
    # A second plan's reports carry its name.
    *_of_a_plan("plan-", "<name:municipality>/<name:plan>/reports/"),
    re_path(r"^(?P<path>[^?]*[A-Z][^?]*)$", views.in_lower_case, name="in-lower-case"),
]
