"""Two or three words for a question, the same through the years, and the matching of questions by them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from plans.folding import folded

# The subjects of the yearly survey that the federal rule of 2012 sets, then what offices add; the first that fits.
# More telling stems stand first: «водоснабжение» is a utility too.
_TRANSPORT = "Транспортное обслуживание"
_SUBJECTS = tuple(
    (re.compile(pattern), topic)
    for pattern, topic in (
        (r"автобусн|транспорт\w* обслуж|общественн\w+ транспорт|пассажирск|работ\w* транспорт", _TRANSPORT),
        (r"автодорог|(?:автомобильн|качеств|состояни)\w* дорог|\bдорог(?:и|ами|ах)?\b", "Автомобильные дороги"),
        (r"теплоснабж|снабжени\w* населения топливом|отоплени", "Теплоснабжение"),
        (r"водоснабж|водоотвед|канализац|питьев\w* вод", "Водоснабжение и водоотведение"),
        (r"электроснабж|электроэнерг|энергоснабж", "Электроснабжение"),
        (r"газоснабж|газификац", "Газоснабжение"),
        (r"уличн\w* освещ|освещени\w* улиц", "Уличное освещение"),
        (r"твердых (?:коммунальн|бытов)|\bтко\b|\bтбо\b|вывоз\w* мусор|обращени\w* с отход", "Вывоз мусора"),
        (r"благоустро", "Благоустройство"),
        (r"жилищно коммунальн|\bжкх\b|коммунальн\w* услуг", "Жилищно-коммунальные услуги"),
        (r"дошкольн|детск\w* сад", "Дошкольное образование"),
        (r"дополнительн\w* образован", "Дополнительное образование"),
        (r"общ\w* образован|\bшкол", "Общее образование"),
        (r"\bобразовани", "Образование"),
        (r"здравоохран|медицинск|поликлиник|больниц", "Здравоохранение"),
        (r"социальн\w* (?:обслуж|защит|услуг)", "Социальное обслуживание"),
        (r"физическ\w* культур|\bспорт", "Физкультура и спорт"),
        (r"культур|досуг|библиотек", "Культура"),
        (r"открытост|доступност\w* информац", "Информационная открытость"),
        (r"деятельност\w* (?:\w+ ){0,2}?глав|эффективност\w* (?:\w+ ){0,2}?глав|работ\w* глав", "Деятельность главы"),
        (r"деятельност\w* (?:\w+ ){0,3}?администрац|работ\w* администрац", "Деятельность администрации"),
        (r"деятельност\w* (?:\w+ ){0,3}?(?:совет|дум|собрани|депутат|представительн)", "Деятельность депутатов"),
        (r"деятельност\w* (?:\w+ ){0,3}?органов местного самоуправлени", "Деятельность местных властей"),
        (r"безопасност|правопоряд", "Безопасность"),
    )
)  # fmt: skip
_BEGINNINGS = re.compile(
    r"^(?:(?:пожалуйста,? )?(?:скажите|укажите|оцените)(?:,? пожалуйста)?,?\s+"
    r"|насколько\s+|как\s+(?:бы )?(?:вы|вам)\s+(?:в целом )?(?:оцениваете|оценили бы|оценили|нравится)\s+"
    r"|(?:полностью )?(?:удовлетвор[её]нность|удовлетвор[её]ны|довольны|устраива\w+|удовлетворяет)"
    r"(?:\s+ли)?(?:\s+(?:вас|вы))?\s+"
    r"|(?:уровень|степень)\s+удовлетвор[её]нности\s+|доля\s+|оценка\s+|считаете ли вы,?\s+(?:что\s+)?"
    r"|(?:граждан|населения|жителей|респондентов|опрошенных|потребителей)\s+|в целом\s+"
    r"|(?:вы|вас)\s+)+",
    re.IGNORECASE,
)
_MUNICIPALITY = re.compile(r"\bмуниципальн\w* образовани\w*")
_LONGEST = 60
_ALIKE = 0.8
_COMPARED = 300  # letters of a text
_COMMON_WORDS = 0.3  # of two texts, before they are compared letter by letter


def topic_of(text: str) -> str:
    """«Газоснабжение» for «Удовлетворённость граждан уровнем организации газоснабжения …»; a question on no known
    subject is its own topic, without its stock beginning, cut at about sixty letters."""
    words = _MUNICIPALITY.sub("", folded(text))
    known = next((topic for pattern, topic in _SUBJECTS if pattern.search(words)), None)
    return known or _own_words(text)


def match_questions(earlier: Sequence[tuple[str, str]], now: Sequence[tuple[str, str]]) -> list[int | None]:
    """For each of ``now`` the place in ``earlier`` of the same question, or None; both are ``(text, topic)``. One
    earlier question is matched once: by text, by a topic that both years have once, then by likeness of the texts."""
    found: list[int | None] = [None] * len(now)
    before, after = [_folded_pair(pair) for pair in earlier], [_folded_pair(pair) for pair in now]
    for key in (0, 1):
        places = _only_once(pair[key] for place, pair in enumerate(before) if place not in found)
        wanted = _only_once(pair[key] for place, pair in enumerate(after) if found[place] is None)
        ground = [place for place in range(len(before)) if place not in found]
        asked = [place for place in range(len(after)) if found[place] is None]
        for words in wanted.keys() & places.keys():
            found[asked[wanted[words]]] = ground[places[words]]
    for likeness, place, earlier_place in _likenesses(before, after, found):
        if likeness >= _ALIKE and found[place] is None and earlier_place not in found:
            found[place] = earlier_place
    return found


def _likenesses(
    before: list[tuple[str, str]], after: list[tuple[str, str]], found: list[int | None]
) -> list[tuple[float, int, int]]:
    """The best first; of questions not matched yet. One topic makes texts likelier the same."""
    likenesses = []
    taken = set(found)
    for place, (text, topic) in enumerate(after):
        if found[place] is not None:
            continue
        matcher = SequenceMatcher(None, "", text[:_COMPARED], autojunk=False)
        for earlier_place, (earlier_text, earlier_topic) in enumerate(before):
            if earlier_place in taken:
                continue
            if not _share_words(text, earlier_text):
                continue
            matcher.set_seq1(earlier_text[:_COMPARED])
            least = _ALIKE / 2 if topic == earlier_topic else _ALIKE
            if matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least:
                likeness = matcher.ratio()
                if likeness >= least:
                    bonus = 1 if topic == earlier_topic else 0
                    likenesses.append((likeness + bonus, place, earlier_place))
    return sorted(likenesses, key=lambda each: (-each[0], each[1], each[2]))


def _share_words(text: str, other: str) -> bool:
    words, others = set(text.split()), set(other.split())
    return len(words & others) >= _COMMON_WORDS * max(len(words), len(others), 1)


def _only_once(words: Iterator[str]) -> dict[str, int]:
    """Each of the words that stands there once, with its place."""
    places: dict[str, int] = {}
    twice: set[str] = set()
    for place, word in enumerate(words):
        if word in places:
            twice.add(word)
        places[word] = place
    return {word: place for word, place in places.items() if word and word not in twice}


def _folded_pair(pair: tuple[str, str]) -> tuple[str, str]:
    return folded(pair[0]), folded(pair[1])


def _own_words(text: str) -> str:
    whole = " ".join(text.split()).strip(" ?:.")
    words = _BEGINNINGS.sub("", whole) or whole
    words = words[:1].upper() + words[1:]
    if len(words) <= _LONGEST:
        return words
    cut = words[: _LONGEST + 1].rpartition(" ")[0] or words[:_LONGEST]
    cut = re.sub(r"(?:\s+(?:и|в|во|на|с|по|для|к|от|из|о|об|у|за|или|а))+$", "", cut, flags=re.IGNORECASE)
    return f"{cut.rstrip(' ,;:–-(«')}…"
