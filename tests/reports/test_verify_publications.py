"""`manage.py verify_publications`: silent about what is sound, exact about what was tampered with."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from accounts.history import COMMAND
from plans import workflow
from plans.models import Attachment
from reports import publishing
from reports.content import sha256_of
from reports.jobs import running
from reports.models import Job, Publication, Rendition
from tests.factories import District, make_district, make_municipality, make_next_period

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    """Two reports, three publications, all files made; the second report was corrected."""
    district = make_district(gaps=[2])
    district.publish()
    later = make_next_period(district)
    later.publish()
    district.activities[0].revisions.update(text="Новое наименование")
    publishing.publish_as_it_stands(later.plan_period, by=COMMAND, reason="Изменен план")
    for job in Job.objects.all():
        running.run(job.pk)
    return district


def verify(*arguments: str) -> tuple[int, list[str]]:
    """The exit status and the lines."""
    out = StringIO()
    try:
        call_command("verify_publications", *arguments, stdout=out)
        status = 0
    except SystemExit as exit:
        status = exit.code
    return status, out.getvalue().splitlines()


def test_sound_publications_pass(district: District) -> None:
    make_municipality("another")
    assert verify() == (
        0,
        [
            "another: 0 публикаций, все в порядке.",
            "zarechny: 3 публикации, все в порядке.",
        ],
    )


def test_a_withdrawn_version_is_still_proved(district: District) -> None:
    publishing.withdraw(Publication.objects.first(), by=COMMAND, reason="Решение суда")
    assert verify("zarechny") == (0, ["zarechny: 3 публикации, все в порядке."])


def tamper(number: int, /, **values: object) -> None:
    """Write past the model, as somebody with a database client would."""
    Publication.objects.filter(municipality__slug="zarechny", sequence=number).update(**values)


def change_text() -> None:
    content = Publication.objects.get(municipality__slug="zarechny", sequence=1).content
    tamper(1, content=content.replace("Сделано", "Не сделано"))


def rewrite_wholly() -> None:
    """Text and hash together: only the chain and the next publication know."""
    content = Publication.objects.get(sequence=1).content.replace("Сделано", "Не сделано")
    tamper(1, content=content, sha256=sha256_of(content))


def change_file() -> None:
    Path(Rendition.objects.get(publication__sequence=1, format="csv").file.path).write_bytes(b"other")


def lose_file() -> None:
    Path(Rendition.objects.get(publication__sequence=1, format="docx").file.path).unlink()


def lose_publication() -> None:
    Rendition.objects.all().delete()
    Publication.objects.filter(sequence=2).delete()


def rewrite_the_last() -> None:
    """No later publication holds the hash of the last one: only the history knows."""
    content = Publication.objects.get(sequence=3).content.replace("Сделано", "Не сделано")
    tamper(3, content=content, sha256=sha256_of(content))


def lose_the_last() -> None:
    Rendition.objects.all().delete()
    Publication.objects.filter(sequence=3).delete()


H1_TOLD = "zarechny: Отчет за I полугодие 2022 года, версия 1:"
H2_TOLD = "zarechny: Отчет за II полугодие 2022 года, версия"
H1 = "zarechny: open-government, 2022-h1, версия 1:"
H2 = "zarechny: open-government, 2022-h2, версия"


@pytest.mark.parametrize(
    ("deed", "lines"),
    [
        (change_text, [f"{H1} содержание изменено: его sha256 не совпадает с записанной."]),
        (
            rewrite_wholly,
            [
                f"{H2} 1: цепочка разорвана, sha256 предыдущей публикации не та.",
                f"{H1_TOLD} опубликована с другой sha256.",
            ],
        ),
        (rewrite_the_last, [f"{H2_TOLD} 2: опубликована с другой sha256."]),
        (lose_the_last, [f"{H2_TOLD} 2: была опубликована, но ее нет."]),
        (
            lambda: tamper(1, content='{"published_at":"вчера"}'),
            [
                f"{H1} содержание изменено: его sha256 не совпадает с записанной.",
                f"{H1} содержание испорчено и не читается.",
            ],
        ),
        (
            lambda: tamper(1, content="{}"),
            [
                f"{H1} содержание изменено: его sha256 не совпадает с записанной.",
                f"{H1} содержание испорчено и не читается.",
            ],
        ),
        (
            lambda: tamper(3, reason="Другая"),
            [f"{H2} 2: причина в базе (Другая) не то, что в содержании (Изменен план)."],
        ),
        (
            lambda: tamper(1, filled=F("filled") + 1),
            [f"{H1} число мероприятий со сведениями в базе (3) не то, что в содержании (2)."],
        ),
        (
            lambda: tamper(1, published_at=timezone.now().replace(year=2020)),
            [f"{H1} время публикации в базе не то, что в содержании."],
        ),
        (
            lambda: tamper(3, sequence=5),
            [f"{H2} 2: между номерами 2 и 5 цепочки пропали публикации."],
        ),
        (
            lambda: tamper(3, previous_sha256="0" * 64),
            [
                f"{H2} 2: sha256 предыдущей публикации в базе ({'0' * 64}) не то, что в содержании "
                "({second}).",
                f"{H2} 2: цепочка разорвана, sha256 предыдущей публикации не та.",
            ],
        ),
        (change_file, [f"{H1} файл CSV изменен: его sha256 не совпадает с записанной."]),
        (lose_file, [f"{H1} файл DOCX пропал с диска."]),
        (
            lose_publication,
            [
                f"{H2} 2: между номерами 1 и 3 цепочки пропали публикации.",
                f"{H2} 2: цепочка разорвана, sha256 предыдущей публикации не та.",
                f"{H2} 2: перед ней пропала версия 1.",
                f"{H2_TOLD} 1: была опубликована, но ее нет.",
            ],
        ),
    ],
)
def test_what_was_tampered_with_is_named(district: District, deed: object, lines: list[str]) -> None:
    second = Publication.objects.get(sequence=2).sha256
    deed()
    assert verify("zarechny") == (1, [line.replace("{second}", second) for line in lines])


def test_documents_that_a_report_names_are_proved_too() -> None:
    district = make_district("lugovoy")
    upload = SimpleUploadedFile("proof.txt", b"proof")
    kept = workflow.attach_file(district.entries[0], upload, by=COMMAND, title="Протокол")
    district.publish()
    assert verify("lugovoy") == (0, ["lugovoy: 1 публикация, все в порядке."])
    name = "open-government, 2022-h1, версия 1"
    Path(kept.file.path).write_bytes(b"other")
    assert verify("lugovoy") == (
        1,
        [f"lugovoy: {name}: документ «Протокол» изменен: его sha256 не совпадает с записанной."],
    )
    Path(kept.file.path).unlink()
    assert verify("lugovoy") == (1, [f"lugovoy: {name}: документ «Протокол» пропал с диска."])
    Attachment.objects.all().delete()
    assert verify("lugovoy") == (1, [f"lugovoy: {name}: документ «Протокол» назван в отчете, но его нет."])


def test_one_municipality_is_not_blamed_for_another(district: District) -> None:
    make_district("another").publish()
    change_text()
    assert verify("another") == (0, ["another: 1 публикация, все в порядке."])
    assert verify()[0] == 1


def test_an_unknown_municipality_is_a_sentence() -> None:
    with pytest.raises(CommandError) as caught:
        call_command("verify_publications", "nowhere")
    assert (str(caught.value), caught.value.returncode) == ("Муниципалитета «nowhere» в портале нет.", 1)
