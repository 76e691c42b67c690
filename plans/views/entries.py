"""The form of an entry: written, sent to be reviewed, taken back, and what happens when two write at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.office import OfficeRequest, office
from accounts.permissions import Deed
from plans import workflow
from plans.figures import figures_of
from plans.forms.entries import EntryForm
from plans.models import ProgressEntry
from plans.queries import previous_entry
from plans.views import documents, inserts, unsent
from plans.views.entry_pages import conflict_page, entry_or_404, entry_page
from plans.workflow import Stale, WrongState

KEPT = "Всё, что вы ввели, сохранено в черновике. Число, которое не прочитано, осталось в поле."
NOT_KEPT = "Всё, что вы ввели, осталось в полях, но пока не сохранено."


@unsent.nothing_lost
@office(Deed.SEE_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: OfficeRequest, pk: int) -> HttpResponse:
    """One activity's text and figures in one half-year."""
    found = entry_or_404(request, pk)
    if request.method == "POST":
        action = request.POST.get("action", "save")
        return _ACTIONS.get(action.partition("-")[0], _write)(request, found)
    if not _may_write(request, found):
        return entry_page(request, found, typed=unsent.unsent(request, pk))
    workflow.see(found, request.user)
    if (kept := unsent.unsent(request, pk)) and _says(found, kept.fields):
        unsent.drop(request, pk)
    elif kept:
        return entry_page(request, found, fields=unsent.restored(kept.fields), restored_at=kept.at)
    return entry_page(request, found)


def _may_write(request: OfficeRequest, entry: ProgressEntry) -> bool:
    return workflow.allows("edit" if Deed.REVIEW in request.deeds else "save", entry)


def _write(
    request: OfficeRequest, entry: ProgressEntry, *, said: str = "Черновик сохранён.", leads: bool = False
) -> HttpResponse:
    """Save, or send to be reviewed. What cannot be sent is saved all the same; a chosen document goes along.

    ``leads``: the button leads on to another page once all is saved."""
    figures = figures_of(entry, previous_entry(entry))
    form = EntryForm(request.POST, figures=figures)
    errors = _by_field(form)
    sends = request.POST.get("action") == "submit"
    fields = _typed(request)
    if "read" in errors:
        return entry_page(
            request,
            entry,
            fields=fields | {"read": entry.revision},
            errors=errors,
            kept=NOT_KEPT,
            is_unsaved=True,
        )
    kept = KEPT
    draft, read = form.draft(), form.cleaned_data["read"]
    try:
        attached, refused = documents.attach_chosen(request, entry)
        errors |= refused
        fields = {name: words for name, words in fields.items() if name not in attached}
        if sends and not errors:
            try:
                entry = workflow.submit(entry, draft, read=read, by=request.actor)
            except ValidationError as error:
                errors = _messages(error)
        if errors or not sends:
            try:
                entry = workflow.save(entry, draft, read=read, by=request.actor, is_autosave=bool(errors))
                fields |= {"read": entry.revision, "base": entry.text}
            except ValidationError as error:
                errors, kept = _messages(error), NOT_KEPT
    except Stale as stale:
        return conflict_page(request, stale.entry, draft, base=form.cleaned_data["base"])
    except WrongState as wrong:
        return _refused(request, entry, wrong)
    if errors:
        return entry_page(
            request, entry, fields=fields, errors=errors, kept=kept, is_unsaved=kept == NOT_KEPT
        )
    unsent.drop(request, entry.pk)
    said = "Отправлено на проверку." if sends else said
    # What a document's own button did is told by `said` already.
    is_along = attached and request.POST.get("action") not in documents.ACTIONS
    messages.success(request, f"Документ приложен. {said}" if is_along else said)
    onward = inserts.next_page(request, entry, entry.text) if leads else ""
    return redirect(onward or f"{request.path}{inserts.place(request)}")


def _settle(request: OfficeRequest, entry: ProgressEntry) -> HttpResponse:
    """Two texts of one entry: mine, theirs, or what was made of both."""
    figures = figures_of(entry, previous_entry(entry))
    mine_form = EntryForm(request.POST, figures=figures, prefix="mine")
    both_form = EntryForm(request.POST, figures=figures)
    choice = request.POST["action"].partition("-")[2]
    form = both_form if choice == "merged" else mine_form
    errors = _by_field(form) | {name: words for name, words in _by_field(mine_form).items() if name == "read"}
    if "read" in errors:
        return _write(request, entry)
    mine, base = mine_form.draft(), form.cleaned_data["base"]
    draft = None if choice == "theirs" else form.draft()
    if errors and draft:
        return conflict_page(request, entry, mine, base=base, chosen=_typed(request), errors=errors)
    try:
        workflow.settle(entry, draft, mine=mine, read=mine_form.cleaned_data["read"], by=request.actor)
    except Stale as stale:
        return conflict_page(request, stale.entry, draft or mine, base=base)
    except ValidationError as error:
        return conflict_page(request, entry, mine, base=base, chosen=_typed(request), errors=_messages(error))
    except WrongState as wrong:
        return _refused(request, entry, wrong)
    unsent.drop(request, entry.pk)
    said = "Оставлен текст, который был сохранён раньше" if draft is None else "Сохранено"
    messages.success(request, f"{said}. Текст, который уступил, лежит среди версий.")
    return redirect(request.path)


