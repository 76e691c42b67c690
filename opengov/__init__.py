"""The project package: settings, addresses, the Celery application and what production needs."""

from opengov.celery import app as celery_app

__all__ = ["celery_app"]
