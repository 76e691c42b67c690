"""The words of a deadline: normalising a wording and cutting it into tokens with one form for each word."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

# A deadline is a few words in brackets; anything longer is another text that strayed into the cell.
LONGEST = 300


class Token(NamedTuple):
    """One token.

    ``kind`` is ``word``, ``number``, ``roman``, ``ordinal``, ``month``, ``date``, one of the signs ``-``, ``:``, ``,``
    and ``/``, or ``?`` for what nobody knows. ``text`` is the dictionary form of a word (``года`` -> ``год``); of a
    month it is ``genitive``, ``short`` or ``full``. ``value`` is the number, or the month. ``day`` and ``year`` belong
    to a date; a year of 0 stands nowhere in the wording.
    """

    kind: str
    text: str
    value: int = 0
    day: int = 0
    year: int = 0


def _dictionary(lines: str) -> dict[str, str]:
    """``lemma: other forms`` on every line -> each form, the lemma too, with its lemma."""
    words: dict[str, str] = {}
    for line in lines.split("\n"):
        lemma, _, forms = line.strip().partition(":")
        words |= dict.fromkeys([lemma, *forms.split()], lemma)
    words.pop("", None)
    return words


_LEMMAS = _dictionary("""
    год: года году годом годе годы годов годам годах г гг тг сг
    полугодие: полугодия полугодию полугодием полугодии полугодий полугодиям полугодиях полуг полугод пол пг п/г полгода
    половина: половины половине половину
    квартал: квартала кварталу кварталом квартале кварталы кварталов кварталам кварталах кв кварт квл квла
    месяц: месяца месяцу месяцем месяце месяцы месяцев месяцам месяцах мес
    день: дня дню днем дней дни дням
    неделя: недели неделю
    рабочий: рабочие рабочим
    будни: будням
    понедельник: понедельникам
    вторник: вторникам
    среда: среду средам
    четверг: четвергам
    пятница: пятницу пятницам
    суббота: субботу субботам
    воскресенье: воскресеньям
    число: числа числу чисел числам числах
    раз: раза разу разов р
    период: периода периоду периодом периоде
    срок: срока сроку сроком сроке
    время: времени
    конец: конца концу концом конце окончания завершения
    течение: течении теч продолжение
    протяжение: протяжении
    весь: всего всему всем всей все всю
    круглый
    каждый: каждого каждому каждым каждом каждое каждая каждой каждую каждые каждых
    следующий: следующего следующему следующим следующем следующее следующей
    отчетный: отчетного отчетному отчетным отчетном отчетное истекший истекшего истекшим прошедшего прошедшим
    текущий: текущего текущему текущим текущем тек календарный календарного календарном календарных этого сего
    текущий: данного соответствующего
    последний: последнего последнему последним последнем последнее
    до
    к: ко
    по
    с: со
    в: во
    на
    при
    за
    после
    итог: итогам
    не
    но
    и: а также
    чем
    через
    начиная
    включительно: включ вкл
    позднее: позже
    реже
    менее: меньше
    минимум
    как
    дважды
    ежегодно: ежегодн ежегод
    ежеквартально: ежекварт ежекв ежеквартальн поквартально
    ежемесячно: ежемес ежемесячн помесячно
    ежеполугодно
    постоянно: пост постоян
    постоянный: постоянной постоянном
    непрерывно
    непрерывный: непрерывной непрерывном
    регулярно
    регулярный: регулярной регулярном
    систематически
    систематический: систематической
    бессрочно
    круглогодично
    ежедневно
    еженедельно
    круглосуточно
    основа: основе
    режим: режиме
    реализация: реализации
    исполнение: исполнения выполнение выполнения
    действие: действия
    представление: представления предоставление предоставления проведение проведения
    план: плана
    программа: программы
    мероприятие: мероприятия мероприятий
    мера: мере
    случай: случае
    факт: факту
    необходимость: необходимости необх
    потребность: потребности
    востребованность: востребованности
    разработка: разработки
    подготовка: подготовки
    готовность: готовности
    издание: издания
    утверждение: утверждения
    опубликование: опубликования публикации
    нормативный: нормативных нормативного
    правовой: правовых правового
    акт: акта актов нпа
    законодательство: законодательства
    возникновение: возникновения возникновении
    наличие: наличии наличия
    поступление: поступления поступлении
    обращение: обращения обращении обращений обращению обращениям
    запрос: запроса запросу запросов запросам
    заявление: заявления заявлений заявлению заявлениям
    заявка: заявки заявок заявке заявкам
    требование: требования требованию требованиям
    изменение: изменения изменений изменении изменениям
    обновление: обновления обновлении
    принятие: принятия принятии
    внесение: внесения внесении
    появление: появления появлении
    выявление: выявления выявлении
    информация: информации сведений
    документ: документа документов
    гражданин: граждан гражданина гражданами
    житель: жителей населения
