"""Files that offices bring in, and the long work that workers do: each a row that people can see."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Municipality
from plans.fields import PeriodField
from plans.models import Plan, PlanPeriod
from reports.models.publication import Publication


def upload_path(run: ImportRun, filename: str) -> str:
    """A name of our own: what the office called the file is kept in the row only."""
    return f"imports/{run.municipality_id}/{uuid.uuid4().hex}"


class ImportRun(models.Model):
    """One file on its road: read by a worker, shown to a person, written or thrown away as a whole.

    `parsed` is a ParsedReport as JSON; `answers` what the person decided for unsure rows ({row: choice});
    `changes` lists what was written, in order, so that an import not yet published can be taken back.
    """

    # Answers for an unsure row; the third is an activity's id.
    NEW, SKIP = "new", "skip"

    class State(models.TextChoices):
        READING = "reading", "читается"
        READY = "ready", "ждет решения"
        REFUSED = "refused", "не принят"
        WRITTEN = "written", "записан"
        DISCARDED = "discarded", "отменен"

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="imports", verbose_name="муниципалитет"
    )
    plan = models.ForeignKey(
        Plan, on_delete=models.SET_NULL, null=True, blank=True, related_name="imports", verbose_name="план"
    )
    plan_period = models.ForeignKey(
        PlanPeriod,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="imports",
        verbose_name="период",
    )
    period = PeriodField("полугодие", null=True, blank=True)
    state = models.CharField("состояние", max_length=10, choices=State.choices, default=State.READING)
    file = models.FileField("файл", upload_to=upload_path, blank=True)
    filename = models.CharField("имя файла", max_length=255)
    size = models.PositiveBigIntegerField("размер", default=0)
    sha256 = models.CharField("sha256", max_length=64, blank=True)
    parsed = models.TextField("прочитано", blank=True)
    refusal = models.TextField("почему не принят", blank=True)
    answers = models.JSONField("решения", default=dict, blank=True)
    result = models.JSONField("итог", default=dict, blank=True)
    changes = models.JSONField("что записано", default=list, blank=True)
    created_at = models.DateTimeField("загружен", default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто",
    )

    class Meta:
        verbose_name = "загрузка файла"
        verbose_name_plural = "загрузки файлов"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.filename


class Job(models.Model):
    """Long work. The row is the truth, the message to the broker only a nudge (`reports.jobs`).

    queued → running → done | failed; a running job whose lease has run out may be claimed again.
    """

    class Kind(models.TextChoices):
        RENDER = "render", "подготовка файла"
        READ = "read", "чтение файла"

    class State(models.TextChoices):
        QUEUED = "queued", "в очереди"
        RUNNING = "running", "выполняется"
        DONE = "done", "готово"
        FAILED = "failed", "не удалось"

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="jobs", verbose_name="муниципалитет"
    )
    kind = models.CharField("вид", max_length=10, choices=Kind.choices)
    state = models.CharField("состояние", max_length=10, choices=State.choices, default=State.QUEUED)
    publication = models.ForeignKey(
        Publication,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="jobs",
        verbose_name="публикация",
    )
    format = models.CharField("формат", max_length=5, blank=True)
    import_run = models.ForeignKey(
        ImportRun,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="jobs",
        verbose_name="загрузка",
    )
    done = models.PositiveIntegerField("сделано", default=0)
    total = models.PositiveIntegerField("всего", default=0)
    message = models.CharField("что делается", max_length=200, blank=True)
    error = models.TextField("почему не удалось", blank=True)
    attempts = models.PositiveIntegerField("попыток", default=0)
    lease = models.UUIDField("кто выполняет", null=True, blank=True)
    lease_until = models.DateTimeField("выполняет до", null=True, blank=True)
    sent_at = models.DateTimeField("отправлено работнику", null=True, blank=True)
    created_at = models.DateTimeField("создано", default=timezone.now, editable=False)
    finished_at = models.DateTimeField("закончено", null=True, blank=True)

    class Meta:
        verbose_name = "работа"
        verbose_name_plural = "работы"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "format"],
                condition=models.Q(kind="render"),
                name="job_render_once_per_format",
            ),
            models.UniqueConstraint(
                fields=["import_run"], condition=models.Q(kind="read"), name="job_read_once_per_import"
            ),
        ]
        indexes = [
            # The sweep looks only at unfinished work.
            models.Index(
                fields=["state", "sent_at"],
                condition=models.Q(state__in=["queued", "running"]),
                name="job_unfinished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.format}".strip()
