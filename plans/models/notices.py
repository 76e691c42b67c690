"""What people are told: notices in the portal's inbox, the letters that carry them, and how each person wants them."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Municipality
from plans.models.progress import PlanPeriod, ProgressEntry


class NoticeSettings(models.Model):
    """How a person wants to be told in one municipality; `calendar_key` is the secret of their calendar's address."""

    class Delivery(models.TextChoices):
        AT_ONCE = "at_once", "каждое письмом сразу"
        DAILY = "daily", "одним письмом в день"
        PORTAL = "portal", "только в портале"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_settings", verbose_name="кто"
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="+", verbose_name="муниципалитет"
    )
    delivery = models.CharField(
        "как сообщать", max_length=10, choices=Delivery.choices, default=Delivery.AT_ONCE
    )
    calendar_key = models.CharField(
        "ключ календаря", max_length=64, unique=True, default=secrets.token_urlsafe, editable=False
    )

    class Meta:
        verbose_name = "настройки уведомлений"
        verbose_name_plural = "настройки уведомлений"
        ordering = ["municipality", "user"]
        constraints = [
            models.UniqueConstraint(fields=["user", "municipality"], name="notice_settings_once"),
            models.CheckConstraint(
                condition=models.Q(delivery__in=["at_once", "daily", "portal"]),
                name="notice_delivery_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_delivery_display()}"


class Letter(models.Model):
    """A letter to one person, in the outbox until `sent_at`. `key` makes each letter once, whatever restarts.

    A worker claims it by a lease as it does a job, sends it, and notes that it went.
    """

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="letters", verbose_name="муниципалитет"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="letters", verbose_name="кому"
    )
    key = models.CharField("ключ", max_length=200, unique=True)
    subject = models.CharField("тема", max_length=300)
    text = models.TextField("текст")
    created_at = models.DateTimeField("создано", default=timezone.now, editable=False)
    attempts = models.PositiveIntegerField("попыток", default=0)
    error = models.TextField("почему не ушло", blank=True)
    lease = models.UUIDField("кто отправляет", null=True, blank=True)
    lease_until = models.DateTimeField("отправляет до", null=True, blank=True)
    sent_at = models.DateTimeField("отправлено", null=True, blank=True)

    class Meta:
        verbose_name = "письмо"
        verbose_name_plural = "письма"
        ordering = ["-created_at", "-pk"]
        indexes = [
            # The sweep looks only at letters that have not gone.
            models.Index(
                fields=["lease_until"], condition=models.Q(sent_at__isnull=True), name="letter_unsent"
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Notice(models.Model):
    """One thing that a person is told, once: `key` names the occasion, unique per person.

    `entry` or `plan_period`: what it leads to. `letter`: the one that carries it; none yet where it waits for the
    daily one, or where the person reads in the portal only.
    """

    class Kind(models.TextChoices):
        PERIOD_OPENED = "period_opened", "открыт период"
        PERIOD_MOVED = "period_moved", "перенесен срок"
        RETURNED = "returned", "возвращено"
        REMINDER = "reminder", "напоминание"
        DUE_SOON = "due_soon", "срок подходит"
        OVERDUE = "overdue", "срок прошел"
        ASSIGNED = "assigned", "поручено"
        REPORT_WAITS = "report_waits", "отчет ждет"
        REPORT_RETURNED = "report_returned", "отчет возвращен"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices", verbose_name="кому"
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="+", verbose_name="муниципалитет"
    )
    kind = models.CharField("вид", max_length=20, choices=Kind.choices)
    key = models.CharField("повод", max_length=200)
    title = models.CharField("о чем", max_length=300)
    text = models.TextField("подробно", blank=True)
    entry = models.ForeignKey(
        ProgressEntry,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="запись",
    )
    plan_period = models.ForeignKey(
        PlanPeriod, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="период"
    )
    created_at = models.DateTimeField("когда", default=timezone.now, editable=False)
    read_at = models.DateTimeField("прочитано", null=True, blank=True)
    waits_for_digest = models.BooleanField("ждет письма за день", default=False)
    letter = models.ForeignKey(
        Letter,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name="письмо",
    )

    class Meta:
        verbose_name = "уведомление"
        verbose_name_plural = "уведомления"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="notice_once_per_occasion"),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=[
                        "period_opened",
                        "period_moved",
                        "returned",
                        "reminder",
                        "due_soon",
                        "overdue",
                        "assigned",
                        "report_waits",
                        "report_returned",
                    ]
                ),
                name="notice_kind_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "municipality", "-created_at"], name="notice_of_user"),
        ]

    def __str__(self) -> str:
        return self.title
