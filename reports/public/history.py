"""Makes the pages that look at several frozen reports: two of them side by side, an activity through all half-years."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from accounts.public.shell import crumbs_of, home_url, render_page
from accounts.wording import date_words
from reports import presenting, queries
from reports.models import Publication
from reports.presenting.words import period_name, with_period
from reports.public import addresses
from reports.public.contents import contents
from reports.public.pages import SECTION, crumbs_of_report


def changes(shown: Publication, previous_id: int) -> str:
    """The newest version beside that of the half-year before."""
    previous = queries.publications([previous_id])[previous_id]
    place, before = addresses.place_of(shown), addresses.place_of(previous)
    context = {
        "title": "Что изменилось",
        "lead": f"{period_name(place[2])} {with_period(before[2])}",
        "reason": "",
        "sides": [
            _side(f"{period_name(place[2])}, версия {shown.version}", addresses.report_url(*place)),
            _side(f"{period_name(before[2])}, версия {previous.version}", addresses.report_url(*before)),
        ],
        "page": _changes(shown, addresses.report_url(*place), previous, addresses.report_url(*before)),
        "crumbs": crumbs_of_report(shown, named=None, here="Что изменилось"),
    }
    return render_page("reports/public_changes.html", shown.municipality, context, current=SECTION)


def version_changes(shown: Publication, corrected: Publication) -> str:
    """A version beside the one it corrects, with the reason on top."""
    place = addresses.place_of(shown)
    url = addresses.version_url(*place, shown.version)
    corrected_url = addresses.version_url(*place, corrected.version)
    context = {
        "title": f"Что исправлено в версии {shown.version}",
        "lead": f"Отчёт за {period_name(place[2])}, по сравнению с версией {corrected.version}",
        "reason": shown.reason,
        "sides": [
            _side(f"Версия {item.version} от {_day(item)}", address)
            for item, address in ((shown, url), (corrected, corrected_url))
        ],
        "page": _changes(shown, url, corrected, corrected_url),
        "crumbs": crumbs_of_report(shown, named=shown.version, here="Что исправлено"),
    }
    return render_page("reports/public_changes.html", shown.municipality, context, current=SECTION)


def activity(key: int, publications: Sequence[Publication]) -> str:
    """An activity through all half-years; raises Http404 where no report that stands has it."""
    issues = _issues(publications)
    page = presenting.present_activity(str(key), issues)
    if page is None:
        raise Http404
    first = publications[0]
    slug, plan, _ = addresses.place_of(first)
    context = {
        "page": page,
        "relatives": [
            _side(words, addresses.activity_url(slug, plan, relative))
            for words, relative in (
                ("Заменило прежнее мероприятие", first.replaces),  # type: ignore[attr-defined]
                ("Заменено другим мероприятием", first.replaced_by),  # type: ignore[attr-defined]
            )
            if relative and presenting.present_activity(str(relative), issues)
        ],
        "crumbs": crumbs_of(
            (first.municipality.name, home_url(first.municipality)),
            ("Отчёты", reverse(SECTION, args=[slug])),
            here=f"Мероприятие {page.number}",
        ),
    }
    return render_page("reports/public_activity.html", first.municipality, context, current=SECTION)


def _side(title: str, url: str) -> dict[str, str]:
    return {"title": title, "url": url}


def _day(publication: Publication) -> str:
    return date_words(timezone.localtime(publication.published_at))


def _changes(shown: Publication, url: str, earlier: Publication, earlier_url: str) -> presenting.ChangesPage:
    content, before = contents.of([shown, earlier])
    return presenting.present_changes(content, before, url=url, earlier_url=earlier_url)


def _issues(publications: Sequence[Publication]) -> list[presenting.Issue]:
    """``publications``: newest half-year first; each is compared with the half-year before, if that is among them."""
    periods = {item.report.plan_period.period for item in publications}
    issues = []
    for item, content in zip(publications, contents.of(publications), strict=True):
        place = addresses.place_of(item)
        issues.append(
            presenting.Issue(
                content,
                addresses.report_url(*place),
                addresses.changes_url(*place) if place[2].previous in periods else "",
                partial(addresses.attachment_url, *place, item.version),
            )
        )
    return issues
