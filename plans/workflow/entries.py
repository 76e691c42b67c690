"""What officials do with an entry: save it, settle a conflict of two texts, send it to be reviewed, take it back."""

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
from plans import notices
from plans.checking import findings_of, is_big_change
from plans.differences import sameness
from plans.models import EntryEditor, EntryVersion, ProgressEntry
from plans.permissions import entries_of
from plans.queries import inserts_of, previous_entry, texts_of
from plans.workflow.moves import (
    Stale,
    State,
    WrongState,
    begin,
    check,
    entry_event,
    reviews,
    settle_beginning,
    standing_ids,
    version_of,
)

Cause = EntryVersion.Cause
# Longer than any report row ever seen by two hundred times; what is longer is a file pasted by mistake.
LONGEST_TEXT = 200_000
LONGEST_REASON = 2_000
# Letters by their class that print nothing.
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0"
SET_ASIDE = "Уступил место другому тексту: эту запись правили одновременно."


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
    _save(entry, draft.cleaned(), read=read, by=by, on=on, is_autosave=is_autosave)
    return entry


@transaction.atomic
def settle(
    entry: ProgressEntry,
    draft: Draft | None,
    *,
    mine: Draft,
    read: int,
    by: Actor,
    on: date | None = None,
) -> ProgressEntry:
    """End a conflict: write ``draft`` over what stands, or leave that as it is (None).

    ``mine``: what the person had written when the save was refused. Whatever gives way, theirs or mine, stays as a
    version, whoever its author is. Raises Stale where somebody has saved since the two were shown.
    """
    entry = begin(entry, "save", by, on=on)
    mine = mine.cleaned()
    chosen = draft.cleaned() if draft else None
    _check_length(mine)
    if entry.revision != read:
        if chosen and _says(entry, chosen):  # the second of two clicks
            return entry
        raise Stale(entry)
    if chosen is None or (chosen.text, chosen.nothing_reason) != (mine.text, mine.nothing_reason):
        _set_aside(entry, mine, by)
    if chosen:
        _save(entry, chosen, read=read, by=by, on=on, is_autosave=False, keeps_what_stood=True)
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
    if entry.state == State.RETURNED and entry.revision != read and _says(entry, draft):
        raise WrongState(
            "Пока страница была открыта, текст вернули с замечанием. Прочитайте его, поправьте текст и отправьте снова."
        )
    _save(entry, draft, read=read, by=by, on=on, is_autosave=True)
    _check_ready(entry)
    version = keep_version(entry, Cause.SUBMITTED, by)
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
    """Bring one's own text back from review, to write on; done twice it is done once."""
    entry = begin(entry, "take_back", by, on=on)
    if entry.state == State.DRAFT:
        return entry
    entry.state, entry.state_at = State.DRAFT, timezone.now()
    entry.revision += 1
    entry.save(update_fields=["state", "state_at", "revision"])
    _record(
        entry, by, "entry_taken_from_review", before={"state": State.SUBMITTED}, after={"state": entry.state}
    )
    return entry


def see(entry: ProgressEntry, user: User) -> None:
    """Note that the person has the entry's form open, and has read what they were told about it."""
    EntryEditor.objects.update_or_create(entry=entry, user=user, defaults={"seen_at": timezone.now()})
    notices.read_with_entry(user, entry)


def _save(
    entry: ProgressEntry,
    draft: Draft,
    *,
    read: int,
    by: Actor,
    on: date | None,
    is_autosave: bool,
    keeps_what_stood: bool = False,
) -> None:
    _check_length(draft)
    entry_figures.check(entry, draft.figures)
    says_the_same = _says(entry, draft)
    if says_the_same and entry.updated_by_id is not None:
        entry_figures.confirm(entry, draft.confirmed)
        return
    if entry.revision != read:
        raise Stale(entry)
    author_changes = entry.updated_by_id != (by.user.pk if by.user else None)
    if (author_changes or keeps_what_stood) and _is_unkept(entry):
        comment = SET_ASIDE if keeps_what_stood else ""
        keep_version(entry, Cause.HANDED_OVER, by, author=entry.updated_by_id, comment=comment)
    before = {"state": entry.state, "text": entry.text, "nothing_reason": entry.nothing_reason}
    entry.text, entry.nothing_reason = draft.text, draft.nothing_reason
    entry_figures.write(entry, draft.figures, draft.confirmed)
    settle_beginning(entry)
    entry.origin = ProgressEntry.Origin.PORTAL
    entry.revision += 1
    entry.updated_at, entry.updated_by = timezone.now(), by.user
    measure(entry)
    entry.save()
    keep_reviewed(entry, by)
    # A draft saves itself every few seconds: the history tells of its beginning, of who took it over and of what a
    # person saved; the text itself stands in the versions.
    if not is_autosave or author_changes or entry.state != before["state"]:
        after = {"state": entry.state, "text": entry.text, "nothing_reason": entry.nothing_reason}
        changed = {name for name in after if before[name] != after[name]}
        _record(
            entry,
            by,
            "entry_edited" if _on_behalf(entry, by, on) else "entry_saved",
            before={name: before[name] for name in sorted(changed)},
            after={name: after[name] for name in sorted(changed)},
        )


