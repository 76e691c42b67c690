"""Numbers that count nothing: dates, acts, phones, times, addresses, list marks, per cents, answers of surveys."""

from __future__ import annotations

import re

_MONTH = r"(?:январ|феврал|март|апрел|ма[яйюе]|июн|июл|август|сентябр|октябр|ноябр|декабр)\w*"
_S = r"[ \t\u00a0\u202f\u2009]"
_YEARS = r"(?:19|20)\d\d"

# Every repetition is bounded or ends at a sign of another class: a hostile text costs no more than its length.
_NOT_FIGURES = re.compile(
    "|".join(
        (
            r"https?://\S+|www\.\S+|\b[\w.+-]{1,64}@[\w.-]+",
            # per cents, and the number whose share they are in an answer of a survey
            rf"\d+(?:[.,]\d+)?{_S}?(?:%|процент\w*)",
            # dates and years, with the words that make them so
            rf"\b\d{{1,2}}\.\d{{1,2}}\.(?:\d{{4}}|\d{{2}})\b(?:{_S}?г(?:\.|ода?))?",
            rf"\b\d{{1,2}}{_S}{{1,3}}{_MONTH}\b(?:{_S}{{1,3}}{_YEARS})?(?:{_S}?(?:г\.|года?))?",
            rf"\b(?:{_YEARS}{_S}?(?:[-–—/,]|,?{_S}и{_S}){_S}?){{0,6}}{_YEARS}(?:-?[а-я]{{1,3}})?{_S}{{0,3}}(?:г(?:г|од\w*)?\b\.?)",
            rf"\b{_MONTH}{_S}{{1,3}}{_YEARS}\b",
            rf"(?<![\w,.])(?:за|в|во|на|с|по|до|к|от|период|течение){_S}{_YEARS}(?!{_S}?\d)(?={_S}?[.,;:)\n]|{_S}(?:и|по|г)\b|$)",
            # half-years, quarters and lengths of time
            rf"\b\d{{1,2}}(?:{_S}?-{_S}?(?:о?[гмйе]о?|ый|ой|ом|ый|ая|ую|ое|ем|му|е))?{_S}{{1,3}}(?:полугоди|квартал)\w*",
            rf"\b\d[\d–-]{{0,6}}(?:{_S}|-?(?:го|ти|х|и)?{_S}){{1,3}}(?:(?:рабоч|календарн)\w*{_S})?"
            r"(?:дн(?:я|ей|и)|день|сут\w*|недел\w*|месяц\w*|мес\.|лет|года?|час(?:а|ов)?|ч\.|минут\w*|мин\.|раза?|летн\w*)\b",
            # numbers of acts and documents, whatever stands behind №
            rf"(?:№№?|\bN|\bномер\w*|\b#){_S}{{0,3}}[\w/.-]{{1,40}}(?:,{_S}?\d[\w/-]{{0,20}}){{0,10}}",
            r"\b\d+(?:/\d+)?-(?:р|п|пп|рп|ра|па|од|фз|кз|оз|зко|ук|з|о)\b",
            r"\b[А-ЯA-Z]{1,5}[-–]\d[\w/-]*|\b\d+[-/][А-ЯA-Zа-я]{2,}[\w/-]*(?<!-ти)(?<!-ми)",
            rf"\b(?:ст(?:\.|ать\w*)|п{{1,2}}\.|пункт\w*|подпункт\w*|част(?:ь|и|ью|ей)|ч\.|глав(?:а|ы|е)|гл\.|раздел\w*|абзац\w*|приложени\w*"
            r"|строк(?:а|и|е|у)|позици\w*|форм(?:а|ы|е|у)|таблиц\w*|лист\w*|стр\.|страниц\w*|этап\w*|вопрос\w*|уч(?:асток|астка)"
            rf"|кабинет\w*|каб\.|кв\.|квартир\w*|д\.|дом|дома|корп\w*\.?|стр\.|этаж\w*|индекс\w*|класс\w*|отделени[ея]|ОГРН|ИНН|КПП|ОКТМО|БИК)"
            rf"{_S}{{0,3}}(?:№{_S}?)?\d[\d.,–-]*(?:(?:{_S}?,|{_S}и){_S}?\d[\d.–-]*)*\b",
            # phones
            rf"(?:\+7|\b8){_S}?\(?\d{{3,5}}\)?(?:{_S}?[-–]?\d{{1,3}}){{2,4}}|\b8?\(\d{{3,5}}\){_S}?[\d–-]{{5,9}}",
            rf"\b(?:тел(?:\.|ефон\w*)?|факс\w*)[:.]?{_S}{{0,3}}[\d(][\d() –-]{{3,20}}\d",
            r"(?<![\d-])\d{1,3}[-–]\d{2}[-–]\d{2}(?![\d-])",
            # times, ranges, fractions, long codes
            rf"\b\d{{1,2}}:\d{{2}}\b|\b(?:с|до|в){_S}\d{{1,2}}[.-]\d{{2}}\b(?:{_S}?ч(?:\.|ас\w*))?",
            rf"\b\d+{_S}?[-–—/]{_S}?\d+\b",
            r"\b\d{9,}\b|\b\d+\.\d+\.[\d.]+",
            # streets
            rf"\b(?:ул(?:\.|иц\w+)|пр-т|просп\w+\.?|пер\.|переул\w+|площад\w+|пл\.|шоссе|бульвар\w*){_S}{{0,3}}[^,;.\n\d]{{1,50}},?{_S}{{0,3}}\d+\w?\b",
        )
    ),
    re.IGNORECASE,
)
_LIST_MARK = re.compile(
    r"^[ \t]*(?:\d{1,3}(?:\.\d{1,3}){0,3}[.)]|\d{1,3}(?:\.\d{1,3}){1,3})(?=[ \t\u00a0])", re.MULTILINE
)
# «ответов «Да» – 195 чел. (30 %)»: surveys have tables of their own.
_ANSWER = re.compile(
    r"^[^\n]{0,200}?\b(?:ответ\w*|да|нет|удовлетвор\w+|затруд\w+|хорошо|плохо|довол\w+)\b"
    r"[^\n]{0,80}?\d+(?:[.,]\d+)?[ \u00a0\u202f]?%[^\n]*$",
    re.MULTILINE | re.IGNORECASE,
)
_QUOTED = re.compile(r"«[^«»\n]{0,500}»|\"[^\"\n]{0,500}\"|“[^“”\n]{0,500}”")

HIDDEN = "\x01"  # stands for every sign of what is masked


def masked(text: str) -> str:
    """The text, as long as before, with everything hidden that counts nothing."""
    text = text.replace(HIDDEN, " ")
    for pattern in (_ANSWER, _LIST_MARK, _NOT_FIGURES):
        text = pattern.sub(_hide, text)
    return _QUOTED.sub(lambda found: _hide_digits(found[0]), text)


def _hide(found: re.Match[str]) -> str:
    """Line ends stay: sentences end there."""
    return HIDDEN * len(found[0]) if "\n" not in found[0] else re.sub(r"[^\n]", HIDDEN, found[0])


def _hide_digits(words: str) -> str:
    return re.sub(r"\d", HIDDEN, words)
