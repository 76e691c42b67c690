"""What the office's pages show, as plain values made from what was read and written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from accounts.wording import counted, file_size_words
from plans.models import PlanPeriod
from reports.importing import ImportOutcome
from reports.models import Job, Publication
from reports.readers.parsed import Finding, ParsedReport, ParsedRow, Role, RowKind
from reports.renderers import FORMATS

IMPORT_STEPS = ("Файл", "Чтение", "Проверка", "Запись")

COLUMN_WORDS = {
    Role.NUMBER: "номер",
    Role.ACTIVITY: "мероприятие",
    Role.OFFICERS: "исполнители",
    Role.DEADLINE: "срок",
    Role.OFFICERS_AND_DEADLINE: "исполнители и срок",
    Role.PROGRESS: "информация о проведении",
    Role.UNKNOWN: "не взят",
}

_CHANGE_WORDS = {
    "text": "наименование",
    "deadline": "срок",
    "officers": "исполнители",
    "place": "место",
    "progress": "текст",
}
_ALARMS = frozenset({"percentage_mismatch", "activity_unsure", "duplicate_activity"})


SHOWN_ROWS = 300  # a page of thousands of rows is slow to load; the rest is one link away
SHOWN_FINDINGS = 100
SINGLE_ABSENT = 3  # so many absent activities are told one by one


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The first rows of a long table, and how many there are in all."""

    rows: Sequence[Any]
    total: int

    @classmethod
    def of(cls, rows: Sequence[Any], *, whole: bool) -> Excerpt:
        return cls(rows if whole else rows[:SHOWN_ROWS], len(rows))

    @property
    def is_cut(self) -> bool:
        return len(self.rows) < self.total


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row of the file and what would become of it. `fate`: words; `mark`: ``add``, ``change``, ``gap`` or ``""``."""

    row: ParsedRow
    fate: str
    mark: str
    paragraphs: int
    alarms: int
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        return self.row.kind == RowKind.ACTIVITY and not self.row.progress


def import_steps(now: int) -> list[dict[str, str]]:
    """The steps of the road for the stepper; `now` counts from 1."""
    return steps_of(IMPORT_STEPS, now)


def steps_of(titles: tuple[str, ...], now: int) -> list[dict[str, str]]:
    """Steps before `now` (counted from 1) are done, those after it are to come."""
    return [
        {"title": title, "state": "done" if place < now else "now" if place == now else "next"}
        for place, title in enumerate(titles, start=1)
    ]


def columns_of(parsed: ParsedReport) -> list[tuple[str, str]]:
    """(heading in the file, what it was taken for)."""
    return [(column.header or "без названия", COLUMN_WORDS[column.role]) for column in parsed.columns]


def preview_rows(parsed: ParsedReport, outcome: ImportOutcome | None, shown: str) -> list[PreviewRow]:
    """The rows to show: all, or `shown` = ``findings`` or ``blank``."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in outcome.findings if outcome else parsed.findings:
        if finding.row and finding.code != "activity_absent":  # that one names a row of the plan
            found[finding.row].append(finding)
    rows = []
    for index, row in enumerate(parsed.rows):
        fate, mark = _fate(outcome, index, row, parsed.has_progress)
        mine = found.get(row.number, []) if row.number else []
        paragraphs = sum(bool(line.strip()) for line in row.progress.split("\n"))
        rows.append(PreviewRow(row, fate, mark, paragraphs, sum(item.code in _ALARMS for item in mine), mine))
    if shown == "findings":
        return [row for row in rows if any(finding.code != "blank_progress" for finding in row.findings)]
    if shown == "blank":
        return [row for row in rows if row.is_blank]
    return rows


def _fate(outcome: ImportOutcome | None, index: int, row: ParsedRow, has_progress: bool) -> tuple[str, str]:
    if row.kind == RowKind.SECTION:
        return "раздел", ""
    if outcome is None:
        return "", ""
    fate = outcome.rows[index]
    blank = has_progress and row.kind == RowKind.ACTIVITY and not row.progress
    match fate.fate:
        case "created":
            return (
                ("пропуск", "gap") if blank else ("группа" if row.kind == RowKind.GROUP else "новое", "add")
            )
        case "updated":
            return ", ".join(_CHANGE_WORDS[name] for name in fate.changed if name in _CHANGE_WORDS), "change"
        case "in_work":
            return "в работе, пропущено", ""
        case "skipped":
            return "не записывать", ""
        case "unsure":
            return "решите", ""
        case "new":
            return "новое", "add"
        case _:
            return ("пропуск", "gap") if blank else ("уже есть", "")


def job_view(job: Job | None) -> dict[str, Any]:
    """A job for the progress component."""
    if job is None:
        return {}
    return {
        "pk": job.pk,
        "state": job.state,
        "value": job.done,
        "total": job.total,
        "words": job.message or job.get_state_display(),
        "error": job.error if job.state == Job.State.FAILED else "",
    }


REPORT_STEPS = ("Сбор сведений", "На утверждении", "Утверждён", "Опубликован")

_FILE_STATES = {
    Job.State.QUEUED: ("queued", "в очереди"),
    Job.State.RUNNING: ("now", "готовится"),
    Job.State.FAILED: ("failed", "не получился"),
    Job.State.DONE: ("done", "готов"),
}


