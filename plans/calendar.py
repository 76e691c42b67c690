"""The days by which a person's entries are due, as a calendar that Outlook and phones subscribe to (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from icalendar import Calendar, Event

from accounts.models import Municipality, User
from accounts.wording import date_words
from plans.deadlines import Rule, own_dates
from plans.models import NoticeSettings, PeriodLine, ProgressEntry
from plans.notices.words import shortened
from plans.permissions import entries_of

State = ProgressEntry.State
_DONE = (State.SUBMITTED, State.APPROVED)


def owner_of(key: str) -> NoticeSettings | None:
    """Whose calendar has this secret key; nobody's once it is renewed, or the person no longer works here."""
    found = NoticeSettings.objects.filter(calendar_key=key, user__is_active=True)
    owner = found.select_related("user", "municipality").first()
    if owner and owner.user.memberships.filter(municipality=owner.municipality).exists():
        return owner
    return None


def lines_of(user: User, municipality: Municipality, *, on: date) -> QuerySet[PeriodLine]:
    """The person's rows of all half-years that are being collected."""
    own = entries_of(user, municipality, on=on).filter(
        plan_period__locked_at__isnull=True, plan_period__collection_on__isnull=False, is_closed=False
    )
    return (
        PeriodLine.objects.filter(entry__in=own)
        .select_related("entry", "revision", "plan_period")
        .order_by("plan_period__period", "plan_period", "place")
    )


def feed(lines: Iterable[PeriodLine], municipality: Municipality) -> bytes:
    """The calendar: one event for every day of every row; lines folded, CRLF, UTF-8."""
    calendar = Calendar()
    calendar.add("prodid", "-//opengov//Open Government portal//RU")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"Сведения: {municipality.name}")
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    # How often a program should ask again, in the two spellings that programs know.
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for line in lines:
        for event in _events(line, municipality):
            calendar.add_component(event)
    return calendar.to_ical()


def days_of(line: PeriodLine) -> list[tuple[str, date]]:
    """The days of a row with a name for each: the rule's own by date, the collection date by that word.

    So an event moves with a moved collection date and stays the same event.
    """
    period, written = line.plan_period.period, line.revision.deadline_rule if line.revision else None
    rule = Rule.from_dict(written) if written else None
    days = own_dates(rule, period)
    if days:
        return [(f"{day:%Y%m%d}", day) for day in days]
    collection_on = line.plan_period.collection_on
    return [("collection", collection_on)] if collection_on else []


def _events(line: PeriodLine, municipality: Municipality) -> Iterator[Event]:
    entry = line.entry
    if entry is None:
        return
    is_done = entry.state in _DONE
    site = urlsplit(settings.SITE_URL).hostname or "localhost"
    url = settings.SITE_URL + reverse(
        "plans:entry", kwargs={"municipality": municipality.slug, "pk": entry.pk}
    )
    name = f"{line.number} {shortened(line.text)}".strip()
    for word, day in days_of(line):
        event = Event()
        event.add("uid", f"entry-{entry.pk}-{word}@{site}")
        event.add("dtstamp", _changed_at(entry))
        event.add("last-modified", _changed_at(entry))
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", f"{'✓ Сдано' if is_done else 'Сдать сведения'}: {name}")
        event.add("description", _description(line, entry, day, url))
        event.add("url", url)
        event.add("status", "CONFIRMED")
        event.add("transp", "TRANSPARENT")
        event.add("categories", ["Сдано" if is_done else "Сдать"])
        yield event


def _description(line: PeriodLine, entry: ProgressEntry, day: date, url: str) -> str:
    rest = "сообщать нужно, только если есть о чём" if line.is_optional else ""
    return "\n".join(
        part
        for part in (
            f"{line.number} {' '.join(line.text.split())}".strip(),
            f"Сведения за {line.plan_period.period.title}, сдать до {date_words(day)}",
            f"Состояние: {entry.get_state_display()}",
            f"Срок в другом полугодии: {rest}" if rest else "",
            f"Открыть: {url}",
        )
        if part
    )


def _changed_at(entry: ProgressEntry) -> datetime:
    return max(entry.updated_at, entry.state_at or entry.updated_at).replace(microsecond=0)
