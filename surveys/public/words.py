"""Short names of whose figures they are: «Округ», «Край», and beside what: «К краю». Pure."""

from __future__ import annotations

from plans.folding import folded

# By the word in a full name: (its stem, as a column's title, what is compared with it).
_MUNICIPALITIES = (("округ", "Округ"), ("район", "Район"), ("город", "Город"), ("поселени", "Поселение"))
_REGIONS = (
    ("край", "Край", "К краю"),
    ("област", "Область", "К области"),
    ("республик", "Республика", "К республике"),
    ("округ", "Округ", "К автономному округу"),
)


def our_word(name: str) -> str:
    """«Округ» of «Заречный муниципальный округ»."""
    words = folded(name)
    return next((title for stem, title in _MUNICIPALITIES if stem in words), "Муниципалитет")


def region_word(name: str, *, ours: str = "") -> str:
    """«Край» of «Ставропольский край»; never the same word as our own."""
    word = _region(name)[0]
    return "Регион" if word == ours else word


def to_region(name: str) -> str:
    """«К краю»."""
    return _region(name)[1]


def _region(name: str) -> tuple[str, str]:
    words = folded(name)
    return next(((title, to) for stem, title, to in _REGIONS if stem in words), ("Регион", "К региону"))
