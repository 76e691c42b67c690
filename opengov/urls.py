"""The portal's addresses: the project's own, then those of each app."""

from __future__ import annotations

from importlib.util import find_spec

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from opengov.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
]
# Until every app has its addresses; becomes three plain lines then.
urlpatterns += [
    path("", include(f"{app}.urls")) for app in ("accounts", "plans", "reports") if find_spec(f"{app}.urls")
]
