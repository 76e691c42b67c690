"""Russian words of the public report: periods with their prepositions, counts, acts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from accounts.wording import NBSP, counted, date_words, number_words
from plans.periods import ReportingPeriod
from reports.content import FrozenAct

NB_HYPHEN = "\N{NON-BREAKING HYPHEN}"

# What must stay on one line: initials with their name, a number with its sign or noun, a short word with the next.
_GLUED = re.compile(
    r"(?<=№) (?=\S)|(?<=\d) (?=%)|(?<=\d) (?=(?:г|гг|руб|тыс|млн|млрд|кв|чел)\b)|(?<=\bп\.) (?=\d)"
    r"|(?<=\b[А-ЯЁ]\.) (?=[А-ЯЁ])|(?<=[а-яё]) (?=[А-ЯЁ]\. ?[А-ЯЁ]\.)"
)
_ACT_NUMBER = re.compile(rf"(?<=№{NBSP})\d+(?:-[\dа-яёА-ЯЁ]+)+\b")

# How many, in the dative: «по пяти мероприятиям»; from eleven on the figure is read as easily.
_DATIVE = "одному двум трём четырём пяти шести семи восьми девяти десяти".split()


def tidy(text: str) -> str:
    """The same words with no-break spaces and hyphens where a line must not break.

    Safe on HTML, too: tags hold no such places.
    """
    return _ACT_NUMBER.sub(lambda found: found[0].replace("-", NB_HYPHEN), _GLUED.sub(NBSP, text))


def period_name(period: ReportingPeriod) -> str:
    """«I полугодие 2022 года», the half kept on one line."""
    return f"{period.roman}{NBSP}полугодие {period.year}{NBSP}года"


def in_period(period: ReportingPeriod) -> str:
    """«во II полугодии 2021 года»."""
    preposition = "в" if period.half == 1 else "во"
    return f"{preposition}{NBSP}{period.roman}{NBSP}полугодии {period.year}{NBSP}года"


def since_period(period: ReportingPeriod) -> str:
    """«со II полугодия 2021 года»."""
    preposition = "с" if period.half == 1 else "со"
    return f"{preposition}{NBSP}{period.roman}{NBSP}полугодия {period.year}{NBSP}года"


def with_period(period: ReportingPeriod) -> str:
    """«по сравнению со II полугодием 2021 года»."""
    preposition = "с" if period.half == 1 else "со"
    return f"по сравнению {preposition} {period.roman}{NBSP}полугодием {period.year}{NBSP}года"


def by_number(count: int) -> str:
    """«одному», «пяти», «26»: a number in the dative, to stand after «по»."""
    return _DATIVE[count - 1] if 0 < count <= len(_DATIVE) else number_words(count)


def by_activities(count: int) -> str:
    """«пяти мероприятиям», «21 мероприятию»."""
    one = count % 10 == 1 and count % 100 != 11
    return f"{by_number(count)} {'мероприятию' if one else 'мероприятиям'}"


def of_activities(count: int) -> str:
    """The noun after «21 из 26»: «мероприятий плана», after «20 из 21» «мероприятия плана»."""
    one = count % 10 == 1 and count % 100 != 11
    return "мероприятия плана" if one else "мероприятий плана"


def rows_words(top_level: int, groups: int, reportable: int, elsewhere: int = 0) -> str:
    """«17 пунктов, из них 3 с подпунктами; всего 26 мероприятий, у 4 срок в другом полугодии»."""
    words = counted(top_level, "пункт", "пункта", "пунктов")
    if groups:
        words += f", из них {number_words(groups)} с подпунктами"
    words += f"; всего {counted(reportable, 'мероприятие', 'мероприятия', 'мероприятий')}"
    return f"{words}, у {number_words(elsewhere)} срок в другом полугодии" if elsewhere else words


def day_words(iso: str) -> str:
    """«14 июля 2022 г.» from an ISO date or date-time; the day is the one written in the text."""
    return (
        date_words(datetime.fromisoformat(iso).date()) if "T" in iso else date_words(date.fromisoformat(iso))
    )


def act_words(acts: Sequence[FrozenAct]) -> str:
    """«Распоряжение от 23.06.2021 № 165-р с изменениями от 01.02.2022 № 20-р», as offices cite."""
    adopted = [_cited(act, with_kind=True) for act in acts if not act.is_amendment]
    amended = [_cited(act, with_kind=False) for act in acts if act.is_amendment]
    words = "; ".join(adopted)
    if amended:
        words += f" с изменениями {', '.join(amended)}"
    return words[:1].upper() + words[1:]


def _cited(act: FrozenAct, *, with_kind: bool) -> str:
    day = date.fromisoformat(act.adopted_on) if act.adopted_on else None
    parts = (
        act.kind if with_kind else "",
        f"от{NBSP}{day:%d.%m.%Y}" if day else "",
        f"№{NBSP}{act.number.replace('-', NB_HYPHEN)}" if act.number else "",
    )
    return " ".join(part for part in parts if part)


def shortened(text: str, limit: int = 64) -> str:
    """A long wording cut at a word, with an ellipsis; the row itself has it whole."""
    text = " ".join(text.split()).rstrip(":;.")
    if len(text) <= limit:
        return text
    words = text[: limit + 1].split(" ")[:-1] or [text[:limit]]
    while len(words) > 1 and len(words[-1]) < 3:
        words.pop()
    return " ".join(words).rstrip(",;:") + "…"
