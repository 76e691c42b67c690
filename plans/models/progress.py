"""The half-year's work: a plan's period, an entry for every reportable activity in it, and the versions of its text."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from plans.fields import PeriodField
from plans.models.plan import Activity, Plan


class PlanPeriod(models.Model):
    """A plan in one half-year. Locked (`locked_at`) when its report goes on: no entry changes then.

    `is_correcting`: published, and open again for the entries that are being corrected; the plan of it stays as it is.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="periods", verbose_name="план")
    period = PeriodField("полугодие")
    collection_on = models.DateField("собрать сведения до", null=True, blank=True)
    opened_at = models.DateTimeField("открыт", default=timezone.now, editable=False)
    locked_at = models.DateTimeField("закрыт для правки", null=True, blank=True)
    is_correcting = models.BooleanField("опубликованное исправляется", default=False)

    class Meta:
        verbose_name = "период плана"
        verbose_name_plural = "периоды плана"
        ordering = ["plan", "-period"]
        constraints = [models.UniqueConstraint(fields=["plan", "period"], name="plan_period_once")]

    def __str__(self) -> str:
        return self.period.title


class ProgressEntry(models.Model):
    """What was done under one activity in one half-year. Its state changes in `plans.workflow` alone.

    `revision` rises with every save; a save carries the one it read and is refused when it is stale. `origin` tells
    whether people of the portal worked on it: an import never overwrites their work unasked. `remark`: what the
    coordinator said when returning it, while it is returned. `is_closed`: other entries are being corrected, this one
    stays as it was published. `sameness` (per cent of the text that repeats the half-year before) and `findings` (a
    list of ``{"kind", "code", "title", "text"}``) are measured with every save by `plans.checking`.
    """

    class State(models.TextChoices):
        EMPTY = "empty", "не начато"
        DRAFT = "draft", "черновик"
        SUBMITTED = "submitted", "на проверке"
        RETURNED = "returned", "возвращено"
        APPROVED = "approved", "утверждено"

    class Origin(models.TextChoices):
        IMPORT = "import", "загружено из файла"
        PORTAL = "portal", "написано в портале"

    plan_period = models.ForeignKey(
        PlanPeriod, on_delete=models.CASCADE, related_name="entries", verbose_name="период"
    )
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="entries", verbose_name="мероприятие"
    )
    state = models.CharField("состояние", max_length=10, choices=State.choices, default=State.EMPTY)
    origin = models.CharField("откуда", max_length=10, choices=Origin.choices, default=Origin.PORTAL)
    text = models.TextField("информация о проведении", blank=True)
    nothing_reason = models.TextField("почему нечего сообщить", blank=True)
    revision = models.PositiveIntegerField("счетчик правок", default=0)
    updated_at = models.DateTimeField("изменено", default=timezone.now)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто изменил",
    )
    approved_version = models.ForeignKey(
        "EntryVersion",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="утвержденный текст",
    )
    state_at = models.DateTimeField("в этом состоянии с", null=True, blank=True)
    remark = models.TextField("замечание", blank=True)
    reminded_at = models.DateTimeField("напоминали", null=True, blank=True)
    is_closed = models.BooleanField("закрыто: исправляются другие", default=False)
    sameness = models.PositiveSmallIntegerField("совпадает с прошлым, %", null=True, blank=True)
    findings = models.JSONField("находки", default=list, blank=True)

    class Meta:
        verbose_name = "запись о ходе"
        verbose_name_plural = "записи о ходе"
        ordering = ["plan_period", "activity"]
        constraints = [
            models.UniqueConstraint(fields=["plan_period", "activity"], name="entry_once_per_period"),
            models.CheckConstraint(
                condition=models.Q(origin__in=["import", "portal"]), name="entry_origin_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(sameness__isnull=True) | models.Q(sameness__lte=100),
                name="entry_sameness_is_a_share",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["empty", "draft", "submitted", "returned", "approved"]),
                name="entry_state_is_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="empty") | models.Q(text="", nothing_reason=""),
                name="entry_empty_has_no_text",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="approved") | models.Q(approved_version__isnull=False),
                name="entry_approval_names_its_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity}, {self.plan_period}"

    @property
    def approved_text(self) -> str:
        """What was approved, whatever was typed since; «» where nothing ever was."""
        return self.approved_version.text if self.approved_version else ""

    @property
    def is_filled(self) -> bool:
        return bool(self.text or self.nothing_reason)


class EntryVersion(models.Model):
    """A text of an entry as it stood at one moment; never changed. An approval names the version it read.

    `author` is who submitted, returned or approved it; `comment` what a returned text was told. `figures`: the values
    of its indicators then ({indicator's id: "12.5"}); `attachments`, `inserts`: the ids of its documents and inserts
    then.
    """

    class Cause(models.TextChoices):
        SUBMITTED = "submitted", "отправлено на проверку"
        RETURNED = "returned", "возвращено"
        APPROVED = "approved", "утверждено"
        HANDED_OVER = "handed_over", "передано другому исполнителю"
        EDITED = "edited", "поправлено координатором"
        IMPORTED = "imported", "загружено из файла"

    entry = models.ForeignKey(
        ProgressEntry, on_delete=models.CASCADE, related_name="versions", verbose_name="запись"
    )
    number = models.PositiveIntegerField("номер")
    text = models.TextField("текст", blank=True)
    nothing_reason = models.TextField("почему нечего сообщить", blank=True)
    cause = models.CharField("почему сохранено", max_length=12, choices=Cause.choices)
    comment = models.TextField("замечание", blank=True)
    figures = models.JSONField("показатели", default=dict, blank=True)
    attachments = models.JSONField("документы", default=list, blank=True)
    inserts = models.JSONField("вставки", default=list, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто",
    )
    created_at = models.DateTimeField("когда", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "версия текста"
        verbose_name_plural = "версии текста"
        ordering = ["entry", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="entry_version_number_once"),
            models.CheckConstraint(
                condition=models.Q(
                    cause__in=["submitted", "returned", "approved", "handed_over", "edited", "imported"]
                ),
                name="entry_version_cause_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"версия {self.number}"
