"""Writes what people are told: a notice each, and the letter that carries it, in the transaction of the deed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.mails import mail_is_set_up
from accounts.models import Membership, Municipality, User
from plans import letters
from plans.models import Letter, Notice, NoticeSettings, PlanPeriod, ProgressEntry
from plans.notices.inbox import address_of

Delivery = NoticeSettings.Delivery


@dataclass(frozen=True, slots=True)
class News:
    """One thing for one person. `key` names its occasion: a person is told of it once.

    `entry` or `plan_period`: what it leads to.
    """

    user: User
    kind: Notice.Kind
    key: str
    title: str
    text: str = ""
    entry: ProgressEntry | None = None
    plan_period: PlanPeriod | None = None


def tell(municipality: Municipality, news: Iterable[News]) -> int:
    """Tell each person what they have not been told yet; answers how many notices that were.

    Call inside the transaction of the deed. Six queries at most, whatever the number of people.
    """
    fresh = _untold(news)
    if not fresh:
        return 0
    # One order for everybody: two writers of the same occasions wait for each other and never lock each other out.
    fresh.sort(key=lambda one: (one.user.pk, one.key))
    ids = {one.user.pk for one in fresh}
    chosen = NoticeSettings.objects.filter(municipality=municipality, user__in=ids)
    delivery = dict(chosen.values_list("user", "delivery"))
    goes_by_mail = mail_is_set_up()

    def wants(one: News, how: Delivery) -> bool:
        return goes_by_mail and delivery.get(one.user.pk, Delivery.AT_ONCE) == how

    notices = {
        letter_key(municipality, one): Notice(
            user=one.user,
            municipality=municipality,
            kind=one.kind,
            key=one.key,
            title=_short(one.title),
            text=one.text,
            entry=one.entry,
            plan_period=one.plan_period,
            waits_for_digest=wants(one, Delivery.DAILY),
        )
        for one in fresh
    }
    officers = _officers_among(municipality, ids)
    written = letters.post(
        Letter(
            municipality=municipality,
            user=one.user,
            key=key,
            subject=notices[key].title,
            text=letter_text(municipality, [notices[key]], is_officer=one.user.pk in officers),
        )
        for key, one in zip(notices, fresh, strict=True)
        if wants(one, Delivery.AT_ONCE)
    )
    for key, pk in written.items():
        notices[key].letter_id = pk
    # Whoever wrote the same occasion at the same moment has told it.
    Notice.objects.bulk_create(notices.values(), ignore_conflicts=True, batch_size=500)
    return len(notices)


def letter_key(municipality: Municipality, one: News) -> str:
    return f"notice:{municipality.pk}:{one.user.pk}:{one.key}"


def letter_text(municipality: Municipality, notices: list[Notice], *, is_officer: bool) -> str:
    """A letter about one thing or about a day's; every one with the address that it leads to."""
    text = render_to_string(
        "plans/email/notices.txt",
        {
            "municipality": municipality,
            "told": [
                (notice, settings.SITE_URL + address_of(notice, municipality, is_officer=is_officer))
                for notice in notices
            ],
            "settings_url": settings.SITE_URL
            + reverse("plans:inbox-settings", kwargs={"municipality": municipality.slug}),
        },
    )
    return f"{text.strip()}\n"


def _untold(news: Iterable[News]) -> list[News]:
    found = {(one.user.pk, one.key): one for one in news}
    known = Notice.objects.filter(
        user__in={user for user, _ in found}, key__in={key for _, key in found}
    ).values_list("user", "key")
    for told in known if found else ():
        found.pop(told, None)
    return list(found.values())


def _officers_among(municipality: Municipality, users: Iterable[int]) -> set[int]:
    officers = Membership.objects.filter(
        municipality=municipality, user__in=users, role=Membership.Role.OFFICER
    )
    return set(officers.values_list("user", flat=True))


def _short(title: str) -> str:
    """One line, as a letter's subject must be."""
    line = " ".join(title.split())
    return line if len(line) <= 300 else f"{line[:299]}…"
