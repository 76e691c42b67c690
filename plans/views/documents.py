"""Documents of an entry: attached and taken off with the form's own POST, downloaded by those who may see the entry."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.office import OfficeRequest, office
from accounts.permissions import Deed
from plans import workflow
from plans.models import Attachment, ProgressEntry
from plans.permissions import visible_entries

logger = logging.getLogger(__name__)


@office(Deed.SEE_WORK)
@require_safe
def document(request: OfficeRequest, pk: int) -> HttpResponseBase:
    """A file to those who may see its entry; always as a download, never shown by the browser itself."""
    attachment = _attachment(request, pk)
    if not attachment.file:
        raise Http404
    try:
        file = attachment.file.open("rb")
    except FileNotFoundError:
        logger.error("The file of attachment %s is not on the disk.", attachment.pk)
        raise Http404 from None
    name = f"{attachment.title}.{attachment.extension.lower()}"
    response = FileResponse(file, as_attachment=True, filename=name, content_type=attachment.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def attach(request: OfficeRequest, entry: ProgressEntry) -> None:
    """A file that came with the form. Raises ValidationError by field."""
    upload = request.FILES.get("attachment_file")
    if upload is None:
        raise ValidationError({"attachment_file": "Выберите файл, который нужно приложить."})
    workflow.attach_file(entry, upload, title=_words(request, "attachment_title"), by=request.actor)


def link(request: OfficeRequest, entry: ProgressEntry) -> None:
    """An address that came with the form. Raises ValidationError by field."""
    title = _words(request, "attachment_url_title")
    workflow.attach_link(entry, _words(request, "attachment_url"), title=title, by=request.actor)


def attach_chosen(request: OfficeRequest, entry: ProgressEntry) -> tuple[set[str], dict[str, str]]:
    """Take what was chosen without its own button having been pressed: no save loses it.

    Answers the fields that were taken, and errors by field.
    """
    taken: set[str] = set()
    errors: dict[str, str] = {}
    for action, name, title in (
        ("attach", "attachment_file", "attachment_title"),
        ("link", "attachment_url", "attachment_url_title"),
    ):
        if request.POST.get("action") != action:
            if name not in request.FILES and not _words(request, name):
                continue
            try:
                ACTIONS[action][0](request, entry)
            except ValidationError as error:
                errors[name] = error.messages[0]
                continue
        taken |= {name, title}
    return taken, errors


def detach(request: OfficeRequest, entry: ProgressEntry) -> None:
    """The document that the button names; one that is not there any more is off already."""
    pk = request.POST["action"].partition("-")[2]
    found = entry.attachments.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 19 else None
    if found is not None:
        workflow.detach(found, by=request.actor)


# action of the form -> what it does with documents, what is said afterwards
ACTIONS: dict[str, tuple[Callable[[OfficeRequest, ProgressEntry], None], str]] = {
    "attach": (attach, "Файл приложен, черновик сохранён."),
    "link": (link, "Ссылка добавлена, черновик сохранён."),
    "detach": (detach, "Документ убран, черновик сохранён."),
}


def _attachment(request: OfficeRequest, pk: int) -> Attachment:
    entries = visible_entries(request.user, request.municipality, on=timezone.localdate())
    found = Attachment.objects.filter(pk=pk, entry__in=entries.order_by().values("pk")).first()
    if found is None:
        raise Http404
    return found


def _words(request: OfficeRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "").strip()