""")

_MONTH_STEMS = (
    ("январ", "ь", "я", "ю", "ем", "е"),
    ("феврал", "ь", "я", "ю", "ем", "е"),
    ("март", "", "а", "у", "ом", "е"),
    ("апрел", "ь", "я", "ю", "ем", "е"),
    ("ма", "й", "я", "ю", "ем", "е"),
    ("июн", "ь", "я", "ю", "ем", "е"),
    ("июл", "ь", "я", "ю", "ем", "е"),
    ("август", "", "а", "у", "ом", "е"),
    ("сентябр", "ь", "я", "ю", "ем", "е"),
    ("октябр", "ь", "я", "ю", "ем", "е"),
    ("ноябр", "ь", "я", "ю", "ем", "е"),
    ("декабр", "ь", "я", "ю", "ем", "е"),
)
_SHORT_MONTHS = "янв фев мар апр май июн июл авг сен окт ноя дек".split()
_ALSO_SHORT = {"февр": 2, "сент": 9, "нояб": 11}

_MONTHS: dict[str, tuple[int, str]] = {
    short: (number, "short") for number, short in enumerate(_SHORT_MONTHS, 1)
}
_MONTHS |= {short: (number, "short") for short, number in _ALSO_SHORT.items()}
_MONTHS |= {
    stem + ending: (number, "genitive" if ending == endings[1] else "full")
    for number, (stem, *endings) in enumerate(_MONTH_STEMS, 1)
    for ending in endings
}

_ORDINAL_STEMS = (
    "перв втор трет четверт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат четырнадцат "
    "пятнадцат шестнадцат семнадцат восемнадцат девятнадцат двадцат"
).split()
_HARD_ENDINGS = "ый ой ое ого ому ым ом ая ую ые ых ыми".split()
_THIRD_ENDINGS = "ий ье ьего ьему ьим ьем ья ьей ью ьи ьих".split()
_ORDINALS: dict[str, int] = {
    stem + ending: number
    for number, stem in enumerate(_ORDINAL_STEMS, 1)
    for ending in (_THIRD_ENDINGS if stem == "трет" else _HARD_ENDINGS)
}

_CARDINALS: dict[str, int] = {
    form: number
    for number, forms in {
        1: "один одного одному одним одном одна одной одну одно",
        2: "два две двух двумя",
        3: "три трех",
        4: "четыре четырех",
        6: "шесть шести",
        12: "двенадцать двенадцати",
    }.items()
    for form in forms.split()
}

# Offices type Roman numbers with whatever letters look right: «П», «Ш», «1У» and «ll» stand for II, III, IV and II.
_ROMANS = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "iу": 4,
    "iy": 4,
    "п": 2,
    "ш": 3,
    "l": 1,
    "ll": 2,
    "lll": 3,
    "lv": 4,
}

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
_LOOK_ALIKES = {ord("ё"): "е", ord("і"): "i", ord("ӏ"): "i"} | {
    ord(sign): numeral for sign, numeral in zip("ⅰⅱⅲⅳ", ("i", "ii", "iii", "iv"), strict=True)
}
_TRANSLATION = _INVISIBLE | _DASHES | _LOOK_ALIKES
_LATIN_AS_CYRILLIC = str.maketrans("aceopxykmthb", "асеорхукмтнв")

_SUFFIX = r"(?:\s?-?\s?(?:го|ого|му|ому|ый|ой|ий|ое|ом|ем|ым|ая|ые|ых|й|е|м|я|х)(?![a-zа-я]))?"
_TOKEN = re.compile(
    rf"""
      (?P<day>[0-9]{{1,2}}) \s? (?P<sep>[./-]) \s? (?P<month>[0-9]{{1,2}}) \s? (?P=sep) \s?
      (?P<year>[0-9]{{4}}|[0-9]{{2}}) (?![0-9])
    | (?P<iso>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}) (?![0-9])
    | (?P<day_month>[0-9]{{1,2}}\.[0-9]{{1,2}}) (?![0-9])
    | (?P<split>(?:п\s?[/.]\s?г|[гтс]\.\s?г|пол\sгода|кв-л[а-я]?)(?![а-я]))
    | (?P<roman>(?:[1i][vуy]|i{{1,3}}|l{{1,3}}|lv|п|ш)(?![a-zа-я]) | (?:i{{1,3}}|iv)(?=кв|пол|п/)) {_SUFFIX}
    | (?P<number>[0-9]+) {_SUFFIX}
    | (?P<word>[a-zа-я]+)
    | (?P<dash>[-:])
    | (?P<comma>[,;()\[\]{{}}])
    | (?P<slash>(?<![0-9])/)
    | (?P<other>[^\s.«»"“”„])
    """,
    re.VERBOSE,
)


def _normalised(wording: str) -> str:
    """The wording in lower case, with plain spaces and dashes, and without invisible characters and ё."""
    text = unicodedata.normalize("NFC", wording).lower().translate(_TRANSLATION)
    return " ".join(text.split())


def tokens(wording: str) -> list[Token]:
    """Cut a wording into tokens; full stops and quotation marks are dropped, whatever nobody knows becomes a ``?``."""
    wording = " ".join(wording.split())
    if len(wording) > LONGEST:
        return [Token("?", "")]
    return [_token(found) for found in _TOKEN.finditer(_normalised(wording))]


def _token(found: re.Match[str]) -> Token:
    if found["day"]:
        century = "20" if len(found["year"]) == 2 else ""
        return _date(int(found["day"]), int(found["month"]), int(century + found["year"]))
    if found["iso"]:
        year, month, day = map(int, found["iso"].split("-"))
        return _date(day, month, year)
    if found["day_month"]:
        day, month = map(int, found["day_month"].split("."))
        return Token("date", "", month, day)
    if found["roman"]:
        return Token("roman", "", _ROMANS[found["roman"].replace("1", "i")])
    if found["number"]:
        return Token("number", found["number"], int(found["number"]))
    if found["split"] or found["word"]:
        return _word(found["word"] or re.sub(r"[\s.-]", "", found["split"]))
    if found["dash"]:
        return Token(found["dash"], "")
    if found["slash"]:
        return Token("/", "/")
    return Token(",", "") if found["comma"] else Token("?", found[0])


def _date(day: int, month: int, year: int) -> Token:
    return Token("date", "", month, day, year) if 1900 <= year <= 2100 else Token("?", "")


def _word(text: str) -> Token:
    text = text.translate(_LATIN_AS_CYRILLIC)
    if text in _LEMMAS:
        return Token("word", _LEMMAS[text])
    if text in _MONTHS:
        number, form = _MONTHS[text]
        return Token("month", form, number)
    if text in _ORDINALS:
        return Token("ordinal", "", _ORDINALS[text])
    if text in _CARDINALS:
        return Token("number", "", _CARDINALS[text])
    return Token("?", text)
