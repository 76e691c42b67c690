"""Surveys found in a file's texts: each is offered as an insert under its text, which is left alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError

from accounts.history import Actor
from accounts.models import Municipality
from plans import workflow
from plans.changes import Changes
from plans.folding import folded
from plans.models import Insert, ProgressEntry
from plans.periods import ReportingPeriod
from reports.importing.outcome import ImportOptions, ImportRefused, SurveyOffer
from reports.readers.parsed import ParsedRow
from surveys.inserting import KIND
from surveys.keeping import DEFAULT_TITLE, keep, with_respondents
from surveys.models import Survey
from surveys.queries import names_of, survey_for, survey_value
from surveys.reading import UnreadableSurvey, read_survey_text, survey_questions
from surveys.titles import heading
from surveys.values import SurveyValue

_OTHER_NUMBERS = (
    "Этот опрос на портале уже есть, и числа в нём не те, что в тексте. Вставлен будет тот, что на портале: сверьте "
    "его с текстом или снимите отметку."
)


class FoundSurveys:
    """The surveys of one file under way: `offer` for a row that is written, then `write`."""

    def __init__(self, municipality: Municipality, period: ReportingPeriod, options: ImportOptions) -> None:
        self._municipality, self._period, self._options = municipality, period, options
        self._taken: list[tuple[ProgressEntry, SurveyOffer]] = []
        self._found: list[SurveyValue] = []
        self._known: dict[tuple[int, str], Survey | None] = {}
        self._inserted: set[int] | None = None

    def offer(self, entry: ProgressEntry, row: ParsedRow) -> SurveyOffer | None:
        """None where the text has no survey, where one stands under it, and where the entry is approved as it is."""
        if not (_may_have_one(row.progress) and survey_questions(row.progress)):
            return None
        if self._has_one(entry) or self._is_settled(entry, row):
            return None
        try:
            read = read_survey_text(row.progress, ours=names_of(self._municipality))
        except UnreadableSurvey:
            return None
        value = self._named(read.survey, row)
        findings = tuple(finding.message for finding in read.findings)
        standing = self._standing(value)
        if standing and _own_figures(survey_value(standing)) != _own_figures(value):
            findings = (_OTHER_NUMBERS, *findings)
        offer = SurveyOffer(
            row=row.source_row,
            value=value,
            heading=heading(value.title, value.year),
            findings=findings,
            is_year_guessed=read.survey.year is None,
            is_known=standing is not None,
            is_taken=self._options.surveys is None or row.source_row in self._options.surveys,
        )
        self._found.append(value)
        if offer.is_taken:
            self._taken.append((entry, offer))
        return offer

    @property
    def entries(self) -> list[ProgressEntry]:
        """Those that get one."""
        return [entry for entry, _ in self._taken]

    def write(self, *, by: Actor, changes: Changes) -> None:
        """Enter the surveys, as drafts, and put each under its text; one that the portal has is taken as it stands.

        Taking the import back takes the inserts off and leaves the surveys. Raises ImportRefused.
        """
        for entry, offer in self._taken:
            survey = self._survey(offer, by)
            insert = workflow.add_insert(
                entry, kind=KIND, source=str(survey.pk), options={"chart": True}, by=by
            )
            changes.created([insert])

    def _survey(self, offer: SurveyOffer, by: Actor) -> Survey:
        if standing := self._standing(offer.value):
            return standing
        try:
            survey = keep(self._municipality, with_respondents(offer.value), by=by).survey
        except ValidationError as error:
            raise ImportRefused(f"Опрос «{offer.heading}»: {' '.join(error.messages)}") from error
        except PermissionDenied as error:
            raise ImportRefused(
                "Заводить опросы вам не разрешено. Снимите отметку у опроса или попросите координатора."
            ) from error
        self._known[offer.value.year or 0, offer.value.title] = survey
        return survey

    def _has_one(self, entry: ProgressEntry) -> bool:
        if self._inserted is None:
            standing = Insert.objects.filter(
                entry__plan_period__plan__municipality=self._municipality,
                entry__plan_period__period=self._period,
                kind=KIND,
                removed_at=None,
            )
            self._inserted = set(standing.values_list("entry", flat=True))
        return entry.pk in self._inserted

    def _is_settled(self, entry: ProgressEntry, row: ParsedRow) -> bool:
        """Approved, and not to be opened again by a correction."""
        is_approved = entry.state == ProgressEntry.State.APPROVED and entry.text == row.progress
        return is_approved and not (self._options.publish and entry.plan_period.locked_at)

    def _named(self, value: SurveyValue, row: ParsedRow) -> SurveyValue:
        """With a title that no other survey of its year has; a report of a first half-year tells of the year before."""
        year = value.year or (self._period.year - 1 if self._period.half == 1 else self._period.year)
        value = replace(value, title=value.title or DEFAULT_TITLE, year=year)
        others = [found for found in self._found if (found.title, found.year) == (value.title, year)]
        if standing := self._standing(value):
            others.append(survey_value(standing))
        if any(not _is_same(other, value) for other in others):
            return replace(value, title=f"{value.title}, пункт {row.number}")
        return value

    def _standing(self, value: SurveyValue) -> Survey | None:
        """The portal's, of this title and year; looked up once."""
        key = (value.year or 0, value.title)
        if key not in self._known:
            self._known[key] = survey_for(self._municipality, *key)
        return self._known[key]


def _own_figures(value: SurveyValue) -> dict[tuple[str, str], int | Decimal | None]:
    """People, or printed per cents where there are none, by question and answer."""
    return {
        (folded(question.text), folded(answer.words)): None
        if figure is None
        else figure.percent
        if figure.count is None
        else figure.count
        for question, figures in zip(value.questions, value.own.figures, strict=True)
        for answer, figure in zip(question.answers, figures, strict=True)
    }


def _is_same(one: SurveyValue, other: SurveyValue) -> bool:
    """At least half of the questions are in both."""
    texts = [{folded(question.text) for question in each.questions} for each in (one, other)]
    return 2 * len(texts[0] & texts[1]) >= max(map(len, texts))


def _may_have_one(text: str) -> bool:
    """Quickly: most texts need not be read."""
    return "%" in text or "чел" in text
