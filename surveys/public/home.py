"""The rubric of surveys on a municipality's home page: the newest one, ranked."""

from __future__ import annotations

from accounts.models import Municipality
from accounts.public.home import HomeBlock
from surveys import queries
from surveys.public import addresses
from surveys.public.ranking import ranking_of

# As in `surveys.public.ranking`: fewer lines than on the survey's own page.
MOST_LINES, ENDS = 10, 3


def context_of(place: Municipality) -> dict[str, object] | None:
    """None where there is nothing to rank."""
    newest = queries.published(place.slug).first()
    results = queries.results(newest, public=True) if newest else None
    ranking = ranking_of(results, most=MOST_LINES, ends=ENDS) if results else None
    if newest is None or ranking is None:
        return None
    return {
        "survey": results,
        "ranking": ranking,
        "url": addresses.survey_url(newest),
        "list_url": addresses.list_url(place.slug),
    }


HOME = HomeBlock(
    "surveys/public_home.html",
    context=context_of,
    marks=lambda place: queries.marks_of(place.slug),
    order=20,
)
