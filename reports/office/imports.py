"""A file's road on the web: upload, reading by a worker, preview, and writing or throwing away as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.history import COMMAND, Actor
from accounts.office import OfficeRequest, office
from accounts.permissions import Deed
from plans.models import Indicator
from plans.presenting.entry import value_words
from reports import importing
from reports.errors import WrongState
from reports.importing import FigureOffer, ImportOptions, ImportOutcome, ImportRefused
from reports.importing.outcome import SurveyOffer
from reports.importing.telling import size_words
from reports.models import ImportRun
from reports.office.forms import UploadForm, WriteForm, new_plan_query, unsure_rows
from reports.office.presenting import (
    Excerpt,
    columns_of,
    finding_views,
    import_steps,
    is_another_plan,
    job_view,
    preview_rows,
    promise_of,
)
from reports.office.queries import import_or_404, imports_of, is_new_version, is_published
from reports.readers.parsed import Finding, ParsedReport

State = ImportRun.State
SHOWN_FIGURES = 200  # a form of thousands of fields is refused; the rest is one link away


@office(Deed.IMPORT)
@require_http_methods(["GET", "POST"])
def import_list(request: OfficeRequest) -> HttpResponse:
    """Bring a file in; below, the files that were brought in before."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        run = importing.start(request.municipality, form.cleaned_data["file"], by=request.actor)
        return redirect("reports:import-detail", municipality=request.municipality.slug, pk=run.pk)
    context = {"form": form, "runs": imports_of(request.municipality), "steps": import_steps(1)}
    return render(request, "reports/office/import_list.html", context, status=422 if form.errors else 200)


@office(Deed.IMPORT)
@require_GET
def import_detail(request: OfficeRequest, pk: int) -> HttpResponse:
    """Where the file is: being read, refused, waiting for a decision, written or discarded."""
    run = import_or_404(request.municipality, pk)
    if run.state == State.READY:
        return _preview(request, run, request.GET or None)
    context = {
        "run": run,
        "job": job_view(run.jobs.first()),
        "is_published": is_published(run),
        "steps": import_steps(5 if run.result else 2),
    }
    return render(request, "reports/office/import_detail.html", context)


@office(Deed.IMPORT)
@require_GET
def import_progress(request: OfficeRequest, pk: int) -> HttpResponse:
    """The progress of the reading, asked by the page every second; when it is over the page loads anew."""
    run = import_or_404(request.municipality, pk)
    response = render(
        request, "reports/office/import_progress.html", {"run": run, "job": job_view(run.jobs.first())}
    )
    if run.state != State.READING:
        response["HX-Refresh"] = "true"
    return response


@office(Deed.IMPORT)
@require_POST
def import_confirm(request: OfficeRequest, pk: int) -> HttpResponse:
    """Write the file: all or nothing. Whatever stands in the way is said on the same page, with all choices kept.

    With `look` nothing is written: the page shows what the choices made so far would come to. A POST all the same: the
    answers of a long file do not fit into an address, and the form's token must not stand in one.
    """
    run = import_or_404(request.municipality, pk)
    if run.state != State.READY:
        return render(request, "409.html", {"exception": "Этот файл уже записан или отменен."}, status=409)
    form = _form(request, run, request.POST)
    if "look" in request.POST:
        return _preview(request, run, request.POST, status=200 if form.is_valid() else 422)
    if not form.is_valid():
        return _preview(request, run, request.POST, status=422)
    try:
        outcome = importing.confirm(run, form.options(), by=request.actor)
    except ImportRefused as error:
        return _preview(request, run, request.POST, refusal=str(error), status=422)
    except WrongState as error:
        return render(request, "409.html", {"exception": str(error)}, status=409)
    if outcome.is_undecided:
        return _preview(request, run, request.POST, refusal="Сначала решите сомнительные строки.", status=422)
    if outcome.figure_errors:
        refusal = "Исправьте названия показателей, отмеченные ниже."
        return _preview(request, run, request.POST, refusal=refusal, status=422)
    messages.success(
        request, "Файл записан в план." if not outcome.publication else "Отчёт записан и опубликован."
    )
    if outcome.plan_period:
        return redirect(
            "reports:office-report", municipality=request.municipality.slug, pk=outcome.plan_period.pk
        )
    return redirect("reports:import-detail", municipality=request.municipality.slug, pk=run.pk)


@office(Deed.IMPORT)
@require_POST
def import_discard(request: OfficeRequest, pk: int) -> HttpResponse:
    """Throw the file away and take back what it wrote."""
    run = import_or_404(request.municipality, pk)
    try:
        importing.discard(run, by=request.actor)
    except WrongState as error:
        return render(request, "409.html", {"exception": str(error)}, status=409)
    messages.success(request, f"Загрузка файла «{run.filename}» отменена.")
    return redirect("reports:import-list", municipality=request.municipality.slug)


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure of a text: its key in the form, its value and the standing one in words, what is wrong with its name."""

    offer: FigureOffer
    key: str
    value: str
    standing: str
    error: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row of the file with the figures of its text."""

    number: str
    text: str
    figures: tuple[FigureView, ...]


