"""Around the entries: documents attached to them, who is writing just now, who stands in for whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from plans.models.plan import Officer
from plans.models.progress import ProgressEntry


def attachment_path(attachment: Attachment, filename: str) -> str:
    """``attachments/12/<sha256>/<name>``: filename is already a safe name of our own (`plans.documents`)."""
    return f"attachments/{attachment.entry.plan_period.plan.municipality_id}/{attachment.sha256}/{filename}"


class Attachment(models.Model):
    """A file or a link that proves what an entry says: private until its report is published.

    One that a version of the text was sent with stays when it is taken off (`removed_at`): the version names it.
    """

    class Kind(models.TextChoices):
        FILE = "file", "файл"
        LINK = "link", "ссылка"

    entry = models.ForeignKey(
        ProgressEntry, on_delete=models.CASCADE, related_name="attachments", verbose_name="запись"
    )
    kind = models.CharField("вид", max_length=4, choices=Kind.choices)
    title = models.CharField("название", max_length=200)
    url = models.URLField("адрес", max_length=2000, blank=True)
    file = models.FileField("файл", upload_to=attachment_path, max_length=300, blank=True)
    content_type = models.CharField("тип содержимого", max_length=100, blank=True)
    size = models.PositiveBigIntegerField("размер", default=0)
    sha256 = models.CharField("sha256", max_length=64, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто приложил",
    )
    added_at = models.DateTimeField("приложен", default=timezone.now, editable=False)
    removed_at = models.DateTimeField("убран", null=True, blank=True)

    class Meta:
        verbose_name = "подтверждающий документ"
        verbose_name_plural = "подтверждающие документы"
        ordering = ["entry", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="link", file="") & ~models.Q(url="")
                | models.Q(kind="file", url="") & ~models.Q(file=""),
                name="attachment_is_file_or_link",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def extension(self) -> str:
        """«PDF», «DOCX»: the kind of a file as people name it; «» for a link."""
        return (self.file.name or "").rpartition(".")[2].upper()


class EntryEditor(models.Model):
    """Who has an entry's form open; `seen_at` moves while the form stands open."""

    entry = models.ForeignKey(
        ProgressEntry, on_delete=models.CASCADE, related_name="editors", verbose_name="запись"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="кто"
    )
    seen_at = models.DateTimeField("когда был виден", default=timezone.now)

    class Meta:
        verbose_name = "кто редактирует"
        verbose_name_plural = "кто редактирует"
        ordering = ["entry", "-seen_at"]
        constraints = [models.UniqueConstraint(fields=["entry", "user"], name="entry_editor_once")]

    def __str__(self) -> str:
        return str(self.user)


class Substitution(models.Model):
    """An official stands in for another from and until a day (both included; no end: until it is ended)."""

    officer = models.ForeignKey(
        Officer, on_delete=models.CASCADE, related_name="substitutions", verbose_name="кого замещают"
    )
    substitute = models.ForeignKey(
        Officer, on_delete=models.CASCADE, related_name="standing_in_for", verbose_name="кто замещает"
    )
    from_day = models.DateField("с какого дня")
    until_day = models.DateField("по какой день", null=True, blank=True)

    class Meta:
        verbose_name = "замещение"
        verbose_name_plural = "замещения"
        ordering = ["officer", "from_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_day__isnull=True) | models.Q(until_day__gte=models.F("from_day")),
                name="substitution_ends_after_it_begins",
                violation_error_message="Замещение кончается раньше, чем начинается. Поменяйте дни местами.",
            ),
            models.CheckConstraint(
                condition=~models.Q(substitute=models.F("officer")),
                name="substitution_of_another",
                violation_error_message="Сам себя человек не замещает. Выберите другого.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute} за {self.officer}"
