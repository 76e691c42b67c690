"""Words by the dictionary: their first form, what they are, and how they turn; each asked once."""

from __future__ import annotations

from functools import lru_cache

from pymorphy3.analyzer import Parse

from accounts.cases import dictionary

_KEPT_WORDS = 20_000
_LONGEST_WORD = 60  # longer ones are no words
# Abbreviations of counting nouns, and what they stand for.
SHORT = {
    "чел": "человек",
    "шт": "штука",
    "ед": "единица",
    "руб": "рубль",
    "экз": "экземпляр",
    "мин": "минута",
}
_YO = str.maketrans("ёЁ", "еЕ")


@lru_cache(maxsize=_KEPT_WORDS)
def parses(word: str) -> tuple[Parse, ...]:
    """What a word may be, the likeliest first; the last part of a word with hyphens decides."""
    word = word.lower()
    if len(word) > _LONGEST_WORD:
        return ()
    return tuple(dictionary().parse(SHORT.get(word.rstrip("."), word)))


@lru_cache(maxsize=_KEPT_WORDS)
def lemma(word: str) -> str:
    """The first form of a word («публикаций» → «публикация»), «ё» as «е»."""
    found = as_noun(word) or next(iter(parses(word)), None)
    return (found.normal_form if found else word.lower()).translate(_YO)


@lru_cache(maxsize=_KEPT_WORDS)
def as_noun(word: str) -> Parse | None:
    """The word as a noun, or as an adjective that stands for one («служащий»), if it is first of all that."""
    first = next(iter(parses(word)), None)
    if first is None:
        return None
    if first.tag.POS == "NOUN" or (first.tag.POS == "ADJF" and "Subx" in first.tag):
        return first
    if first.tag.POS in ("ADJF", "PRTF", "ADJS") and (
        noun := next((one for one in parses(word) if one.tag.POS == "NOUN" and one.score >= 0.2), None)
    ):
        return noun
    return None


def noun_parses(word: str) -> list[Parse]:
    """Every way in which the word may be a noun."""
    return [
        one
        for one in parses(word)
        if one.tag.POS == "NOUN" or (one.tag.POS in ("ADJF", "PRTF") and "Subx" in one.tag)
    ]


@lru_cache(maxsize=_KEPT_WORDS)
def is_adjective(word: str) -> bool:
    return any(one.tag.POS in ("ADJF", "PRTF") for one in parses(word)[:3])


@lru_cache(maxsize=_KEPT_WORDS)
def verb(word: str) -> Parse | None:
    """The word as what was done: «прошли», «проведено», «предоставляется»; None for all else."""
    first = next(iter(parses(word)), None)
    is_verb = first is not None and first.tag.POS in ("VERB", "PRTS") and len(word) > 3
    return first if is_verb else None


def in_case(word: str, case: str) -> bool:
    """Whether the word may be a noun in this case (`gent`, `accs`, …)."""
    return any(one.tag.case == case for one in noun_parses(word))


@lru_cache(maxsize=_KEPT_WORDS)
def is_person(word: str) -> bool:
    """Whether the noun names people."""
    first = as_noun(word)
    if first is None or first.tag.POS == "NOUN":
        return first is not None and "anim" in first.tag
    return any("anim" in one.tag for one in noun_parses(word))  # only one case of an adjective tells it


@lru_cache(maxsize=_KEPT_WORDS)
def of_many(word: str, *, as_adjective: bool = False) -> str:
    """The word as it stands after «много»: «экспертизы» → «экспертиз», «человека» → «человек»."""
    kinds = ("ADJF", "PRTF") if as_adjective else ("NOUN", "ADJF", "PRTF")
    found = next((one for one in parses(word) if one.tag.POS in kinds), None)
    if not as_adjective:
        found = as_noun(word) or found
    if found is None or lemma(word) == "человек":
        return "человек" if found else word
    turned = found.inflect({"plur", "gent"})
    return _cased(word, turned.word) if turned else word


def turned(word: str, case: str) -> str:
    """An adjective or a noun in another case, its number kept."""
    found = as_noun(word) or next(iter(parses(word)), None)
    changed = found.inflect({case}) if found else None
    return _cased(word, changed.word) if changed else word


def participle(did: Parse) -> str:
    """«прошли» → «прошедших»: who has done it, after «много»; ``""`` where there is no such word."""
    if did.tag.aspect != "perf":
        return ""
    for one in did.lexeme:
        tag = one.tag
        if (
            tag.POS == "PRTF"
            and "actv" in tag
            and "past" in tag
            and tag.number == "plur"
            and tag.case == "gent"
        ):
            return str(one.word)
    return ""


def _cased(pattern: str, word: str) -> str:
    """The word in the letters of the pattern: capitals and «ё» as the text writes them."""
    word = word if "ё" in pattern.lower() else word.translate(_YO)
    if pattern.isupper() and len(pattern) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if pattern[:1].isupper() else word
