"""The figures of an entry: its indicators, their values, how these are checked and written; questions asked of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from plans.checking import Figure, fits
from plans.folding import folded
from plans.models import Activity, Indicator, IndicatorValue, PeriodLine, PlanPeriod, ProgressEntry
from plans.numbers import Found, Sought, belonging, find_figures


def indicators_of(entry: ProgressEntry) -> QuerySet[Indicator]:
    """The indicators that the entry's activity reports in its half-year, in order."""
    period = entry.plan_period.period
    return Indicator.objects.filter(activity=entry.activity_id, first_period__lte=period).filter(
        Q(last_period__isnull=True) | Q(last_period__gte=period)
    )


def figures_of(entry: ProgressEntry, before: ProgressEntry | None) -> list[Figure]:
    """Every indicator with its value here and, as approved, in the entry of the half-year before (``before``)."""
    values = {value.indicator_id: value for value in entry.figures.all()}
    kept_before = before.approved_version.figures if before and before.approved_version else {}
    earlier = {int(pk): Decimal(value) for pk, value in kept_before.items()}
    return [
        Figure(
            indicator_id=indicator.pk,
            name=indicator.name,
            unit=indicator.unit,
            kind=indicator.kind,
            sought=indicator.sought,
            value=values[indicator.pk].value if indicator.pk in values else None,
            previous=earlier.get(indicator.pk),
            is_confirmed=indicator.pk in values and values[indicator.pk].is_confirmed,
        )
        for indicator in indicators_of(entry)
    ]


def check(entry: ProgressEntry, figures: Mapping[int, Decimal | None]) -> None:
    """Raise ValidationError by ``figure-<id>`` for a value that its indicator does not take."""
    if not figures:
        return
    known = {indicator.pk: indicator for indicator in indicators_of(entry)}
    errors = {}
    for pk, value in figures.items():
        indicator = known.get(pk)
        if indicator is None:
            errors[f"figure-{pk}"] = "Этого показателя у мероприятия больше нет. Обновите страницу."
        elif value is not None and not fits(indicator.kind, value):
            errors[f"figure-{pk}"] = WANTED[Indicator.Kind(indicator.kind)]
    if errors:
        raise ValidationError(errors)


WANTED = {
    Indicator.Kind.WHOLE: "Здесь нужно целое число, например 15.",
    Indicator.Kind.DECIMAL: "Здесь нужно число, например 12,5: не больше 12 знаков и 4 знаков после запятой.",
    Indicator.Kind.YES_NO: "Выберите «да» или «нет».",
}


def write(
    entry: ProgressEntry, figures: Mapping[int, Decimal | None], confirmed: frozenset[int] = frozenset()
) -> None:
    """Set the values named; a blank one takes its row away. Called by the workflow alone, after `check`."""
    entry.figures.filter(indicator__in=[pk for pk, value in figures.items() if value is None]).delete()
    IndicatorValue.objects.bulk_create(
        [
            IndicatorValue(entry=entry, indicator_id=pk, value=value, is_confirmed=pk in confirmed)
            for pk, value in figures.items()
            if value is not None
        ],
        update_conflicts=True,
        unique_fields=["entry", "indicator"],
        update_fields=["value", "is_confirmed"],
    )


def confirm(entry: ProgressEntry, confirmed: frozenset[int]) -> None:
    """Note that the person was asked about these values and says that they are right."""
    entry.figures.filter(indicator__in=confirmed, is_confirmed=False).update(is_confirmed=True)


def kept(values: Iterable[IndicatorValue]) -> dict[str, str]:
    """An entry's values as a version keeps them: indicator's id -> the number without idle zeros."""
    return {str(value.indicator_id): plain(value.value) for value in values}


def plain(value: Decimal) -> str:
    """``12.5``, ``169``: without idle zeros and without an exponent."""
    return f"{value.normalize():f}"


def activity_lines(plan_period: PlanPeriod, q: str = "", show: str = "") -> QuerySet[PeriodLine]:
    """The reportable rows of a half-year in order: those whose words, number, officers or indicators hold ``q``;
    ``show``: ``with`` or ``without`` indicators."""
    lines = plan_period.lines.filter(kind=PeriodLine.Kind.ACTIVITY).order_by("place")
    own = Indicator.objects.filter(activity=OuterRef("activity"))
    if sought := folded(q):
        lines = lines.filter(Q(search__contains=sought) | Exists(own.filter(name__icontains=q.strip())))
    if show:
        lines = lines.filter(Exists(own) if show == "with" else ~Exists(own))
    return lines


def values_of(indicators: QuerySet[Indicator]) -> list[tuple[Indicator, list[IndicatorValue]]]:
    """Every indicator with its values, the newest first. Two queries."""
    values = IndicatorValue.objects.select_related("entry__plan_period").order_by(
        "-entry__plan_period__period"
    )
    found = indicators.prefetch_related(Prefetch("values", queryset=values))
    return [(indicator, list(indicator.values.all())) for indicator in found]


def found_in_texts(activity: Activity) -> tuple[ProgressEntry | None, list[Found]]:
    """The activity's newest text, and its figures that belong to none of the activity's indicators."""
    entry = (
        activity.entries.exclude(text="")
        .select_related("plan_period")
        .order_by("-plan_period__period")
        .first()
    )
    if entry is None:
        return None, []
    found = find_figures(entry.text)
    known = [Sought(one.pk, one.name, one.sought) for one in activity.indicators.all()]
    owned = {one.start for one in belonging(found, known).values()}
    return entry, [one for one in found if one.start not in owned]
