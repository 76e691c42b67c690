"""The portal's addresses: the project's own, then those of each app."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from opengov.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.sign_in_urls")),
    path("", include("accounts.urls")),
    path("", include("plans.urls")),
    path("", include("surveys.urls")),
    # The last: its public addresses begin with a municipality's name, which could be any word, and it tries in small
    # letters what no other app has answered.
    path("", include("reports.urls")),
]
