"""Downloads of published files."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.test import Client

from accounts.history import COMMAND
from reports import publishing, renderers
from reports.jobs import running
from reports.models import Job, Publication, Rendition
from tests.factories import make_district

pytestmark = pytest.mark.django_db

FILE = "/zarechny/reports/2022-h1/v1/report"


@pytest.fixture
def publication() -> Publication:
    publication = make_district().publish()
    for job in Job.objects.all():
        running.run(job.pk)
    return publication


def body(response: object) -> bytes:
    """The whole file; reading it to its end also closes it."""
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("format", ["csv", "docx", "json", "xlsx"])
def test_a_file_is_the_stored_rendition(client: Client, publication: Publication, format: str) -> None:
    rendition = Rendition.objects.get(format=format)
    response = client.get(f"{FILE}.{format}")
    content = body(response)
    assert hashlib.sha256(content).hexdigest() == rendition.sha256
    assert content == Path(rendition.file.path).read_bytes()
    assert response["Content-Length"] == str(len(content))
    assert response["Content-Type"] == renderers.FORMATS[format].content_type
    assert response["ETag"] == f'"{rendition.sha256}"'


def test_a_file_has_a_russian_name_and_a_plain_one(client: Client, publication: Publication) -> None:
    response = client.get(f"{FILE}.docx")
    body(response)
    header = response["Content-Disposition"]
    plain, _, encoded = header.partition("; filename*=UTF-8''")
    assert plain == 'attachment; filename="zarechny-2022-h1-v1.docx"'
    assert unquote(encoded) == ("Отчет за I полугодие 2022 года, Заречный муниципальный округ, версия 1.docx")


def test_who_has_the_file_gets_304_and_head_gets_no_body(client: Client, publication: Publication) -> None:
    response = client.get(f"{FILE}.csv")
    body(response)
    again = client.get(f"{FILE}.csv", headers={"If-None-Match": f"W/{response['ETag']}"})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", response["ETag"])
    head = client.head(f"{FILE}.csv")
    assert (head.status_code, head.content) == (200, b"")
    assert [head[name] for name in ("Content-Length", "Content-Type", "ETag")] == [
        response[name] for name in ("Content-Length", "Content-Type", "ETag")
    ]


def test_a_file_costs_one_query(
    client: Client, publication: Publication, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(1):
        body(client.get(f"{FILE}.xlsx"))


def test_a_file_that_is_being_made_is_promised(client: Client) -> None:
    make_district().publish()
    response = client.get(f"{FILE}.docx")
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (
        503,
        "10",
        "no-store",
    )
    assert response.content.decode().count("Файл DOCX ещё готовится.") == 1


def test_a_file_lost_from_the_disk_is_no_traceback(client: Client, publication: Publication) -> None:
    Path(Rendition.objects.get(format="docx").file.path).unlink()
    assert client.get(f"{FILE}.docx").status_code == 503


def test_a_withdrawal_takes_the_file_from_who_had_it(client: Client, publication: Publication) -> None:
    response = client.get(f"{FILE}.docx")
    body(response)
    publishing.withdraw(publication, by=COMMAND, reason="Решение суда.")
    assert client.get(f"{FILE}.docx", headers={"If-None-Match": response["ETag"]}).status_code == 410
