"""What is wrong in an understood table: blank progress, unreadable deadlines, wrong per cents, doubles, odd numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plans.deadlines import read_deadline
from plans.folding import folded
from reports.readers.parsed import Finding, Numbering, ParsedRow, RowKind
from reports.readers.percentages import percentage_findings
from reports.readers.rows import Placed


def findings_of(
    placed: Sequence[Placed], rows: Sequence[ParsedRow], numbering: Numbering, *, has_progress: bool
) -> list[Finding]:
    """All findings about single rows, in their order. ``placed`` and ``rows``: the same rows, before and after."""
    doubles = dict(_doubles(placed, rows))
    differing = dict(_differing_numbers(placed, numbering))
    found: list[Finding] = []
    for place, row in enumerate(rows):
        found += [each[place] for each in (differing, doubles) if place in each]
        if row.kind is RowKind.ACTIVITY:
            found += _about_activity(row, has_progress=has_progress)
    return found


def _about_activity(row: ParsedRow, *, has_progress: bool) -> Iterator[Finding]:
    if has_progress and not row.progress:
        yield Finding(
            "blank_progress", row.number, f"В пункте {row.number} нет информации о проведении мероприятия."
        )
    if row.deadline and read_deadline(row.deadline).rule is None:
        yield Finding(
            "deadline_unreadable",
            row.number,
            f"Срок «{row.deadline}» в пункте {row.number} не распознан: он сохранён и печатается как есть, "
            "укажите его смысл вручную.",
            {"wording": row.deadline},
        )
    yield from percentage_findings(row.progress, row.number)


def _doubles(placed: Sequence[Placed], rows: Sequence[ParsedRow]) -> Iterator[tuple[int, Finding]]:
    first: dict[tuple[int | None, str], str] = {}
    for place, (each, row) in enumerate(zip(placed, rows, strict=True)):
        if row.kind is RowKind.SECTION:
            continue
        key = (each.parent, folded(row.text))
        if key in first:
            yield (
                place,
                Finding(
                    "duplicate_activity",
                    row.number,
                    f"Мероприятие пункта {row.number} повторяет пункт {first[key]} слово в слово.",
                    {"first": first[key]},
                ),
            )
        first.setdefault(key, row.number)


def _differing_numbers(placed: Sequence[Placed], numbering: Numbering) -> Iterator[tuple[int, Finding]]:
    """The first row of every run whose printed numbers are not those that its place gives."""
    shift: dict[tuple[int | None, int], int] = {}
    section = 0
    for place, each in enumerate(placed):
        if each.kind is RowKind.SECTION:
            section += numbering is not Numbering.CONTINUOUS
        mark = each.line.mark
        if not mark.parts or not each.number or (each.level and len(mark.parts) == 1):
            continue
        computed = [int(part) for part in each.number.split(".")]
        # Excel keeps 6.10 as the number 6.1.
        same = not each.line.exact_number and f"{'.'.join(map(str, mark.parts))}0" == each.number
        moved = 0 if same else mark.parts[-1] - computed[-1]
        siblings = (each.parent, section)
        if moved != shift.get(siblings, 0):
            printed = mark.printed.rstrip(".)")
            yield (
                place,
                Finding(
                    "number_differs",
                    each.number,
                    f"В файле под номером {printed} стоит мероприятие, которое по порядку имеет номер {each.number}.",
                    {"printed": printed, "computed": each.number},
                ),
            )
        shift[siblings] = moved
