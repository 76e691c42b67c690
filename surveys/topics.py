"""Two or three words for a question, the same through the years, and the matching of questions by them. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from plans.folding import folded
from surveys.nominative import lemmas, nominative

# The subjects of the yearly survey that the federal rule of 2012 sets, then what offices add; the first that fits.
# More telling stems stand first: «водоснабжение» is a utility too.
_TRANSPORT = "Транспортное обслуживание"
_LOCAL_SELF_GOVERNMENT = "Деятельность органов местного самоуправления"
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
        (r"физическ\w* культур|\bспорт", "Физическая культура и спорт"),
        (r"культур|досуг|библиотек", "Культура"),
        (r"открытост|доступност\w* информац", "Информационная открытость"),
        (r"деятельност\w* (?:\w+ ){0,2}?глав|эффективност\w* (?:\w+ ){0,2}?глав|работ\w* глав", "Деятельность главы"),
        (r"деятельност\w* (?:\w+ ){0,3}?администрац|работ\w* администрац", "Деятельность администрации"),
        (r"деятельност\w* (?:\w+ ){0,3}?(?:совет|дум|собрани|депутат|представительн)", "Деятельность депутатов"),
        (r"деятельност\w* (?:\w+ ){0,3}?органов местного самоуправлени", _LOCAL_SELF_GOVERNMENT),
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
_NAMED_PLACE = re.compile(
    r"\b\w+(?:ого|его|ом|ем|ской)(?: муниципальн\w+| городск\w+)? (?:округ|район|кра[йяею]|област)\w*"
)
# Words, as they stand in a dictionary, that leave a question about its subject as a whole.
_SAYS_NO_MORE = frozenset(
    "качество уровень организация состояние предоставление обеспечение подача работа услуга сфера деятельность "
    "эффективность удовлетворенность население гражданин житель потребитель процент число опросить опрошенный "
    "муниципальный городской сельский местный округ район город поселок поселение село населенный населить пункт "
    "проживание территория ваш наш вы мы снабжение топливо в во на с по и или для от из о об при не".split()
)
_SHORT = 45  # letters: such a question is its own topic
_SHORTEST = 3
_LENGTHS = (60, 120)  # of a topic; the greater one where questions begin with the same words
# Shares of words in common, in the same order.
_ALIKE, _ALIKE_IN_TOPIC = 0.75, 0.4
_STEM = 6  # letters; what follows is mostly an ending
_COMPARED = 60  # words of a text


def topic_of(text: str) -> str:
    """A short question itself; «Газоснабжение» for «Удовлетворённость граждан уровнем организации газоснабжения …»,
    which asks of a known subject as a whole; else its own words without their stock beginning, in the nominative, cut
    at about sixty letters."""
    whole = _whole(text)
    if len(whole) <= _SHORT and not _BEGINNINGS.match(whole):
        return _capitalized(whole)
    return _subject_as_whole(text) or _own_words(text, _LENGTHS[0])


def topics_of(questions: Sequence[tuple[str, str]]) -> list[str]:
    """The topics of one survey's questions, given as ``(text, topic)``: those without one get it by their words. Where
    the words of several lead to the same, each has its own."""
    topics = [topic or topic_of(text) for text, topic in questions]
    for longest in _LENGTHS:
        counts = Counter(folded(topic) for topic in topics)
        for place, (text, given) in enumerate(questions):
            if counts[folded(topics[place])] > 1 and given in ("", topic_of(text)):
                topics[place] = _own_words(text, longest)
    return topics


def match_questions(earlier: Sequence[tuple[str, str]], now: Sequence[tuple[str, str]]) -> list[int | None]:
    """For each of ``now`` the place in ``earlier`` of the same question, or None; both are ``(text, topic)``. One
    earlier question is matched once: by text, by a topic that both years have once, by a known subject that both ask of
    as a whole, then by likeness of the texts. Texts on different subjects are never alike, however the rest of their
    words agree."""
    found: list[int | None] = [None] * len(now)
    for key in (_by_text, _by_topic, _by_subject):
        ground = [place for place in range(len(earlier)) if place not in found]
        asked = [place for place in range(len(now)) if found[place] is None]
        if not ground or not asked:
            break
        places = _only_once(key(*earlier[place]) for place in ground)
        for words, place in _only_once(key(*now[place]) for place in asked).items():
            if words in places:
                found[asked[place]] = ground[places[words]]
    for place, earlier_place in _most_alike(earlier, now, found):
        if found[place] is None and earlier_place not in found:
            found[place] = earlier_place
    return found


def _most_alike(
    earlier: Sequence[tuple[str, str]], now: Sequence[tuple[str, str]], found: list[int | None]
) -> list[tuple[int, int]]:
    """Pairs of questions not matched yet whose texts are alike, the best first; of one topic before others."""
    ground = [
        (place, folded(topic), _subject(text), _stems(text))
        for place, (text, topic) in enumerate(earlier)
        if place not in found
    ]
    pairs = []
    for place, (text, topic) in enumerate(now):
        if found[place] is not None or not ground:
            continue
        matcher = SequenceMatcher(None, (), _stems(text), autojunk=False)
        subject, key = _subject(text), folded(topic)
        for earlier_place, earlier_topic, earlier_subject, stems in ground:
            same_topic = bool(key) and key == earlier_topic
            if not same_topic and subject and earlier_subject and subject != earlier_subject:
                continue
            least = _ALIKE_IN_TOPIC if same_topic else _ALIKE
            matcher.set_seq1(stems)
            if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
                continue
            if (likeness := matcher.ratio()) >= least:
                pairs.append((not same_topic, -likeness, place, earlier_place))
    return [(place, earlier_place) for *_, place, earlier_place in sorted(pairs)]


def _by_text(text: str, topic: str) -> str:
    return folded(text)


def _by_topic(text: str, topic: str) -> str:
    return folded(topic)


def _by_subject(text: str, topic: str) -> str:
    return _subject_as_whole(text)


def _subject(text: str) -> str:
    """The known subject that a question touches, «» for another."""
    words = _MUNICIPALITY.sub("", folded(text))
    return next((topic for pattern, topic in _SUBJECTS if pattern.search(words)), "")


def _subject_as_whole(text: str) -> str:
    """The known subject that a question asks of and of nothing less: not of its price or its repair."""
    subject = _subject(text)
    if not subject:
        return ""
    words = _NAMED_PLACE.sub("", _MUNICIPALITY.sub("", folded(_BEGINNINGS.sub("", _whole(text)))))
    own = frozenset().union(*(lemmas(word) for word in folded(subject).split()))
    says_more = any(not lemmas(word) & (own | _SAYS_NO_MORE) for word in words.split()[:_COMPARED])
    return "" if says_more else subject


def _stems(text: str) -> list[str]:
    """Without the stock beginning, which says nothing of what is asked."""
    words = folded(_BEGINNINGS.sub("", " ".join(text.split())) or text)
    return [word[:_STEM] for word in words.split()[:_COMPARED]]


def _only_once(words: Iterator[str]) -> dict[str, int]:
    """Each of the words that stands there once, with its place."""
    places: dict[str, int] = {}
    twice: set[str] = set()
    for place, word in enumerate(words):
        if word in places:
            twice.add(word)
        places[word] = place
    return {word: place for word, place in places.items() if word and word not in twice}


def _own_words(text: str, longest: int) -> str:
    """Cut on a word, never with a preposition at the end."""
    whole = _whole(text)
    asked = _BEGINNINGS.sub("", whole)
    words = _capitalized((nominative(asked) if asked != whole and len(asked) >= _SHORTEST else "") or whole)
    if len(words) <= longest:
        return words
    cut = words[: longest + 1].rpartition(" ")[0] or words[:longest]
    cut = re.sub(r"(?:\s+(?:и|в|во|на|с|по|для|к|от|из|о|об|у|за|или|а))+$", "", cut, flags=re.IGNORECASE)
    return f"{cut.rstrip(' ,;:–-(«')}…"


def _whole(text: str) -> str:
    return " ".join(text.split()).strip(" ?:.")


def _capitalized(words: str) -> str:
    return words[:1].upper() + words[1:]