def _take_back(request: OfficeRequest, entry: ProgressEntry) -> HttpResponse:
    try:
        workflow.take_back(entry, by=request.actor)
    except WrongState as wrong:
        return _refused(request, entry, wrong)
    messages.success(request, "Забрано с проверки. Исправьте и отправьте снова.")
    return redirect(request.path)


def _onward(request: OfficeRequest, entry: ProgressEntry) -> HttpResponse:
    """Save, and go on to where a block for this entry is picked or made."""
    return _write(request, entry, leads=True)


def _change(request: OfficeRequest, entry: ProgressEntry) -> HttpResponse:
    """Change documents or inserts, and save the draft in the same step: nothing typed depends on them."""
    change, said = _CHANGES[request.POST["action"].partition("-")[0]]
    try:
        change(request, entry)
    except ValidationError as error:
        return entry_page(
            request, entry, fields=_typed(request), errors=_messages(error), kept=NOT_KEPT, is_unsaved=True
        )
    except WrongState as wrong:
        return _refused(request, entry, wrong)
    return _write(request, entry, said=said)


def _drop(request: OfficeRequest, entry: ProgressEntry) -> HttpResponse:
    unsent.drop(request, entry.pk)
    messages.success(request, "Несохранённый текст убран.")
    return redirect(request.path)


def _repeat(request: OfficeRequest, entry: ProgressEntry) -> HttpResponse:
    """Last period's text under one's own, not yet saved; without JavaScript."""
    before = previous_entry(entry)
    fields = _typed(request)
    text = str(fields.get("text", ""))
    if before and before.approved_text:
        fields |= {
            "text": f"{text.rstrip()}\n{before.approved_text}" if text.strip() else before.approved_text
        }
        fields |= {"before_insertion": text}
    return entry_page(request, entry, fields=fields, is_inserted=True, status=200)


def _undo(request: OfficeRequest, entry: ProgressEntry) -> HttpResponse:
    """Take last period's text out again."""
    fields = _typed(request)
    return entry_page(
        request, entry, fields=fields | {"text": fields.get("before_insertion", "")}, status=200
    )


def _preview(request: OfficeRequest, entry: ProgressEntry) -> HttpResponse:
    """How it will be printed, and what the figures ask; nothing is saved."""
    return entry_page(request, entry, fields=_typed(request), shows_preview=True, status=200)


def _take(request: OfficeRequest, entry: ProgressEntry) -> HttpResponse:
    """A number that was found in the text, into its field: ``take-12-7`` for the indicator 12."""
    _, _, indicator_and_value = request.POST["action"].partition("-")
    indicator, _, value = indicator_and_value.partition("-")
    fields = _typed(request) | {f"figure-{indicator}": value.replace(".", ",")}
    return entry_page(request, entry, fields=fields, status=200)


_CHANGES = documents.ACTIONS | inserts.ACTIONS
_ACTIONS: dict[str, Callable[[OfficeRequest, ProgressEntry], HttpResponse]] = {
    "save": _write,
    "submit": _write,
    **dict.fromkeys(_CHANGES, _change),
    "insert": _onward,
    "offer": _onward,
    "settle": _settle,
    "take_back": _take_back,
    "drop": _drop,
    "repeat": _repeat,
    "undo": _undo,
    "preview": _preview,
    "take": _take,
}


def _refused(request: OfficeRequest, entry: ProgressEntry, wrong: WrongState) -> HttpResponse:
    """The state has changed meanwhile: say so, and hold what was typed."""
    unsent.keep(request, entry.pk)
    entry = entry_or_404(request, entry.pk)
    if "text" in request.POST and _may_write(request, entry):
        return entry_page(request, entry, fields=_typed(request), refusal=str(wrong), status=409)
    typed = unsent.Unsent(request.POST.dict(), None) if "text" in request.POST else None
    return entry_page(request, entry, typed=typed, refusal=str(wrong), status=409)


def _typed(request: OfficeRequest) -> dict[str, Any]:
    return unsent.restored(unsent.fields_of(request))


def _by_field(form: EntryForm) -> dict[str, str]:
    return {name: str(found[0]) for name, found in form.errors.items()}


def _says(entry: ProgressEntry, fields: Mapping[str, str]) -> bool:
    """Whether the entry says already what these fields say."""
    figures = figures_of(entry, previous_entry(entry))
    form = EntryForm(unsent.restored(fields), figures=figures)
    form.is_valid()
    draft = form.draft().cleaned()
    return (
        not any(name.startswith("figure-") for name in form.errors)
        and (draft.text, draft.nothing_reason) == (entry.text, entry.nothing_reason)
        and all(draft.figures.get(figure.indicator_id) == figure.value for figure in figures)
    )


def _messages(error: ValidationError) -> dict[str, str]:
    found: Mapping[str, list[str]] = error.message_dict
    return {name: words[0] for name, words in found.items()}
