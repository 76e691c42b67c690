"""The portal's plain text: nothing is lost, nothing but safe addresses becomes a link, everything is escaped."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.plaintext import LONGEST_ADDRESS, Block, BlockKind, Link, Text, blocks, inlines, to_html


def test_lines_become_blocks() -> None:
    assert blocks("Сделано:\n– раз\n12) два\n\n1)нет\n–нет\n– \n05) нет") == (
        Block(BlockKind.PARAGRAPH, "Сделано:"),
        Block(BlockKind.BULLET, "раз"),
        Block(BlockKind.NUMBERED, "два", 12),
        Block(BlockKind.BLANK, ""),
        Block(BlockKind.PARAGRAPH, "1)нет"),
        Block(BlockKind.PARAGRAPH, "–нет"),
        Block(BlockKind.PARAGRAPH, "– "),
        Block(BlockKind.PARAGRAPH, "05) нет"),
    )
    assert blocks("") == ()
    assert blocks("а\r\nб\rв") == blocks("а\nб\nв")


@pytest.mark.parametrize(
    ("line", "links"),
    [
        ("см. https://a.ru, и далее", {"https://a.ru": "https://a.ru"}),
        ("На портале (https://a.ru/x).", {"https://a.ru/x": "https://a.ru/x"}),
        ("Статья (https://a.ru/x_(y)).", {"https://a.ru/x_(y)": "https://a.ru/x_(y)"}),
        ("«https://a.ru/x»", {"https://a.ru/x": "https://a.ru/x"}),
        ("HTTP://A.RU/?a=1&b=[2]!", {"HTTP://A.RU/?a=1&b=[2]": "HTTP://A.RU/?a=1&b=[2]"}),
        ("сайтhttps://a.ru:8080/#x", {"https://a.ru:8080/#x": "https://a.ru:8080/#x"}),
        (
            "www.a.ru и www.б.рф/путь",
            {"www.a.ru": "http://www.a.ru", "www.б.рф/путь": "http://www.б.рф/путь"},
        ),
        ("почта: ok.1@a-b.ru.", {"ok.1@a-b.ru": "mailto:ok.1@a-b.ru"}),
        ("https://a.ru/@b", {"https://a.ru/@b": "https://a.ru/@b"}),
        ("javascript:alert(1) data:text/html,x file:///etc ftp://www.a.ru", {}),
        ("https://user@evil.ru http:// https://. www.a a@b @c", {}),
        (f"https://a.ru/{'x' * LONGEST_ADDRESS}", {}),
    ],
)
def test_addresses_become_links(line: str, links: dict[str, str]) -> None:
    assert {piece.text: piece.address for piece in inlines(line) if isinstance(piece, Link)} == links


def test_the_words_of_a_link_stay_as_written() -> None:
    assert inlines("раздел «Опросы» (https://a.ru) сайта") == (
        Text("раздел «Опросы» ("),
        Link("https://a.ru", "https://a.ru"),
        Text(") сайта"),
    )


PARTS = [
    "https://",
    "www.",
    "a.ru",
    "a@b.ru",
    "(",
    ")",
    "[",
    "]",
    "/",
    ".",
    ",",
    "– ",
    "1) ",
    "\n",
    " ",
    "<b>",
    '"',
]
TEXTS = st.lists(st.one_of(st.sampled_from(PARTS), st.text(max_size=5)), max_size=30).map("".join)


@given(TEXTS)
def test_nothing_is_lost(text: str) -> None:
    lines = blocks(text)
    assert "\n".join(block.mark + block.text for block in lines) == text.replace("\r\n", "\n").replace(
        "\r", "\n"
    )
    for block in lines:
        pieces = inlines(block.text)
        assert "".join(piece.text for piece in pieces) == block.text
        for piece in pieces:
            if isinstance(piece, Link):
                assert piece.address.lower().startswith(("http://", "https://", "mailto:"))


def test_lists_and_links_as_html() -> None:
    text = "Итоги:\n– а\n– б\n\n3) в\n4) г\n9) д\nсм. https://a.ru/?x=1&y=2"
    assert to_html(text) == (
        "<p>Итоги:</p><ul><li>а</li><li>б</li></ul>"
        '<ol start="3"><li>в</li><li>г</li></ol><ol start="9"><li>д</li></ol>'
        '<p>см. <a href="https://a.ru/?x=1&amp;y=2" rel="nofollow noopener">https://a.ru/?x=1&amp;y=2</a></p>'
    )
    assert to_html("") == ""
    assert to_html("1) раз\n\n1) снова") == "<ol><li>раз</li></ol><ol><li>снова</li></ol>"


class _Collector(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


@given(TEXTS)
def test_no_text_brings_its_own_markup(text: str) -> None:
    seen = _Collector()
    seen.feed(to_html(text))
    seen.close()
    assert seen.tags <= {"p", "ul", "ol", "li", "a"}
    assert seen.attributes <= {"href", "rel", "start"}


def test_script_is_shown_as_text() -> None:
    assert to_html('<script>alert("x")</script>') == (
        "<p>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;</p>"
    )


@pytest.mark.parametrize(
    "line",
    [
        "x" * 200_000,
        "www." * 50_000,
        "a@" * 100_000,
        "http://" * 30_000,
        "a." * 100_000 + "@b." + "c." * 99_999,
        "https://a.ru/" + ")" * 200_000,
    ],
)
def test_long_lines_are_read_whole(line: str) -> None:
    assert "".join(piece.text for piece in inlines(line)) == line
