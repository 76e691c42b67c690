"""The history: everything that was done, newest first, or what was done to one object."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import telling
from accounts.office import OfficeRequest, office
from accounts.permissions import Deed
from plans.chronicle import filtered, of_object, people_of, readable
from plans.forms.history import HistoryForm
from plans.presenting.history import event_view

ON_A_PAGE = 50


@office(Deed.SEE_WORK)
@require_GET
def history(request: OfficeRequest) -> HttpResponse:
    """``?object=plans.activity:12``: of one object; an official reads of their own entries only."""
    events = readable(request.user, request.municipality, on=timezone.localdate())
    asked_object = request.GET.get("object", "")
    named = None
    if asked_object:
        object_type, object_id = _object(asked_object)
        named = events.filter(object_type=object_type, object_id=object_id).order_by("-at", "-pk").first()
        events = events.filter(of_object(object_type, object_id))
    form = HistoryForm(request.GET or None, municipality=request.municipality, people=people_of(events))
    found = filtered(events, form.asked).order_by("-at", "-pk")
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "events": [event_view(event) for event in page],
        "query": f"&{query.urlencode()}" if query else "",
        "asked_object": asked_object,
        "label": named.object_label if named else "",
        "subject": telling.subject_of(named.object_type).words if named else "",
        "is_filtered": any(
            request.GET.get(name) for name in ("group", "person", "period", "since", "until", "text")
        ),
        "is_own": Deed.REVIEW not in request.deeds,
    }
    return render(request, "plans/history.html", context)


def _object(asked: str) -> tuple[str, int]:
    """``plans.activity:12`` -> its parts; 404 for what no history tells of."""
    object_type, _, object_id = asked.partition(":")
    if object_type not in telling.subjects() or not object_id.isdecimal() or len(object_id) > 18:
        raise Http404
    return object_type, int(object_id)
