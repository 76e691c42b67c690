"""The table in which a survey is typed: every button shows it again with all that was typed, one saves it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from accounts.office import OfficeRequest, office
from accounts.permissions import Deed
from accounts.wording import counted
from surveys import keeping
from surveys.models import Survey
from surveys.office import unsent
from surveys.office.forms import AboutForm
from surveys.office.grid import moves
from surveys.office.grid.checked import Checked, Problem, checked
from surveys.office.grid.differences import Difference, differences
from surveys.office.grid.losses import told
from surveys.office.grid.posting import Garbled, rest_of, typed_from
from surveys.office.grid.room import FULL, NO_ROOM, has_room
from surveys.office.grid.sets import MEANINGS
from surveys.office.grid.showing import (
    place_title,
    set_choices,
    tables_of,
    tabs_of,
)
from surveys.office.grid.typed import Mode, TypedSurvey, blank_survey, copied, typed_of
from surveys.permissions import deed_to_change
from surveys.queries import survey_of, survey_value
from surveys.values import PlaceKind

SHOWN_PROBLEMS = 20
_BESIDE = ("new_questions", "new_set", "new_place")
MODES = {Mode.COUNTS: "Числа ответов", Mode.PERCENTS: "Проценты", Mode.BOTH: "И то и другое"}


@dataclass(slots=True)
class Notes:
    """What a page says besides the table. ``opened``: questions whose fields are to be seen; ``refusal``: why a button
    did nothing; ``news``: what came of it; ``unused``: what is typed beside the buttons that add, and not added yet;
    ``focus``: the field to go on typing in."""

    form: AboutForm | None = None
    problems: list[Problem] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)
    refusal: str = ""
    news: str = ""
    differing: list[Difference] = field(default_factory=list)
    is_stale: bool = False
    is_unsaved: bool = True
    restored_at: datetime | None = None
    unused: dict[str, str] = field(default_factory=dict)
    focus: str = ""
    status: int = 200


def survey_or_404(request: OfficeRequest, pk: int) -> Survey:
    survey = survey_of(request.municipality, pk)
    if survey is None:
        raise Http404
    return survey


@unsent.nothing_lost
@office(Deed.EDIT_SURVEYS)
@require_http_methods(["GET", "POST"])
def survey_add(request: OfficeRequest) -> HttpResponse:
    """A new survey; ``?like=<id>&year=2022``: with the questions of another."""
    if request.method == "POST":
        return _answer(request, None)
    if kept := unsent.taken(request):
        return table_page(request, _typed(kept.fields), None, Notes(restored_at=kept.at))
    pattern = _pattern(request)
    typed = _new(request, pattern)
    if pattern and not has_room(typed):
        return _by_file(request, pattern)
    return table_page(request, typed, None, Notes(is_unsaved=pattern is not None))


@unsent.nothing_lost
@office(Deed.EDIT_SURVEYS)
@require_http_methods(["GET", "POST"])
def survey_edit(request: OfficeRequest, pk: int) -> HttpResponse:
    """A survey that stands; ``?place=<name>``: whose figures are shown first."""
    survey = survey_or_404(request, pk)
    may_change(request, survey)
    if request.method == "POST":
        return _answer(request, survey)
    if kept := unsent.taken(request):
        return table_page(request, _typed(kept.fields), survey, Notes(restored_at=kept.at))
    typed = typed_of(survey_value(survey), region=region_name(request))
    asked = request.GET.get("place", "")
    found = next((number for number, place in enumerate(typed.places) if place.name == asked), 0)
    moves.show_place(typed, found)
    if not has_room(typed):
        return _by_file(request, survey)
    return table_page(request, typed, survey, Notes(is_unsaved=False))


def _by_file(request: OfficeRequest, survey: Survey) -> HttpResponse:
    """To the survey's page, where its file is: the table would not arrive whole."""
    messages.warning(request, NO_ROOM)
    place: dict[str, Any] = {"municipality": request.municipality.slug}
    return redirect(reverse("surveys:office-survey", kwargs=place | {"pk": survey.pk}))


def may_change(request: OfficeRequest, survey: Survey) -> None:
    """Raises PermissionDenied."""
    if deed_to_change(survey) not in request.deeds:
        raise PermissionDenied


def revision_read(request: OfficeRequest) -> int:
    """The revision that the person looked at; -1, which no survey has, where the form brought none."""
    read = request.POST.get("read", "")
    return int(read) if read.isdecimal() and len(read) < 10 else -1


def region_name(request: OfficeRequest) -> str:
    return request.municipality.region or "Регион"


def _pattern(request: OfficeRequest) -> Survey | None:
    like = request.GET.get("like", "")
    return survey_or_404(request, int(like)) if like.isdecimal() and len(like) <= 18 else None


def _new(request: OfficeRequest, pattern: Survey | None) -> TypedSurvey:
    if pattern is None:
        return blank_survey(region=region_name(request))
    year = request.GET.get("year", "")
    year = year if year.isdecimal() and len(year) == 4 else str(pattern.year + 1)
    return copied(typed_of(survey_value(pattern), region=region_name(request)), year=year)


