"""The rows of published reports that show a survey: its own page leads to them."""

from __future__ import annotations

from accounts.models import Municipality
from accounts.wording import NBSP
from reports import queries
from reports.presenting.summary import anchor_of
from reports.presenting.words import period_name
from reports.public import addresses
from reports.public.contents import contents
from surveys.public.mentions import Mention, Mentions


def rows_with(place: Municipality, url: str) -> list[Mention]:
    """Of the newest report that shows the survey with this public address: usually one row."""
    newest = queries.newest_naming(place, url)
    if newest is None:
        return []
    [content] = contents.of([newest])
    report = addresses.report_url(*addresses.place_of(newest))
    period = period_name(newest.report.plan_period.period)
    return [
        Mention(f"Пункт{NBSP}{row.number} отчёта за{NBSP}{period}", f"{report}#{anchor_of(row)}")
        for row in content.rows
        if any(insert.url == url for insert in row.inserts)
    ]


MENTIONS = Mentions(rows_with, queries.standing_marks)
