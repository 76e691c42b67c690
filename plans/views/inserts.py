"""Inserts of an entry on its pages: brought up to date and taken off with the form's own POST, picked on the kind's."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import Municipality
from accounts.office import OfficeRequest
from plans import workflow
from plans.inserts import Offer, kind_of, offers_in
from plans.models import EntryVersion, Insert, ProgressEntry
from plans.presenting import inserts as presenting
from plans.queries import inserts_of


def refresh(request: OfficeRequest, entry: ProgressEntry) -> None:
    """The insert that the button names, as its source stands now. Raises ValidationError under ``insert``."""
    if found := _named(entry, request.POST["action"]):
        workflow.refresh_insert(found, by=request.actor)


def take_off(request: OfficeRequest, entry: ProgressEntry) -> None:
    """One that is not there any more is off already."""
    if found := _named(entry, request.POST["action"]):
        workflow.remove_insert(found, by=request.actor)


# action of the form -> what it does with inserts, what is said afterwards
ACTIONS: dict[str, tuple[Callable[[OfficeRequest, ProgressEntry], None], str]] = {
    "refresh": (refresh, "Вставка обновлена, черновик сохранён."),
    "uninsert": (take_off, "Вставка убрана, черновик сохранён."),
}


def place(request: OfficeRequest) -> str:
    """Where on the form's page a person is led who has changed an insert: to the inserts; «» after anything else."""
    return "#inserts" if request.POST.get("action", "").partition("-")[0] in ACTIONS else ""


def next_page(request: OfficeRequest, entry: ProgressEntry, text: str) -> str:
    """Where the button leads once the draft is saved: to the page on which a block is picked, or made of what stands
    in the text; «» where neither is there any more."""
    action, _, key = request.POST["action"].partition("-")
    place = {"municipality": request.municipality.slug}
    if action == "insert" and (kind := kind_of(key)):
        return reverse(kind.picker, kwargs=place | {"entry": entry.pk})
    if action == "offer" and (offer := next((one for one in offers_in(text) if one.kind == key), None)):
        return f"{reverse(offer.page, kwargs=place)}?{urlencode({'entry': entry.pk})}"
    return ""


def blocks(entry: ProgressEntry, *, sent: EntryVersion | None = None) -> dict[str, Any]:
    """What the pages of an entry show of its inserts; ``sent``: the version to tell what is new since."""
    inserts = list(inserts_of(entry))
    current = {
        insert.pk: workflow.current_value(entry, insert.kind, insert.source, insert.options)
        for insert in inserts
    }
    before = presenting.of_version(entry.inserts.filter(pk__in=sent.inserts), sent.inserts) if sent else None
    changes = presenting.insert_changes(before, inserts) if before is not None else []
    return {
        "inserts": presenting.insert_rows(inserts, current, sent=before),
        "inserts_gone": [change.title for change in changes if change.mark == presenting.REMOVED],
    }


def found_in(entry: ProgressEntry, text: str) -> dict[str, Any]:
    """What in the text could stand under it; of a kind that stands there already it is said twice."""
    found: list[Offer] = offers_in(text)
    standing = set(inserts_of(entry).order_by().values_list("kind", flat=True)) if found else set()
    offers = [offer for offer in found if offer.kind not in standing]
    return {"offers": offers, "is_doubled": len(offers) < len(found)}


def changes_of_versions(
    entry: ProgressEntry, old: EntryVersion, new: EntryVersion | None
) -> list[presenting.InsertChange]:
    """How the inserts of two versions differ; ``new``: None for what stands now."""
    known = list(entry.inserts.all())
    after = [insert.pk for insert in known if insert.removed_at is None] if new is None else new.inserts
    return presenting.insert_changes(
        presenting.of_version(known, old.inserts), presenting.of_version(known, after)
    )


def outdated(municipality: Municipality, entries: Collection[ProgressEntry]) -> set[int]:
    """The ids of the entries under which stands something whose source was changed, or went, after it was inserted; a
    query for the inserts and one for each kind."""
    standing = Insert.objects.filter(entry__in=[entry.pk for entry in entries], removed_at__isnull=True)
    by_kind: dict[str, list[tuple[int, str, datetime]]] = {}
    for entry, key, source, added_at in standing.values_list("entry", "kind", "source", "added_at"):
        by_kind.setdefault(key, []).append((entry, source, added_at))
    found: set[int] = set()
    for key, rows in by_kind.items():
        kind = kind_of(key)
        if kind is None or kind.changed_at is None:
            continue
        changed = kind.changed_at(municipality, {source for _, source, _ in rows})
        found |= {entry for entry, source, at in rows if source not in changed or changed[source] > at}
    return found


def _named(entry: ProgressEntry, action: str) -> Insert | None:
    pk = action.partition("-")[2]
    is_id = pk.isascii() and pk.isdecimal() and len(pk) < 19
    return entry.inserts.filter(pk=int(pk)).first() if is_id else None
