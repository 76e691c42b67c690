"""What the columns of a table hold: by their headers, and where a header says nothing, by what stands below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from plans.folding import folded
from surveys.meanings import meaning_of
from surveys.reading.numbers import Kind


class Role(StrEnum):
    NUMBER = "number"
    QUESTION = "question"
    ANSWER = "answer"
    MEANING = "meaning"
    UNIT = "unit"
    PLACE = "place"
    RESPONDENTS = "respondents"
    LEFT_OUT = "left out"
    SPARE = "spare"  # left out beside other figures
    VALUE = "value"


_ROLES = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        (Role.NUMBER, r"(?:№|n|no)?\s*(?:п\s*[/.\\]?\s*п\.?)?|(?:№|номер)\s*вопроса|номер"),
        (
            Role.ANSWER,
            r"вариант\w*(?: ответ\w*)?|ответы?|формулировка ответа|мнени[ея](?: \w+)?|ответы респондентов",
        ),
        (Role.UNIT, r"ед\.?(?:иниц\w*)?\s*изм\.?(?:ерения)?"),
        (Role.MEANING, r"(?:оценка|значение|смысл|тип|характер)(?: ответа)?"),
        (
            Role.QUESTION,
            r"вопрос(?:ы)?(?: (?:анкеты|опроса))?|(?:формулировка|текст|содержание|наименование) вопрос.*"
            r"|(?:наименование )?(?:направлени|показател|критери|сфер|услуг|параметр|тем)\w*(?: .*)?|виды? услуг.*"
            r"|(?:предмет|объект) оценки",
        ),
        (Role.LEFT_OUT, r"место(?: .*)?|ранг|примечани\w*|комментари\w*|динамика"),
        (Role.SPARE, r"рейтинг|средн\w*(?: значени\w*)?|итого|источник"),
        (
            Role.RESPONDENTS,
            r"(?:(?:общее )?(?:количество|число|кол-во)\s)?(?:(?:всего|принявш\w* участие) )*"
            r"(?:опрошен\w*|респондент\w*|участник\w*|приня\w+ участие)(?:\s(?:граждан|жителей|всего|в опросе|опроса))*"
            r"(?:,? ?\(?(?:чел\.?|человек)\)?)?",
        ),
    )
)
_PLACE_WORDS = re.compile(
    r"(?:наименовани\w*|названи\w*|муниципальн\w+|городск\w+|сельск\w+|и|или|края|области|республики|мо|го"
    r"|образовани\w*|округ\w*|район\w*|территори\w*|муниципалитет\w*|город\w*|поселени\w*)"
)
_PLACE_CORE = re.compile(
    r"\b(?:образовани|округ|район|территори|муниципалитет|мо\b|город\b|города\b|поселени)"
)
_REGION_NAME = re.compile(r"\b\w+(?:ого|ой) (?:края|области)\b|\bреспублики \w+")
_PERCENT = re.compile(r"%|процент|\bдол[яиюей]\b|удельн")
_COUNT = re.compile(
    r"\bчел\b|\bчеловек|количеств|кол-во|\bчисло\b|\bответов\b|голос|ответивш|\bреспондент|\bопрошен"
)
_COMMON = re.compile(
    r"%|процент\w*|\bдол[яиюей]\b|удельн\w* вес\w*|\bчел\w*|количеств\w*|кол-во|\bчисло\b|\bответ\w*|голос\w*"
    r"|опрошен\w*|респондент\w*|\w*удовлетвор\w*|населени\w*|граждан\w*|жител\w*|значени\w*|результат\w*|показател\w*|оценк\w*"
    r"|уров\w+|степен\w*|\bфакт\w*|\bот\b|\bиз\b|\bв\b|\bпо\b|\bза\b|\bих\b|\bк\b|\bне\b|обще\w*|всего|итого"
    r"|(?:19|20)\d\d|\bгод\w*|\bг\b|ед изм|\bданны\w*|опрос\w*|\bитог\w*|выбра\w*|вариант\w*|\bсумм\w*|\bn\b"
)
_TOTAL = re.compile(r"(?:всего|итого|сумма|общий итог)(?: (?:ответ\w*|голос\w*|по вопросу))*")
# Of an answer: «удовлетворен, %», «да (чел.)»; «один человек» and «больше 50 %» are whole.
_ANSWER_UNIT = re.compile(
    r"(?:(?:,\s*|\s*\()(?:в\s+)?(?:%|процент\w*|чел\.?|человек)\)?|(?<=[^\W\d_])\s*%)\s*$", re.IGNORECASE
)
_UNIT_TAIL = re.compile(r"[,;]?\s*\(?(?:в\s+)?(?:%|процент\w*|чел\.?|человек)\)?\s*$", re.IGNORECASE)


def role_of(header: str) -> Role:
    """What a column holds by its header; VALUE where it may be anything."""
    words = " ".join(header.lower().replace("ё", "е").split()).strip(" .:")
    if not words:
        return Role.VALUE
    for role, pattern in _ROLES:
        if pattern.fullmatch(words):
            return role
    return Role.PLACE if _is_place_header(words) else Role.VALUE


def kind_of(header: str) -> Kind | None:
    """Whether a column of this header holds per cents or people; None where it does not say, or says both."""
    words = header.lower().replace("ё", "е")
    percent = _PERCENT.search(words) is not None
    count = re.search(r"\bчел", words) is not None if percent else _COUNT.search(words) is not None
    if percent == count:
        return None
    return Kind.PERCENT if percent else Kind.COUNT


def telling_words(part: str) -> str:
    """What is left of a header beside words for figures: a place's name, a subject; «» for «Ответов, чел.»."""
    return " ".join(re.sub(r"[^\w]+", " ", _COMMON.sub(" ", part.lower().replace("ё", "е"))).split())


def without_unit(text: str) -> str:
    """«Газоснабжение» for «Газоснабжение, %»."""
    return _UNIT_TAIL.sub("", " ".join(text.split())).strip(" ,;:")


def answer_words(text: str) -> str:
    """«удовлетворен» for «удовлетворен, %»."""
    return _ANSWER_UNIT.sub("", text.strip()).strip(" ,;:")


def answer_in(parts: Sequence[str]) -> str:
    """The part of a header that is an answer's words («не удовлетворены»), «» where none is."""
    for part in reversed(parts):
        words = without_unit(part)
        if words and meaning_of(words) is not None and not has_share_word(words):
            return words
    return ""


def has_share_word(words: str) -> bool:
    """«% удовлетворённых», «доля довольных» head a column of shares, «удовлетворены» is an answer."""
    return re.match(r"\W*(?:%|процент|дол[яи]\b|количеств|число|уров|степен)", words.lower()) is not None


def is_total(words: str) -> bool:
    """«Итого», «Всего ответов»."""
    return _TOTAL.fullmatch(folded(words)) is not None


def _is_place_header(words: str) -> bool:
    plain = folded(_REGION_NAME.sub(" ", words))
    return _PLACE_CORE.search(plain) is not None and all(
        _PLACE_WORDS.fullmatch(word) for word in plain.split()
    )
