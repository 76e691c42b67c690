"""Charts as pictures for documents: the size, the words beside them, the same bytes, charts of any size."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from plans.inserts.values import TONES, Bar, Chart, Key, Part
from reports.renderers.drawing import BARS_AT_ONCE, DPI, draw, words_of
from reports.renderers.looks import LOOKS
from tests.plans.inserting import CHART

ROOT = Path(__file__).resolve().parents[2]
WIDTH = 4.9


def many(count: int) -> Chart:
    return replace(CHART, bars=tuple(replace(CHART.bars[0], label=f"Вопрос {n}") for n in range(count)))


def picture(chart: Chart) -> Image.Image:
    [drawing] = draw(chart, WIDTH)
    return Image.open(io.BytesIO(drawing.png))


def test_a_picture_is_as_wide_as_asked_and_fine_enough_to_be_printed() -> None:
    [drawing] = draw(CHART, WIDTH)
    image = Image.open(io.BytesIO(drawing.png))
    assert (image.format, drawing.width) == ("PNG", WIDTH)
    assert image.size == (round(WIDTH * DPI), round(drawing.height * DPI))
    assert [round(number) for number in image.info["dpi"]] == [DPI, DPI]
    assert "Software" not in image.info


def test_its_words_have_all_values() -> None:
    expected = "Довольны ли жители. Дороги: Да 71 %, Нет 29 %; Довольны: 71 %."
    assert [drawing.words for drawing in draw(CHART, WIDTH)] == [expected]
    assert words_of(replace(CHART, unit="", result_title=""), CHART.bars) == (
        "Довольны ли жители. Дороги: Да 71, Нет 29; итог: 71 %."
    )


def test_the_same_chart_gives_the_same_bytes() -> None:
    assert draw(many(3), WIDTH) == draw(many(3), WIDTH)


@pytest.mark.parametrize(
    ("count", "pictures"), [(0, 0), (1, 1), (BARS_AT_ONCE, 1), (BARS_AT_ONCE + 1, 2), (60, 9)]
)
def test_a_long_chart_goes_on_in_pictures_that_fit_a_page(count: int, pictures: int) -> None:
    drawings = draw(many(count), WIDTH)
    assert len(drawings) == pictures
    assert all(drawing.height < 5 for drawing in drawings)


def test_every_tone_is_drawn_and_told_from_the_others_without_colour() -> None:
    assert tuple(LOOKS) == TONES
    parts = tuple(Part("20", "20", tone, tone) for tone in TONES)
    chart = Chart("", tuple(Key(tone, tone) for tone in TONES), (Bar("Вопрос", parts),))
    colours = {colour for _, colour in picture(chart).convert("RGB").getcolors(1_000_000) or []}
    fills = {tuple(bytes.fromhex(look.fill[1:])) for look in LOOKS.values()}
    assert fills <= colours
    greys = {
        (Image.new("RGB", (1, 1), look.fill).convert("L").getpixel((0, 0)), look.hatch)
        for look in LOOKS.values()
    }
    assert len({(round(grey / 60), hatch) for grey, hatch in greys}) == len(TONES)


@pytest.mark.parametrize(
    "bar",
    [
        Bar("Очень длинный вопрос " * 40, (Part("100", "100", "yes", "Да"),), "100 %"),
        Bar("ж" * 400, (Part("0", "0", "yes", "Да"), Part("0.1", "0", "no", "Нет"))),
        Bar("$x^2$ <script> & «кавычки»\x00", (Part("30", "$30$", "rno", "Нет"),)),
        Bar("Больше ста", (Part("80", "80", "yes", "Да"), Part("80", "80", "no", "Нет"))),
        Bar("Ничего", ()),
        Bar("", (Part("5.5", "5,5", "neutral", ""),)),
    ],
)
def test_any_bar_is_drawn(bar: Bar) -> None:
    [drawing] = draw(replace(CHART, bars=(bar,)), WIDTH)
    assert Image.open(io.BytesIO(drawing.png)).width == round(WIDTH * DPI)


def test_the_library_is_loaded_by_the_first_picture_only() -> None:
    code = (
        "import sys, django; django.setup(); import opengov.urls, reports.renderers, reports.tasks;"
        "print('matplotlib' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "opengov.settings", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.split() == ["False"]