def measure(entry: ProgressEntry) -> None:
    """Set the entry's sameness and findings by its text and figures as they stand; saves nothing."""
    before = previous_entry(entry)
    text_before = before.approved_text if before else ""
    entry.sameness = sameness(text_before, entry.text)
    found = findings_of(
        entry.text,
        entry_figures.figures_of(entry, before),
        period=entry.plan_period.period,
        before=text_before,
    )
    entry.findings = [finding.to_dict() for finding in found]


def _says(entry: ProgressEntry, draft: Draft) -> bool:
    """Whether the entry says already what the draft says."""
    if (entry.text, entry.nothing_reason) != (draft.text, draft.nothing_reason):
        return False
    values = dict(entry.figures.values_list("indicator", "value"))
    return all(values.get(pk) == value for pk, value in draft.figures.items())


def _is_unkept(entry: ProgressEntry) -> bool:
    """Words or figures of somebody that stand, with what is inserted under them, in no version yet."""
    figures = entry_figures.kept(entry.figures.all())
    if not entry.is_filled and not figures:
        return False
    newest = entry.versions.order_by("-number").first()
    stands = (entry.text, entry.nothing_reason, figures, standing_ids(entry.inserts.all()))
    return newest is None or (newest.text, newest.nothing_reason, newest.figures, newest.inserts) != stands


def _set_aside(entry: ProgressEntry, mine: Draft, by: Actor) -> None:
    """Keep as a version what a person wrote and then gave up; once, however often the button is clicked."""
    figures = {str(pk): entry_figures.plain(value) for pk, value in mine.figures.items() if value is not None}
    words = {"text": mine.text, "nothing_reason": mine.nothing_reason}
    if _says(entry, mine) or not (any(words.values()) or figures):
        return
    if entry.versions.filter(**words, author=by.user, figures=figures).exists():
        return
    newest = entry.versions.order_by("-number").first()
    version = version_of(
        entry,
        number=newest.number + 1 if newest else 1,
        cause=Cause.HANDED_OVER,
        author=by.user.pk if by.user else None,
        comment=SET_ASIDE,
    )
    version.text, version.nothing_reason, version.figures = mine.text, mine.nothing_reason, figures
    version.save()
    _record(entry, by, "entry_text_set_aside", before={}, after={"version": version.number})
    if entry.state == State.SUBMITTED:
        # What waits for review must be the newest version: an approval names that one.
        keep_version(entry, Cause.EDITED, by)


def _on_behalf(entry: ProgressEntry, by: Actor, on: date | None) -> bool:
    """Whether a reviewer writes in an entry that is not their own."""
    if by.user is None or not reviews(by, entry.plan_period):
        return False
    own = entries_of(by.user, entry.plan_period.plan.municipality, on=on or timezone.localdate())
    return not own.filter(pk=entry.pk).exists()


def keep_version(
    entry: ProgressEntry,
    cause: EntryVersion.Cause,
    by: Actor,
    *,
    author: int | None = None,
    comment: str = "",
) -> EntryVersion:
    newest = entry.versions.order_by("-number").first()
    version = version_of(
        entry,
        number=newest.number + 1 if newest else 1,
        cause=cause,
        author=author if cause == Cause.HANDED_OVER else (by.user.pk if by.user else None),
        comment=comment,
    )
    version.save()
    return version


def keep_reviewed(entry: ProgressEntry, by: Actor) -> None:
    """What a reviewer changes while the text waits is a version of its own: an approval names what was read."""
    if entry.state == State.SUBMITTED:
        keep_version(entry, Cause.EDITED, by)


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
    has_inserts = inserts_of(entry).exists()
    if not (_says_something(entry.text) or _says_something(entry.nothing_reason)):
        errors["text"] = (
            "Напишите хотя бы одно предложение: вставленное печатается под ним."
            if has_inserts
            else "Напишите, что сделано. Если сообщать нечего, отметьте «Нечего сообщить» и назовите причину."
        )
    elif entry.nothing_reason and has_inserts:
        errors["nothing_reason"] = (
            "Под текстом стоит вставка, значит, сообщить есть что. Напишите об этом в тексте или уберите вставку."
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


def _says_something(text: str) -> bool:
    """Whether there is a letter or a digit that can be seen."""
    return any(sign.isalnum() and sign not in _BLANK_LETTERS for sign in text)


def _clean(text: str) -> str:
    # A lone half of a sign of two is none, and no database takes it.
    text = text.encode(errors="ignore").decode()
    lines = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")
