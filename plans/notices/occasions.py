"""What is told of which deed; every function is called inside the deed's transaction by the module that does it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from accounts.history import Actor
from accounts.models import User
from accounts.wording import date_words
from plans.models import Notice, PeriodLine, Plan, PlanPeriod, ProgressEntry
from plans.notices.recipients import people_of, users_of
from plans.notices.telling import News, tell
from plans.notices.words import Row, listed, listed_beside, paragraphs, what
from plans.periods import ReportingPeriod

Kind = Notice.Kind
State = ProgressEntry.State
NOT_HANDED_IN = (State.EMPTY, State.DRAFT, State.RETURNED)

# A person with their rows of the plan.
Theirs = dict[User, list[PeriodLine]]


def period_opened(plan_period: PlanPeriod) -> None:
    """Tell everybody who has something to report in the half-year what it is and by when."""
    lines = list(_lines(plan_period).filter(entry__state__in=NOT_HANDED_IN, entry__is_closed=False))
    title = f"Открыт сбор сведений за {plan_period.period.title}"
    due = plan_period.collection_on
    tell(
        plan_period.plan.municipality,
        (
            News(
                user,
                Kind.PERIOD_OPENED,
                f"opened:{plan_period.pk}",
                title,
                paragraphs(
                    f"Сдайте сведения до {date_words(due)}" if due else "",
                    f"За вами:\n{listed(rows_of(asked))}",
                    f"По желанию, срок в другом полугодии:\n{listed(rows_of(others))}" if others else "",
                ),
                plan_period=plan_period,
            )
            for user, own in share_out(plan_period, lines).items()
            if (asked := [line for line in own if not _is_other_half(line)])
            for others in [[line for line in own if _is_other_half(line)]]
        ),
    )


def collection_moved(plan_period: PlanPeriod) -> None:
    """Tell those who have not handed in yet, and whose rows name no day of their own, the new day."""
    due = plan_period.collection_on
    if due is None:
        return
    lines = list(
        _lines(plan_period).filter(is_optional=False, has_own_date=False, entry__state__in=NOT_HANDED_IN)
    )
    # The day may be moved there and back, each time an occasion of its own: the period's lock parts them.
    key = f"moved:{plan_period.pk}:{timezone.now().isoformat()}"
    tell(
        plan_period.plan.municipality,
        (
            News(
                user,
                Kind.PERIOD_MOVED,
                key,
                f"Срок перенесён: сведения за {plan_period.period.title} сдайте до {date_words(due)}",
                f"Вам осталось сдать:\n{listed(rows_of(own))}",
                plan_period=plan_period,
                entry=only_entry(own),
            )
            for user, own in share_out(plan_period, lines).items()
        ),
    )


def returned(entries: Sequence[ProgressEntry], *, comment: str, by: Actor) -> None:
    """Tell the officers of entries that were returned with one remark what to mend."""
    if not entries:
        return
    plan_period = entries[0].plan_period
    # An entry's counter rises with every return: this one is like no other.
    revisions = {entry.pk: entry.revision for entry in entries}

    def news(user: User, own: list[PeriodLine]) -> News:
        first = min(line.entry_id or 0 for line in own)
        rows = rows_of(own)
        return News(
            user,
            Kind.RETURNED,
            f"returned:{first}:{revisions[first]}",
            f"Вернули с замечанием: {what(rows)}",
            paragraphs(f"Замечание: {comment}", listed_beside(rows)),
            plan_period=plan_period,
            entry=only_entry(own),
        )

    _tell_about(plan_period, entries, news, by=by)


def reminded(plan_period: PlanPeriod, entries: Sequence[ProgressEntry], *, by: Actor) -> None:
    """Tell the officers of late entries, each person once for all of theirs. An entry is reminded of once a day."""
    today = timezone.localdate()

    def news(user: User, own: list[PeriodLine]) -> News:
        first = min(line.entry_id or 0 for line in own)
        rows = rows_of(own)
        return News(
            user,
            Kind.REMINDER,
            f"reminder:{first}:{today}",
            f"Напоминание: сдайте сведения. {what(rows)}",
            paragraphs(listed_beside(rows), _due_words(own)),
            plan_period=plan_period,
            entry=only_entry(own),
        )

    _tell_about(plan_period, entries, news, by=by)


def assigned(
    plan: Plan, activities: Collection[int], officers: Collection[int], *, since: ReportingPeriod, by: Actor
) -> None:
    """Tell officers (ids) that activities (ids) are theirs from a half-year on; call once the plan stands so."""
    if not officers or not activities:
        return
    people = {
        user
        for users in users_of(plan.municipality, officers, on=timezone.localdate()).values()
        for user in users
    }
    opened = plan.periods.filter(period__gte=since, locked_at__isnull=True).order_by("period").first()
    lines = list(_lines(opened).filter(activity__in=activities)) if opened else []
    rows = rows_of(lines)
    title = f"Вам поручено: {what(rows)}" if rows else "Вам поручены мероприятия плана"
    key = f"assigned:{plan.pk}:{timezone.now().isoformat()}"
    tell(
        plan.municipality,
        (
            News(
                user,
                Kind.ASSIGNED,
                key,
                title,
                paragraphs(
                    listed_beside(rows),
                    f"Сведения о них вы сдаёте, начиная с {since.roman} полугодия {since.year} года.",
                    _due_words(lines),
                ),
                plan_period=opened,
                entry=only_entry(lines),
            )
            for user in people
            if user != by.user
        ),
    )


def report_waits(
    plan_period: PlanPeriod, *, users: Iterable[User], key: str, title: str, text: str = ""
) -> None:
    """Tell those who decide on a report, or follow it, that it has moved on."""
    _tell_of_report(Kind.REPORT_WAITS, plan_period, users, key, title, text)


def report_returned(
    plan_period: PlanPeriod, *, users: Iterable[User], key: str, title: str, text: str = ""
) -> None:
    """Tell those who sent a report on that it came back, and why."""
    _tell_of_report(Kind.REPORT_RETURNED, plan_period, users, key, title, text)


def _is_other_half(line: PeriodLine) -> bool:
    """A blank that is asked of nobody, as the home parts it from what is."""
    return line.is_optional and line.entry is not None and line.entry.state == State.EMPTY


def rows_of(lines: Iterable[PeriodLine]) -> list[Row]:
    return [Row(line.number, line.text, line.due_on) for line in lines]


def share_out(plan_period: PlanPeriod, lines: Iterable[PeriodLine], *, on: date | None = None) -> Theirs:
    """Whose rows these are, each person's in printed order."""
    lines = list(lines)
    people = people_of(
        plan_period,
        [line.activity_id for line in lines if line.activity_id],
        on=on or timezone.localdate(),
    )
    theirs: Theirs = defaultdict(list)
    for line in lines:
        for user in people.get(line.activity_id or 0, ()):
            theirs[user].append(line)
    return theirs


