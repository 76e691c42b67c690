"""What officials do with an entry: save it as a draft, send it to be reviewed, take it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.history import Actor
from accounts.models import User
from plans import figures as entry_figures
from plans.checking import findings_of, is_big_change
from plans.differences import sameness
from plans.models import EntryEditor, EntryVersion, ProgressEntry
from plans.queries import previous_entry, texts_of
from plans.workflow.moves import Stale, State, begin, check, entry_event, reviews, version_of

Cause = EntryVersion.Cause
# Longer than any report row ever seen by two hundred times; what is longer is a file pasted by mistake.
LONGEST_TEXT = 200_000
LONGEST_REASON = 2_000


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form holds. ``figures``: indicator's id -> value, None where it was left blank (an id that is not named
    keeps its value); ``confirmed``: the indicators whose big change the person says is right."""

    text: str = ""
    nothing_reason: str = ""
    figures: Mapping[int, Decimal | None] = field(default_factory=dict)
    confirmed: frozenset[int] = frozenset()

    def cleaned(self) -> Draft:
        """The same as it is kept: line ends of one kind, nothing that a database refuses, no blanks at the ends."""
        return replace(self, text=_clean(self.text), nothing_reason=_clean(self.nothing_reason))


@transaction.atomic
def save(
    entry: ProgressEntry,
    draft: Draft,
    *,
    read: int,
    by: Actor,
    is_autosave: bool = False,
    on: date | None = None,
) -> ProgressEntry:
    """Keep what was written, as a draft. ``read``: the revision that the form was opened with, or last saved as.

    Raises Stale where somebody saved in between (saying the same twice is no conflict: a second click, a save whose
    answer was lost), ValidationError by field for a text too long. A text that passes to another author stays as a
    version; so does one that a reviewer changes while it waits for review.
    """
    entry = begin(entry, "save", by, on=on)
    _save(entry, draft.cleaned(), read=read, by=by, is_autosave=is_autosave)
    return entry


@transaction.atomic
def submit(
    entry: ProgressEntry, draft: Draft, *, read: int, by: Actor, on: date | None = None
) -> ProgressEntry:
    """Keep what was written and send it to be reviewed, as one step.

    Raises ValidationError by field (``text``, ``nothing_reason``, ``figure-12``) where it is not ready to go; what was
    written is then not kept here: the caller saves it.
    """
    entry = begin(entry, "send", by, on=on)
    draft = draft.cleaned()
    if entry.state == State.SUBMITTED:
        if _says(entry, draft):  # the second of two clicks
            return entry
        check("submit", [entry])
    _save(entry, draft, read=read, by=by, is_autosave=True)
    _check_ready(entry)
    version = _keep_version(entry, Cause.SUBMITTED, by)
    before = entry.state
    entry.state, entry.state_at, entry.remark = State.SUBMITTED, timezone.now(), ""
    entry.revision += 1
    entry.save(update_fields=["state", "state_at", "remark", "revision"])
    _record(
        entry,
        by,
        "entry_submitted",
        before={"state": before},
        after={"state": entry.state, "version": version.number, "text": entry.text}
        | ({"nothing_reason": entry.nothing_reason} if entry.nothing_reason else {})
        | ({"figures": version.figures} if version.figures else {}),
    )
    return entry


@transaction.atomic
def take_back(entry: ProgressEntry, *, by: Actor, on: date | None = None) -> ProgressEntry:
    """Bring one's own text back from review, to write on."""
    entry = begin(entry, "take_back", by, on=on)
    entry.state, entry.state_at = State.DRAFT, timezone.now()
    entry.revision += 1
    entry.save(update_fields=["state", "state_at", "revision"])
    _record(
        entry, by, "entry_taken_from_review", before={"state": State.SUBMITTED}, after={"state": entry.state}
    )
    return entry


def see(entry: ProgressEntry, user: User) -> None:
    """Note that the person has the entry's form open."""
    EntryEditor.objects.update_or_create(entry=entry, user=user, defaults={"seen_at": timezone.now()})


