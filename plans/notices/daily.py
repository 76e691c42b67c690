"""What the calendar brings: days that near and days that are missed, and the one letter a day of those who chose it.

Every run may be the second one, or the first after days without power: what has been told is not told again, what has
not is told now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Membership, Municipality, User
from accounts.wording import counted, date_words, left_words
from plans import letters
from plans.models import Letter, Notice, PeriodLine, PlanPeriod, ProgressEntry
from plans.notices.occasions import NOT_HANDED_IN, only_entry, rows_of, share_out
from plans.notices.telling import News, letter_text, tell
from plans.notices.words import listed_beside, paragraphs, what

Kind = Notice.Kind

# How many days before its day an entry is told to be near.
DAYS_AHEAD = 3
# Nobody is written to before this hour, in the portal's time zone.
MORNING = time(8)
# What waited longer for a letter, because mail was off or nobody swept, is read in the portal.
DIGEST_DAYS = 7


def tell_of_deadlines(now: datetime) -> int:
    """Tell of every open half-year which entries are due soon and which are late; answers how many notices that made.

    A day is an occasion of its own for each person, so a moved collection date makes a new one.
    """
    local = timezone.localtime(now)
    if local.time() < MORNING:
        return 0
    today = local.date()
    return sum(_tell_of_period(pk, today) for pk in _open_before(today).values_list("pk", flat=True))


def write_digests(now: datetime) -> int:
    """One letter for all that has waited since the last; answers how many letters that made. None without news."""
    local = timezone.localtime(now)
    if local.time() < MORNING:
        return 0
    waiting = Notice.objects.filter(waits_for_digest=True).order_by("municipality", "user")
    return sum(
        _write_digest(user, municipality, local)
        for municipality, user in waiting.values_list("municipality", "user").distinct()
    )


def _open_before(today: date) -> QuerySet[PlanPeriod]:
    """Half-years that are being collected; on the day of their opening people have just been told all."""
    return PlanPeriod.objects.filter(
        locked_at__isnull=True, collection_on__isnull=False, opened_at__date__lt=today
    ).order_by("pk")


@transaction.atomic
def _tell_of_period(pk: int, today: date) -> int:
    # Held: the collection date stays what it is while it is told of, and two sweeps go one after the other.
    held = PlanPeriod.objects.select_for_update(of=("self",), no_key=True).select_related(
        "plan__municipality"
    )
    plan_period = held.filter(pk=pk, locked_at__isnull=True).first()
    if plan_period is None:
        return 0
    due = (
        PeriodLine.objects.filter(
            plan_period=plan_period,
            entry__state__in=NOT_HANDED_IN,
            entry__is_closed=False,
            due_on__lte=today + timedelta(days=DAYS_AHEAD),
        )
        .exclude(is_optional=True, entry__state=ProgressEntry.State.EMPTY)
        .select_related("entry")
        .order_by("place")
    )
    return tell(plan_period.plan.municipality, _news(plan_period, due, today))


def _news(plan_period: PlanPeriod, due: QuerySet[PeriodLine], today: date) -> Iterator[News]:
    for user, lines in share_out(plan_period, due, on=today).items():
        by_day: dict[date, list[PeriodLine]] = defaultdict(list)
        for line in lines:
            if line.due_on:
                by_day[line.due_on].append(line)
        for day, own in sorted(by_day.items()):
            rows = rows_of(own)
            is_late = day < today
            yield News(
                user,
                Kind.OVERDUE if is_late else Kind.DUE_SOON,
                f"{'overdue' if is_late else 'due-soon'}:{plan_period.pk}:{day}",
                f"Срок прошёл: {what(rows)}" if is_late else f"Скоро срок: {what(rows)}",
                paragraphs(
                    f"Срок: {date_words(day)}, {left_words(day, today=today)}.",
                    listed_beside(rows),
                    "Сдайте сведения или отметьте, что сообщить нечего." if is_late else "",
                ),
                entry=only_entry(own),
                plan_period=plan_period,
            )


@transaction.atomic
def _write_digest(user_id: int, municipality_id: int, local: datetime) -> int:
    key = f"digest:{municipality_id}:{user_id}:{local.date()}"
    held = Notice.objects.filter(
        waits_for_digest=True, user=user_id, municipality=municipality_id
    ).select_for_update(of=("self",), no_key=True)
    notices = list(held.select_related("plan_period").order_by("pk"))
    if not notices or Letter.objects.filter(key=key).exists():
        # Today's letter has been written: what came since waits for tomorrow's.
        return 0
    since = local - timedelta(days=DIGEST_DAYS)
    news = [notice for notice in notices if notice.read_at is None and notice.created_at >= since]
    letter_id = None
    if news:
        municipality = Municipality.objects.get(pk=municipality_id)
        roles = Membership.objects.filter(user=user_id, municipality=municipality)
        is_officer = roles.filter(role=Membership.Role.OFFICER).exists()
        letter = Letter(
            municipality=municipality,
            user=User.objects.get(pk=user_id),
            key=key,
            subject=f"За день: {counted(len(news), 'уведомление', 'уведомления', 'уведомлений')}",
            text=letter_text(municipality, news, is_officer=is_officer),
        )
        letter_id = letters.post([letter])[key]
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(waits_for_digest=False)
    Notice.objects.filter(pk__in=[notice.pk for notice in news]).update(letter=letter_id)
    return int(bool(news))