def only_entry(lines: Sequence[PeriodLine]) -> ProgressEntry | None:
    """The entry that a notice leads straight to, where it is about one."""
    return lines[0].entry if len(lines) == 1 else None


def _lines(plan_period: PlanPeriod) -> QuerySet[PeriodLine]:
    return (
        PeriodLine.objects.filter(plan_period=plan_period, entry__isnull=False)
        .select_related("entry")
        .order_by("place")
    )


def _due_words(lines: Sequence[PeriodLine]) -> str:
    """By when, where all of them have the same day; else their list has the days."""
    days = {line.due_on for line in lines}
    day = days.pop() if len(days) == 1 else None
    return f"Срок: {date_words(day)}" if day else ""


def _tell_about(
    plan_period: PlanPeriod,
    entries: Iterable[ProgressEntry],
    news: Callable[[User, list[PeriodLine]], News],
    *,
    by: Actor,
) -> None:
    lines = _lines(plan_period).filter(entry__in=[entry.pk for entry in entries])
    theirs = share_out(plan_period, lines)
    # Whoever did it knows.
    told = [news(user, own) for user, own in theirs.items() if user != by.user]
    tell(plan_period.plan.municipality, told)


def _tell_of_report(
    kind: Notice.Kind, plan_period: PlanPeriod, users: Iterable[User], key: str, title: str, text: str
) -> None:
    news = (News(user, kind, key, title, text, plan_period=plan_period) for user in users)
    tell(plan_period.plan.municipality, news)
