"""The report of one plan and half-year, its published versions and the files drawn from them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Municipality
from plans.models import PlanPeriod, ProgressEntry


class Report(models.Model):
    """One per plan and half-year. Its state changes in `reports.publishing` alone.

    While a published report is corrected it is `collecting` again, with only `writable_entries` open; the version that
    was published stays public. `confirmed_gaps` are the blank entries that the administrator confirmed by name.
    """

    class State(models.TextChoices):
        COLLECTING = "collecting", "сбор сведений"
        SUBMITTED = "submitted", "на утверждении"
        APPROVED = "approved", "утвержден"
        PUBLISHED = "published", "опубликован"

    plan_period = models.OneToOneField(
        PlanPeriod, on_delete=models.CASCADE, related_name="report", verbose_name="период плана"
    )
    state = models.CharField("состояние", max_length=10, choices=State.choices, default=State.COLLECTING)
    title = models.TextField(
        "название", blank=True, help_text="Пусто: название по образцу плана. Иначе печатается это."
    )
    signatory_name = models.CharField("кто утвердил", max_length=200, blank=True)
    signatory_position = models.CharField("должность", max_length=300, blank=True)
    approved_on = models.DateField("дата утверждения", null=True, blank=True)
    submitted_at = models.DateTimeField("передан на утверждение", null=True, blank=True)
    correction_reason = models.TextField("причина исправления", blank=True)
    writable_entries = models.ManyToManyField(
        ProgressEntry, blank=True, related_name="+", verbose_name="открыты для исправления"
    )
    confirmed_gaps = models.ManyToManyField(
        ProgressEntry, blank=True, related_name="+", verbose_name="подтвержденные пропуски"
    )

    class Meta:
        verbose_name = "отчет"
        verbose_name_plural = "отчеты"
        ordering = ["-plan_period__period"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["collecting", "submitted", "approved", "published"]),
                name="report_state_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Отчет за {self.plan_period.period.title}"


class Publication(models.Model):
    """A published version: its canonical text and hash never change. Withdrawal hides the text and keeps the hash.

    `sequence` counts all publications of the municipality: each holds the hash of the one before it.
    """

    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="publications", verbose_name="отчет"
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="publications", verbose_name="муниципалитет"
    )
    sequence = models.PositiveIntegerField("номер в цепочке")
    version = models.PositiveIntegerField("версия")
    content = models.TextField("содержание")
    sha256 = models.CharField("sha256", max_length=64)
    previous_sha256 = models.CharField("sha256 предыдущей публикации", max_length=64, blank=True)
    # What lists show, copied out of the content so that no list has to parse it.
    reportable = models.PositiveIntegerField("отчетных мероприятий")
    filled = models.PositiveIntegerField("со сведениями")
    reason = models.TextField("причина", blank=True)
    published_at = models.DateTimeField("опубликован", default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто",
    )
    withdrawn_at = models.DateTimeField("отозван", null=True, blank=True)
    withdrawn_reason = models.TextField("причина отзыва", blank=True)

    class Meta:
        verbose_name = "публикация"
        verbose_name_plural = "публикации"
        ordering = ["-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["report", "version"], name="publication_version_once"),
            models.UniqueConstraint(fields=["municipality", "sequence"], name="publication_sequence_once"),
            models.CheckConstraint(
                condition=models.Q(version__gte=1), name="publication_version_counts_from_1"
            ),
            models.CheckConstraint(
                condition=models.Q(version=1) | ~models.Q(reason=""), name="publication_correction_has_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | ~models.Q(withdrawn_reason=""),
                name="publication_withdrawal_has_reason",
            ),
        ]

    MAY_CHANGE = frozenset({"withdrawn_at", "withdrawn_reason"})

    def __str__(self) -> str:
        return f"{self.report}, версия {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only a withdrawal may be written to a published version."""
        if self.pk is not None and not set(kwargs.get("update_fields") or ("content",)) <= self.MAY_CHANGE:
            raise TypeError("A published version is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("A published version is never removed; it is withdrawn.")


def rendition_path(rendition: Rendition, filename: str) -> str:
    """``publications/12/<sha256 of the content>/report.docx``: a path that no other content can take."""
    publication = rendition.publication
    return f"publications/{publication.municipality_id}/{publication.sha256}/{filename}"


class Rendition(models.Model):
    """A finished file of a publication in one format."""

    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="renditions", verbose_name="публикация"
    )
    format = models.CharField("формат", max_length=5)
    file = models.FileField("файл", upload_to=rendition_path, max_length=300)
    size = models.PositiveBigIntegerField("размер")
    sha256 = models.CharField("sha256", max_length=64)
    created_at = models.DateTimeField("создан", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "файл отчета"
        verbose_name_plural = "файлы отчетов"
        ordering = ["publication", "format"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "format"], name="rendition_once_per_format")
        ]

    def __str__(self) -> str:
        return f"{self.publication}: {self.format}"
