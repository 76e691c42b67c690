"""The plan: acts, sections, activities as they stand in each half-year, and the officers who answer for them."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from accounts.models import Municipality, slug_validator, validate_not_reserved
from plans.fields import PeriodField

# Where a report's title prints the half-year: ``{period}``, or ``{period:1 полугодие 2022 г.}`` in the office's style.
PERIOD_PLACE = re.compile(r"\{period(:[^{}]*)?\}")


class Plan(models.Model):
    """A plan of activities, living for years; its first one gives the municipality's reports their short address."""

    class Numbering(models.TextChoices):
        CONTINUOUS = "continuous", "подряд через весь план"
        RESTART = "restart", "заново в каждом разделе"
        PREFIX = "prefix", "с номером раздела (1.1, 1.2)"

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="plans", verbose_name="муниципалитет"
    )
    slug = models.CharField("имя в адресе", max_length=60, validators=[slug_validator, validate_not_reserved])
    title = models.TextField("название")
    title_pattern = models.TextField(
        "название отчета",
        help_text="На месте {period} печатается полугодие, например «I полугодие 2022 года».",
    )
    numbering = models.CharField(
        "нумерация", max_length=12, choices=Numbering.choices, default=Numbering.CONTINUOUS
    )
    is_primary = models.BooleanField("основной план", default=False)
    created_at = models.DateTimeField("создан", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "план мероприятий"
        verbose_name_plural = "планы мероприятий"
        ordering = ["-is_primary", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "slug"], name="plan_slug_once_per_municipality"),
            models.UniqueConstraint(
                fields=["municipality"],
                condition=models.Q(is_primary=True),
                name="plan_primary_once_per_municipality",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if not PERIOD_PLACE.search(self.title_pattern):
            raise ValidationError(
                {"title_pattern": "В названии отчета должно стоять {period}: там печатается полугодие."}
            )


class PlanAct(models.Model):
    """The act that adopted the plan, or one that amended it."""

    class Kind(models.TextChoices):
        ORDER = "order", "распоряжение"
        DECREE = "decree", "постановление"
        DECISION = "decision", "решение"
        OTHER = "other", "документ"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="acts", verbose_name="план")
    kind = models.CharField("вид", max_length=10, choices=Kind.choices)
    number = models.CharField("номер", max_length=40)
    adopted_on = models.DateField("дата")
    is_amendment = models.BooleanField("вносит изменения", default=False)
    effective_from = PeriodField("действует с полугодия", null=True, blank=True)

    class Meta:
        verbose_name = "акт о плане"
        verbose_name_plural = "акты о плане"
        ordering = ["adopted_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "kind", "number", "adopted_on"], name="plan_act_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} от {self.adopted_on:%d.%m.%Y} № {self.number}"


class Section(models.Model):
    """A heading over activities («I. …»), printed as it stands; it carries no number and counts nowhere.

    Where it has activities it is printed whatever its half-years say; they tell of a heading that has none (over other
    headings, or just added): it stands from the first to the last, both included. No first one: it was always there.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="sections", verbose_name="план")
    title = models.TextField("название")
    position = models.PositiveIntegerField("порядок")
    first_period = PeriodField("с полугодия", null=True, blank=True)
    last_period = PeriodField("по полугодие", null=True, blank=True)

    class Meta:
        verbose_name = "раздел плана"
        verbose_name_plural = "разделы плана"
        ordering = ["plan", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_period__isnull=True)
                | models.Q(last_period__isnull=True)
                | models.Q(last_period__gte=models.F("first_period")),
                name="section_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Activity(models.Model):
    """One promise of the plan, the same through all its wordings; where it stands and what it says is in its revisions.

    It is alive from its first half-year to its last (both included). One that takes another's place `replaces` it.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="activities", verbose_name="план")
    first_period = PeriodField("первое полугодие")
    last_period = PeriodField("последнее полугодие", null=True, blank=True)
    replaces = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name="вместо",
    )

    class Meta:
        verbose_name = "мероприятие"
        verbose_name_plural = "мероприятия"
        ordering = ["plan", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_period__isnull=True)
                | models.Q(last_period__gte=models.F("first_period")),
                name="activity_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"мероприятие {self.pk}"


class ActivityRevision(models.Model):
    """How an activity stands in the plan from one half-year on, until its next revision.

    A group (`is_group`) reports nothing itself. The deadline's wording is printed as written; `deadline_rule` is the
    rule read from it (`plans.deadlines`), null when it could not be read, and kept when a person corrected it.
    """

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="revisions", verbose_name="мероприятие"
    )
    since = PeriodField("с полугодия")
    parent = models.ForeignKey(
        Activity,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="child_revisions",
        verbose_name="входит в",
    )
    section = models.ForeignKey(
        Section,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="revisions",
        verbose_name="раздел",
    )
    position = models.PositiveIntegerField("порядок")
    is_group = models.BooleanField("группа", default=False)
    text = models.TextField("наименование")
    deadline_wording = models.TextField("срок исполнения", blank=True)
    deadline_rule = models.JSONField("прочитанный срок", null=True, blank=True)
    deadline_is_corrected = models.BooleanField("срок поправлен человеком", default=False)
    act = models.ForeignKey(
        PlanAct,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="revisions",
        verbose_name="по акту",
    )

    class Meta:
        verbose_name = "редакция мероприятия"
        verbose_name_plural = "редакции мероприятий"
        ordering = ["activity", "since"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "since"], name="activity_revision_once_per_period"),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("activity")),
                name="activity_revision_not_its_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Officer(models.Model):
    """Who answers for an activity: an official, or a collective with members; may be linked to a user of the portal.

    `name` as the office writes it («Рябинина Т.С.», a post, a collective); `key` is the same folded, so that one person
    is found again however spaced (`plans.planning.officers`).
    """

    class Kind(models.TextChoices):
        OFFICIAL = "official", "должностное лицо"
        COLLECTIVE = "collective", "коллектив"

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="officers", verbose_name="муниципалитет"
    )
    kind = models.CharField("вид", max_length=10, choices=Kind.choices)
    name = models.TextField("как печатается")
    key = models.TextField("для поиска", editable=False)
    surname = models.CharField("фамилия", max_length=100, blank=True)
    initials = models.CharField("инициалы", max_length=20, blank=True)
    position = models.TextField("должность", blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="officers",
        verbose_name="пользователь",
    )
    members = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="collectives", verbose_name="состав"
    )

    class Meta:
        verbose_name = "исполнитель"
        verbose_name_plural = "исполнители"
        ordering = ["municipality", "kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "key"], name="officer_once_per_municipality"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["official", "collective"]), name="officer_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Assignment(models.Model):
    """An officer answers for an activity, in the printed order, from one half-year until another (both included).

    `printed`: the plan's own words where they are more than the name («начальник отдела Рябинина Т.С.»).
    """

    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, related_name="assignments", verbose_name="мероприятие"
    )
    officer = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="assignments", verbose_name="исполнитель"
    )
    printed = models.TextField("как печатается", blank=True)
    position = models.PositiveIntegerField("порядок")
    from_period = PeriodField("с полугодия")
    until_period = PeriodField("по полугодие", null=True, blank=True)

    class Meta:
        verbose_name = "назначение"
        verbose_name_plural = "назначения"
        ordering = ["activity", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "officer", "from_period"], name="assignment_once_per_period"
            ),
            models.CheckConstraint(
                condition=models.Q(until_period__isnull=True)
                | models.Q(until_period__gte=models.F("from_period")),
                name="assignment_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer} ({self.from_period})"
