"""What apps put on a municipality's home page besides its reports: each names its blocks when it starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.models import Municipality


@dataclass(frozen=True, slots=True)
class HomeBlock:
    """A part of the home page, made by `template` from nothing but what `context` answers.

    `context` is asked when the page is made; None: there is nothing to show yet. `marks` is asked at every visit, so it
    should cost one query: whatever may change the block stands in them. Blocks stand by `order`.
    """

    template: str
    context: Callable[[Municipality], dict[str, object] | None]
    marks: Callable[[Municipality], tuple[object, ...]]
    order: int


_blocks: dict[str, HomeBlock] = {}


def add_home_block(block: HomeBlock) -> None:
    """Called once by an app's `AppConfig.ready`; naming the same template again replaces it."""
    _blocks[block.template] = block


def home_marks(place: Municipality) -> list[tuple[object, ...]]:
    """All that the blocks depend on: a part of the key of the page that shows them."""
    return [(block.template, *block.marks(place)) for block in _in_order()]


def home_blocks(place: Municipality) -> list[SafeString]:
    """The HTML of each block that has something to show."""
    asked = ((block.template, block.context(place)) for block in _in_order())
    return [render_to_string(template, context) for template, context in asked if context is not None]


def _in_order() -> list[HomeBlock]:
    return sorted(_blocks.values(), key=lambda block: block.order)
