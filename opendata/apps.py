"""The app of the open-data registry: its room is laid out, its contents come with their own issue."""

from django.apps import AppConfig


class OpendataConfig(AppConfig):
    name = "opendata"
    verbose_name = "Открытые данные"
