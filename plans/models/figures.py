"""Figures of an activity: what is counted (an indicator), and the value that an entry gives for it."""

from __future__ import annotations

from django.db import models

from plans.fields import PeriodField
from plans.models.plan import Activity
from plans.models.progress import ProgressEntry


class Indicator(models.Model):
    """A figure that an activity reports every half-year, from its first to its last (both included).

    `adds_up`: the half-years of a year may be summed (people trained), or not (members of a council). `sought`: the
    words by which its number is looked for in a text, where the name alone does not tell.
    """

    class Kind(models.TextChoices):
        WHOLE = "whole", "целое число"
        DECIMAL = "decimal", "число с долями"
        YES_NO = "yes_no", "да или нет"

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="indicators", verbose_name="мероприятие"
    )
    name = models.CharField("название", max_length=200)
    unit = models.CharField("единица", max_length=60, blank=True)
    kind = models.CharField("вид", max_length=10, choices=Kind.choices, default=Kind.WHOLE)
    adds_up = models.BooleanField("полугодия складываются", default=True)
    target = models.DecimalField("плановое значение", max_digits=20, decimal_places=4, null=True, blank=True)
    sought = models.CharField("искать в тексте словами", max_length=200, blank=True)
    is_main = models.BooleanField("показывать вверху отчета", default=False)
    position = models.PositiveIntegerField("порядок", default=0)
    first_period = PeriodField("с полугодия")
    last_period = PeriodField("по полугодие", null=True, blank=True)

    class Meta:
        verbose_name = "показатель"
        verbose_name_plural = "показатели"
        ordering = ["activity", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "name"],
                name="indicator_once_per_activity",
                violation_error_message="У мероприятия уже есть показатель с таким названием.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["whole", "decimal", "yes_no"]), name="indicator_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(last_period__isnull=True)
                | models.Q(last_period__gte=models.F("first_period")),
                name="indicator_ends_after_it_begins",
                violation_error_message="Последнее полугодие показателя раньше первого.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class IndicatorValue(models.Model):
    """The value of an indicator in one entry; yes is 1, no is 0. No row where nothing was entered.

    `is_confirmed`: the person was asked about a change of more than half and said that it is right.
    """

    entry = models.ForeignKey(
        ProgressEntry, on_delete=models.CASCADE, related_name="figures", verbose_name="запись"
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="values", verbose_name="показатель"
    )
    value = models.DecimalField("значение", max_digits=20, decimal_places=4)
    is_confirmed = models.BooleanField("большое изменение подтверждено", default=False)

    class Meta:
        verbose_name = "значение показателя"
        verbose_name_plural = "значения показателей"
        ordering = ["entry", "indicator__position", "indicator"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "indicator"], name="indicator_value_once_per_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value}"
