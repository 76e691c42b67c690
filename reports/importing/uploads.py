"""The web's road of a file: kept, read by a worker, looked at, then written or thrown away as a whole."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.history import Actor, record
from accounts.models import Municipality
from accounts.permissions import Deed, require
from plans import standing
from plans.changes import Changes, undo
from plans.files.document import read_document
from plans.files.raw import Limits, UnreadableFile
from plans.models import Activity, Officer, Plan, PlanPeriod, ProgressEntry
from plans.workflow import entries_taken_back
from reports.errors import WrongState
from reports.importing.bringing import bring_in
from reports.importing.outcome import ImportOptions, ImportOutcome
from reports.jobs.rows import enqueue_read
from reports.models import ImportRun, Report
from reports.readers.parsed import ParsedReport
from reports.readers.understanding import understand

State = ImportRun.State
_UNDECIDED = (State.READING, State.READY, State.REFUSED)


def limits() -> Limits:
    """How much of a file the portal takes, from the settings."""
    return Limits(
        file_bytes=settings.IMPORT_MAX_FILE_MB * 1024 * 1024,
        unpacked_bytes=settings.IMPORT_MAX_UNPACKED_MB * 1024 * 1024,
        rows=settings.IMPORT_MAX_ROWS,
        columns=settings.IMPORT_MAX_COLUMNS,
    )


def read_report(data: bytes, filename: str) -> ParsedReport:
    """Read and understand a file. Raises UnreadableFile with one Russian sentence."""
    return understand(read_document(data, filename, limits()))


@transaction.atomic
def write_file(
    data: bytes, filename: str, municipality: Municipality, *, options: ImportOptions, by: Actor
) -> ImportOutcome:
    """The command's road: read and written at once, then listed with the others, so that it can be taken back too.

    Raises UnreadableFile, ImportRefused; an outcome that is not `is_written` has written nothing.
    """
    changes = Changes()
    outcome = bring_in(read_report(data, filename), municipality, options=options, by=by, changes=changes)
    if changes.entries and outcome.is_written and not options.dry_run:
        run = ImportRun(
            municipality=municipality,
            filename=filename[-255:],
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            created_by=by.user,
        )
        _written(run, outcome, changes)
        run.save()
    return outcome


@transaction.atomic
def start(municipality: Municipality, upload: UploadedFile, *, by: Actor) -> ImportRun:
    """Keep an uploaded file and have it read."""
    require(by.user, Deed.IMPORT, municipality)
    run = ImportRun(
        municipality=municipality,
        filename=(upload.name or "")[-255:],
        size=upload.size or 0,
        created_by=by.user,
    )
    run.file.save(run.filename, upload, save=False)
    run.save()
    enqueue_read(run)
    return run


def read_upload(run: ImportRun, progress: Callable[[int, int, str], None]) -> None:
    """The worker's part: what the file holds, or why it is refused. Safe to run twice."""
    if run.state not in _UNDECIDED:
        return
    progress(0, 2, "Открываем файл.")
    with run.file.open("rb") as file:
        data = file.read()
    progress(1, 2, "Разбираем таблицу.")
    found = {"sha256": hashlib.sha256(data).hexdigest(), "parsed": "", "refusal": "", "state": State.READY}
    try:
        found["parsed"] = read_report(data, run.filename).to_json()
    except UnreadableFile as error:
        found |= {"state": State.REFUSED, "refusal": str(error)}
    # A slow worker that lost its lease must not bring back a file that a person has decided about meanwhile.
    ImportRun.objects.filter(pk=run.pk, state__in=_UNDECIDED).update(**found)
    progress(2, 2, "")


def preview(run: ImportRun, options: ImportOptions, *, by: Actor) -> ImportOutcome:
    """What `confirm` would write now; writes nothing. Raises ImportRefused."""
    return bring_in(
        ParsedReport.from_json(run.parsed), run.municipality, options=replace(options, dry_run=True), by=by
    )


@transaction.atomic
def confirm(run: ImportRun, options: ImportOptions, *, by: Actor) -> ImportOutcome:
    """Write the file. Raises ImportRefused, WrongState; an outcome that is not `is_written` has written nothing."""
    run = _lock(run, by)
    if run.state != State.READY:
        raise WrongState("Этот файл уже записан или отменен. Посмотрите список загрузок.")
    changes = Changes()
    outcome = bring_in(
        ParsedReport.from_json(run.parsed), run.municipality, options=options, by=by, changes=changes
    )
    if not outcome.is_written:
        return outcome
    _written(run, outcome, changes)
    run.answers = {str(row): answer for row, answer in options.answers.items()}
    run.save(update_fields=["state", "plan", "plan_period", "period", "result", "changes", "answers"])
    return outcome


