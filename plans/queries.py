"""Questions asked of plans and progress; fetching an object here is the permission check."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.http import Http404

from accounts.models import HistoryEvent, Municipality, User
from plans.models import (
    Activity,
    ActivityRevision,
    Assignment,
    Attachment,
    Insert,
    Officer,
    Plan,
    PlanPeriod,
    ProgressEntry,
    Section,
)
from plans.numbering import numbers_for
from plans.periods import ReportingPeriod

# A form that stands open is heard of every twenty seconds; one missed time is not yet absence.
SEEN_FOR = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Assignee:
    """An officer in a row of the plan; `name`: as the row prints them."""

    officer: Officer
    name: str

    @property
    def kind(self) -> str:
        return self.officer.kind


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One printed row of a plan in one half-year. `kind`: ``section``, ``group`` or ``activity``; a section has no
    activity and no revision."""

    kind: str
    number: str
    level: int
    text: str
    activity: Activity | None = None
    revision: ActivityRevision | None = None
    section: Section | None = None
    officers: tuple[Assignee, ...] = field(default=())

    @property
    def is_reportable(self) -> bool:
        return self.kind == "activity"

    @property
    def deadline_wording(self) -> str:
        return self.revision.deadline_wording if self.revision else ""

    @property
    def deadline_rule(self) -> dict[str, Any] | None:
        return self.revision.deadline_rule if self.revision else None


def plan_lines(plan: Plan, period: ReportingPeriod) -> list[PlanLine]:
    """The plan as it stands in a half-year: sections and living activities in printed order, numbered.

    Five queries, whatever the plan's size.
    """
    activities = {activity.pk: activity for activity in plan.activities.all() if lives_in(activity, period)}
    standing = in_effect(
        ActivityRevision.objects.filter(activity__plan=plan).order_by("activity", "since"), period
    )
    rows = [(activities[pk], standing[pk]) for pk in activities if pk in standing]
    return arrange(
        plan,
        headings(plan, period, used={revision.section_id for _, revision in rows if revision.section_id}),
        rows,
        officers_of(plan, period),
    )


def headings(plan: Plan, period: ReportingPeriod, *, used: Collection[int]) -> list[Section]:
    """The sections to print in a half-year, in order: those in use, and headings that never had an activity of their
    own (over other headings, or just added). One whose activities have all gone is not printed.

    ``used``: ids of the sections that have activities in the half-year.
    """
    sections = list(plan.sections.order_by("position", "pk"))
    bare = [section.pk for section in sections if section.pk not in used]
    revisions = ActivityRevision.objects.filter(section__in=bare).order_by()
    begun = dict(revisions.values("section").annotate(begins=Min("since")).values_list("section", "begins"))

    def is_heading(section: Section) -> bool:
        begins, first, last = begun.get(section.pk), section.first_period, section.last_period
        if last is not None and last < period:
            return False
        if first is None:
            return begins is None
        return first <= period and (begins is None or begins > period)

    return [section for section in sections if section.pk in used or is_heading(section)]


def lives_in(activity: Activity, period: ReportingPeriod) -> bool:
    """Whether the activity is part of its plan in a half-year."""
    return activity.first_period <= period and (
        activity.last_period is None or activity.last_period >= period
    )


def in_effect(revisions: Iterable[ActivityRevision], period: ReportingPeriod) -> dict[int, ActivityRevision]:
    """Per activity, the revision in effect in a half-year: the newest that has begun, else the first there is.

    revisions: ascending by `since` within an activity.
    """
    standing: dict[int, ActivityRevision] = {}
    for revision in revisions:
        if revision.activity_id not in standing or revision.since <= period:
            standing[revision.activity_id] = revision
    return standing


def texts_of(plan: Plan, period: ReportingPeriod, *, only: int | None = None) -> dict[int, str]:
    """Per activity, its words in a half-year; ``only``: the id of the one that is wanted. One query."""
    revisions = ActivityRevision.objects.filter(activity__plan=plan).order_by("activity", "since")
    if only is not None:
        revisions = revisions.filter(activity=only)
    standing = in_effect(revisions.only("activity", "since", "text"), period)
    return {pk: revision.text for pk, revision in standing.items()}


def officers_of(plan: Plan, period: ReportingPeriod) -> dict[int, tuple[Assignee, ...]]:
    """Per activity, its officers in a half-year in the printed order."""
    found: dict[int, list[Assignee]] = defaultdict(list)
    assignments = (
        Assignment.objects.filter(activity__plan=plan, from_period__lte=period)
        .exclude(until_period__lt=period)
        .select_related("officer")
        .order_by("activity", "position", "pk")
    )
    for assignment in assignments:
        printed = assignment.printed or assignment.officer.name
        found[assignment.activity_id].append(Assignee(assignment.officer, printed))
    return {activity: tuple(officers) for activity, officers in found.items()}


