"""ParsedReport → rows of the plan and its progress, in one transaction: all or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.history import Actor, record
from accounts.models import Municipality
from accounts.permissions import Deed, require
from plans.changes import Changes
from plans.deadlines import Rule, read_deadline
from plans.models import Activity, EntryVersion, Indicator, Plan, PlanPeriod, ProgressEntry
from plans.periods import ReportingPeriod
from plans.planning import DesiredLine, LineOutcome, OfficerName, create_plan, set_lines
from plans.queries import PlanLine, plan_for, plan_lines
from plans.workflow import open_period, write_imported
from reports import publishing
from reports.errors import ReportError, WrongState
from reports.importing import found
from reports.importing.deciding import KnownActivities, decide, known_activities, undecided_rows
from reports.importing.found_surveys import FoundSurveys
from reports.importing.matching import Decision, Match
from reports.importing.naming import pattern_of, plan_start, plan_title
from reports.importing.outcome import ImportOptions, ImportOutcome, ImportRefused, RowOutcome
from reports.importing.printed import PrintedInserts
from reports.importing.standing import published_so, ready_for, take_title
from reports.readers.parsed import Finding, ParsedReport, ParsedRow, Role, RowKind
from reports.readers.titles import municipality_in_title

MAIN_PLAN = "main"  # the address name of a plan that nobody has named


def bring_in(
    parsed: ParsedReport,
    municipality: Municipality,
    *,
    options: ImportOptions,
    by: Actor,
    changes: Changes | None = None,
) -> ImportOutcome:
    """Write what a file says. With `dry_run`, or while a row waits for an answer, all is taken back at the end: the
    outcome is exact and nothing is written. Raises ImportRefused."""
    try:
        with transaction.atomic():
            Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
            require(by.user, Deed.IMPORT, municipality)
            outcome = _Import(parsed, municipality, options, by, changes or Changes()).run()
            if options.dry_run or not outcome.is_written:
                transaction.set_rollback(True)
    except (ReportError, WrongState) as error:
        raise ImportRefused(str(error)) from error
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
        self.rules: dict[str, Rule | None] = {}
        self.agreed: set[int] = set()  # entries that say what the file says
        self.period = self._period()

    def run(self) -> ImportOutcome:
        outcome = ImportOutcome(self.parsed, self.period if self.parsed.has_progress else self.options.period)
        self._check_names()
        plan = self._plan()
        since = self._since(plan)
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
        if self.period:
            self.printed = PrintedInserts(plan, self.period)
        entries = self._entries(plan)
        lines = self._desired(decisions, known, entries)
        written = set_lines(plan, since, lines, by=self.by, changes=self.changes)
        self._absent(standing, decisions)
        outcome.rows = self._fates(decisions, lines, written)
        if self.parsed.has_progress and self.period:
            outcome.plan_period = self._write_progress(plan, self.period, lines, written, outcome)
            if self.options.publish and outcome.is_written:
                self._publish(outcome.plan_period, outcome)
        else:
            self._open_entries(plan, since)
        if self.changes.entries:
            record(
                self.municipality,
                by=self.by,
                action="file_imported",
                about=outcome.plan_period or plan,
                after={fate: outcome.count(fate) for fate in ("created", "updated", "unchanged", "in_work")}
                | ({"figures": outcome.figures_taken} if outcome.figures_taken else {})
                | ({"surveys": outcome.surveys_taken} if outcome.surveys_taken else {}),
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
        if plan is not None:
            return plan
        try:
            return create_plan(
                self.municipality,
                slug=self.options.plan_slug or MAIN_PLAN,
                title=plan_title(self.parsed),
                title_pattern=pattern_of(self.parsed),
                numbering=self.parsed.numbering,
                by=self.by,
                changes=self.changes,
            )
        except ValidationError as error:
            raise ImportRefused(" ".join(error.messages)) from error

    def _since(self, plan: Plan) -> ReportingPeriod:
        """From which half-year the file's rows hold. A bare plan without one begins in the years of its title, yet
        never before the newest half-year that was opened, or after it where that one's report has gone on."""
        if self.period:
            return self.period
        since = plan_start(self.parsed.title, timezone.localdate())
        newest = plan.periods.order_by("-period").first()
        if newest is None:
            return since
        is_closed = newest.locked_at is not None or newest.is_correcting
        return max(since, newest.period.next if is_closed else newest.period)

    # --- Writing --------------------------------------------------------------------------------------------------

    def _entries(self, plan: Plan) -> dict[int, ProgressEntry]:
        if not (self.parsed.has_progress and self.period):
            return {}
        entries = ProgressEntry.objects.filter(plan_period__plan=plan, plan_period__period=self.period)
        entries = entries.select_related("approved_version")
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
            if decision.match == Match.SKIPPED:
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
        if row.deadline not in self.rules:  # a plan repeats few wordings
            self.rules[row.deadline] = read_deadline(row.deadline).rule
        rule = self.rules[row.deadline]
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
        """Written, or approved, by people in the portal, and the file says another thing."""
        if self.options.overwrite or entry.state == ProgressEntry.State.EMPTY:
            return False
        if entry.text == self.printed.taken_off(row, entry).progress:
            return False
        version = entry.approved_version if entry.state == ProgressEntry.State.APPROVED else None
        is_approved_by_person = version is not None and version.cause != EntryVersion.Cause.IMPORTED
        return entry.origin == ProgressEntry.Origin.PORTAL or is_approved_by_person

    def _absent(self, standing: Sequence[PlanLine], decisions: Sequence[Decision]) -> None:
        present = {decision.id for decision in decisions}
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
            if decision and decision.match == Match.SKIPPED:
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

    def _open_entries(self, plan: Plan, since: ReportingPeriod) -> None:
        """A bare plan may add rows to a half-year that is open: they are reported in it too."""
        plan_period = plan.periods.filter(period=since).first()
        if plan_period is None or not self.changes.entries:
            return
        if plan_period.locked_at:
            raise ImportRefused(
                f"Отчет за {since.title} уже передан дальше: план этого полугодия не меняется. Укажите период "
                "позже."
            )
        self._open(plan, since)

    def _open(self, plan: Plan, period: ReportingPeriod) -> PlanPeriod:
        lines = plan_lines(plan, period)
        reportable = [line.activity for line in lines if line.is_reportable and line.activity]
        return open_period(plan, period, reportable=reportable, by=self.by, changes=self.changes)

    def _write_progress(
        self,
        plan: Plan,
        period: ReportingPeriod,
        lines: Sequence[DesiredLine],
        written: Sequence[LineOutcome],
        outcome: ImportOutcome,
    ) -> PlanPeriod:
        plan_period = self._open(plan, period)
        if self.parsed.title:
            take_title(plan_period, pattern_of(self.parsed), by=self.by, changes=self.changes)
        entries = {
            entry.activity_id: entry
            for entry in plan_period.entries.select_related("activity", "plan_period").prefetch_related(
                "figures"
            )
        }
        texts: list[tuple[ProgressEntry, str]] = []
        offered: list[tuple[RowOutcome, found.Offered]] = []
        indicators = found.indicators_of_plan(plan)
        surveys = FoundSurveys(self.municipality, period, self.options)
        results = iter(zip(lines, written, strict=True))
        for row, fate in zip(self.parsed.rows, outcome.rows, strict=True):
            if fate.fate == "skipped":
                continue
            line, result = next(results)
            entry = entries.get(result.activity.pk) if result.activity else None
            if row.kind != RowKind.ACTIVITY or line.is_kept or entry is None:
                continue
            row = self.printed.taken_off(row, entry)
            if entry.text == row.progress:
                self.agreed.add(entry.pk)
            else:
                texts.append((entry, row.progress))
                fate.changed.append("progress")
            fate.survey = surveys.offer(entry, row)
            if fate.survey and fate.survey.is_taken:
                fate.changed.append("survey")
            fate.figures = found.offers_of(entry, row, indicators.get(entry.activity_id, ()), self.options)
            offered.append((fate, found.Offered(entry, fate.figures)))
        taken = self._take(offered, indicators, outcome)
        if self.changes.entries or texts or taken or surveys.entries:
            changing = [*(entry for entry, _ in texts), *(one.entry for one in taken), *surveys.entries]
            touched = {entry.pk: entry for entry in changing}
            ready_for(plan_period, list(touched.values()), self.options, by=self.by)
        write_imported(texts, plan_period=plan_period, by=self.by, changes=self.changes)
        if not outcome.figure_errors:
            found.write_taken(taken, plan_period=plan_period, by=self.by, changes=self.changes)
        surveys.write(by=self.by, changes=self.changes)
        return plan_period

    def _take(
        self,
        offered: Sequence[tuple[RowOutcome, found.Offered]],
        indicators: dict[int, list[Indicator]],
        outcome: ImportOutcome,
    ) -> list[found.Offered]:
        """The figures that are to be written, once the names of new indicators are settled; told in the rows."""
        settled, outcome.figure_errors = found.settle_names(
            [one for _, one in offered], indicators, self.options.take
        )
        taken = found.changing(settled)
        changed = {one.entry.pk for one in taken}
        for (fate, _), one in zip(offered, settled, strict=True):
            fate.figures = one.offers
            if one.entry.pk in changed:
                fate.changed.append("figures")
            if fate.changed and fate.fate == "unchanged":
                fate.fate = "updated"
        return taken

    def _publish(self, plan_period: PlanPeriod, outcome: ImportOutcome) -> None:
        in_work = plan_period.entries.filter(origin=ProgressEntry.Origin.PORTAL).exclude(
            state__in=[ProgressEntry.State.EMPTY, ProgressEntry.State.APPROVED]
        )
        if count := len(set(in_work.values_list("pk", flat=True)) - self.agreed):
            raise ImportRefused(
                f"За {plan_period.period.title} в портале есть незаконченные записи ({count}). Загрузкой "
                "файла публиковать их нельзя. Утвердите их или загрузите файл с заменой записей."
            )
        if not outcome.count("created", "updated") and (standing := published_so(plan_period)):
            # What changed since then (an act named, a district renamed) is no matter of this file.
            outcome.publication = standing
            return
        outcome.publication, _ = publishing.publish_as_it_stands(
            plan_period, by=self.by, reason=self.options.reason, agreed=self.agreed
        )

    def _find(self, code: str, message: str, row: ParsedRow | None = None, **data: object) -> None:
        self.findings.append(Finding(code, row.number if row else "", message, dict(data)))