def _save(entry: ProgressEntry, draft: Draft, *, read: int, by: Actor, is_autosave: bool) -> None:
    _check_length(draft)
    entry_figures.check(entry, draft.figures)
    says_the_same = _says(entry, draft)
    if says_the_same and entry.updated_by_id is not None:
        entry_figures.confirm(entry, draft.confirmed)
        return
    if entry.revision != read:
        raise Stale(entry)
    author_changes = entry.updated_by_id != (by.user.pk if by.user else None)
    if author_changes and _is_unkept(entry):
        _keep_version(entry, Cause.HANDED_OVER, by, author=entry.updated_by_id)
    before = {"state": entry.state, "text": entry.text, "nothing_reason": entry.nothing_reason}
    entry.text, entry.nothing_reason = draft.text, draft.nothing_reason
    entry_figures.write(entry, draft.figures, draft.confirmed)
    if entry.state in (State.EMPTY, State.DRAFT):
        is_blank = not entry.is_filled and not entry.figures.exists()
        entry.state = State.EMPTY if is_blank else State.DRAFT
    if entry.state != before["state"]:
        entry.state_at = timezone.now()
    entry.origin = ProgressEntry.Origin.PORTAL
    entry.revision += 1
    entry.updated_at, entry.updated_by = timezone.now(), by.user
    measure(entry)
    entry.save()
    if entry.state == State.SUBMITTED:
        _keep_version(entry, Cause.EDITED, by)
    # A draft saves itself every few seconds: the history tells of its beginning, of who took it over and of what a
    # person saved; the text itself stands in the versions.
    if not is_autosave or author_changes or entry.state != before["state"]:
        after = {"state": entry.state, "text": entry.text, "nothing_reason": entry.nothing_reason}
        changed = {name for name in after if before[name] != after[name]}
        on_behalf = reviews(by, entry.plan_period) and by.user is not None
        _record(
            entry,
            by,
            "entry_edited" if on_behalf else "entry_saved",
            before={name: before[name] for name in sorted(changed)},
            after={name: after[name] for name in sorted(changed)},
        )


def measure(entry: ProgressEntry) -> None:
    """Set the entry's sameness and findings by its text and figures as they stand; saves nothing."""
    before = previous_entry(entry)
    entry.sameness = sameness(before.text if before else "", entry.text)
    figures = entry_figures.figures_of(entry, before)
    entry.findings = [finding.to_dict() for finding in findings_of(entry.text, figures)]


def _says(entry: ProgressEntry, draft: Draft) -> bool:
    """Whether the entry says already what the draft says."""
    if (entry.text, entry.nothing_reason) != (draft.text, draft.nothing_reason):
        return False
    values = dict(entry.figures.values_list("indicator", "value"))
    return all(values.get(pk) == value for pk, value in draft.figures.items())


def _is_unkept(entry: ProgressEntry) -> bool:
    """Words of somebody that stand in no version yet."""
    newest = entry.versions.order_by("-number").first()
    return entry.is_filled and (
        newest is None or (newest.text, newest.nothing_reason) != (entry.text, entry.nothing_reason)
    )


def _keep_version(
    entry: ProgressEntry, cause: EntryVersion.Cause, by: Actor, *, author: int | None = None
) -> EntryVersion:
    newest = entry.versions.order_by("-number").first()
    version = version_of(
        entry,
        number=newest.number + 1 if newest else 1,
        cause=cause,
        author=author if cause == Cause.HANDED_OVER else (by.user.pk if by.user else None),
        figures=entry_figures.kept(entry.figures.all()),
        attachments=list(
            entry.attachments.filter(removed_at__isnull=True).order_by("pk").values_list("pk", flat=True)
        ),
    )
    version.save()
    return version


def _check_length(draft: Draft) -> None:
    for name, text, most in (
        ("text", draft.text, LONGEST_TEXT),
        ("nothing_reason", draft.nothing_reason, LONGEST_REASON),
    ):
        if len(text) > most:
            raise ValidationError(
                {
                    name: f"Здесь {len(text)} знаков, а помещается {most}. Сократите текст или приложите его файлом."
                }
            )


def _check_ready(entry: ProgressEntry) -> None:
    errors: dict[str, str] = {}
    if not entry.is_filled:
        errors["text"] = (
            "Напишите, что сделано. Если сообщать нечего, отметьте «Нечего сообщить» и назовите причину."
        )
    elif entry.text and entry.nothing_reason:
        errors["nothing_reason"] = (
            "Оставьте что-то одно: текст о сделанном или причину, почему сообщать нечего."
        )
    before = previous_entry(entry)
    for figure in entry_figures.figures_of(entry, before):
        if (
            figure.value is not None
            and not figure.is_confirmed
            and is_big_change(figure.previous, figure.value)
        ):
            errors[f"figure-{figure.indicator_id}"] = (
                "Изменение больше чем наполовину. Если все верно, отметьте «Да, верно»."
            )
    if errors:
        raise ValidationError(errors)


def _record(
    entry: ProgressEntry, by: Actor, action: str, *, before: dict[str, str], after: dict[str, object]
) -> None:
    words = texts_of(entry.plan_period.plan, entry.plan_period.period, only=entry.activity_id)
    entry_event(
        entry, words, plan_period=entry.plan_period, by=by, action=action, before=before, after=after
    ).save()


def _clean(text: str) -> str:
    lines = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")
