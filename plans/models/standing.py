"""How the plan stands in an opened half-year, row by row: copied out of its revisions, so that pages of thousands of
rows take a few cheap queries."""

from __future__ import annotations

from django.db import models

from plans.models.plan import Activity, ActivityRevision, Section
from plans.models.progress import PlanPeriod, ProgressEntry


class PeriodLine(models.Model):
    """One printed row of the plan in one opened half-year; written by `plans.standing` alone, never by hand.

    `place` counts the rows in printed order from 0; `officers` the names as printed, one a line; `search` the row's
    number, words and officers folded; `due_on` the last day on which its entry is due (the rule's last date in the
    half-year, else the collection date, None without either); `is_optional`: its wording names days of another
    half-year only, so a blank is not missing.
    """

    class Kind(models.TextChoices):
        SECTION = "section", "раздел"
        GROUP = "group", "группа"
        ACTIVITY = "activity", "мероприятие"

    plan_period = models.ForeignKey(
        PlanPeriod, on_delete=models.CASCADE, related_name="lines", verbose_name="период"
    )
    place = models.PositiveIntegerField("порядок")
    kind = models.CharField("вид", max_length=10, choices=Kind.choices)
    number = models.CharField("номер", max_length=40, blank=True)
    level = models.PositiveIntegerField("уровень", default=0)
    text = models.TextField("наименование")
    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, null=True, related_name="+", verbose_name="мероприятие"
    )
    revision = models.ForeignKey(
        ActivityRevision, on_delete=models.CASCADE, null=True, related_name="+", verbose_name="редакция"
    )
    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, null=True, related_name="+", verbose_name="раздел"
    )
    entry = models.OneToOneField(
        ProgressEntry, on_delete=models.CASCADE, null=True, related_name="line", verbose_name="запись"
    )
    officers = models.TextField("исполнители", blank=True)
    deadline_wording = models.TextField("срок исполнения", blank=True)
    due_on = models.DateField("срок", null=True)
    has_own_date = models.BooleanField("срок назван в плане", default=False)
    is_optional = models.BooleanField("срок в другом полугодии", default=False)
    search = models.TextField("для поиска", blank=True)

    class Meta:
        verbose_name = "строка плана в полугодии"
        verbose_name_plural = "строки плана в полугодии"
        ordering = ["plan_period", "place"]
        constraints = [
            models.UniqueConstraint(fields=["plan_period", "place"], name="period_line_place_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["section", "group", "activity"]),
                name="period_line_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text}".strip()
