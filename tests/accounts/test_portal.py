"""The signs and the look: every sign a page asks for is drawn, and nothing stands in the way of the content policy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template

from accounts.templatetags.portal import SIGNS, STATES, tel

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))


def drawn() -> set[str]:
    return set(
        re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static/icons/sprite.svg").read_text(encoding="utf-8"))
    )


def test_every_sign_that_a_template_names_is_drawn() -> None:
    named = {
        name
        for path in TEMPLATES
        for name in re.findall(
            r'{% icon "([\w-]+)"|sprite\.svg\' %}#([\w-]+)', path.read_text(encoding="utf-8")
        )
    }
    assert {first or second for first, second in named} - drawn() == set()


def test_every_state_and_kind_has_its_sign() -> None:
    signs = {sign for _, sign in STATES.values()} | set(SIGNS.values())
    assert signs - drawn() == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_holds_a_style_or_a_script(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if "/email/" in path.as_posix():
        pytest.skip("A letter is not under the content policy.")
    assert re.findall(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", text) == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_every_file_that_a_style_sheet_names_exists(path: Path) -> None:
    named = re.findall(r'url\("([^"]+)"\)', path.read_text(encoding="utf-8"))
    assert [name for name in named if not (path.parent / name).is_file()] == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_colours_are_named_by_tokens(path: Path) -> None:
    used = set(re.findall(r"var\((--[\w-]+)", path.read_text(encoding="utf-8")))
    tokens = set(re.findall(r"(--[\w-]+):", (path.parent / "tokens.css").read_text(encoding="utf-8")))
    assert used - tokens == set()


def test_the_styles_and_scripts_of_the_frame_exist() -> None:
    frame = (ROOT / "templates/base.html").read_text(encoding="utf-8")
    assert [name for name in re.findall(r"{% static '([^']+)' %}", frame) if not finders.find(name)] == []


def test_a_badge_has_its_tint_its_sign_and_its_word() -> None:
    html = Template('{% include "components/state_badge.html" with state="returned" %}').render(Context())
    assert re.search(r'class="([^"]+)"', html)[1] == "state state-returned"
    assert re.search(r"#([\w-]+)\"></use></svg>(\w+)</span>", html).groups() == ("arrow-bent", "Возвращено")


def test_a_badge_may_say_more_than_its_state() -> None:
    html = Template(
        '{% include "components/state_badge.html" with state="overdue" word="Просрочено на 4 дня" %}'
    )
    assert "Просрочено на 4 дня</span>" in html.render(Context())


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("8 (865) 000-11-22", "+78650001122"),
        ("+7 865 000 11 22", "+78650001122"),
        ("2-15-33", "21533"),
    ],
)
def test_a_phone_becomes_an_address(written: str, address: str) -> None:
    assert tel(written) == address
