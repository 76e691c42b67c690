"""A survey from a file or a pasted text: read and shown within the request, written when the person says so."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods
from openpyxl import Workbook

from accounts.office import OfficeRequest, office
from accounts.permissions import Deed
from plans.models import ProgressEntry
from plans.views.entry_pages import entry_or_404
from surveys import keeping
from surveys.findings import Finding, findings_of
from surveys.keeping.filling import filled
from surveys.office import carrying
from surveys.office.editing import Notes, may_change, region_name, table_page
from surveys.office.forms import ReadForm, WriteForm
from surveys.office.grid.differences import Difference, differences
from surveys.office.grid.losses import told
from surveys.office.grid.room import has_room
from surveys.office.grid.typed import typed_of
from surveys.office.likeness import Alike, alike_to
from surveys.office.presenting import finding_views, import_steps, place_views
from surveys.queries import names_of, survey_for, survey_value
from surveys.reading import ReadSurvey, UnreadableSurvey, read_survey, read_survey_text, template_rows
from surveys.values import SurveyValue

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Fate:
    """What writing would come to: ``add``, ``change`` (and what), ``same``, ``refused``; ``closed`` to this person.
    ``is_public``: citizens see the survey that it changes."""

    outcome: str
    words: str
    differing: list[Difference]
    is_public: bool = False


@dataclass(frozen=True, slots=True)
class Meant:
    """``value``: what would be written; ``alike``: the survey that it seems to be, under another title; ``over``:
    whether it goes over that one, None where nobody has said so yet."""

    value: SurveyValue
    alike: Alike | None
    over: bool | None


@office(Deed.EDIT_SURVEYS)
@require_http_methods(["GET", "POST"])
def survey_import(request: OfficeRequest) -> HttpResponse:
    """``?entry=<id>``: begins with the text of that entry, and leads back to it."""
    entry = _entry(request)
    action = request.POST.get("action", "")
    if request.method == "POST" and action in _CARRIED:
        return _carried(request, entry, _CARRIED[action])
    if request.method == "POST":
        return _read(request, entry)
    form = ReadForm(initial={"text": entry.text} if entry else None)
    return _form_page(request, form, entry)


@office(Deed.EDIT_SURVEYS)
@require_GET
def template(request: OfficeRequest, format: str) -> HttpResponse:
    """The empty table to fill in and bring back, with rows that show how."""
    if format not in _TEMPLATES:
        raise Http404
    content, content_type = _TEMPLATES[format]()
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="survey-template.{format}"'
    return response


def _entry(request: OfficeRequest) -> ProgressEntry | None:
    asked = request.GET.get("entry", "")
    if not asked:
        return None
    if not asked.isdecimal() or len(asked) > 18:
        raise Http404
    return entry_or_404(request, int(asked))


def _read(request: OfficeRequest, entry: ProgressEntry | None) -> HttpResponse:
    form = ReadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form_page(request, form, entry, status=422)
    try:
        read = _survey_in(form, names_of(request.municipality))
    except UnreadableSurvey as error:
        is_file = bool(form.cleaned_data["file"])
        words = str(error) if is_file else str(error).replace("В файле", "В тексте", 1)
        form.add_error("file" if is_file else "text", words)
        return _form_page(request, form, entry, status=422)
    title, year = form.cleaned_data["title"], form.cleaned_data["year"]
    survey = read.survey
    survey = replace(survey, title=title or survey.title or keeping.DEFAULT_TITLE, year=year or survey.year)
    named = WriteForm(initial={"title": survey.title, "year": survey.year})
    return _preview(
        request, survey, named, entry, findings=read.findings, is_named=bool(title or read.survey.title)
    )


def _survey_in(form: ReadForm, ours: list[str]) -> ReadSurvey:
    upload: UploadedFile | None = form.cleaned_data["file"]
    if upload:
        return read_survey(upload.read(), upload.name or "", ours=ours)
    return read_survey_text(form.cleaned_data["text"], ours=ours)


def _carried(
    request: OfficeRequest,
    entry: ProgressEntry | None,
    deed: Callable[[OfficeRequest, SurveyValue, WriteForm, ProgressEntry | None], HttpResponse],
) -> HttpResponse:
    """The survey that the preview carried, under the title and the year that were typed there."""
    try:
        survey = carrying.unpacked(
            request.POST.get("survey", ""), user=request.user, municipality=request.municipality
        )
    except carrying.NotOurs:
        form = ReadForm()
        refusal = (
            "Прочитанное не дошло или устарело. Прочитайте файл или текст ещё раз: записано ничего не было."
        )
        return _form_page(request, form, entry, refusal=refusal, status=409)
    named = WriteForm(request.POST)
    if named.is_valid():
        survey = replace(survey, **named.cleaned_data)
    elif request.POST["action"] != "table":
        return _preview(request, survey, named, entry, status=422)
    return deed(request, survey, named, entry)


def _write(
    request: OfficeRequest, survey: SurveyValue, named: WriteForm, entry: ProgressEntry | None
) -> HttpResponse:
    meant = _meant(request, survey)
    if meant.alike and meant.over is None:
        refusal = "Похожий опрос уже есть. Выберите, записать поверх него или завести новый."
        return _preview(request, survey, named, entry, refusal=refusal, status=409)
    try:
        kept = keeping.bring(request.municipality, meant.value, by=request.actor)
    except keeping.WrongState as wrong:
        return _preview(request, survey, named, entry, refusal=str(wrong), status=409)
    except ValidationError as error:
        for name, words in error.message_dict.items():
            named.add_error(name if name in named.fields else None, words)
        return _preview(request, survey, named, entry, status=422)
    messages.success(request, _SAID[kept.outcome])
    place: dict[str, Any] = {"municipality": request.municipality.slug}
    if entry:
        url = reverse("surveys:insert", kwargs=place | {"entry": entry.pk})
        return redirect(f"{url}?survey={kept.survey.pk}")
    return redirect(reverse("surveys:office-survey", kwargs=place | {"pk": kept.survey.pk}))


def _look(
    request: OfficeRequest, survey: SurveyValue, named: WriteForm, entry: ProgressEntry | None
) -> HttpResponse:
    """The same under another title or year: it may be another survey that it goes over."""
    return _preview(request, survey, named, entry)


def _table(
    request: OfficeRequest, survey: SurveyValue, named: WriteForm, entry: ProgressEntry | None
) -> HttpResponse:
    """To be put right in the table, which saves it; over the survey of that title and year where there is one."""
    value = _meant(request, survey).value
    standing = survey_for(request.municipality, value.year, value.title) if value.year else None
    if standing:
        may_change(request, standing)
        value = replace(filled(value, survey_value(standing)), title=standing.title)
    typed = typed_of(value, region=region_name(request))
    if not has_room(typed):
        refusal = (
            "В таблицу на странице такой большой опрос не поместится. Исправьте файл и загрузите его снова."
        )
        return _preview(request, survey, named, entry, refusal=refusal, status=422)
    return table_page(request, typed, standing, Notes())


def _meant(request: OfficeRequest, survey: SurveyValue, *, by_default: bool | None = None) -> Meant:
    """What the person has chosen of a survey that stands under another title; ``by_default``: before they choose."""
    alike = alike_to(request.municipality, survey)
    if alike is None:
        return Meant(survey, None, None)
    over = {str(alike.survey.pk): True, "new": False}.get(request.POST.get("over", ""), by_default)
    if not over:
        return Meant(survey, alike, over)
    return Meant(replace(survey, title=alike.survey.title, year=alike.survey.year), alike, over)


_CARRIED = {"write": _write, "look": _look, "table": _table}
_SAID = {
    keeping.Outcome.CREATED: "Опрос записан.",
    keeping.Outcome.CHANGED: "Опрос исправлен по файлу.",
    keeping.Outcome.UNCHANGED: "В портале уже стоит то же самое, ничего не изменилось.",
}


def _preview(
    request: OfficeRequest,
    survey: SurveyValue,
    named: WriteForm,
    entry: ProgressEntry | None,
    *,
    findings: tuple[Finding, ...] | None = None,
    is_named: bool = True,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    meant = _meant(request, survey, by_default=None if is_named else True)
    fate = _fate(request, meant.value)
    context = {
        "form": named,
        "entry": entry,
        "value": survey,
        "carried": carrying.packed(survey, user=request.user, municipality=request.municipality),
        "answers": sum(1 for row in survey.own.figures for figure in row if figure),
        "places": place_views(survey),
        "findings": finding_views(findings if findings is not None else findings_of(survey)),
        "fate": fate,
        "meant": meant,
        "differing": told(fate.differing),
        "refusal": refusal,
        "steps": import_steps(2),
    }
    return render(request, "surveys/office_import_preview.html", context, status=status)


def _fate(request: OfficeRequest, survey: SurveyValue) -> Fate:
    """Tried, and taken back."""
    try:
        kept = keeping.would_bring(request.municipality, survey, by=request.actor)
    except PermissionDenied:
        return Fate("closed", "Такой опрос уже опубликован. Исправить его по файлу может координатор.", [])
    except ValidationError as error:
        return Fate("refused", " ".join(error.messages), [])
    if kept.outcome == keeping.Outcome.CREATED:
        return Fate("add", "Будет создан новый опрос, черновик.", [])
    if kept.outcome == keeping.Outcome.UNCHANGED:
        return Fate("same", "Такой опрос уже есть, и в нём всё так же. Запись ничего не изменит.", [])
    standing = survey_for(request.municipality, survey.year or 0, survey.title)
    before = survey_value(standing) if standing else survey
    return Fate(
        "change",
        "Такой опрос уже есть, он будет исправлен.",
        differences(before, filled(survey, before)),
        kept.survey.is_published,
    )


def _form_page(
    request: OfficeRequest,
    form: ReadForm,
    entry: ProgressEntry | None,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "entry": entry,
        "alike": _alike_in_entry(request, entry) if entry else None,
        "refusal": refusal,
        "steps": import_steps(1),
    }
    return render(request, "surveys/office_import.html", context, status=status)


def _alike_in_entry(request: OfficeRequest, entry: ProgressEntry) -> Alike | None:
    """The survey that the entry's text tells of, where the portal already has it."""
    try:
        read = read_survey_text(entry.text, ours=names_of(request.municipality))
    except UnreadableSurvey:
        return None
    return alike_to(request.municipality, replace(read.survey, title=""))


def _csv_template() -> tuple[bytes, str]:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(template_rows())
    return out.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8"


def _xlsx_template() -> tuple[bytes, str]:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Опрос"
    for row in template_rows():
        sheet.append([int(text) if text.isdecimal() else text for text in row])
    for letter, width in (("A", 60), ("B", 24), ("C", 12), ("D", 12), ("E", 18)):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), XLSX


_TEMPLATES = {"csv": _csv_template, "xlsx": _xlsx_template}
