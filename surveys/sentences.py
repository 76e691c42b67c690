"""What is said of a survey in sentences: who answered, what people are content with most and least. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from accounts.wording import NBSP, counted, number_words, percent_words, plural
from plans.folding import folded
from plans.shares import percentage

_RESPONDENTS_PLACES = 1
_LONGEST_TIE = 5
# The kind of a place by the word in its name: a municipality's in the genitive case, a region's in the prepositional
# and the instrumental.
_OURS = (("округ", "округа"), ("район", "района"), ("город", "города"), ("поселени", "поселения"))
_REGIONS = (("край", "крае"), ("област", "области"), ("республик", "республике"), ("округ", "округе"))
_WITH_REGIONS = (
    ("край", "краем"),
    ("област", "областью"),
    ("республик", "республикой"),
    ("округ", "округом"),
)
_ROUNDED = {0: "до целого процента", 1: "до десятой доли процента", 2: "до сотой доли процента"}


def who_answered(ours: int | None, region: int | None, *, our_name: str, region_name: str) -> str:
    """«Ответили 642 жителя округа из 5 942 в крае, это 10,8 %.»; «» where nothing is known."""
    in_region = f"в{NBSP}{_kind(region_name, _REGIONS) or 'регионе'}"
    if ours is None:
        return f"В{in_region[1:]} {_answered(region).lower()}." if region else ""
    words = f"{_answered(ours)} {of_ours(our_name)}".rstrip()
    if not region or ours > region:
        return f"{words}."
    share = percent_words(percentage(ours, region, _RESPONDENTS_PLACES))
    return f"{words} из {number_words(region)} {in_region}, это {share}."


def of_ours(name: str) -> str:
    """«округа», «района»; «» for a municipality of another kind."""
    return _kind(name, _OURS)


def with_region(name: str) -> str:
    """«с краем», «с областью»."""
    return f"с{NBSP}{_kind(name, _WITH_REGIONS) or 'регионом'}"


def most_and_least(ranked: Sequence[tuple[str, Decimal]]) -> str:
    """«Больше всего довольны: газоснабжение (88 %). Меньше всего: автомобильные дороги (53 %).»

    ``ranked``: topics with their satisfaction, the best first. Topics with the same satisfaction are named together or
    not at all.
    """
    if not ranked:
        return ""
    best, worst = ranked[0][1], ranked[-1][1]
    if len(ranked) == 1:
        return f"Довольны: {_listed(ranked)}."
    if best == worst:
        return f"По всем вопросам довольны одинаково: {percent_words(best)}."
    half = len(ranked) // 2
    most = _ahead(ranked, min(3, half))
    least = _ahead(ranked[::-1], min(2, half))
    parts = (
        ("Больше всего довольны", most),
        ("Меньше всего" if most else "Меньше всего довольны", least),
    )
    return " ".join(f"{words}: {_listed(topics)}." for words, topics in parts if topics)


def satisfied(positive: Sequence[Sequence[str]]) -> str:
    """«ответов «Да» и «скорее Да»»: what satisfaction is made of; ``positive``: the positive answers by question."""
    known = [words for words in positive if words]
    if known and all(list(words) == list(known[0]) for words in known):
        *first, last = [f"«{word}»" for word in known[0]]
        return f"ответов {', '.join(first)} и {last}" if first else f"ответов {last}"
    return "положительных ответов"


def small_print(
    totals: Sequence[int | None], *, satisfied_words: str, places: int, is_rounded: bool, has_unsummed: bool
) -> str:
    """What a reader of the tables should know. ``places``: decimals of the shares, which are rounded where
    ``is_rounded``; ``has_unsummed``: somewhere several positive percentages stand without people."""
    known = sorted({total for total in totals if total})
    sentences = []
    if known and all(totals) and len(known) == 1:
        on = "На каждый вопрос" if len(totals) > 1 else "На вопрос"
        sentences.append(f"{on} {_answered(known[0]).lower()}.")
    elif known:
        sentences.append(
            f"Число ответивших у вопросов разное: от {number_words(known[0])} до {number_words(known[-1])}."
            if len(known) > 1
            else f"На вопросы с числами {_answered(known[0]).lower()}."
        )
    if not all(totals):
        sentences.append(
            "Источник приводит только проценты, без числа ответов."
            if not known
            else "По части вопросов источник приводит только проценты, без числа ответов."
        )
    sentences.append(f"«Довольны» – доля {satisfied_words}.")
    if has_unsummed:
        sentences.append("Готовые проценты не складываются: где их несколько, общая доля не показана.")
    if is_rounded:
        to = _ROUNDED.get(places, "")
        sentences.append(f"Доли округлены{f' {to}' if to else ''}, поэтому в сумме может быть не ровно 100.")
    return " ".join(sentences)


def decapitalized(topic: str) -> str:
    """Within a sentence; abbreviations stay as they are: «ЖКХ»."""
    return topic if topic[1:2].isupper() else topic[:1].lower() + topic[1:]


def _answered(count: int | None) -> str:
    verb = plural(count or 0, "Ответил", "Ответили", "Ответили")
    return f"{verb} {counted(count or 0, 'житель', 'жителя', 'жителей')}"


def _kind(name: str, kinds: Sequence[tuple[str, str]]) -> str:
    words = folded(name)
    return next((form for stem, form in kinds if stem in words), "")


def _ahead(ranked: Sequence[tuple[str, Decimal]], most: int) -> Sequence[tuple[str, Decimal]]:
    """The first ``most``, without those that share their place with one left out; where that is all of them, all that
    share it, unless they are many."""
    next_one = ranked[most][1]
    clear = [each for each in ranked[:most] if each[1] != next_one]
    if clear:
        return clear
    tied = [each for each in ranked if each[1] == next_one]
    return tied if len(tied) <= _LONGEST_TIE else []


def _listed(topics: Sequence[tuple[str, Decimal]]) -> str:
    between = "; " if any("," in topic for topic, _ in topics) else ", "
    return between.join(f"{decapitalized(topic)} ({percent_words(percent)})" for topic, percent in topics)
