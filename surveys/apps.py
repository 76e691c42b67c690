"""The app of residents' surveys; so far the reading of printed answers and their arithmetic."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"
    verbose_name = "Опросы жителей"
