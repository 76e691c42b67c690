"""Where a half-year's report stands on its road, in steps and in words: for its own page and for the matrix."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from accounts.models import HistoryEvent
from accounts.wording import NBSP, counted, date_words, plural
from plans.models import PlanPeriod
from plans.steps import Road, Step
from reports.completeness import Completeness, completeness_of
from reports.models import Report
from reports.publishing import is_correction, is_from_file

State = Report.State
TITLES = {
    State.COLLECTING: "Сбор сведений",
    State.SUBMITTED: "На утверждении",
    State.APPROVED: "Утверждён",
    State.PUBLISHED: "Опубликован",
}
_LINKS = {
    State.SUBMITTED: "К утверждению",
    State.APPROVED: "К публикации",
    State.PUBLISHED: "К отчёту",
}


def road_of(plan_period: PlanPeriod) -> Road:
    """A fixed number of cheap queries; registered in `plans.steps`."""
    report = report_of(plan_period)
    counts = completeness_of(plan_period)
    municipality = plan_period.plan.municipality
    url = reverse("reports:office-report", args=[municipality.slug, plan_period.pk])
    link = _LINKS.get(State(report.state), "На утверждение" if counts.is_complete else "К отчёту")
    return Road(steps_of(report, remark_of(report)), sentence_of(report, counts), url, link)


def report_of(plan_period: PlanPeriod) -> Report:
    """The half-year's report, unsaved where none was begun yet."""
    report = Report.objects.filter(plan_period=plan_period).first() or Report()
    report.plan_period = plan_period
    return report


def steps_of(report: Report, remark: str = "") -> tuple[Step, ...]:
    """Steps before the present one are done; a report that was returned stands at its first step in amber."""
    now = list(TITLES).index(State(report.state))
    is_out = report.state == State.PUBLISHED
    return tuple(
        Step(
            title,
            "done" if place < now or is_out else "next" if place > now else "returned" if remark else "now",
        )
        for place, title in enumerate(TITLES.values())
    )


def remark_of(report: Report) -> str:
    """Why the administrator returned the report, until it goes on again."""
    if report.pk is None or report.state != State.COLLECTING:
        return ""
    newest = (
        HistoryEvent.objects.filter(
            object_type=report._meta.label_lower,
            object_id=report.pk,
            action__in=["report_send_on", "report_return_to_collecting", "report_correct"],
        )
        .order_by("-at", "-pk")
        .first()
    )
    return newest.comment if newest and newest.action == "report_return_to_collecting" else ""


def sentence_of(report: Report, counts: Completeness) -> str:
    """The condition of the next step in words."""
    if report.state == State.SUBMITTED:
        return "Отчёт ждёт администратора: он утверждает его или возвращает с замечанием."
    if report.state == State.APPROVED:
        day = f" {date_words(report.approved_on)}" if report.approved_on else "."
        return f"Отчёт утверждён{day} Осталось опубликовать."
    if report.state == State.PUBLISHED:
        return _published_words(report)
    if counts.is_complete:
        return "Всё утверждено: отчёт можно передать на утверждение."
    if report.pk and is_correction(report):
        open_ones = counted(counts.missing, "мероприятие", "мероприятия", "мероприятий")
        return (
            f"Отчёт исправляется. Дальше можно, когда утверждены исправленные тексты: осталось {open_ones}."
        )
    if is_from_file(report):
        return "Сведения взяты из файла: отчёт можно опубликовать, как он есть."
    waits = f"проверить{NBSP}{counts.submitted}" if counts.submitted else ""
    absent = counts.missing - counts.submitted
    owed = f"не{NBSP}{plural(absent, 'сдано', 'сданы', 'сдано')}{NBSP}{absent}" if absent else ""
    left = ", ".join(words for words in (waits, owed) if words)
    return f"Дальше можно, когда утверждены все{NBSP}{counts.total}: {left}."


def _published_words(report: Report) -> str:
    versions = list(report.publications.order_by("-version").values_list("version", "withdrawn_at"))
    if not versions:
        return ""
    (newest, withdrawn_at), *_ = versions
    if withdrawn_at is None:
        return f"Граждане читают версию{NBSP}{newest}."
    day = date_words(timezone.localdate(withdrawn_at))
    standing = next((number for number, withdrawn in versions if withdrawn is None), None)
    seen = f"Граждане читают версию{NBSP}{standing}." if standing else "Граждане отчёта не видят."
    return f"Версия{NBSP}{newest} отозвана {day} {seen} Исправленный отчёт выйдет следующей версией."
