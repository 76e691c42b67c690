"""Whose figures a name stands for: this municipality's, the region's, another municipality's."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from plans.folding import folded
from surveys.values import PlaceKind

_LONGEST_NAME = 200
_SOON = 5  # words
REGION_NAME = "Регион в целом"
_REGION = r"кра[йяюе]|краем|област\w+|республик\w*|регион\w*|субъект\w*|автономн\w+ округ\w*"
_REGIONAL = re.compile(rf"\b(?:{_REGION})\b")
_MUNICIPAL = re.compile(
    r"\b(?:округ\w*|район\w*|город\w*|поселени\w*|посел[ок]\w*|муниципал\w*|мо|го|мр|сел[оаеу])\b"
)
# «округа Ставропольского края», «района Республики Алтай»: the municipality's name goes on.
_COMPOUND = re.compile(
    r"\b(?P<place>(?:округ|район|город|поселени|поселк)\w*)"
    r"(?: \w+(?:ого|ей|ой) (?:края|области)| республики(?: \w+)?| края| области)\b"
)
_OF_REGION = re.compile(
    r"\b\w+(?:ий|ого|ому|им|ом|ая|ой|ую) (?:край|края|краю|крае|област\w+)\b|\bреспублик\w+(?: \w+)?"
)
_GENERIC = re.compile(
    r"муниципальн\w*|округ\w*|район\w*|городск\w*|город\w{0,3}|администраци\w*|образовани\w*|сельск\w*|поселени\w*"
    r"|поселок|поселка|село|села|курорт\w*|г|мо|го|мр|м|о|р|н|п|и|по|в"
)
_ENDING = re.compile(
    r"(?:ого|его|ому|ему|ыми|ими|ый|ий|ой|ым|им|ом|ем|ая|яя|ую|юю|ое|ее|ые|ие|ых|их|[аяуюеыиьо])$"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A place of a survey; ``name`` is «» for this municipality."""

    kind: PlaceKind
    name: str = ""

    @classmethod
    def of(cls, kind: PlaceKind, words: str) -> Named:
        return cls(kind, " ".join(words.split())[:_LONGEST_NAME])


OWN = Named(PlaceKind.OWN)


class Ours:
    """The names of this municipality in any grammatical case."""

    def __init__(self, names: Collection[str]) -> None:
        listed = [names] if isinstance(names, str) else names
        self._keys = {key for name in listed if (key := _key(name))}

    def is_named(self, words: str) -> bool:
        """Whether the words hold one of the names: «Левокумский МО» does for «Левокумский муниципальный округ»."""
        if not self._keys:
            return False
        stems = _stems(folded(words))
        return any(key <= stems for key in self._keys)


def is_region(words: str) -> bool:
    """«Ставропольский край», «В целом по области»; not «Энский округ Ставропольского края»."""
    text = _COMPOUND.sub(lambda match: match["place"], folded(words))
    text = re.sub(r"автономн\w+ округ\w*", "область", text)
    return _REGIONAL.search(text) is not None and _MUNICIPAL.search(text) is None


def is_common(words: str) -> bool:
    """«Район», «Муниципальный округ»: it names none."""
    return all(_GENERIC.fullmatch(word) for word in folded(words).split())


def side_beside(after: str) -> PlaceKind | None:
    """Whose figure stands before these words, where they say it at once: «жителя края», «человека по округу»."""
    soon = " ".join(re.split(r"[^\w\s-]|\d", after)[0].split()[:_SOON])
    return min(_sides(soon), default=(0, None))[1]


def side_of(before: str, after: str) -> PlaceKind | None:
    """Whose figure stands between two pieces of a sentence: by the nearest word for a place before it, else after."""
    return max(_sides(before), default=(0, None))[1] or min(_sides(after), default=(0, None))[1]


def _sides(words: str) -> list[tuple[int, PlaceKind | None]]:
    """Where words for a place stand, and whose they are."""
    text = _COMPOUND.sub(lambda match: match["place"], folded(words))
    listed = ((_REGIONAL, PlaceKind.REGION), (_MUNICIPAL, PlaceKind.OWN))
    return [(match.start(), kind) for pattern, kind in listed for match in pattern.finditer(text)]


def _key(name: str) -> frozenset[str]:
    """The stems that tell this municipality from others; all of its words where only common ones are left."""
    words = folded(name)
    telling = _stems(_OF_REGION.sub(" ", _COMPOUND.sub(lambda match: match["place"], words)))
    telling = frozenset(stem for stem in telling if not _GENERIC.fullmatch(stem))
    return telling or _stems(words)


def _stems(words: str) -> frozenset[str]:
    return frozenset(
        word if _GENERIC.fullmatch(word) or len(word) < 4 else _ENDING.sub("", word) for word in words.split()
    )
