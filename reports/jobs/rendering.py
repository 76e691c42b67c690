"""Draws a publication's file from its frozen text and puts it beside the others."""

from __future__ import annotations

import hashlib
import os
import uuid
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from reports import renderers
from reports.content import ReportContent
from reports.jobs.rows import Lease
from reports.models import Job, Publication, Rendition
from reports.models.publication import rendition_path


def draw(publication: Publication, format: str, path: Path) -> None:
    """Write the file under its final name only when it is whole. Raises OSError where it cannot be written."""
    beside = _drawn_beside(publication, format, path, suffix=uuid.uuid4().hex)
    try:
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def render_rendition(job: Job, lease: Lease) -> None:
    """The work of a render job: safe to run twice. Whoever holds the lease at the end puts the file in its place.

    The rename stands inside the transaction that ends the job: a worker that has lost its lease never touches a file
    that another has already measured and linked.
    """
    publication = job.publication
    if publication is None:
        raise ValueError("A render job without a publication.")
    rendition = Rendition(publication=publication, format=job.format)
    name = rendition_path(rendition, f"report.{job.format}")
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = _drawn_beside(publication, job.format, path, suffix=str(lease.token))
    try:
        if settings.FILE_UPLOAD_PERMISSIONS is not None:
            beside.chmod(settings.FILE_UPLOAD_PERMISSIONS)
        size, sha256 = beside.stat().st_size, sha256_of_file(beside)
        with transaction.atomic():
            lease.finish()
            Rendition.objects.update_or_create(
                publication=publication,
                format=job.format,
                defaults={"file": name, "size": size, "sha256": sha256, "created_at": timezone.now()},
            )
            beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    # What killed workers left half-drawn.
    for leftover in path.parent.glob(f".{path.name}.*"):
        leftover.unlink(missing_ok=True)


def _drawn_beside(publication: Publication, format: str, path: Path, *, suffix: str) -> Path:
    content = ReportContent.from_text(publication.content)
    beside = path.with_name(f".{path.name}.{suffix}")
    try:
        with beside.open("wb") as out:
            renderers.render(format, content, out)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return beside


def sha256_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
