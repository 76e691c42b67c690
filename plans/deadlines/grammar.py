"""The grammar of deadlines: the tokens of a whole wording -> its statements, with nothing left over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .combinators import Parser, any_of, number, say, sign, token
from .rules import Kind, MonthDay, is_day
from .statements import (
    ANY_PERIOD,
    END_OF_YEAR,
    REPORTING_PERIOD,
    WHOLE_YEAR,
    Dash,
    DaysOfMonth,
    Frequency,
    Place,
    Standing,
    Statement,
    Stretch,
    Years,
    months,
)
from .words import Token

# Small change

_COMMA = sign(",").many()
_JOINED = (sign(",") | say("и")) + _COMMA
_SLASH = sign("/")
_TO = sign("-") | say("по")
_BY = any_of("в срок", "срок").optional()
_BEFORE = _BY + any_of("до", "к")
_NOT_LATER = _BY + any_of("не позднее чем", "не позднее", "по")
_THROUGHOUT = any_of("в течение", "на протяжение")
_IN = _THROUGHOUT | any_of("в период", "на период", "период", "в", "на")
_SINCE = any_of("начиная с", "с")
_THE_CURRENT = any_of("текущий", "отчетный")
_ANY = (_THE_CURRENT | any_of("весь", "каждый")).many()
_INCLUSIVE = say("включительно")
_INSIDE_YEAR = say("полугодие", 2) | say("квартал", 4)
_UNIT = say("год", 1) | _INSIDE_YEAR | say("месяц", 12)


# Work without a date of its own

_ONGOING = any_of(
    "постоянно",
    "на постоянный основа",
    "в постоянный режим",
    "непрерывно",
    "на непрерывный основа",
    "в непрерывный режим",
    "регулярно",
    "на регулярный основа",
    "систематически",
    "на систематический основа",
    "бессрочно",
    "круглогодично",
    "круглый год",
    "круглосуточно",
)
_WEEKDAY = any_of(
    "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье", "рабочий день", "будни"
)
_WEEKDAYS = _WEEKDAY + ((sign(",").many() + say("и").optional()) + _WEEKDAY).many()
_TERM = any_of("период", "срок", "время")
_COURSE = any_of("реализация", "исполнение", "действие", "представление")
_OF_THE_PLAN = _COURSE + (any_of("план", "программа").optional() + say("мероприятие").optional())
_WHOLE_TERM = (_IN.optional() + say("весь") + _TERM + _OF_THE_PLAN.optional()) | (
    ((_THROUGHOUT | say("в")) + _TERM + _OF_THE_PLAN) | (_THROUGHOUT + _COURSE + any_of("план", "программа"))
)
_EVENT = any_of(
    "необходимость",
    "потребность",
    "востребованность",
    "возникновение",
    "наличие",
    "поступление",
    "обращение",
    "запрос",
    "заявление",
    "заявка",
    "требование",
    "изменение",
    "обновление",
    "принятие",
    "внесение",
    "появление",
    "выявление",
    "разработка",
    "подготовка",
    "готовность",
    "издание",
    "утверждение",
    "опубликование",
    "информация",
    "документ",
    "нормативный",
    "правовой",
    "акт",
    "законодательство",
    "гражданин",
    "житель",
)
_AS_NEEDED = (
    any_of("по мера", "по факт", "в случай", "при", "по")
    + _EVENT
    + (any_of("и", "в").optional() + _EVENT).many()
)

# How often


def _frequency(is_at_least: bool, per_year: int) -> Frequency | None:
    return Frequency(per_year, is_at_least) if per_year in (1, 2, 4, 12) else None


def _per_year(times: int, length: int) -> int | None:
    """``length`` in months: twice in 6 months is 4 times a year."""
    per_year, rest = divmod(12 * times, length)
    return None if rest else per_year


_ADVERB = say("ежегодно", 1) | say("ежеполугодно", 2) | say("ежеквартально", 4) | say("ежемесячно", 12)
_TIMES = say("дважды", 2) | (number(1, 12).optional(1) + say("раз"))
_LENGTH = _UNIT.to(lambda per_year: 12 // per_year) | (number(1, 12) + say("месяц"))
_IN_EACH = (say("в").optional() + say("каждый") + _LENGTH) | (
    say("по") + (_INSIDE_YEAR | say("месяц", 12))
).to(lambda per_year: 12 // per_year)
_AT_LEAST = any_of("не реже", "не менее", "как минимум", "минимум") + (_COMMA + say("чем")).optional()

_FREQUENCY = (
    _AT_LEAST.to(lambda: True).optional(False)
    + (
        _ADVERB
        | (_TIMES + (say("в") | _SLASH).optional() + say("каждый").optional() + _LENGTH).to(_per_year)
        | _IN_EACH.to(lambda length: _per_year(1, length))
    )
).to(_frequency)


# Work of every week or day goes on all the time: nobody reports on a Wednesday.

_OFTEN = (
    (any_of("ежедневно", "еженедельно") + (_COMMA + any_of("по", "в").optional() + _WEEKDAYS).optional())
    | (say("по") + _WEEKDAYS)
    | (say("каждый") + (_WEEKDAY | any_of("неделя", "день")))
    | (_AT_LEAST.optional() + _TIMES.silent() + (say("в") | _SLASH) + any_of("неделя", "день"))
)
_STANDING = (_ONGOING | _OFTEN | _WHOLE_TERM).to(lambda: Standing(Kind.ONGOING)) | _AS_NEEDED.to(
    lambda: Standing(Kind.AS_NEEDED)
)


# A day of a month that is named by its place: «до 10 числа месяца, следующего за отчетным кварталом»


def _pairs(low: int, high: int, *kinds: str) -> Parser:
    """«1», «1-3», «с 1 по 3», «1, 3 и 5-7»: one tuple of (first, last)."""
    one = number(low, high, *kinds)
    several = _SINCE.optional() + one + _TO + one
    pair = several.to(lambda first, last: (first, last) if first < last else None) | one.to(
        lambda day: (day, day)
    )
    return (pair + (_JOINED + pair).many()).to(lambda *pairs: pairs)


_FIRST = number(1, 1, "ordinal").silent()
_REPORTING = say("период", REPORTING_PERIOD)
_REPORTED = say("за") + (
    (any_of("отчетный", "каждый") + (_REPORTING | _UNIT)) | say("отчетный", None) | _UNIT
)
_EACH_STRETCH = say("отчетный период", REPORTING_PERIOD) | (_ANY + (_INSIDE_YEAR | say("период", ANY_PERIOD)))
_MONTH_AFTER = (
    ((_FIRST | say("каждый")).optional() + say("месяц") + _COMMA + say("следующий") + _REPORTED)
    | (_FIRST + say("месяц следующий") + _INSIDE_YEAR)
    | (_COMMA + say("следующий за отчетный") + (_INSIDE_YEAR | _REPORTING).optional(12) + say("месяц"))
    | say("следующий месяц", None)
).to(lambda per_year: ("after", per_year, 0))
_NTH_MONTH = (
    (say("последний", 0) | number(1, 6, "ordinal")) + say("месяц") + _EACH_STRETCH.optional(ANY_PERIOD)
).to(lambda nth, per_year: ("nth", per_year, nth))
_EACH_MONTH = say("каждый месяц").to(lambda: ("nth", 12, 0))
_OF_EACH = (_ANY + _UNIT).to(lambda per_year: ("nth", per_year, 0))

_ON = (_BEFORE | _NOT_LATER | say("в")).optional()
_ON_DAYS = _ON + _pairs(1, 31, "number", "ordinal") + say("число")
_ON_LAST_DAY = _ON + any_of("последний день", "последний число")

# «в течение 15 дней после окончания квартала» is the 15th of the month after it; working days are another matter.
_DAYS_AFTER = (
    (_THROUGHOUT | (_NOT_LATER + say("через").optional()))
    + (number(1, 28).to(lambda days: (days,)) + say("текущий").optional() + say("день"))
    + (any_of("после", "с день", "с") + say("конец") + say("отчетный").optional())
    + (_REPORTING | _UNIT).to(lambda per_year: ("after", per_year, 0))
)
_DAYS_OF_MONTH = (
    _DAYS_AFTER
    | (
        _ON_DAYS.to(lambda pairs: tuple(last for _, last in pairs))
        + (_MONTH_AFTER | _NTH_MONTH | _EACH_MONTH).optional(("unsaid", None, 0))
    )
    | (_ON_LAST_DAY.to(lambda: (31,)) + (_MONTH_AFTER | _NTH_MONTH | _OF_EACH))
).to(lambda days, month: DaysOfMonth(days, *month))


# Places in the calendar


def _days(pairs: Sequence[tuple[int, int]], *named: int) -> list[Place] | None:
    """The days in every month named: «15 января, июля» is two."""
    found = [
        Place(MonthDay(month, first), MonthDay(month, last), is_day=first == last)
        for month in named
        for first, last in pairs
        if is_day(month, last)
    ]
    return found if len(found) == len(pairs) * len(named) else None


def _parts(pairs: Sequence[tuple[int, int]], length: int) -> list[Place]:
    """Quarters (``length`` 3 months) or half-years (6) by their numbers."""
    return [months((first - 1) * length + 1, last * length) for first, last in pairs]


def _date(found: Token) -> list[Place | Years] | None:
    if found.kind != "date" or not is_day(found.value, found.day):
        return None
    day = MonthDay(found.value, found.day)
    return [Place(day, day, is_day=True), *([Years(found.year, found.year)] if found.year else [])]


def _month(*forms: str) -> Parser:
    return token(lambda found: found.value if found.kind == "month" and found.text in forms else None)


_DAYS = (
    _pairs(1, 31, "number", "ordinal") + _month("genitive", "short") + (_JOINED + _month("genitive")).many()
).to(_days)
_WITH_YEAR = token(lambda found: _date(found) if found.year else None) + say("год").optional()
_EXACT = _WITH_YEAR | token(_date) | _DAYS
_PARTS = (_pairs(1, 4, "number", "roman", "ordinal") + say("квартал", 3)).to(_parts) | (
    _pairs(1, 2, "number", "roman", "ordinal") + any_of("полугодие", "половина").to(lambda: 6)
).to(_parts)
# A bare «марта» is a part of something else, unless a word before it asks for the genitive.
_BROAD = _PARTS | _month("full", "short").to(lambda month: [months(month, month)])
_BROAD_GENITIVE = _PARTS | _month("full", "short", "genitive").to(lambda month: [months(month, month)])
_END = say("конец") + _BROAD_GENITIVE

_YEAR = number(1900, 2100) + say("год").optional()
_ONE_YEAR = _YEAR.to(lambda year: Years(year, year))


def _range(first: list[Place | Years], last: list[Place | Years]) -> list[Statement] | None:
    """«март-май», «с 1 марта по 1 мая 2022», «с марта 2021 по май 2023»: each end a place, with its year or without."""
    match first, last:
        case [Place() as start], [Place() as end, *years]:
            return [Place(start.start, end.end), *years]
        case [Place() as start, Years(first=int(began))], [Place() as end, Years(first=int(ended))]:
            if began == ended:
                return [Place(start.start, end.end), Years(ended, ended)]
            return [Stretch(start.start, end.end, began, ended)] if began < ended else None
    return None


def _moved(*found: Statement | bool) -> list[Statement]:
    """The places of a statement, moved by «года, следующего за отчетным» where it stands behind them."""
    statements = [statement for statement in found if not isinstance(statement, bool)]
    if found[-1] is not True:
        return statements
    return [
        replace(statement, in_next_year=True) if isinstance(statement, Place) else statement
        for statement in statements
    ]


_POINT = ((_EXACT | _BROAD_GENITIVE).spread() + _ONE_YEAR.optional()).to(lambda *found: list(found))
_EXACT_POINT = (_EXACT.spread() + _ONE_YEAR.optional()).to(lambda *found: list(found))
_RANGE = _IN.optional() + (
    (_SINCE.optional() + _POINT + _TO + _POINT) | (_SINCE + _POINT + say("до") + _EXACT_POINT)
).to(_range)

_NEXT_YEAR = (
    say("каждый").optional()
    + say("год")
    + _COMMA
    + say("следующий за отчетный")
    + any_of("год", "период").optional()
) | (say("следующий") + (say("за отчетный") + say("период").optional()).optional() + say("год"))
_THIS_YEAR = _THE_CURRENT.optional() + say("год")

# «по итогам I полугодия – до 10 июля»: what the report is about, beside its own day.
_ABOUT = (
    any_of("по итог", "за")
    + (_PARTS | _YEAR | (_THE_CURRENT.optional() + _UNIT))
    + sign("-", ":", ",").many()
).silent() + (_BEFORE | _NOT_LATER)

_PLACES = (
    (
        _RANGE
        | (_ABOUT + _EXACT)
        | (_BEFORE + (_EXACT | _END | (_BROAD_GENITIVE + _INCLUSIVE)))
        | (_NOT_LATER + (_EXACT | _END | _BROAD_GENITIVE))
        | (_THROUGHOUT + _BROAD_GENITIVE)
        | (_IN.optional() + (_END | _BROAD))
        | _EXACT
    ).spread()
    + (_NEXT_YEAR.to(lambda: True) | _THIS_YEAR.to(lambda: False)).optional(False)
).to(_moved)


# Years, and what is said of every year


def _ordered(first: int, last: int) -> Years | None:
    return Years(first, last) if first < last else None


def _short_range(first: int, last: int) -> Years | None:
    """«2021-23 годы»."""
    return _ordered(first, first - first % 100 + last)


_YEARS = (
    (_IN.optional() + _SINCE.optional() + _YEAR + _TO + _YEAR).to(_ordered)
    | (_IN.optional() + _YEAR + _TO + number(0, 99) + say("год")).to(_short_range)
    | (_SINCE + _YEAR).to(lambda year: Years(year, None))
    | (
        (_BEFORE + _YEAR + _INCLUSIVE)
        | (_NOT_LATER + _YEAR)
        | ((_BEFORE | _NOT_LATER | _IN).optional() + say("конец") + _YEAR)
    ).to(lambda year: Years(None, year))
    | (_IN.optional() + say("весь").optional() + _ONE_YEAR)
)

_PART_OF_EACH = say("год").to(lambda: WHOLE_YEAR) | _INSIDE_YEAR.to(lambda per_year: Frequency(per_year))
_EVERY_MONTH = say("месяц").to(lambda: Frequency(12))
_EACH_YEAR = (
    # «в течение месяца» is left out: it counts from an event.
    (_THROUGHOUT + ((_ANY + _PART_OF_EACH) | (say("каждый") + _EVERY_MONTH)))
    | (
        (_BEFORE | _NOT_LATER | _IN).optional()
        + say("конец")
        + _ANY
        + (say("год").to(lambda: END_OF_YEAR) | _PART_OF_EACH | _EVERY_MONTH)
    )
    | (_IN.optional() + (_THE_CURRENT | say("весь")) + say("год").to(lambda: WHOLE_YEAR))
)


# The whole wording

# The day since when work goes on is no day that it is due.
_SINCE_A_DAY = (
    _SINCE + (token(_date) | (number(1, 31) + _month("genitive"))) + _ONE_YEAR.optional()
).silent()
_STATEMENT = (
    ((_STANDING + (_COMMA + _SINCE_A_DAY).optional()) | (_SINCE_A_DAY + _COMMA + _STANDING)).to(
        lambda found: [found]
    )
    | _FREQUENCY.to(lambda found: [found])
    | _DAYS_OF_MONTH.to(lambda found: [found])
    | _PLACES
    | _YEARS.to(lambda found: [found])
    | _EACH_YEAR.to(lambda found: [found])
).spread() + _INCLUSIVE.optional()
_DASH = sign("-", ":").to(Dash)
_BETWEEN = (sign(",", "/") | say("и") | say("но") | _DASH).many()
_HEADING = (
    _BETWEEN
    + (say("срок") + any_of("исполнение", "реализация", "представление").optional() + _BETWEEN).optional()
)
_WORDING = _HEADING + _STATEMENT + (_BETWEEN + _STATEMENT).many() + _BETWEEN


def parse(tokens: Sequence[Token]) -> list[Statement] | None:
    """The statements of a wording in their order; None when any token is left over."""
    found = _WORDING.run(tokens, 0)
    return list(found[0]) if found and found[1] == len(tokens) else None
