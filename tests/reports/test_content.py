"""The frozen value: what release 0.1 published reads, writes and draws as it did; figures and documents since then."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from reports import renderers
from reports.content import FrozenAttachment, FrozenFigure, ReportContent, sha256_of
from tests.reports.samples import activity, sample_content, small_content

RELEASED = (Path(__file__).parent / "released" / "content-0.1.json").read_text()
FIGURE = FrozenFigure("7", "Обучено служащих", "12.5", "чел.", "decimal", True, "15", True)
FILE = FrozenAttachment("Протокол", "", "a" * 64, 2048, "Протокол.pdf", "application/pdf")
LINK = FrozenAttachment("Сайт округа", "https://example.org/")


def parts_of(package: bytes) -> bytes:
    """The names and sums of a package's parts: how they are packed depends on the machine's zlib."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        sums = [f"{name} {hashlib.sha256(archive.read(name)).hexdigest()}" for name in archive.namelist()]
    return "\n".join(sums).encode()


def test_a_text_of_release_01_keeps_its_hash() -> None:
    assert sha256_of(RELEASED) == "c181bd1f9f5ff48410bff6eac7ed044cac420f1adb12ca4a6804deb3d7388689"
    assert ReportContent.from_text(RELEASED).to_text() == RELEASED


@pytest.mark.parametrize(
    ("format", "expected"),
    [
        ("docx", "e8f9d303ec083d17f7925780125cc8e2fac84d65027d0cd262aa58d5df612d94"),
        ("xlsx", "f90a844f094f354baf9ccd5e573bdf960817df622ece1ef424579c9ad64f9d41"),
        ("json", "0f65309bffcfa04150855ca4ae94522a15d73e5ef3fbae296ae15ca6d1486096"),
        ("csv", "e3395a60112f69662453621afb8d57c6ca96ec29c2ded5fcd3f1bac06af8c02c"),
    ],
)
def test_the_files_of_release_01_are_drawn_again_byte_for_byte(format: str, expected: str) -> None:
    out = io.BytesIO()
    renderers.render(format, ReportContent.from_text(RELEASED), out)
    drawn = parts_of(out.getvalue()) if format in ("docx", "xlsx") else out.getvalue()
    assert hashlib.sha256(drawn).hexdigest() == expected


def test_a_row_without_figures_and_documents_says_nothing_of_them() -> None:
    rows = json.loads(sample_content(29).to_text())["rows"]
    assert {name for row in rows for name in row} & {"figures", "attachments"} == set()


def test_figures_and_documents_are_written_and_read_back() -> None:
    content = small_content(activity(figures=(FIGURE,), attachments=(FILE, LINK)), activity("2"))
    value = json.loads(content.to_text())
    assert [sorted(set(row) & {"figures", "attachments"}) for row in value["rows"]] == [
        ["attachments", "figures"],
        [],
    ]
    assert ReportContent.from_text(content.to_text()) == content
    assert value["schema"] == 1


def test_the_hash_tells_of_a_changed_figure() -> None:
    one = small_content(activity(figures=(FIGURE,)))
    other = small_content(activity(figures=(replace(FIGURE, value="13"),)))
    assert sha256_of(one.to_text()) != sha256_of(other.to_text())


def test_version_0_is_a_draft() -> None:
    assert [small_content(version=version).is_draft for version in (0, 1, 2)] == [True, False, False]


def test_an_unknown_schema_is_refused() -> None:
    with pytest.raises(ValueError, match="Неизвестная схема"):
        ReportContent.from_text(RELEASED.replace('"schema":1', '"schema":2'))
