"""Numbers of a text set against the indicators of its entry: offered where none is entered, else compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from accounts.wording import number_words
from plans.checking.values import Figure, Finding, fits
from plans.numbers import Found, Sought, belonging, candidates, find_figures

# A likeness at which a number is surely the indicator's; what is less sure is offered and never called wrong.
_SURE = 0.75
_TIMES = {"тыс": 3, "млн": 6, "миллион": 6, "млрд": 9, "миллиард": 9}


def offers(text: str, figures: Sequence[Figure]) -> dict[int, Decimal]:
    """By indicator's id, the number that the text gives for it, in the indicator's unit."""
    return {pk: value for pk, (value, _) in offers_in_words(text, figures).items()}


def offers_in_words(text: str, figures: Sequence[Figure]) -> dict[int, tuple[Decimal, str]]:
    """The same with the words of the text in which the number stands."""
    numbers = {figure.indicator_id: figure for figure in figures if figure.kind != "yes_no"}
    sought = [_sought(figure) for figure in numbers.values()]
    return {
        pk: (value, _said(text, found))
        for pk, found in belonging(find_figures(text), sought).items()
        if fits(numbers[pk].kind, value := in_unit(found.value, numbers[pk].unit))
    }


def contradictions(text: str, figures: Sequence[Figure]) -> Iterator[Finding]:
    """A finding for every entered figure for which the text surely gives another number."""
    entered = [figure for figure in figures if figure.kind != "yes_no" and figure.value is not None]
    if not entered:
        return
    found = find_figures(text)
    own = belonging(found, [_sought(figure) for figure in figures if figure.kind != "yes_no"])
    for figure in entered:
        taken = {one.start for pk, one in own.items() if pk != figure.indicator_id}
        likely = [
            each
            for each in candidates(found, _sought(figure))
            if each.likeness >= _SURE and each.found.start not in taken
        ]
        values = [in_unit(each.found.value, figure.unit) for each in likely]
        # Parts that add up to the figure contradict it as little as the figure itself.
        if not likely or figure.value in values or figure.value == sum(values):
            continue
        yield _contradiction(text, figure, likely[0].found)


def in_unit(value: Decimal, unit: str) -> Decimal:
    """A number of the text in an indicator's unit: «12,5 млн рублей» is 12500 of «тыс. рублей»."""
    times = next((power for word, power in _TIMES.items() if unit.lower().startswith(word)), 0)
    scaled = value.scaleb(-times)
    return scaled.quantize(Decimal(1)) if scaled == scaled.to_integral_value() else scaled


def _contradiction(text: str, figure: Figure, found: Found) -> Finding:
    value = figure.value if figure.value is not None else Decimal()
    return Finding(
        "error",
        "figure_contradicts",
        f"Текст расходится с показателем «{figure.name}»",
        f"В тексте {_said(text, found)}, в показателе {number_words(_plain(value))}.",
    )


def _said(text: str, found: Found) -> str:
    """The number as the text has it, with what it counts; short, and without quotes of its own."""
    said = " ".join(text[found.start : found.end].split()).replace("«", "").replace("»", "")
    return said if len(said) <= 80 else f"{said[:80].rsplit(' ', 1)[0]}…"


def _plain(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _sought(figure: Figure) -> Sought:
    return Sought(figure.indicator_id, figure.name, figure.sought)
