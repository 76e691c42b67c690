"""What apps put on a municipality's home page: made once, and anew when a mark of theirs changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import Municipality
from accounts.public import home
from accounts.public.home import HomeBlock, add_home_block
from tests.factories import make_district, make_municipality

pytestmark = pytest.mark.django_db

TEMPLATE = "components/empty.html"
HOME = "/zarechny/"


class Board:
    """A notice board of the tests' own: its block, and how often it was asked to be shown."""

    def __init__(self) -> None:
        self.notices: list[str] = []
        self.shown = 0

    def block(self, template: str = TEMPLATE, order: int = 50) -> HomeBlock:
        return HomeBlock(template, self.context, self.marks, order)

    def context(self, place: Municipality) -> dict[str, object] | None:
        self.shown += 1
        return {"title": f"{place.slug}: {self.notices[-1]}"} if self.notices else None

    def marks(self, place: Municipality) -> tuple[object, ...]:
        return (place.pk, *self.notices)


@pytest.fixture(autouse=True)
def no_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(home, "_blocks", {})


@pytest.fixture
def municipality() -> Municipality:
    return make_municipality()


def test_a_block_stands_on_the_page_when_it_has_something_to_show(
    client: Client, municipality: Municipality
) -> None:
    without = client.get(HOME)
    board = Board()
    add_home_block(board.block())
    empty = client.get(HOME)
    board.notices.append("<b>ярмарка</b>")
    full = client.get(HOME)
    assert empty.content == without.content
    assert full.content.decode().count("zarechny: &lt;b&gt;ярмарка&lt;/b&gt;") == 1


def test_a_block_is_made_once_until_its_marks_change(client: Client, municipality: Municipality) -> None:
    board = Board()
    board.notices.append("ярмарка")
    add_home_block(board.block())
    first = client.get(HOME)
    again = client.get(HOME)
    same = client.get(HOME, headers={"If-None-Match": first["ETag"]})
    assert (again.content, again["ETag"], same.status_code, board.shown) == (
        first.content,
        first["ETag"],
        304,
        1,
    )
    board.notices.append("субботник")
    anew = client.get(HOME, headers={"If-None-Match": first["ETag"]})
    assert (anew.status_code, board.shown) == (200, 2)
    assert "zarechny: субботник" in anew.content.decode()


def test_blocks_stand_by_their_order_and_a_template_named_again_is_replaced(
    municipality: Municipality,
) -> None:
    early, late, replaced = Board(), Board(), Board()
    for board, notice in ((early, "рано"), (late, "поздно"), (replaced, "никогда")):
        board.notices.append(notice)
    add_home_block(replaced.block(order=1))
    add_home_block(late.block(order=90))
    add_home_block(early.block("components/callout.html", order=10))
    assert home.home_marks(municipality) == [
        ("components/callout.html", municipality.pk, "рано"),
        (TEMPLATE, municipality.pk, "поздно"),
    ]
    assert len(home.home_blocks(municipality)) == 2
    assert replaced.shown == 0


def test_a_visit_asks_the_database_no_more_than_the_marks_do(
    client: Client, django_assert_num_queries: Callable
) -> None:
    make_district().publish()
    board = Board()
    add_home_block(board.block())
    client.get(HOME)
    with django_assert_num_queries(1):
        client.get(HOME)