def _answer(request: OfficeRequest, survey: Survey | None) -> HttpResponse:
    typed = _typed(request.POST.dict())
    new_set = request.POST.get("new_set", "")
    if new_set and not moves.is_set(typed, new_set):
        raise BadRequest("new_set")
    notes = Notes(unused=_beside(request))
    try:
        _change_sets(typed, request.POST.dict())
        if request.POST.get("action") == "save":
            return _save(request, typed, survey, notes)
        _act(typed, request, notes)
        if not has_room(typed):
            typed, notes = _typed(request.POST.dict()), Notes(unused=_beside(request))
            raise moves.Refused(FULL)
    except moves.Refused as refused:
        notes.refusal, notes.status = str(refused), 422
    except (ValueError, IndexError, TypeError) as error:
        raise BadRequest(str(error)) from error
    typed.drop_idle_sets()
    return table_page(request, typed, survey, notes)


def _beside(request: OfficeRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in _BESIDE}


def _typed(fields: dict[str, str]) -> TypedSurvey:
    try:
        return typed_from(fields)
    except Garbled as error:
        raise BadRequest(str(error)) from error


def _change_sets(typed: TypedSurvey, fields: dict[str, str]) -> None:
    for place, question in enumerate(typed.questions):
        chosen = fields.get(f"q-{place}-set", "")
        if chosen and not moves.is_set(typed, chosen):
            raise Garbled(chosen)
        if chosen and chosen != str(question.set):
            moves.change_set(typed, place, chosen)


def _act(typed: TypedSurvey, request: OfficeRequest, notes: Notes) -> None:
    """Do what the pressed button says; an unknown one only shows the table again."""
    name, *numbers = request.POST.get("action", "").split("-")
    at = [int(number) for number in numbers if number.isdecimal()]
    if name == "questions":
        texts, answers = request.POST.get("new_questions", ""), request.POST.get("new_set", "")
        first = moves.add_questions(typed, texts, answers)
        notes.opened = [] if texts.strip() else [first]
        notes.focus = _first_cell(typed, first) if texts.strip() else f"q-{first}-text"
        notes.unused["new_questions"] = ""
    elif name == "restore":
        notes.opened = [moves.restore_question(typed)]
        notes.focus = _first_cell(typed, notes.opened[0])
    elif name == "place":
        moves.add_place(typed, request.POST.get("new_place", ""))
        notes.unused["new_place"] = ""
    elif name == "mode":
        moves.set_mode(typed, numbers[0])
    elif name == "printed":
        moves.drop_printed(typed)
    elif name in _MOVES:
        _MOVES[name](typed, *at)
        if name in ("up", "down"):
            notes.opened = [min(max(at[0] + (1 if name == "down" else -1), 0), len(typed.questions) - 1)]
        if name == "remove":
            notes.news = "Вопрос убран."


def _first_cell(typed: TypedSurvey, question: int) -> str:
    return f"{'p' if typed.mode == Mode.PERCENTS else 'c'}-{question}-0"


_MOVES: dict[str, Callable[..., Any]] = {
    "show": moves.show_place,
    "up": lambda typed, question: moves.move_question(typed, question, -1),
    "down": lambda typed, question: moves.move_question(typed, question, 1),
    "remove": moves.remove_question,
    "answer": moves.add_answer,
    "unanswer": moves.remove_answer,
    "unplace": moves.remove_place,
}


def _save(request: OfficeRequest, typed: TypedSurvey, survey: Survey | None, notes: Notes) -> HttpResponse:
    typed.drop_idle_sets()
    notes.form = form = AboutForm(typed.about)
    form.is_valid()
    found = checked(typed, form.about())
    notes.problems, notes.status = _with_unused(found.problems, notes.unused), 422
    if form.errors or notes.problems:
        return table_page(request, typed, survey, notes)
    try:
        kept = keeping.keep(
            request.municipality, found.value, by=request.actor, survey=survey, read=revision_read(request)
        )
    except keeping.Stale as stale:
        notes.differing, notes.is_stale, notes.status = differences(stale.standing, found.value), True, 409
        return table_page(request, typed, stale.survey, notes)
    except keeping.WrongState as wrong:
        notes.refusal, notes.status = str(wrong), 409
        return table_page(request, typed, survey, notes)
    except ValidationError as error:
        notes.problems = _complaints(error, form, found)
        return table_page(request, typed, survey, notes)
    _say(request, kept)
    place: dict[str, Any] = {"municipality": request.municipality.slug}
    if entry := _entry(request):
        url = reverse("surveys:insert", kwargs=place | {"entry": entry})
        return redirect(f"{url}?survey={kept.survey.pk}")
    query = urlencode({"place": typed.place.name}) if typed.shown else ""
    url = reverse("surveys:office-edit", kwargs=place | {"pk": kept.survey.pk})
    return redirect(f"{url}?{query}" if query else url)


