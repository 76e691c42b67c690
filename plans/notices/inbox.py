"""A person's notices in one municipality: unread first, read one or all, how to be told, the calendar's secret key."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.lookups import IsNull
from django.urls import reverse
from django.utils import timezone

from accounts.history import Actor, record
from accounts.models import Municipality, User
from plans.models import Notice, NoticeSettings, ProgressEntry

Kind = Notice.Kind
_ABOUT_REPORT = (Kind.REPORT_WAITS, Kind.REPORT_RETURNED)


def inbox_of(user: User, municipality: Municipality) -> QuerySet[Notice]:
    """What the person was told here, unread first, then the newest."""
    return (
        Notice.objects.filter(user=user, municipality=municipality)
        .select_related("entry__plan_period", "plan_period")
        .order_by(IsNull(F("read_at"), False), "-created_at", "-pk")
    )


def unread_count(user: User, municipality: Municipality) -> int:
    return Notice.objects.filter(user=user, municipality=municipality, read_at__isnull=True).count()


def mark_read(notice: Notice) -> None:
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=timezone.now())


def mark_all_read(user: User, municipality: Municipality, *, until: int) -> int:
    """Read everything up to the notice with this number: what came while the page stood open stays unread."""
    unread = Notice.objects.filter(user=user, municipality=municipality, read_at__isnull=True, pk__lte=until)
    return unread.update(read_at=timezone.now())


def read_with_entry(user: User, entry: ProgressEntry) -> None:
    """Whoever has the entry open has no need to be told of it any more."""
    Notice.objects.filter(user=user, entry=entry, read_at__isnull=True).update(read_at=timezone.now())


def address_of(notice: Notice, municipality: Municipality, *, is_officer: bool) -> str:
    """The page that a notice leads to: its entry, the report, or the person's own home in that half-year."""
    here = {"municipality": municipality.slug}
    if notice.entry_id:
        return reverse("plans:entry", kwargs={**here, "pk": notice.entry_id})
    if notice.plan_period and notice.kind in _ABOUT_REPORT:
        return reverse("reports:office-report", kwargs={**here, "pk": notice.plan_period.pk})
    if not is_officer:
        return reverse("accounts:office-home", kwargs=here)
    period = f"?period={notice.plan_period.period}" if notice.plan_period else ""
    return reverse("plans:home", kwargs=here) + period


def settings_of(user: User, municipality: Municipality) -> NoticeSettings | None:
    """How the person wants to be told; None while they have not said and every letter comes at once."""
    return NoticeSettings.objects.filter(user=user, municipality=municipality).first()


@transaction.atomic
def choose_delivery(user: User, municipality: Municipality, delivery: str, *, by: Actor) -> NoticeSettings:
    """Be told at once, by one letter a day, or in the portal only: then nothing waits for a letter any more."""
    chosen = _own(user, municipality)
    before = chosen.delivery
    if delivery == before:
        return chosen
    chosen.delivery = delivery
    chosen.save(update_fields=["delivery"])
    if delivery == NoticeSettings.Delivery.PORTAL:
        waiting = Notice.objects.filter(user=user, municipality=municipality, waits_for_digest=True)
        waiting.update(waits_for_digest=False)
    record(
        municipality,
        by=by,
        action="delivery_chosen",
        about=chosen,
        before={"delivery": before},
        after={"delivery": delivery},
    )
    return chosen


@transaction.atomic
def renew_calendar_key(user: User, municipality: Municipality, *, by: Actor) -> NoticeSettings:
    """A new secret address of the calendar; the old one is nobody's from now on."""
    chosen = _own(user, municipality)
    chosen.calendar_key = secrets.token_urlsafe()
    chosen.save(update_fields=["calendar_key"])
    record(municipality, by=by, action="calendar_address_renewed", about=chosen)
    return chosen


def _own(user: User, municipality: Municipality) -> NoticeSettings:
    NoticeSettings.objects.get_or_create(user=user, municipality=municipality)
    return NoticeSettings.objects.select_for_update(of=("self",), no_key=True).get(
        user=user, municipality=municipality
    )
