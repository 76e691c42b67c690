"""Blocks that were picked into an entry, each kept as it stood when it was picked."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from plans.inserts.values import InsertValue
from plans.models.progress import ProgressEntry


class Insert(models.Model):
    """A survey, a check of open data… as it stood when it was picked; never changed: a newer state is a new row.

    `value`: an InsertValue as JSON text (its hash is told by the text, so it is never a JSON column); `source` and
    `options` are its kind's own: with them the kind makes it anew. One that a version of the text was sent with stays
    when it is taken off (`removed_at`): the version names it.
    """

    entry = models.ForeignKey(
        ProgressEntry, on_delete=models.CASCADE, related_name="inserts", verbose_name="запись"
    )
    kind = models.CharField("вид", max_length=40)
    source = models.CharField("источник", max_length=100)
    options = models.JSONField("как показать", default=dict, blank=True)
    title = models.CharField("название", max_length=300)
    value = models.TextField("содержание")
    position = models.PositiveIntegerField("порядок", default=0)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто вставил",
    )
    added_at = models.DateTimeField("вставлено", default=timezone.now, editable=False)
    removed_at = models.DateTimeField("убрано", null=True, blank=True)

    class Meta:
        verbose_name = "вставка"
        verbose_name_plural = "вставки"
        ordering = ["entry", "position", "pk"]
        constraints = [
            # The same source stands once: a second pick finds the first.
            models.UniqueConstraint(
                fields=["entry", "kind", "source"],
                condition=models.Q(removed_at__isnull=True),
                name="insert_source_once_per_entry",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def content(self) -> InsertValue:
        return InsertValue.from_text(self.value)
