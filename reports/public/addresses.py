"""The public addresses of reports, for ever: how their parts are written, and where a publication lives."""

from __future__ import annotations

from django.urls import register_converter, reverse

from plans.periods import ReportingPeriod
from reports.content import FrozenAttachment
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


class ActivityConverter:
    """The lasting key of an activity; written in one way only."""

    regex = r"[1-9]\d{0,17}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int | str) -> str:
        return str(value)


register_converter(ActivityConverter, "activity")
register_converter(PeriodConverter, "period")
register_converter(VersionConverter, "version")


def report_url(municipality: str, plan: str | None, period: ReportingPeriod) -> str:
    """Where the newest version lives; ``plan``: the slug of a plan that is not the primary one."""
    return _reverse("report", municipality, plan, period=period)


def version_url(municipality: str, plan: str | None, period: ReportingPeriod, version: int) -> str:
    return _reverse("version", municipality, plan, period=period, version=version)


def file_url(municipality: str, plan: str | None, period: ReportingPeriod, version: int, format: str) -> str:
    return _reverse("file", municipality, plan, period=period, version=version, format=format)


def changes_url(municipality: str, plan: str | None, period: ReportingPeriod) -> str:
    """The newest version beside the report of the half-year before."""
    return _reverse("changes", municipality, plan, period=period)


def version_changes_url(municipality: str, plan: str | None, period: ReportingPeriod, version: int) -> str:
    """A version beside the one it corrects."""
    return _reverse("version-changes", municipality, plan, period=period, version=version)


def activity_url(municipality: str, plan: str | None, key: int | str) -> str:
    """An activity through all half-years."""
    return _reverse("activity", municipality, plan, activity=key)


def attachment_url(
    municipality: str, plan: str | None, period: ReportingPeriod, version: int, attachment: FrozenAttachment
) -> str:
    """A document that a version names."""
    return _reverse(
        "attachment",
        municipality,
        plan,
        period=period,
        version=version,
        digest=attachment.sha256[:16],
        filename=attachment.filename,
    )


def place_of(publication: Publication) -> tuple[str, str | None, ReportingPeriod]:
    """What the addresses of a publication begin with; needs its municipality and plan fetched along."""
    plan_period = publication.report.plan_period
    plan = plan_period.plan
    return publication.municipality.slug, None if plan.is_primary else plan.slug, plan_period.period


def _reverse(name: str, municipality: str, plan: str | None, **parts: object) -> str:
    if plan is None:
        return reverse(f"reports:{name}", kwargs={"municipality": municipality, **parts})
    return reverse(f"reports:plan-{name}", kwargs={"municipality": municipality, "plan": plan, **parts})
