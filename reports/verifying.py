"""Proves that published reports are what was published: hashes, the chain, the copied columns and the files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from django.core.exceptions import SuspiciousOperation
from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile

from accounts.models import Municipality
from reports.content import ReportContent, canonical, sha256_of
from reports.jobs.rendering import sha256_of_file
from reports.models import Publication, Rendition
from reports.queries import attachments_of_report


def faults_of(municipality: Municipality) -> Iterator[str]:
    """Everything wrong with a municipality's publications, in the order of the chain: a Russian sentence each."""
    publications = list(_publications(municipality).order_by("sequence"))
    for publication in publications:
        faults = (
            *_faults_of_text(publication),
            *_faults_of_files(publication),
            *_faults_of_attachments(publication),
        )
        for fault in faults:
            yield f"{_name(publication)}: {fault}"
    yield from _faults_of_chain(publications)
    yield from _faults_against_history(municipality, publications)


def _publications(municipality: Municipality) -> QuerySet[Publication]:
    return municipality.publications.select_related(
        "municipality", "report__plan_period__plan"
    ).prefetch_related("renditions")


def _name(publication: Publication) -> str:
    plan_period = publication.report.plan_period
    return f"{plan_period.plan.slug}, {plan_period.period}, версия {publication.version}"


def _faults_of_text(publication: Publication) -> Iterator[str]:
    if sha256_of(publication.content) != publication.sha256:
        yield "содержание изменено: его sha256 не совпадает с записанной."
    try:
        content = ReportContent.from_text(publication.content)
        published_at = datetime.fromisoformat(content.published_at)
    except (ValueError, TypeError, KeyError, AttributeError):
        yield "содержание испорчено и не читается."
        return
    if canonical(json.loads(publication.content)) != publication.content:
        yield "содержание записано не в каноническом виде."
    plan_period = publication.report.plan_period
    reportable = [row for row in content.rows if row.is_reportable]
    copied = [
        ("номер версии", content.version, publication.version),
        ("причина", content.reason, publication.reason),
        ("sha256 предыдущей публикации", content.previous_sha256, publication.previous_sha256),
        ("полугодие", content.period, str(plan_period.period)),
        ("муниципалитет", content.municipality.slug, publication.municipality.slug),
        ("план", content.plan_slug, plan_period.plan.slug),
        ("число отчетных мероприятий", len(reportable), publication.reportable),
        ("число мероприятий со сведениями", sum(row.is_filled for row in reportable), publication.filled),
    ]
    if published_at != publication.published_at:
        yield "время публикации в базе не то, что в содержании."
    for what, frozen, copy in copied:
        if frozen != copy:
            yield f"{what} в базе ({copy or 'пусто'}) не то, что в содержании ({frozen or 'пусто'})."


def _faults_of_files(publication: Publication) -> Iterator[str]:
    for rendition in publication.renditions.all():
        yield from _faults_of_file(rendition)


def _faults_of_file(rendition: Rendition) -> Iterator[str]:
    what = f"файл {rendition.format.upper()}"
    yield from _faults_on_disk(what, rendition.file, rendition.size, rendition.sha256)


def _faults_of_attachments(publication: Publication) -> Iterator[str]:
    """The documents that the text names are kept, byte for byte."""
    try:
        content = ReportContent.from_text(publication.content)
    except (ValueError, TypeError, KeyError, AttributeError):
        return  # the fault of the text
    files = {item.sha256: item for row in content.rows for item in row.attachments if item.sha256}
    if not files:
        return
    kept = {item.sha256: item for item in attachments_of_report(publication, files)}
    for sha256, frozen in files.items():
        what = f"документ «{frozen.title}»"
        if sha256 in kept:
            yield from _faults_on_disk(what, kept[sha256].file, frozen.size, sha256)
        else:
            yield f"{what} назван в отчете, но его нет."


def _faults_on_disk(what: str, stored: FieldFile, size: int, sha256: str) -> Iterator[str]:
    try:
        path = Path(stored.path)
        same = path.stat().st_size == size and sha256_of_file(path) == sha256
    except FileNotFoundError:
        yield f"{what} пропал с диска."
    except (OSError, SuspiciousOperation):
        yield f"{what} не читается: проверьте права и диск."
    else:
        if not same:
            yield f"{what} изменен: его sha256 не совпадает с записанной."


def _faults_against_history(municipality: Municipality, publications: list[Publication]) -> Iterator[str]:
    """What the history saw published and is not there as it was: the end of a chain has no link of its own."""
    present = {(item.report_id, item.version): item.sha256 for item in publications}
    told = municipality.history.filter(action__in=["report_publish", "report_publish_as_it_stands"]).order_by(
        "pk"
    )
    for event in told:
        sha256 = event.after.get("sha256")
        if sha256 is None:
            continue
        now = present.get((event.object_id, event.after["version"]))
        if now is None:
            yield f"{event.object_label}, версия {event.after['version']}: была опубликована, но ее нет."
        elif now != sha256:
            yield f"{event.object_label}, версия {event.after['version']}: опубликована с другой sha256."


def _faults_of_chain(publications: list[Publication]) -> Iterator[str]:
    """Numbers without holes from 1 on, each publication naming the hash of the one before, versions likewise."""
    if publications and publications[0].sequence != 1:
        yield f"Цепочка начинается с номера {publications[0].sequence}: первые публикации пропали."
    if publications and publications[0].previous_sha256:
        yield f"{_name(publications[0])}: ссылается на предыдущую публикацию, которой нет."
    for before, after in pairwise(publications):
        if after.sequence != before.sequence + 1:
            yield f"{_name(after)}: между номерами {before.sequence} и {after.sequence} цепочки пропали публикации."
        if after.previous_sha256 != before.sha256:
            yield f"{_name(after)}: цепочка разорвана, sha256 предыдущей публикации не та."
    versions: dict[int, int] = {}
    for publication in publications:
        expected = versions.get(publication.report_id, 0) + 1
        if publication.version != expected:
            yield f"{_name(publication)}: перед ней пропала версия {expected}."
        versions[publication.report_id] = publication.version
