"""What the pages of an entry show: the form, the two texts of a conflict; put together from rows and typed fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.office import OfficeRequest
from accounts.permissions import Deed
from plans import workflow
from plans.checking import Figure, offers_in_words
from plans.differences import differences, sameness
from plans.documents import ACCEPT, KINDS
from plans.figures import figures_of
from plans.forms.entries import YES_OR_NO, EntryForm, fields_of, initial_of
from plans.inserts import kinds
from plans.merging import merged
from plans.models import ProgressEntry
from plans.permissions import entries_of, visible_entries
from plans.plaintext import to_html
from plans.presenting import entry as presenting
from plans.queries import attachments_of, editors_of, events_of, previous_entry, texts_of
from plans.views import inserts, unsent
from plans.workflow import Draft


def entry_or_404(request: OfficeRequest, pk: int) -> ProgressEntry:
    """An entry that the person may see, with all that its pages show of it."""
    found = (
        visible_entries(request.user, request.municipality, on=timezone.localdate())
        .select_related("plan_period__plan__municipality", "activity", "line", "updated_by")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def entry_page(
    request: OfficeRequest,
    entry: ProgressEntry,
    *,
    fields: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
    status: int | None = None,
    typed: unsent.Unsent | None = None,
    **shown: Any,
) -> HttpResponse:
    """The form with these fields (else with what stands in the entry), or the entry to read where nobody may write.

    ``typed``: what the person wrote and cannot send any more. ``shown``: notes for the template.
    """
    move = "edit" if Deed.REVIEW in request.deeds else "save"
    is_writable = workflow.allows(move, entry)
    before = previous_entry(entry)
    figures = figures_of(entry, before)
    fields = fields if fields is not None else initial_of(entry, figures)
    now = timezone.now()
    context = {
        **entry_heading(entry, now),
        **live_parts(entry, before, figures, fields, errors or {}),
        **_around(request, entry, before, now),
        **inserts.blocks(entry),
        "entry": entry,
        "documents": attachments_of(entry),
        "document_accept": ACCEPT,
        "document_kinds": KINDS,
        "document_limit": settings.ATTACHMENT_MAX_FILE_MB,
        "fields": fields,
        "errors": errors or {},
        "labels": _labels(figures, errors or {}),
        "is_writable": is_writable,
        "may_send": is_writable and entry.state != entry.State.SUBMITTED,
        "may_take_back": entry.state == entry.State.SUBMITTED and workflow.allows("take_back", entry),
        "stands": to_html(entry.text),
        "typed": typed,
        "yes_or_no": YES_OR_NO,
        "saved": presenting.saved_words(entry.updated_at, now=now) if entry.revision else "",
        "saved_by_another": entry.updated_by if entry.updated_by_id != request.user.pk else None,
        "writer": unsent.sign(request.user, entry),
        **shown,
    }
    return render(request, "plans/entry.html", context, status=status or (422 if errors else 200))


def live_parts(
    entry: ProgressEntry,
    before: ProgressEntry | None,
    figures: Sequence[Figure],
    fields: Mapping[str, Any],
    errors: Mapping[str, str],
) -> dict[str, Any]:
    """What follows from what is typed just now: sameness, the figures' questions, how it will print, what could stand
    under it."""
    form = EntryForm(fields, figures=figures)
    form.is_valid()
    draft = form.draft().cleaned()
    values = form.values()
    typed = [replace(figure, value=values.get(figure.indicator_id)) for figure in figures]
    by_figure = {figure.indicator_id: errors.get(f"figure-{figure.indicator_id}", "") for figure in figures}
    return {
        "rows": presenting.figure_rows(
            typed,
            written={pk: str(fields.get(f"figure-{pk}", "")) for pk in by_figure},
            confirmed=draft.confirmed,
            errors=by_figure,
            offers=offers_in_words(draft.text, typed),
        ),
        "sameness": sameness(before.approved_text if before else "", draft.text),
        "preview": to_html(draft.text),
        "insert_kinds": kinds(),
        **inserts.found_in(entry, draft.text),
    }


def entry_heading(entry: ProgressEntry, now: datetime) -> dict[str, Any]:
    """Number, title, officers and deadline; an entry whose activity has left the plan has no row there."""
    line = getattr(entry, "line", None)
    period = entry.plan_period.period
    words = texts_of(entry.plan_period.plan, period, only=entry.activity_id) if line is None else {}
    return {
        "line": line,
        "title": presenting.capitalised(line.text if line else words.get(entry.activity_id, "")),
        "officers": line.officers.splitlines() if line else [],
        "period": period,
        "deadline": presenting.deadline_of(line, entry, today=timezone.localdate(now)),
        "steps": presenting.steps_of(entry.state),
    }


def _around(
    request: OfficeRequest, entry: ProgressEntry, before: ProgressEntry | None, now: datetime
) -> dict[str, Any]:
    """The last period, the history, the remark, and who else is here."""
    events = list(events_of(entry)[:200])
    lines = presenting.history_lines(events, now=now)
    remarks = [event for event in events if event.action in ("entry_returned", "entry_reopened")]
    approvals = events_of(before).filter(action="entry_approved") if before else []
    today = timezone.localdate(now)
    return {
        "previous": presenting.previous_view(before, next(iter(approvals), None), today=today)
        if before
        else None,
        "previous_text": before.approved_text if before else "",
        "history": lines[: presenting.SHOWN_EVENTS],
        "earlier": lines[presenting.SHOWN_EVENTS :],
        "versions": entry.versions.count(),
        "remark_by": remarks[0].actor_name if remarks else "",
        "remark_at": presenting.when_words(remarks[0].at, now=now) if remarks else "",
        "editors": editors_of(entry, besides=request.user, now=now),
        "is_on_behalf": _is_on_behalf(request, entry),
    }


def _is_on_behalf(request: OfficeRequest, entry: ProgressEntry) -> bool:
    """Whether a reviewer has an entry before them that is not their own."""
    own = entries_of(request.user, request.municipality, on=timezone.localdate())
    return Deed.REVIEW in request.deeds and not own.filter(pk=entry.pk).exists()


def _labels(figures: Sequence[Figure], errors: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each error with the field that it leads to and the words of the field."""
    names = {
        "text": ("id_text", "Что сделано"),
        "nothing_reason": ("id_nothing_reason", "Почему нечего сообщить"),
        "insert": ("inserts", "Опросы и данные"),
        "attachment_file": ("id_attachment_file", "Файл"),
        "attachment_url": ("id_attachment_url", "Ссылка"),
        **{
            f"figure-{figure.indicator_id}": (f"id_figure-{figure.indicator_id}", figure.name)
            for figure in figures
        },
    }
    return [
        (names[name][0], f"{names[name][1]}: {words}") if name in names else ("", words)
        for name, words in errors.items()
    ]


