"""Short names of whose figures they are: «Округ», «Край», and beside what: «К краю», «В крае». Pure."""

from __future__ import annotations

from plans.folding import folded

# By the word in a full name: (its stem, as a column's title, whose share).
_MUNICIPALITIES = (
    ("округ", "Округ", "округа"),
    ("район", "Район", "района"),
    ("город", "Город", "города"),
    ("поселени", "Поселение", "поселения"),
)
# (stem, as a column's title, what is compared with it, where people answered)
_REGIONS = (
    ("край", "Край", "К краю", "В крае"),
    ("област", "Область", "К области", "В области"),
    ("республик", "Республика", "К республике", "В республике"),
    ("округ", "Округ", "К автономному округу", "В автономном округе"),
)


def our_word(name: str) -> str:
    """«Округ» of «Заречный муниципальный округ»."""
    return _ours(name)[0]


def of_ours(name: str) -> str:
    """«округа»."""
    return _ours(name)[1]


def region_word(name: str, *, ours: str = "") -> str:
    """«Край» of «Ставропольский край»; never the same word as our own."""
    word = _region(name)[0]
    return "Регион" if word == ours else word


def to_region(name: str) -> str:
    """«К краю»."""
    return _region(name)[1]


def in_region(name: str) -> str:
    """«В крае»."""
    return _region(name)[2]


def _ours(name: str) -> tuple[str, str]:
    words = folded(name)
    known = ((title, of) for stem, title, of in _MUNICIPALITIES if stem in words)
    return next(known, ("Муниципалитет", "муниципалитета"))


def _region(name: str) -> tuple[str, str, str]:
    words = folded(name)
    known = ((title, to, inside) for stem, title, to, inside in _REGIONS if stem in words)
    return next(known, ("Регион", "К региону", "В регионе"))
