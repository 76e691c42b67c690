"""Figures found in a file's texts: what each row offers, and what of it the person takes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from accounts.history import Actor
from plans import workflow
from plans.changes import Changes
from plans.checking import fits, in_unit
from plans.models import Activity, Indicator, Plan, PlanPeriod, ProgressEntry
from plans.numbers import Sought, belonging, find_figures
from plans.periods import ReportingPeriod
from plans.planning.indicators import MOST_ON_ACTIVITY, write_indicators
from reports.importing.outcome import FigureKey, FigureOffer, ImportOptions, Take
from reports.readers.parsed import ParsedRow


@dataclass(frozen=True, slots=True)
class Offered:
    """The figures of one row's text."""

    entry: ProgressEntry
    offers: tuple[FigureOffer, ...]


def offers_of(
    entry: ProgressEntry, row: ParsedRow, indicators: Sequence[Indicator], options: ImportOptions
) -> tuple[FigureOffer, ...]:
    """What the text of a row offers, in its order: values of indicators that the activity has, and new ones.

    An indicator that has ended is passed by, with its figure.
    """
    if options.take == Take.NONE:  # nobody will look at them
        return ()
    text = row.progress
    found = find_figures(text)
    values = {value.indicator_id: value.value for value in entry.figures.all()}
    numeric = {one.pk: one for one in indicators if one.kind != Indicator.Kind.YES_NO}
    owners = {
        each.start: numeric[pk]
        for pk, each in belonging(
            found, [Sought(one.pk, one.name, one.sought) for one in numeric.values()]
        ).items()
    }
    offers = []
    for each in found:
        owner = owners.get(each.start)
        value = in_unit(each.value, owner.unit) if owner else each.value
        if value != round(value, 4) or (owner and not fits(owner.kind, value)):
            continue
        if owner and owner.last_period and owner.last_period < entry.plan_period.period:
            continue
        key = (row.source_row, each.start)
        offers.append(
            FigureOffer(
                key=key,
                value=value,
                phrase=" ".join(text[each.start : each.end].split()),
                name=owner.name if owner else options.figure_names.get(key, each.name),
                proposed=each.name,
                unit=owner.unit if owner else "",
                indicator=owner,
                standing=values.get(owner.pk) if owner else None,
                is_stock=each.is_stock,
                is_taken=_is_taken(options, key, is_known=owner is not None),
            )
        )
    return tuple(offers)


def _is_taken(options: ImportOptions, key: FigureKey, *, is_known: bool) -> bool:
    if options.take == Take.PICKED:
        return key in options.picked
    return options.take == Take.ALL or (options.take == Take.KNOWN and is_known)


def changing(offered: Iterable[Offered]) -> list[Offered]:
    """The rows where something would be written: what is taken and does not stand yet."""
    return [
        Offered(one.entry, taken)
        for one in offered
        if (taken := tuple(offer for offer in one.offers if offer.is_taken and offer.changes))
    ]


def indicators_of_plan(plan: Plan) -> dict[int, list[Indicator]]:
    """Per activity, its indicators in order. One query."""
    found: dict[int, list[Indicator]] = {}
    for one in Indicator.objects.filter(activity__plan=plan):
        found.setdefault(one.activity_id, []).append(one)
    return found


def write_taken(taken: Sequence[Offered], *, plan_period: PlanPeriod, by: Actor, changes: Changes) -> None:
    """Add the new indicators, then the values. Raises ValidationError for two indicators of one name."""
    new = [
        (one.entry.activity, offer, _indicator(offer, plan_period.period))
        for one in taken
        for offer in one.offers
        if offer.indicator is None
    ]
    wanted: list[tuple[Activity, Indicator]] = [(activity, indicator) for activity, _, indicator in new]
    write_indicators(plan_period.plan.municipality, wanted, by=by, changes=changes)
    made = {offer.key: indicator for _, offer, indicator in new}
    _begin_earlier(taken, plan_period.period, changes)
    workflow.write_figures(
        [
            (one.entry, offer.indicator or made[offer.key], offer.value)
            for one in taken
            for offer in one.offers
        ],
        plan_period=plan_period,
        by=by,
        changes=changes,
    )


def _indicator(offer: FigureOffer, period: ReportingPeriod) -> Indicator:
    """A new indicator; a name of the person's own is found again by the words of the text."""
    name = " ".join(offer.name.split()) or offer.proposed
    is_whole = offer.value == offer.value.to_integral_value()
    return Indicator(
        name=name[:200],
        kind=Indicator.Kind.WHOLE if is_whole else Indicator.Kind.DECIMAL,
        adds_up=not offer.is_stock,
        sought="" if name == offer.proposed else offer.proposed,
        first_period=period,
    )


def _begin_earlier(taken: Sequence[Offered], period: ReportingPeriod, changes: Changes) -> None:
    """An older report brings a value from before the indicator's first half-year: it begins there."""
    for one in taken:
        for offer in one.offers:
            indicator = offer.indicator
            if indicator and indicator.first_period > period:
                changes.updated(indicator, {"first_period": indicator.first_period})
                indicator.first_period = period
                indicator.save(update_fields=["first_period"])


def settle_names(
    offered: Sequence[Offered], known: dict[int, list[Indicator]], take: Take
) -> tuple[list[Offered], dict[FigureKey, str]]:
    """The offers, and by offer why the name that a person gave it can't be taken. Where all figures are taken
    without looking, one whose name is not free is left."""
    settled: list[Offered] = []
    errors: dict[FigureKey, str] = {}
    for one in offered:
        names = {indicator.name.casefold() for indicator in known.get(one.entry.activity_id, ())}
        offers = []
        for offer in one.offers:
            if offer.indicator is None and offer.is_taken and (error := _why_refused(offer.name, names)):
                if take == Take.PICKED:
                    errors[offer.key] = error
                else:
                    offer = replace(offer, is_taken=False)
            elif offer.indicator is None and offer.is_taken:
                names.add(_plain(offer.name))
            offers.append(offer)
        settled.append(Offered(one.entry, tuple(offers)))
    return settled, errors


def _why_refused(name: str, names: Collection[str]) -> str:
    if not _plain(name):
        return "Назовите показатель."
    if _plain(name) in names:
        return "У мероприятия уже есть показатель с таким названием. Назовите иначе."
    return "У мероприятия не больше 50 показателей." if len(names) >= MOST_ON_ACTIVITY else ""


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
