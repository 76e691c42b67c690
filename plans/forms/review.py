"""Forms of the review: ticked rows of the matrix with what was shown of each, and a remark to officers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django import forms
from django.http import Http404, QueryDict

from plans.models import PlanPeriod, ProgressEntry
from plans.workflow.review import LONGEST_REMARK
from plans.worklists import newest_versions

_ID = re.compile(r"\d{1,15}")
_READ = re.compile(r"([vr])(\d{1,9})")


class RemarkForm(forms.Form):
    """What the officers are told."""

    remark = forms.CharField(
        label="Замечание",
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Напишите замечание: без него исполнитель не поймёт, что исправить.",
            "max_length": f"Замечание длиннее {LONGEST_REMARK} знаков. Скажите короче.",
        },
    )


class DecisionForm(forms.Form):
    """Approve or return the version that was read."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        choices=[("approve", "Утвердить"), ("return", "Вернуть")],
        error_messages={"required": "Выберите: утвердить текст или вернуть его с замечанием."},
    )
    remark = forms.CharField(label="Замечание", required=False, widget=forms.Textarea(attrs={"rows": 5}))


class ReopenForm(RemarkForm):
    """Why an approved text is given back."""

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["remark"].label = "Что исправить"
        self.fields["remark"].error_messages["required"] = "Напишите, что исправить: это увидят исполнители."


@dataclass(frozen=True, slots=True)
class Ticked:
    """The rows that were ticked, and the version in which each was shown (None: a draft from a file, or none);
    `from_file`: by the id of each shown as a draft from a file, its mark then (`plans.queries.marks_of`)."""

    versions: Mapping[ProgressEntry, int | None]
    from_file: Mapping[int, int] = field(default_factory=dict)

    def for_deed(self, deed: str) -> tuple[Ticked, list[ProgressEntry]]:
        """What the deed is meant for among the ticked, and what it leaves alone; whatever was shown as waiting and is
        no longer so is still meant: that is a change to be told of."""
        newest = newest_versions(self.versions)
        meant = {
            entry: number
            for entry, number in self.versions.items()
            if not entry.is_closed
            and (
                entry.state == ProgressEntry.State.SUBMITTED
                or (deed == "approve" if entry.pk in self.from_file else number != newest.get(entry.pk))
            )
        }
        left = [entry for entry in self.versions if entry not in meant]
        return Ticked(meant, self.from_file), left

    @classmethod
    def of(cls, plan_period: PlanPeriod, data: QueryDict) -> Ticked:
        """Raises Http404 where a row is not one of the half-year's."""
        ids = ids_in(data, "entry")
        entries = list(plan_period.entries.filter(pk__in=ids).order_by("pk"))
        if len(entries) < len(ids):
            raise Http404
        versions: dict[ProgressEntry, int | None] = {}
        from_file: dict[int, int] = {}
        for entry in entries:
            kind, number = _read(data.get(f"read-{entry.pk}", ""))
            if kind == "r":
                from_file[entry.pk] = number
            versions[entry] = number if kind == "v" else None
        return cls(versions, from_file)


def approvals_in(plan_period: PlanPeriod, data: QueryDict) -> dict[ProgressEntry, int]:
    """Approvals to undo, ``12:7`` each: an entry with the revision that its approval left."""
    pairs = [value.partition(":") for value in data.getlist("approved")]
    if not all(_ID.fullmatch(pk) and _ID.fullmatch(revision) for pk, _, revision in pairs):
        raise Http404
    revisions = {int(pk): int(revision) for pk, _, revision in pairs}
    entries = list(plan_period.entries.filter(pk__in=revisions).order_by("pk"))
    if len(entries) < len(revisions):
        raise Http404
    return {entry: revisions[entry.pk] for entry in entries}


def ids_in(data: QueryDict, name: str) -> set[int]:
    """The ids that a form sends under a name; whatever is no number was not sent by our page."""
    values = data.getlist(name)
    if not all(_ID.fullmatch(value) for value in values):
        raise Http404
    return {int(value) for value in values}


def _read(sent: str) -> tuple[str, int]:
    found = _READ.fullmatch(sent)
    return (found[1], int(found[2])) if found else ("", 0)
