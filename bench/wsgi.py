"""The portal as gunicorn serves it, with the benchmark's addresses."""

from __future__ import annotations

from django.conf import settings
from django.core.wsgi import get_wsgi_application

# The portal's own addresses stay; one is added.
settings.ROOT_URLCONF = "bench.urls"
application = get_wsgi_application()
