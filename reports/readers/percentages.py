"""Survey percentages in a progress text, checked against the counts beside them."""

from __future__ import annotations

from decimal import Decimal

from reports.readers.parsed import Finding
from surveys.reading import read_questions


def percentage_findings(progress: str, row: str) -> list[Finding]:
    """A finding for every printed percentage that is not its count's share of its own question's total."""
    findings = []
    for question in read_questions(progress):
        total = question.total  # summed once: a hostile text may hold thousands of answers
        for choice, computed in question.mismatches:
            printed = _printed(choice.percent)
            named = (
                f"вопрос «{question.text}», ответ «{choice.answer}»"
                if question.text
                else f"ответ «{choice.answer}»"
            )
            findings.append(
                Finding(
                    "percentage_mismatch",
                    row,
                    f"В пункте {row} не сходится процент: {named}: напечатано {printed} %, а {choice.count} из "
                    f"{total} – это {_printed(computed)} %.",
                    {
                        "question": question.text,
                        "answer": choice.answer,
                        "count": choice.count,
                        "total": total,
                        "printed": str(choice.percent),
                        "computed": str(computed),
                    },
                )
            )
    return findings


def _printed(percent: Decimal | None) -> str:
    return str(percent).replace(".", ",")