def arrange(
    plan: Plan,
    sections: Sequence[Section],
    standing: Sequence[tuple[Activity, ActivityRevision]],
    officers: dict[int, tuple[Assignee, ...]],
) -> list[PlanLine]:
    """Put sections and activities in printed order and number them. A child whose parent has ended stands at the
    top."""
    alive = {activity.pk for activity, _ in standing}
    children: dict[tuple[int | None, int | None], list[tuple[Activity, ActivityRevision]]] = defaultdict(list)
    for activity, revision in standing:
        parent = revision.parent_id if revision.parent_id in alive else None
        children[parent, None if parent else revision.section_id].append((activity, revision))
    for siblings in children.values():
        siblings.sort(key=lambda pair: (pair[1].position, pair[0].pk))

    ordered: list[tuple[int, Activity | None, ActivityRevision | None, Section | None]] = []
    visited: set[int] = set()

    def add(parent: int | None, section: int | None, level: int) -> None:
        for activity, revision in children.get((parent, section), ()):
            if activity.pk not in visited:
                visited.add(activity.pk)
                ordered.append((level, activity, revision, None))
                add(activity.pk, None, level + 1)

    add(None, None, 0)
    for section in sections:
        ordered.append((0, None, None, section))
        add(None, section.pk, 0)

    numbers = numbers_for(((section is not None, level) for level, _, _, section in ordered), plan.numbering)
    lines = []
    for number, (level, owner, wording, heading) in zip(numbers, ordered, strict=True):
        if owner is None or wording is None:
            lines.append(PlanLine("section", "", 0, heading.title if heading else "", section=heading))
        else:
            kind = "group" if wording.is_group else "activity"
            lines.append(
                PlanLine(
                    kind,
                    number,
                    level,
                    wording.text,
                    owner,
                    wording,
                    officers=officers.get(owner.pk, ()),
                )
            )
    return lines


def plan_for(municipality: Municipality, slug: str | None = None) -> Plan | None:
    """The named plan of a municipality, or its primary one; None where there is none yet."""
    plans = municipality.plans.all()
    if slug and "\x00" in slug:  # PostgreSQL does not take it even to compare with
        return None
    return plans.filter(slug=slug).first() if slug else plans.filter(is_primary=True).first()


def attachments_of(entry: ProgressEntry) -> QuerySet[Attachment]:
    """The documents that are attached to an entry now, in the order of their coming."""
    return entry.attachments.filter(removed_at__isnull=True).order_by("pk")


def inserts_of(entry: ProgressEntry) -> QuerySet[Insert]:
    """The blocks that stand beside an entry's text now, in order."""
    return entry.inserts.filter(removed_at__isnull=True).order_by("position", "pk")


def events_of(entry: ProgressEntry) -> QuerySet[HistoryEvent]:
    """What happened to an entry, newest first."""
    return HistoryEvent.objects.filter(object_type=entry._meta.label_lower, object_id=entry.pk)


# What changes an entry and leaves its revision as it is: a form that stands open goes on saving.
_BESIDE_THE_TEXT = (
    "attachment_added",
    "attachment_removed",
    "insert_added",
    "insert_refreshed",
    "insert_removed",
)


def marks_of(entries: Collection[ProgressEntry]) -> dict[int, int]:
    """Per entry, a number that rises with every change of its text, documents and inserts; one query.

    It is the revision, and how often its documents and inserts were changed: neither ever falls."""
    found = HistoryEvent.objects.filter(
        object_type=ProgressEntry._meta.label_lower,
        object_id__in=[entry.pk for entry in entries],
        action__in=_BESIDE_THE_TEXT,
    )
    changes = dict(found.order_by().values_list("object_id").annotate(count=Count("pk")))
    return {entry.pk: entry.revision + changes.get(entry.pk, 0) for entry in entries}


def editors_of(entry: ProgressEntry, *, besides: User, now: datetime) -> list[User]:
    """Who has the entry's form open just now, but for one person; the last seen first."""
    seen = entry.editors.filter(seen_at__gt=now - SEEN_FOR).exclude(user=besides)
    return [editor.user for editor in seen.select_related("user").order_by("-seen_at")]


def closed_periods(plans: Iterable[Plan]) -> QuerySet[PlanPeriod]:
    """The half-years whose plan does not change any more: published, on their way, or being corrected; newest first."""
    return PlanPeriod.objects.filter(
        Q(locked_at__isnull=False) | Q(is_correcting=True), plan__in=plans
    ).order_by("-period")


def previous_entry(entry: ProgressEntry) -> ProgressEntry | None:
    """The newest approved entry of an earlier half-year of the same activity, or of the one whose place it took."""
    activities = [entry.activity_id]
    if entry.activity.replaces_id:
        activities.append(entry.activity.replaces_id)
    return (
        ProgressEntry.objects.filter(
            activity__in=activities,
            plan_period__period__lt=entry.plan_period.period,
            approved_version__isnull=False,
        )
        .select_related("plan_period", "approved_version__author")
        .order_by("-plan_period__period", "-activity_id")
        .first()
    )


def texts_before(plan_period: PlanPeriod) -> dict[int, str]:
    """Per activity, what `previous_entry` says of it: its newest approved text of an earlier half-year. Two queries."""
    entries = ProgressEntry.objects.filter(
        plan_period__plan=plan_period.plan_id,
        plan_period__period__lt=plan_period.period,
        approved_version__isnull=False,
    ).order_by("plan_period__period")
    texts = dict(entries.values_list("activity", "approved_version__text"))
    heirs = Activity.objects.filter(plan=plan_period.plan_id, replaces__in=texts).exclude(pk__in=texts)
    return texts | {pk: texts[former] for pk, former in heirs.values_list("pk", "replaces") if former}


def plan_period_or_404(municipality: Municipality, pk: int) -> PlanPeriod:
    """A period of one of the municipality's own plans."""
    found = PlanPeriod.objects.select_related("plan__municipality").filter(
        pk=pk, plan__municipality=municipality
    )
    if not (plan_period := found.first()):
        raise Http404
    return plan_period
