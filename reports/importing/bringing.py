"""ParsedReport → rows of the plan and its progress, in one transaction: all or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.history import Actor, record
from accounts.models import Municipality
from plans.changes import Changes
from plans.deadlines import read_deadline
from plans.models import Activity, Plan, PlanPeriod, ProgressEntry
from plans.periods import ReportingPeriod
from plans.planning import DesiredLine, LineOutcome, OfficerName, create_plan, set_lines
from plans.queries import PlanLine, plan_for, plan_lines
from plans.workflow import open_period, write_imported
from reports import publishing
from reports.errors import ReportError
from reports.importing.deciding import KnownActivities, decide, known_activities, undecided_rows
from reports.importing.matching import Decision, Match
from reports.importing.naming import pattern_of, plan_start, plan_title
from reports.importing.outcome import ImportOptions, ImportOutcome, ImportRefused, RowOutcome
from reports.models import Report
from reports.readers.parsed import Finding, ParsedReport, ParsedRow, Role, RowKind
from reports.readers.titles import municipality_in_title, title_for

MAIN_PLAN = "main"  # the address name of a plan that nobody has named


def bring_in(
    parsed: ParsedReport,
    municipality: Municipality,
    *,
    options: ImportOptions,
    by: Actor,
    changes: Changes | None = None,
) -> ImportOutcome:
    """Write what a file says. With `dry_run`, or while a row is unsure, everything is taken back at the end: the
    outcome is exact and nothing is written. Raises ImportRefused."""
    try:
        with transaction.atomic():
            Municipality.objects.select_for_update().get(pk=municipality.pk)
            outcome = _Import(parsed, municipality, options, by, changes or Changes()).run()
            if options.dry_run or outcome.is_undecided:
                transaction.set_rollback(True)
    except ReportError as error:
        raise ImportRefused(error.message) from error
    return outcome


class _Import:
    """One import under way. Its steps follow one another in `run`; what a later step needs is kept here."""

    def __init__(
        self,
        parsed: ParsedReport,
        municipality: Municipality,
        options: ImportOptions,
        by: Actor,
        changes: Changes,
    ) -> None:
        self.parsed, self.municipality, self.options = parsed, municipality, options
        self.by, self.changes = by, changes
        self.findings: list[Finding] = list(parsed.findings)
        self.period = self._period()

    def run(self) -> ImportOutcome:
        outcome = ImportOutcome(self.parsed, self.period if self.parsed.has_progress else self.options.period)
        self._check_names()
        plan = self._plan()
        since = self.period or plan_start(self.parsed.title, timezone.localdate())
        standing = plan_lines(plan, since)
        known = known_activities(plan, since)
        numbers = {line.activity.pk: line.number for line in standing if line.activity}
        decisions, unsure = decide(self.parsed, known, numbers, self.options)
        self.findings += unsure
        if unsure:
            outcome.findings, outcome.is_undecided = self.findings, True
            outcome.rows = undecided_rows(self.parsed, decisions)
            return outcome

        outcome.plan = plan
        entries = self._entries(plan)
        lines = self._desired(decisions, known, entries)
        written = set_lines(plan, since, lines, by=self.by, changes=self.changes)
        self._absent(standing, written)
        outcome.rows = self._fates(decisions, lines, written)
        if self.parsed.has_progress and self.period:
            outcome.plan_period = self._write_progress(plan, self.period, lines, written, outcome)
            if self.options.publish:
                self._publish(outcome.plan_period, outcome)
        if outcome.count("created", "updated"):
            record(
                self.municipality,
                by=self.by,
                action="file_imported",
                about=outcome.plan_period or plan,
                after={fate: outcome.count(fate) for fate in ("created", "updated", "unchanged", "in_work")},
            )
        outcome.findings = self.findings
        return outcome

    # --- Before anything is written -------------------------------------------------------------------------------

    def _period(self) -> ReportingPeriod | None:
        given, read = self.options.period, self.parsed.period
        if given and read and given != read:
            self._find(
                "period_mismatch",
                f"В заголовке файла {read.title}, а указано {given.title}: взято указанное.",
            )
        period = given or read
        if self.parsed.has_progress and period is None:
            raise ImportRefused("В заголовке файла не найдено полугодие. Укажите период, например 2022-h1.")
        if self.options.publish and not self.parsed.has_progress:
            raise ImportRefused(
                "В файле нет столбца с информацией о проведении мероприятий: это план, а не отчет, публиковать нечего."
            )
        return period

    def _check_names(self) -> None:
        names = [
            self.municipality.name,
            self.municipality.name_genitive,
            self.municipality.name_prepositional,
        ]
        if municipality_in_title(self.parsed.title, names) is False:
            self._find(
                "municipality_mismatch",
                f"В заголовке файла назван другой муниципалитет, а отчет загружается для: {self.municipality.name}.",
            )

    def _plan(self) -> Plan:
        plan = plan_for(self.municipality, self.options.plan_slug)
        pattern = pattern_of(self.parsed)
        if plan is not None:
            if self.parsed.has_progress and self.parsed.title:
                self._follow_title(plan, pattern)
            return plan
        try:
            return create_plan(
                self.municipality,
                slug=self.options.plan_slug or MAIN_PLAN,
                title=plan_title(self.parsed),
                title_pattern=pattern,
                numbering=self.parsed.numbering,
                by=self.by,
                changes=self.changes,
            )
        except ValidationError as error:
            raise ImportRefused(" ".join(error.messages)) from error

    def _follow_title(self, plan: Plan, pattern: str) -> None:
        """A newer report may carry a new title: the plan follows it; an older one keeps its own (see `_own_title`)."""
        newer = plan.periods.filter(period__gt=self.period).exists()
        if plan.title_pattern != pattern and not newer:
            self.changes.updated(plan, {"title_pattern": plan.title_pattern})
            record(
                self.municipality,
                by=self.by,
                action="plan_title_changed",
                about=plan,
                before={"title_pattern": plan.title_pattern},
                after={"title_pattern": pattern},
            )
            plan.title_pattern = pattern
            plan.save(update_fields=["title_pattern"])

    # --- Writing --------------------------------------------------------------------------------------------------

    def _entries(self, plan: Plan) -> dict[int, ProgressEntry]:
        if not (self.parsed.has_progress and self.period):
            return {}
        entries = ProgressEntry.objects.filter(plan_period__plan=plan, plan_period__period=self.period)
        return {entry.activity_id: entry for entry in entries}

    def _desired(
        self,
        decisions: Sequence[Decision],
        known: KnownActivities,
        entries: dict[int, ProgressEntry],
    ) -> list[DesiredLine]:
        """The rows as they should stand; a row whose entry is worked on in the portal only keeps its place."""
        queue = iter(decisions)
        lines: list[DesiredLine] = []
        for row in self.parsed.rows:
            if row.kind == RowKind.SECTION:
                lines.append(DesiredLine("section", 0, row.text))
                continue
            decision = next(queue)
            if decision.match == Match.UNSURE:  # answered: not to be written
                continue
            activity = known[decision.id][1] if decision.id else None
            line = self._line(row, activity)
            entry = entries.get(decision.id or 0)
            if entry and row.kind == RowKind.ACTIVITY and self._is_in_work(entry, row):
                line.is_kept = True
                self._find(
                    "entry_in_work",
                    f"Над записью «{row.number} {row.text}» уже работают в портале: строка файла пропущена.",
                    row,
                )
            lines.append(line)
        return lines

    def _line(self, row: ParsedRow, activity: Activity | None) -> DesiredLine:
        has_deadline = self.parsed.has_column(Role.DEADLINE, Role.OFFICERS_AND_DEADLINE)
        has_officers = self.parsed.has_column(Role.OFFICERS, Role.OFFICERS_AND_DEADLINE)
        rule = read_deadline(row.deadline).rule
        return DesiredLine(
            kind=str(row.kind),
            level=row.level,
            text=row.text,
            deadline_wording=row.deadline if has_deadline else None,
            deadline_rule=rule.to_dict() if rule else None,
            officers=tuple(
                OfficerName(
                    item.name, str(item.kind), item.surname, item.initials, item.position, item.printed
                )
                for item in row.officers
            )
            if has_officers
            else None,
            activity=activity,
        )

    def _is_in_work(self, entry: ProgressEntry, row: ParsedRow) -> bool:
        return (
            not self.options.overwrite
            and entry.origin == ProgressEntry.Origin.PORTAL
            and entry.state != ProgressEntry.State.EMPTY
            and entry.text != row.progress
        )

    def _absent(self, standing: Sequence[PlanLine], written: Sequence[LineOutcome]) -> None:
        present = {outcome.activity.pk for outcome in written if outcome.activity}
        for line in standing:
            if line.activity and line.activity.pk not in present:
                self.findings.append(
                    Finding(
                        "activity_absent",
                        line.number,
                        f"Мероприятия плана «{line.number} {line.text}» в файле нет; в плане оно остается.",
                        {"activity": line.activity.pk},
                    )
                )

    def _fates(
        self,
        decisions: Sequence[Decision],
        lines: Sequence[DesiredLine],
        written: Sequence[LineOutcome],
    ) -> list[RowOutcome]:
        """What became of every row of the file; progress is added to it by `_write_progress`."""
        results = iter(zip(lines, written, strict=True))
        queue = iter(decisions)
        fates = []
        for row in self.parsed.rows:
            decision = None if row.kind == RowKind.SECTION else next(queue)
            if decision and decision.match == Match.UNSURE:
                fates.append(RowOutcome("skipped"))
                continue
            line, outcome = next(results)
            if decision is None:
                fates.append(RowOutcome("section"))
            elif line.is_kept:
                fates.append(RowOutcome("in_work"))
            else:
                fate = "created" if outcome.is_created else "updated" if outcome.changed else "unchanged"
                likeness = round(100 * decision.likeness) if decision.match == Match.AMENDED else None
                fates.append(RowOutcome(fate, sorted(outcome.changed), likeness))
        return fates

    def _write_progress(
        self,
        plan: Plan,
        period: ReportingPeriod,
        lines: Sequence[DesiredLine],
        written: Sequence[LineOutcome],
        outcome: ImportOutcome,
    ) -> PlanPeriod:
        reportable = [
            line.activity for line in plan_lines(plan, period) if line.is_reportable and line.activity
        ]
        plan_period = open_period(plan, period, reportable=reportable, by=self.by, changes=self.changes)
        entries = {entry.activity_id: entry for entry in plan_period.entries.select_related("activity")}
        texts: list[tuple[ProgressEntry, str]] = []
        results = iter(zip(lines, written, strict=True))
        for row, fate in zip(self.parsed.rows, outcome.rows, strict=True):
            if fate.fate == "skipped":
                continue
            line, result = next(results)
            entry = entries.get(result.activity.pk) if result.activity else None
            if row.kind != RowKind.ACTIVITY or line.is_kept or entry is None or entry.text == row.progress:
                continue
            texts.append((entry, row.progress))
            fate.changed.append("progress")
            if fate.fate == "unchanged":
                fate.fate = "updated"
        if plan_period.locked_at and outcome.count("created", "updated"):
            self._reopen(plan_period, [entry for entry, _ in texts])
        write_imported(texts, plan_period=plan_period, by=self.by, changes=self.changes)
        return plan_period

    def _reopen(self, plan_period: PlanPeriod, entries: Sequence[ProgressEntry]) -> None:
        """A period whose report has gone on changes by a published correction only."""
        report = Report.objects.filter(plan_period=plan_period).first()
        if report is None or report.state != Report.State.PUBLISHED:
            raise ImportRefused(
                f"Отчет за {plan_period.period.title} уже передан на утверждение. Верните его в работу и повторите."
            )
        if not self.options.publish:
            raise ImportRefused(
                f"Отчет за {plan_period.period.title} опубликован, а файл от него отличается. Запишите файл сразу "
                "как опубликованный отчет, с причиной исправления."
            )
        if not self.options.reason.strip():
            raise ImportRefused(
                f"Отчет за {plan_period.period.title} опубликован, а файл от него отличается. Укажите причину "
                "исправления: она будет видна на странице отчета."
            )
        publishing.correct(report, entries=entries, reason=self.options.reason, by=self.by)
        for entry in entries:
            entry.refresh_from_db(fields=["state", "revision"])
        plan_period.refresh_from_db()

    def _publish(self, plan_period: PlanPeriod, outcome: ImportOutcome) -> None:
        in_work = plan_period.entries.filter(origin=ProgressEntry.Origin.PORTAL).exclude(
            state__in=[ProgressEntry.State.EMPTY, ProgressEntry.State.APPROVED]
        )
        if count := in_work.count():
            raise ImportRefused(
                f"За {plan_period.period.title} в портале есть незаконченные записи ({count}). Загрузкой "
                "файла публиковать их нельзя. Утвердите их или загрузите файл с заменой записей."
            )
        self._own_title(plan_period)
        outcome.publication, _ = publishing.publish_as_it_stands(
            plan_period, by=self.by, reason=self.options.reason
        )

    def _own_title(self, plan_period: PlanPeriod) -> None:
        """A past report is published under the title it had, even where the plan has taken another since."""
        printed = title_for(pattern_of(self.parsed), plan_period.period)
        usual = title_for(plan_period.plan.title_pattern, plan_period.period)
        report, _ = Report.objects.get_or_create(plan_period=plan_period)
        title = "" if printed == usual or not self.parsed.title else printed
        if report.title != title:
            report.title = title
            report.save(update_fields=["title"])

    def _find(self, code: str, message: str, row: ParsedRow | None = None, **data: object) -> None:
        self.findings.append(Finding(code, row.number if row else "", message, dict(data)))
