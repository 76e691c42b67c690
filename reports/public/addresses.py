"""The public addresses, for ever: how their parts are written, and where a publication lives."""

from __future__ import annotations

from django.urls import register_converter, reverse

from plans.periods import ReportingPeriod
from reports.models import Publication


class PeriodConverter:
    """``2022-h1``"""

    regex = r"\d{4}-h[12]"

    def to_python(self, value: str) -> ReportingPeriod:
        return ReportingPeriod.parse(value)

    def to_url(self, value: ReportingPeriod) -> str:
        return str(value)


class VersionConverter:
    """``v1``"""

    regex = r"v[1-9]\d{0,5}"

    def to_python(self, value: str) -> int:
        return int(value[1:])

    def to_url(self, value: int) -> str:
        return f"v{value}"


class NameConverter:
    """The name of a municipality or a plan, as `accounts.models.slug_validator` takes it."""

    regex = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class FormatConverter(NameConverter):
    """The ending of a file; which endings there are is the renderers' to say."""

    regex = r"[a-z]{3,5}"


register_converter(FormatConverter, "format")
register_converter(PeriodConverter, "period")
register_converter(VersionConverter, "version")
register_converter(NameConverter, "name")


def report_url(municipality: str, plan: str | None, period: ReportingPeriod) -> str:
    """Where the newest version lives; ``plan``: the slug of a plan that is not the primary one."""
    return _reverse("report", municipality, plan, period=period)


def version_url(municipality: str, plan: str | None, period: ReportingPeriod, version: int) -> str:
    return _reverse("version", municipality, plan, period=period, version=version)


def file_url(municipality: str, plan: str | None, period: ReportingPeriod, version: int, format: str) -> str:
    return _reverse("file", municipality, plan, period=period, version=version, format=format)


def place_of(publication: Publication) -> tuple[str, str | None, ReportingPeriod]:
    """What the addresses of a publication begin with; needs its municipality and plan fetched along."""
    plan_period = publication.report.plan_period
    plan = plan_period.plan
    return publication.municipality.slug, None if plan.is_primary else plan.slug, plan_period.period


def _reverse(name: str, municipality: str, plan: str | None, **parts: object) -> str:
    if plan is None:
        return reverse(f"reports:{name}", kwargs={"municipality": municipality, **parts})
    return reverse(f"reports:plan-{name}", kwargs={"municipality": municipality, "plan": plan, **parts})
