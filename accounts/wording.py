"""Russian words for numbers, dates and sizes: plurals, thin spaces, commas; on Babel's rules."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal

NBSP = "\N{NO-BREAK SPACE}"
THIN = "\N{NARROW NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"

_RUSSIAN = Locale("ru")


def plural(count: int | Decimal, one: str, few: str, many: str) -> str:
    """The noun's form after a number: ``plural(22, "мероприятие", "мероприятия", "мероприятий")`` is «мероприятия».

    A fraction takes the second form: «1,5 мероприятия».
    """
    forms = {"one": one, "few": few, "many": many}
    return forms.get(_RUSSIAN.plural_form(abs(Decimal(count))), few)


def counted(count: int, one: str, few: str, many: str) -> str:
    """The number with its noun: «5 мероприятий», «5 942 респондента»; they stay on one line."""
    return f"{number_words(count)}{NBSP}{plural(count, one, few, many)}"


def number_words(value: int | Decimal) -> str:
    """«5 942», «−7», «10,8»: thin spaces between thousands, a comma, every decimal that the value has."""
    places = max(0, -int(Decimal(value).as_tuple().exponent))
    pattern = "#,##0" + ("." + "0" * places if places else "")
    words = format_decimal(value, format=pattern, locale=_RUSSIAN)
    return words.replace(NBSP, THIN).replace("-", MINUS)


def percent_words(value: int | Decimal, places: int | None = None) -> str:
    """«28,5 %» from 28.5; with ``places`` rounded half up, else every decimal that the value has."""
    value = Decimal(value)
    if places is not None:
        value = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{number_words(value)}{NBSP}%"


def date_words(day: date) -> str:
    """«1 марта 2022 г.», on one line. A date-time gives the day it says, in its own time zone."""
    return format_date(day, "d MMMM y 'г'.", locale=_RUSSIAN).replace(" ", NBSP)


def day_words(day: date, *, today: date) -> str:
    """«20 января», with the year where it is not this one: «20 января 2023 г.»."""
    words = format_date(day, "d MMMM", locale=_RUSSIAN).replace(" ", NBSP)
    return words if day.year == today.year else date_words(day)


def left_words(day: date, *, today: date) -> str:
    """How far a day is: «осталось 3 дня», «сегодня последний день», «просрочено на 4 дня»."""
    left = (day - today).days
    if left == 0:
        return "сегодня последний день"
    if left < 0:
        return f"просрочено на{NBSP}{counted(-left, 'день', 'дня', 'дней')}"
    return f"{plural(left, 'остался', 'осталось', 'осталось')} {counted(left, 'день', 'дня', 'дней')}"


def moment_words(moment: datetime) -> str:
    """«1 марта 2022 г., 09:05», in the date-time's own time zone."""
    return f"{date_words(moment)}, {format_time(moment.time(), 'HH:mm', locale=_RUSSIAN)}"


def file_size_words(size: int) -> str:
    """«512 байт», «43 КБ», «1,4 МБ»: bytes as people read them, rounded half up."""
    if size < 1024:
        return counted(size, "байт", "байта", "байт")
    if (kilobytes := _rounded(size, 1024, 0)) < 1024:
        return f"{number_words(kilobytes)}{NBSP}КБ"
    if (megabytes := _rounded(size, 1024**2, 1)) < 1024:
        return f"{number_words(megabytes)}{NBSP}МБ"
    return f"{number_words(_rounded(size, 1024**3, 1))}{NBSP}ГБ"


def _rounded(size: int, unit: int, places: int) -> Decimal:
    value = (Decimal(size) / unit).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return value if value % 1 else value.quantize(Decimal(1))
