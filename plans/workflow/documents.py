"""Documents of an entry: a file or a link attached, or taken off; private until the report is published."""

from __future__ import annotations

import hashlib
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone

from accounts.history import Actor
from plans.documents import BadDocument, examine
from plans.models import Attachment, ProgressEntry
from plans.queries import attachments_of, texts_of
from plans.workflow.entries import keep_reviewed
from plans.workflow.moves import begin, entry_event

MOST_DOCUMENTS = 30
_is_address = URLValidator(schemes=["http", "https"])


def attach_file(
    entry: ProgressEntry, upload: UploadedFile, *, by: Actor, title: str = "", on: date | None = None
) -> Attachment:
    """Attach a file whose content was looked into. Raises ValidationError under ``attachment_file``.

    The same file once more is not attached twice: the one that is there is answered.
    """
    most = settings.ATTACHMENT_MAX_FILE_MB
    if (upload.size or 0) > most * 1024 * 1024:
        raise _refused(
            "file", f"Файл больше {most} МБ. Уменьшите его или положите на сайт и добавьте ссылку."
        )
    data = upload.read()
    try:
        document = examine(upload.name or "", data)
    except BadDocument as error:
        raise _refused("file", str(error)) from error
    sha256 = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        entry = begin(entry, "save", by, on=on)
        if same := attachments_of(entry).filter(sha256=sha256).first():
            return same
        _check_count(entry, "file")
        attachment = Attachment(
            entry=entry,
            kind=Attachment.Kind.FILE,
            title=(" ".join(title.split()) or document.title)[:200],
            content_type=document.content_type,
            size=len(data),
            sha256=sha256,
            added_by=by.user,
        )
        attachment.file.save(document.name, ContentFile(data), save=False)
        attachment.save()
        _record(entry, by, "attachment_added", after={"title": attachment.title, "sha256": sha256})
        keep_reviewed(entry, by)
    return attachment


@transaction.atomic
def attach_link(
    entry: ProgressEntry, url: str, *, by: Actor, title: str = "", on: date | None = None
) -> Attachment:
    """Attach an address of a page or a document. Raises ValidationError under ``attachment_url``."""
    entry = begin(entry, "save", by, on=on)
    url = url.strip()
    if url and "://" not in url:
        url = f"https://{url}"
    try:
        _is_address(url)
    except ValidationError:
        raise _refused("url", "Это не адрес страницы. Скопируйте его из строки браузера целиком.") from None
    if same := attachments_of(entry).filter(url=url).first():
        return same
    _check_count(entry, "url")
    attachment = Attachment.objects.create(
        entry=entry,
        kind=Attachment.Kind.LINK,
        title=(" ".join(title.split()) or urlsplit(url).netloc)[:200],
        url=url,
        added_by=by.user,
    )
    _record(entry, by, "attachment_added", after={"title": attachment.title, "url": url})
    keep_reviewed(entry, by)
    return attachment


@transaction.atomic
def detach(attachment: Attachment, *, by: Actor, on: date | None = None) -> None:
    """Take a document off. One that a version of the text was sent with stays kept for that version; any other goes
    with its file."""
    entry = begin(attachment.entry, "save", by, on=on)
    attachment = Attachment.objects.select_for_update(no_key=True).get(pk=attachment.pk)
    if attachment.removed_at is not None:
        return
    said = {"title": attachment.title, "url": attachment.url, "sha256": attachment.sha256}
    _record(entry, by, "attachment_removed", before={name: value for name, value in said.items() if value})
    if any(attachment.pk in kept for kept in entry.versions.values_list("attachments", flat=True)):
        attachment.removed_at = timezone.now()
        attachment.save(update_fields=["removed_at"])
        keep_reviewed(entry, by)
        return
    storage, name = attachment.file.storage, attachment.file.name
    attachment.delete()
    keep_reviewed(entry, by)
    if name and not Attachment.objects.filter(file=name).exists():
        transaction.on_commit(lambda: storage.delete(name))


def _refused(field: str, words: str) -> ValidationError:
    return ValidationError({f"attachment_{field}": words})


def _check_count(entry: ProgressEntry, field: str) -> None:
    if attachments_of(entry).count() >= MOST_DOCUMENTS:
        raise _refused(field, f"У мероприятия уже {MOST_DOCUMENTS} документов. Уберите лишние и повторите.")


def _record(
    entry: ProgressEntry,
    by: Actor,
    action: str,
    *,
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
) -> None:
    plan_period = entry.plan_period
    words = texts_of(plan_period.plan, plan_period.period, only=entry.activity_id)
    entry_event(
        entry, words, plan_period=plan_period, by=by, action=action, before=before or {}, after=after or {}
    ).save()