def file_views(plan_period: PlanPeriod, publication: Publication | None) -> list[dict[str, Any]]:
    """The files of a version, finished or on their way, in the order of the formats; a finished one with the address
    that the public has, while the version stands."""
    if publication is None:
        return []
    urls = _file_urls(plan_period, publication)
    renditions = {rendition.format: rendition for rendition in publication.renditions.all()}
    jobs = {job.format: job for job in publication.jobs.all()}
    views = []
    for name in FORMATS:
        rendition, job = renditions.get(name), jobs.get(name)
        state, word = _FILE_STATES[Job.State(job.state) if job else Job.State.QUEUED]
        if rendition:
            state, word = "done", file_size_words(rendition.size)
        views.append(
            {
                "title": name.upper(),
                "url": urls[name] if rendition and publication.withdrawn_at is None else "",
                "state": state,
                "word": word,
                "job": job,
                "error": job.error if job and not rendition else "",
            }
        )
    return views


_TITLES = {
    "blank_progress": ("Нет сведений", "gap"),
    "percentage_mismatch": ("Процент не сходится", "error"),
    "deadline_unreadable": ("Срок не прочитан", "warn"),
    "unknown_column": ("Столбец не взят", "info"),
    "duplicate_activity": ("Мероприятие повторяется", "warn"),
    "number_differs": ("Номер не по порядку", "info"),
    "activity_unsure": ("Мероприятие под вопросом", "error"),
    "activity_absent": ("Мероприятия нет в файле", "warn"),
    "entry_in_work": ("Запись в работе", "warn"),
    "period_mismatch": ("Период не совпадает", "warn"),
    "municipality_mismatch": ("Другой муниципалитет", "error"),
}
_REST = "Строки с находками отмечены в таблице: откройте «С находками»."
_ORDER = {"error": 0, "warn": 1, "gap": 2, "info": 3}


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding of the page: one for all blank rows, one for every other."""

    kind: str
    title: str
    text: str


def finding_views(findings: Sequence[Finding]) -> list[FindingView]:
    """The loudest first, no more than a page can bear; blank, unsure and many absent rows are told together."""
    by_code: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_code[finding.code].append(finding)
    views = []
    if blank := by_code.pop("blank_progress", []):
        words = counted(len(blank), "строка без сведений", "строки без сведений", "строк без сведений")
        views.append(FindingView("gap", words, f"{_listed(blank)}. В отчёте они останутся пропусками."))
    if unsure := by_code.pop("activity_unsure", []):
        words = counted(len(unsure), "строка под вопросом", "строки под вопросом", "строк под вопросом")
        views.append(FindingView("error", words, "Решите в начале страницы, какие это мероприятия плана."))
    if len(by_code["activity_absent"]) > SINGLE_ABSENT:
        absent = by_code.pop("activity_absent")
        words = counted(
            len(absent), "мероприятия нет в файле", "мероприятий нет в файле", "мероприятий нет в файле"
        )
        views.append(FindingView("warn", words, f"По плану: {_listed(absent)}. В плане они остаются."))
    for code, found in by_code.items():
        title, kind = _TITLES.get(code, ("Обратите внимание", "warn"))
        views += [FindingView(kind, title, finding.message) for finding in found]
    views.sort(key=lambda view: _ORDER[view.kind])
    if len(views) > SHOWN_FINDINGS:
        rest = counted(len(views) - SHOWN_FINDINGS, "находка", "находки", "находок")
        return [*views[:SHOWN_FINDINGS], FindingView("info", f"И ещё {rest}", _REST)]
    return views


def _listed(findings: Sequence[Finding]) -> str:
    """The numbers of the rows, as many as one can read."""
    numbers = [finding.row for finding in findings]
    rest = len(numbers) - SHOWN_FINDINGS
    return ", ".join(numbers[:SHOWN_FINDINGS]) + (f" и ещё {rest}" if rest > 0 else "")


def is_another_plan(outcome: ImportOutcome | None) -> bool:
    """Whether more than half of the rows are strangers to a plan that has rows of its own."""
    if outcome is None:
        return False
    strangers = outcome.count("unsure", "new", "created")
    is_beside_others = any(item.code in ("activity_unsure", "activity_absent") for item in outcome.findings)
    return is_beside_others and 2 * strangers > len(outcome.rows) - outcome.count("section")


def promise_of(outcome: ImportOutcome | None, *, is_new_version: bool) -> str:
    """What the last bar says will be written."""
    if outcome is None:
        return "Записать пока нельзя: причина названа вверху страницы."
    if outcome.is_undecided:
        return "Сначала решите сомнительные строки: до этого ничего не запишется."
    parts = [
        counted(count, *forms)
        for count, forms in (
            (outcome.count("created"), ("новая строка", "новые строки", "новых строк")),
            (outcome.count("updated"), ("изменённая строка", "изменённые строки", "изменённых строк")),
        )
        if count
    ]
    written = f"Будет записано: {', '.join(parts)}." if parts else "В плане уже есть все, что в файле."
    if outcome.publication and is_new_version:
        return (
            f"{written} Отчёт будет опубликован, версия {outcome.publication.version}. Все разом или ничего."
        )
    if outcome.publication:
        return f"{written} Отчёт уже опубликован таким, версия {outcome.publication.version}."
    return f"{written} Все разом или ничего." if parts else f"{written} Записывать нечего."


def version_urls(plan_period: PlanPeriod, versions: Iterable[Publication]) -> list[dict[str, Any]]:
    """Published versions, each with its public address."""
    return [{"version": one, "url": _public_url("version", plan_period, one.version)} for one in versions]


def _file_urls(plan_period: PlanPeriod, publication: Publication) -> dict[str, str]:
    return {name: _public_url("file", plan_period, publication.version, name) for name in FORMATS}


def _public_url(route: str, plan_period: PlanPeriod, *of: Any) -> str:
    plan = plan_period.plan
    names = [plan.municipality.slug] if plan.is_primary else [plan.municipality.slug, plan.slug]
    return reverse(
        f"reports:{'' if plan.is_primary else 'plan-'}{route}", args=[*names, plan_period.period, *of]
    )
