"""The web's road of a file: kept, read by a worker, looked at, then written or thrown away as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.history import Actor, record
from accounts.models import Municipality
from accounts.permissions import Deed, may
from plans.changes import Changes, undo
from plans.models import ProgressEntry
from reports.errors import WrongState
from reports.importing.bringing import bring_in
from reports.importing.outcome import ImportOptions, ImportOutcome
from reports.jobs.rows import enqueue_read
from reports.models import ImportRun, Publication
from reports.readers.document import read_document
from reports.readers.parsed import ParsedReport
from reports.readers.raw import Limits, UnreadableFile
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
def start(municipality: Municipality, upload: UploadedFile, *, by: Actor) -> ImportRun:
    """Keep an uploaded file and have it read."""
    _check_person(municipality, by)
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
    """Write the file. Raises ImportRefused, WrongState; an undecided outcome has written nothing."""
    run = _lock(run, by)
    if run.state != State.READY:
        raise WrongState("Этот файл уже записан или отменен. Посмотрите список загрузок.")
    changes = Changes()
    outcome = bring_in(
        ParsedReport.from_json(run.parsed), run.municipality, options=options, by=by, changes=changes
    )
    if outcome.is_undecided:
        return outcome
    run.state = State.WRITTEN
    run.plan_period, run.period = outcome.plan_period, outcome.period
    run.plan = outcome.plan
    run.result, run.changes = outcome.summary(), changes.entries
    run.answers = {str(row): answer for row, answer in options.answers.items()}
    run.save(update_fields=["state", "plan", "plan_period", "period", "result", "changes", "answers"])
    return outcome


@transaction.atomic
def discard(run: ImportRun, *, by: Actor) -> ImportRun:
    """Throw a file away; what it wrote is taken back whole. Raises WrongState once it is published or worked on."""
    run = _lock(run, by)
    if run.state == State.DISCARDED:
        raise WrongState("Эта загрузка уже отменена.")
    if run.state == State.WRITTEN:
        _check_untouched(run)
        undo(run.changes)
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
    if run.plan_period and Publication.objects.filter(report__plan_period=run.plan_period).exists():
        raise WrongState(
            "Отчет из этого файла опубликован. Исправить его можно новой версией, отменить загрузку нельзя."
        )
    newer = run.plan.imports.filter(state=State.WRITTEN, pk__gt=run.pk)
    if newer.exists():
        raise WrongState("После этого файла в план записан другой. Сначала отмените его.")
    touched = [entry["pk"] for entry in run.changes if entry["model"] == "plans.progressentry"]
    if ProgressEntry.objects.filter(pk__in=touched).exclude(origin=ProgressEntry.Origin.IMPORT).exists():
        raise WrongState("Над записями из этого файла уже работают в портале: отменить загрузку нельзя.")


def _lock(run: ImportRun, by: Actor) -> ImportRun:
    """The row, locked, once the person is found right; the municipality first, as every import locks it."""
    Municipality.objects.select_for_update().get(pk=run.municipality_id)
    locked = ImportRun.objects.select_for_update(of=("self",)).select_related(
        "municipality", "plan", "plan_period"
    )
    run = locked.get(pk=run.pk)
    _check_person(run.municipality, by)
    return run


def _check_person(municipality: Municipality, by: Actor) -> None:
    if by.user is not None and not may(by.user, Deed.IMPORT, municipality):
        raise PermissionDenied
