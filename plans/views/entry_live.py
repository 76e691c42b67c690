"""What the form of an entry asks for while it stands open: autosave, hints, who else is here; and its versions."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.office import OfficeRequest, office
from accounts.permissions import Deed
from plans import workflow
from plans.differences import differences
from plans.figures import figures_of, kept
from plans.forms.entries import EntryForm
from plans.models import EntryVersion, ProgressEntry
from plans.presenting import entry as presenting
from plans.queries import editors_of, previous_entry
from plans.views import inserts, unsent
from plans.views.entry_pages import entry_heading, entry_or_404, live_parts
from plans.workflow import Stale, WrongState


def quiet(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A hint asked for by a page whose session has ended is not given; the page itself stays where it is."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.headers.get("HX-Request") == "true" and not request.user.is_authenticated:
            return HttpResponse(status=204)
        return view(request, *args, **kwargs)

    return guarded


@office(Deed.SEE_WORK)
@require_POST
def autosave(request: OfficeRequest, pk: int) -> JsonResponse:
    """Keep a draft while it is being written.

    200: ``revision`` and ``saved`` («сегодня в 10:42:07»), with ``errors`` of figures that are no numbers and were not
    kept. 409: ``kind`` is ``stale`` (with the text that stands), ``state`` or ``person``. 422: ``errors``.
    """
    entry = entry_or_404(request, pk)
    if unsent.writer_of(request, pk) not in (None, request.user.pk):
        return JsonResponse(
            {"kind": "person", "message": "Сейчас в портал вошёл другой человек."}, status=409
        )
    if not workflow.allows("save", entry):
        # A reviewer's change of a text that waits for review is a version of it: saved by hand alone.
        return JsonResponse({"kind": "state", "message": "Сейчас запись сама не сохраняется."}, status=409)
    form = EntryForm(request.POST, figures=figures_of(entry, previous_entry(entry)))
    form.is_valid()
    if "read" in form.errors:
        return JsonResponse({"errors": form.errors}, status=422)
    try:
        saved = workflow.save(
            entry, form.draft(), read=form.cleaned_data["read"], by=request.actor, is_autosave=True
        )
    except Stale as stale:
        theirs = {
            "text": stale.entry.text,
            "nothing_reason": stale.entry.nothing_reason,
            "revision": stale.entry.revision,
        }
        return JsonResponse({"kind": "stale", "message": str(stale), **theirs}, status=409)
    except WrongState as wrong:
        return JsonResponse({"kind": "state", "message": str(wrong)}, status=409)
    except ValidationError as error:
        return JsonResponse({"errors": error.message_dict}, status=422)
    unsent.drop(request, pk)  # what is saved is newer than what was kept behind the sign-in
    workflow.see(entry, request.user)
    return JsonResponse(
        {
            "revision": saved.revision,
            "saved": presenting.saved_words(saved.updated_at, now=timezone.now()),
            "errors": form.errors,
        }
    )


@quiet
@office(Deed.SEE_WORK)
@require_POST
def hints(request: OfficeRequest, pk: int) -> HttpResponse:
    """Sameness, the figures' questions and the preview for what is typed just now; nothing is saved."""
    entry = entry_or_404(request, pk)
    before = previous_entry(entry)
    fields = unsent.restored(request.POST.dict())
    context = live_parts(entry, before, figures_of(entry, before), fields, {})
    return render(request, "plans/entry_hints.html", context | {"period": entry.plan_period.period})


@quiet
@office(Deed.SEE_WORK)
@require_POST
def presence(request: OfficeRequest, pk: int) -> HttpResponse:
    """«I am still here», answered with who else is."""
    entry = entry_or_404(request, pk)
    workflow.see(entry, request.user)
    editors = editors_of(entry, besides=request.user, now=timezone.now())
    return render(request, "plans/entry_editors.html", {"editors": editors})


@office(Deed.SEE_WORK)
@require_safe
def versions(request: OfficeRequest, pk: int) -> HttpResponse:
    """Two texts of an entry compared word by word: ``?from=2&to=4``; without ``to`` with the text as it stands."""
    entry = entry_or_404(request, pk)
    kept_versions = list(entry.versions.select_related("author").order_by("-number"))
    now = timezone.now()
    old = _asked(request, "from", kept_versions) or (kept_versions[0] if kept_versions else None)
    new = _asked(request, "to", kept_versions)
    context = {
        **entry_heading(entry, now),
        "entry": entry,
        "versions": [(version, presenting.version_title(version, now=now)) for version in kept_versions],
        "old": old,
        "new": new,
    }
    if old:
        stands = new or entry
        figures = new.figures if new else kept(entry.figures.all())
        context |= {
            "old_title": presenting.version_title(old, now=now),
            "new_title": presenting.version_title(new, now=now) if new else "текст сейчас",
            "differences": differences(_words(old), _words(stands)),
            "figures": _changed_figures(entry, old.figures, figures),
            "inserts": inserts.changes_of_versions(entry, old, new),
        }
    return render(request, "plans/entry_versions.html", context)


def _asked(request: OfficeRequest, name: str, found: list[EntryVersion]) -> EntryVersion | None:
    """The version whose number the address names; blank names none."""
    number = request.GET.get(name)
    if not number:
        return None
    for version in found:
        if str(version.number) == number:
            return version
    raise Http404


def _words(item: EntryVersion | ProgressEntry) -> str:
    return item.text or item.nothing_reason


def _changed_figures(
    entry: ProgressEntry, old: dict[str, str], new: dict[str, str]
) -> list[tuple[str, str, str]]:
    """The figures that differ: name, before, after."""
    figures = figures_of(entry, None)
    return [
        (
            figure.name,
            presenting.stored_words(old.get(str(figure.indicator_id)), figure.kind),
            presenting.stored_words(new.get(str(figure.indicator_id)), figure.kind),
        )
        for figure in figures
        if old.get(str(figure.indicator_id)) != new.get(str(figure.indicator_id))
    ]