def _written(run: ImportRun, outcome: ImportOutcome, changes: Changes) -> None:
    run.state = State.WRITTEN
    run.plan, run.plan_period, run.period = outcome.plan, outcome.plan_period, outcome.period
    run.result = outcome.summary() | {"written_at": timezone.now().isoformat()}
    run.changes = changes.entries


@transaction.atomic
def discard(run: ImportRun, *, by: Actor) -> ImportRun:
    """Throw a file away; what it wrote is taken back whole. Raises WrongState once it is published or worked on."""
    run = _lock(run, by)
    if run.state == State.DISCARDED:
        raise WrongState("Эта загрузка уже отменена.")
    if run.state == State.WRITTEN:
        _check_untouched(run)
        if run.plan:
            standing.forget(run.plan)
        # Officers may have come to answer for other plans meanwhile; everything else goes, or nothing does.
        if any(not isinstance(kept, Officer) for kept in undo(run.changes)):
            raise WrongState(
                "На записанное из этого файла уже опираются другие данные: отменить загрузку нельзя."
            )
        if run.plan_period_id and (plan_period := PlanPeriod.objects.filter(pk=run.plan_period_id).first()):
            touched = {entry["pk"] for entry in run.changes if entry["model"] == "plans.progressentry"}
            entries_taken_back(plan_period, touched, by=by)
        if run.plan_id and (plan := Plan.objects.filter(pk=run.plan_id).first()):
            standing.refresh(plan)
    record(run.municipality, by=by, action="import_discarded", about=run, before={"state": run.state})
    run.state, run.changes, run.parsed = State.DISCARDED, [], ""
    storage, name = run.file.storage, run.file.name or ""
    run.file = ""
    run.save(update_fields=["state", "changes", "parsed", "file"])
    if name:
        transaction.on_commit(lambda: storage.delete(name))
    return run


def _check_untouched(run: ImportRun) -> None:
    """Only the newest import of a plan can be taken back, and only while nothing was built on it."""
    if run.plan is None:
        raise WrongState("План этой загрузки удален: отменять нечего.")
    if run.plan_period:
        report = Report.objects.filter(plan_period=run.plan_period).first()
        if report and report.publications.exists():
            raise WrongState(
                "Отчет из этого файла опубликован. Исправить его можно новой версией, отменить загрузку нельзя."
            )
        if report and report.state != Report.State.COLLECTING:
            raise WrongState(
                "Отчет из этого файла уже передан на утверждение. Верните его в работу и повторите."
            )
    others = run.plan.imports.filter(state=State.WRITTEN).exclude(pk=run.pk).values_list("result", flat=True)
    if any(result["written_at"] > run.result["written_at"] for result in others):
        raise WrongState("После этого файла в план записан другой. Сначала отмените его.")
    if _is_worked_on(run):
        raise WrongState("Над записями из этого файла уже работают в портале: отменить загрузку нельзя.")
    if _is_plan_changed(run):
        raise WrongState("После этого файла план меняли в портале: отменить загрузку нельзя.")


def _is_worked_on(run: ImportRun) -> bool:
    """Whether people have written, sent on or corrected something that the import had written."""
    touched: dict[str, list[int]] = defaultdict(list)
    for entry in run.changes:
        touched[entry["model"]].append(entry["pk"])
    as_left = {"origin": ProgressEntry.Origin.IMPORT, "state__in": ["empty", "draft"]}
    worked_on = ProgressEntry.objects.filter(pk__in=touched["plans.progressentry"]).exclude(**as_left)
    corrected = run.municipality.history.filter(
        action="deadline_corrected",
        object_type="plans.activityrevision",
        object_id__in=touched["plans.activityrevision"],
        at__gt=run.result["written_at"],
    )
    return worked_on.exists() or corrected.exists()


def _is_plan_changed(run: ImportRun) -> bool:
    """Whether somebody has changed the plan by hand since: taking the file back would undo a part of that."""
    rows = Activity.objects.filter(plan=run.plan).order_by().values("pk")
    changed = run.municipality.history.filter(
        object_type="plans.activity", object_id__in=rows, at__gt=run.result["written_at"]
    )
    return changed.exists()


def _lock(run: ImportRun, by: Actor) -> ImportRun:
    """The row, locked, once the person is found right; the municipality first, as every import locks it."""
    Municipality.objects.select_for_update(no_key=True).get(pk=run.municipality_id)
    locked = ImportRun.objects.select_for_update(of=("self",), no_key=True).select_related(
        "municipality", "plan", "plan_period"
    )
    run = locked.get(pk=run.pk)
    require(by.user, Deed.IMPORT, run.municipality)
    return run