def _entry(request: OfficeRequest) -> int | None:
    """The entry for which the survey is made, and under whose text it will be offered."""
    asked = request.GET.get("entry", "")
    return int(asked) if asked.isdecimal() and len(asked) < 19 else None


def _path(request: OfficeRequest, survey: Survey | None) -> str:
    """Where the table is sent, which is not always the page that shows it."""
    place: dict[str, Any] = {"municipality": request.municipality.slug}
    if survey is None:
        return reverse("surveys:office-add", kwargs=place)
    return reverse("surveys:office-edit", kwargs=place | {"pk": survey.pk})


def _say(request: OfficeRequest, kept: keeping.Kept) -> None:
    is_same = kept.outcome == keeping.Outcome.UNCHANGED
    said = "Изменений нет: всё уже сохранено." if is_same else "Опрос сохранён."
    if kept.findings:
        place = {"municipality": request.municipality.slug, "pk": kept.survey.pk}
        url = f"{reverse('surveys:office-survey', kwargs=place)}#findings-title"
        words = counted(len(kept.findings), "находка", "находки", "находок")
        said = format_html('{} На странице опроса <a href="{}">{}</a>.', said, url, words)
    messages.success(request, said)


def _with_unused(problems: list[Problem], unused: dict[str, str]) -> list[Problem]:
    """Questions that were typed and not added would be lost by saving without them."""
    if unused.get("new_questions", "").strip():
        message = "вы написали вопросы и не добавили их: нажмите «Добавить вопросы» или сотрите"
        return [
            *(one for one in problems if one.field != "new_questions"),
            Problem("new_questions", "Ещё вопросы", message),
        ]
    return problems


def _complaints(error: ValidationError, form: AboutForm, found: Checked) -> list[Problem]:
    """What the write module refuses, at the fields that it is about."""
    problems = []
    for name, words in error.message_dict.items():
        if name in form.fields:
            form.add_error(name, words)
        else:
            problems += [found.problem(name, message) for message in words]
    return problems


def table_page(
    request: OfficeRequest, typed: TypedSurvey, survey: Survey | None, notes: Notes
) -> HttpResponse:
    """The whole table. ``survey``: the one that stands, None for a new one."""
    _show_a_problem(typed, notes.problems)
    form = notes.form or AboutForm(initial=typed.about)
    errors = {
        problem.field: _capital(problem.message)
        for problem in notes.problems
        if problem.place in (None, typed.shown)
    }
    wrong = Counter(problem.place for problem in notes.problems if problem.place is not None)
    path, entry = _path(request, survey), _entry(request)
    summary = _summary(typed, form, notes.problems)
    context = {
        "survey": survey,
        "typed": typed,
        "form": form,
        "tables": tables_of(typed, errors, opened=notes.opened),
        "tabs": tabs_of(typed, {place or 0: count for place, count in wrong.items()}),
        "place": typed.place,
        "place_title": place_title(typed.place),
        "is_other": typed.place.kind == PlaceKind.OTHER,
        "is_own": typed.place.kind == PlaceKind.OWN,
        "respondents": list(enumerate(typed.places[:2])),
        "set_choices": set_choices(typed),
        "meanings": [("", "выберите"), *MEANINGS.items()],
        "modes": [(mode, title, mode == typed.mode) for mode, title in MODES.items()],
        "errors": errors,
        "own_error": errors.get("respondents-0", ""),
        "region_error": errors.get("respondents-1", ""),
        "place_error": errors.get(f"respondents-{typed.shown}", ""),
        "name_error": errors.get("place-name", ""),
        "unused": notes.unused,
        "summary": summary[:SHOWN_PROBLEMS],
        "more_problems": max(len(summary) - SHOWN_PROBLEMS, 0),
        "rest": rest_of(typed),
        "notes": notes,
        "differing": told(notes.differing),
        "read": survey.revision if survey else "",
        "action": f"{path}?entry={entry}" if entry else path,
        "writer": unsent.sign(request.user, path),
    }
    return render(request, "surveys/office_table.html", context, status=notes.status)


def _show_a_problem(typed: TypedSurvey, problems: list[Problem]) -> None:
    """What is wrong must be seen: the first table that something is wrong in."""
    places = [problem.place for problem in problems]
    if places and all(place not in (None, typed.shown) for place in places):
        moves.show_place(typed, places[0] or 0)


def _summary(typed: TypedSurvey, form: AboutForm, problems: list[Problem]) -> list[tuple[str, str]]:
    """Each error with the field that it leads to, «» where that stands in another table."""
    lines = [(f"id_{name}", f"{form.fields[name].label}: {words[0]}") for name, words in form.errors.items()]
    for problem in problems:
        is_here = problem.place in (None, typed.shown)
        whose = "" if is_here or problem.place is None else f"{place_title(typed.places[problem.place])}. "
        label = f"{problem.label}: " if problem.label else ""
        lines.append((f"id_{problem.field}" if is_here else "", f"{whose}{label}{problem.message}"))
    return lines


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
