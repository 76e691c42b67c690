"""The public addresses of surveys, for ever."""

from __future__ import annotations

from django.urls import register_converter, reverse

from surveys.models import Survey


class YearConverter:
    """``2021``: the years that a survey may have."""

    regex = r"199\d|20\d\d|2100"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(YearConverter, "year")


def list_url(municipality: str) -> str:
    return reverse("surveys:list", args=[municipality])


def survey_url(survey: Survey) -> str:
    """Needs its municipality fetched along."""
    return reverse("surveys:survey", args=[survey.municipality.slug, survey.series, survey.year])


def file_url(survey: Survey, format: str) -> str:
    return reverse("surveys:file", args=[survey.municipality.slug, survey.series, survey.year, format])