def conflict_page(
    request: OfficeRequest,
    entry: ProgressEntry,
    mine: Draft,
    *,
    base: str,
    chosen: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Both texts side by side. ``entry``: theirs, as it stands; ``base``: what both began with; ``chosen``: the fields
    of the merge as they were typed, where it is shown again."""
    entry = entry_or_404(request, entry.pk)
    figures = figures_of(entry, previous_entry(entry))
    mine, base = mine.cleaned(), Draft(text=base).cleaned().text
    mine_fields = fields_of(mine, figures) | {"read": entry.revision, "base": base}
    # The hidden fields speak as the ones on the form would: a box that is not ticked is not there.
    del mine_fields["is_nothing"]
    if mine.nothing_reason:
        mine_fields["is_nothing"] = "on"
    both = dict(mine_fields) | {
        "text": merged(base or None, mine.text, entry.text),
        "nothing_reason": mine.nothing_reason or entry.nothing_reason,
        "base": entry.text,
    }
    now = timezone.now()
    context = {
        **entry_heading(entry, now),
        "entry": entry,
        "is_on_behalf": _is_on_behalf(request, entry),
        "mine": mine,
        "mine_fields": mine_fields,
        "differences": differences(entry.text, mine.text),
        "fields": chosen or both,
        "rows": _both_values(figures, mine, chosen or {}, errors or {}),
        "errors": errors or {},
        "labels": _labels(figures, errors or {}),
        "saved": presenting.saved_words(entry.updated_at, now=now),
        "is_own": entry.updated_by_id == request.user.pk,
        "yes_or_no": YES_OR_NO,
        "writer": unsent.sign(request.user, entry),
    }
    return render(request, "plans/entry_conflict.html", context, status=422 if errors else 409)


def _both_values(
    figures: Sequence[Figure], mine: Draft, chosen: Mapping[str, Any], errors: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Each figure as I typed it and as they saved it."""
    written = fields_of(mine, figures)
    return [
        {
            "pk": figure.indicator_id,
            "name": figure.name,
            "is_yes_no": figure.kind == presenting.YES_NO,
            "mine": presenting.value_words(mine.figures.get(figure.indicator_id), figure.kind),
            "theirs": presenting.value_words(figure.value, figure.kind),
            "differs": mine.figures.get(figure.indicator_id) != figure.value,
            "written": chosen.get(name, written.get(name, "")),
            "error": errors.get(name, ""),
        }
        for figure in figures
        for name in [f"figure-{figure.indicator_id}"]
    ]