@dataclass(frozen=True, slots=True)
class FoundFigures:
    """The figures of a file, as far as the page shows them."""

    rows: list[FigureRow]
    total: int
    taken: int
    shown: int


def figure_rows(
    parsed: ParsedReport, outcome: ImportOutcome | None, *, is_whole: bool
) -> FoundFigures | None:
    """The rows whose texts have figures; each figure with its key in the form and what is wrong with its name."""
    if outcome is None or not outcome.figures_found:
        return None
    rows: list[FigureRow] = []
    shown = 0
    for row, fate in zip(parsed.rows, outcome.rows, strict=True):
        if fate.figures and (is_whole or shown < SHOWN_FIGURES):
            shown += len(fate.figures)
            rows.append(
                FigureRow(
                    row.number,
                    row.text,
                    tuple(
                        FigureView(
                            offer,
                            "-".join(map(str, offer.key)),
                            value_words(offer.value, Indicator.Kind.DECIMAL),
                            value_words(offer.standing, Indicator.Kind.DECIMAL),
                            outcome.figure_errors.get(offer.key, ""),
                        )
                        for offer in fate.figures
                    ),
                )
            )
    return FoundFigures(rows, outcome.figures_found, outcome.figures_taken, shown)


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """A row of the file with the survey in its text; `size`: «6 вопросов, 642 участника»."""

    number: str
    text: str
    offer: SurveyOffer
    size: str


def survey_rows(parsed: ParsedReport, outcome: ImportOutcome | None) -> list[SurveyRow]:
    if outcome is None:
        return []
    return [
        SurveyRow(row.number, row.text, fate.survey, size_words(fate.survey))
        for row, fate in zip(parsed.rows, outcome.rows, strict=True)
        if fate.survey
    ]


def _form(request: OfficeRequest, run: ImportRun, data: Any) -> WriteForm:
    return WriteForm(
        data,
        run=run,
        parsed=ParsedReport.from_json(run.parsed),
        plans=request.municipality.plans.all(),
        may_publish=Deed.PUBLISH in request.deeds,
    )


def _look(
    run: ImportRun, options: ImportOptions, *, by: Actor
) -> tuple[ImportOutcome | None, Sequence[Finding], str]:
    """What these choices would come to, the findings as they were before any answer, and why it would be refused."""
    refusal = ""
    outcome: ImportOutcome | None
    try:
        outcome = importing.preview(run, options, by=by)
    except ImportRefused as error:
        refusal = str(error)
        outcome = _try_anyway(run, options)
    unanswered = _try_anyway(run, replace(options, answers={})) if options.answers else outcome
    return outcome, unanswered.findings if unanswered else (), refusal


def _try_anyway(run: ImportRun, options: ImportOptions) -> ImportOutcome | None:
    """How the rows would fare if no published report stood in the way: a file of another plan shows itself all the
    same. Nothing is written, so nobody's rights are asked."""
    past = replace(options, publish=ParsedReport.from_json(run.parsed).has_progress, reason="проба")
    try:
        return importing.preview(run, past, by=COMMAND)
    except ImportRefused:
        return None


def _preview(
    request: OfficeRequest, run: ImportRun, data: Any, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    """What was understood, row by row, and what would be written with the choices made so far."""
    form = _form(request, run, data if data and "plan" in data else None)
    options = form.options()
    outcome, asked, obstacle = _look(run, options, by=request.actor)
    refusal = refusal or obstacle
    findings = outcome.findings if outcome else form.parsed.findings
    shown = request.GET.get("rows", "")
    context = {
        "run": run,
        "form": form,
        "parsed": form.parsed,
        "figures": importing.figures(form.parsed),
        "columns": columns_of(form.parsed),
        "unsure": unsure_rows(asked, outcome.findings if outcome else (), options.answers),
        "findings": finding_views(findings),
        "is_foreign": any(finding.code == "municipality_mismatch" for finding in findings),
        "new_plan_query": new_plan_query(form) if form.has_plans and is_another_plan(outcome) else "",
        "promise": promise_of(None if obstacle else outcome, is_new_version=is_new_version(outcome)),
        "rows": Excerpt.of(preview_rows(form.parsed, outcome, shown), whole="all" in request.GET),
        "shown": shown,
        "surveys": survey_rows(form.parsed, outcome),
        "found": figure_rows(form.parsed, outcome, is_whole="all" in request.GET),
        "refusal": refusal,
        "steps": import_steps(3),
    }
    return render(request, "reports/office/import_preview.html", context, status=status)
