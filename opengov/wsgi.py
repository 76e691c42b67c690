"""The WSGI application that gunicorn serves."""

from __future__ import annotations

from django.core.wsgi import get_wsgi_application

from opengov.environment import settings_or_exit

settings_or_exit()
application = get_wsgi_application()
