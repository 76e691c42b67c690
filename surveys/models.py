"""Residents' surveys: what was asked, how it could be answered, and how people of each place answered.

A tally stands between an answer and a place, so that the region and other municipalities stand beside our own figures,
and a ballot counted by the portal itself may one day fill the same rows.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Municipality
from surveys import values

MOST_PERCENT_PLACES = 4


class Survey(models.Model):
    """A survey of one year. `series`: the same for the same survey of every year, it stands in the public address.

    `intro`: the words before the answers, a line is a paragraph. Citizens see it from `published_at` on. `revision`
    rises with every change, publishing and taking back too: pages, and forms opened before, tell by it that it is not
    what it was. `updated_at`, `updated_by`: when and by whom what it holds was changed; inserts tell by it.
    """

    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="surveys", verbose_name="муниципалитет"
    )
    series = models.SlugField("ряд опросов", max_length=60)
    year = models.PositiveSmallIntegerField("год")
    title = models.CharField("название", max_length=300)
    intro = models.TextField("вступление", blank=True)
    source = models.CharField("источник", max_length=500, blank=True)
    starts_on = models.DateField("начат", null=True, blank=True)
    ends_on = models.DateField("завершён", null=True, blank=True)
    published_at = models.DateTimeField("опубликован", null=True, blank=True)
    revision = models.PositiveIntegerField("счётчик правок", default=1)
    created_at = models.DateTimeField("создан", default=timezone.now, editable=False)
    updated_at = models.DateTimeField("изменён", default=timezone.now)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто изменил",
    )

    class Meta:
        verbose_name = "опрос"
        verbose_name_plural = "опросы"
        ordering = ["municipality", "-year", "series"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "series", "year"],
                name="survey_series_once_a_year",
                violation_error_message="Опрос этого ряда за этот год уже есть. Откройте его и исправьте.",
            ),
            models.UniqueConstraint(
                fields=["municipality", "year", "title"],
                name="survey_title_once_a_year",
                violation_error_message="Опрос с таким названием за этот год уже есть. Откройте его и исправьте.",
            ),
            models.CheckConstraint(
                condition=models.Q(year__gte=1990, year__lte=2100),
                name="survey_year_is_sensible",
                violation_error_message="Год опроса: от 1990 до 2100.",
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="survey_ends_after_it_begins",
                violation_error_message="Опрос кончается раньше, чем начинается. Поменяйте дни местами.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.year}"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class Question(models.Model):
    """`number`: as printed, «» where it has none; `topic`: two or three words for pictures, the same through the years:
    by it a question is compared with earlier years."""

    survey = models.ForeignKey(
        Survey, on_delete=models.CASCADE, related_name="questions", verbose_name="опрос"
    )
    position = models.PositiveIntegerField("порядок")
    number = models.CharField("номер", max_length=20, blank=True)
    text = models.CharField("вопрос", max_length=1000)
    topic = models.CharField("коротко", max_length=120)

    class Meta:
        verbose_name = "вопрос"
        verbose_name_plural = "вопросы"
        ordering = ["survey", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "text"],
                name="question_once_per_survey",
                violation_error_message="Такой вопрос в этом опросе уже есть.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Choice(models.Model):
    """An answer that could be given to a question, in the order in which answers are printed."""

    class Meaning(models.TextChoices):
        POSITIVE = values.Meaning.POSITIVE, "за"
        NEGATIVE = values.Meaning.NEGATIVE, "против"
        NEUTRAL = values.Meaning.NEUTRAL, "ни за, ни против"

    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, related_name="choices", verbose_name="вопрос"
    )
    position = models.PositiveIntegerField("порядок")
    words = models.CharField("ответ", max_length=200)
    meaning = models.CharField("оценка", max_length=8, choices=Meaning.choices)

    class Meta:
        verbose_name = "вариант ответа"
        verbose_name_plural = "варианты ответа"
        ordering = ["question", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "words"],
                name="choice_once_per_question",
                violation_error_message="Такой ответ у этого вопроса уже есть.",
            ),
            models.CheckConstraint(
                condition=models.Q(meaning__in=["positive", "negative", "neutral"]),
                name="choice_meaning_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.words


class Place(models.Model):
    """Whose figures a survey holds: this municipality's (always), the region's, other municipalities'."""

    class Kind(models.TextChoices):
        OWN = values.PlaceKind.OWN, "наш муниципалитет"
        REGION = values.PlaceKind.REGION, "регион"
        OTHER = values.PlaceKind.OTHER, "другой муниципалитет"

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="places", verbose_name="опрос")
    kind = models.CharField("чьи ответы", max_length=6, choices=Kind.choices)
    name = models.CharField("название", max_length=200, blank=True)
    respondents = models.PositiveIntegerField("приняли участие", null=True, blank=True)

    class Meta:
        verbose_name = "место опроса"
        verbose_name_plural = "места опроса"
        ordering = ["survey", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "name"],
                name="place_once_per_survey",
                violation_error_message="Это место в опросе уже есть.",
            ),
            models.UniqueConstraint(
                fields=["survey"], condition=models.Q(kind="own"), name="place_own_once_per_survey"
            ),
            models.UniqueConstraint(
                fields=["survey"], condition=models.Q(kind="region"), name="place_region_once_per_survey"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["own", "region", "other"]), name="place_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="own", name="") | ~models.Q(kind="own") & ~models.Q(name=""),
                name="place_other_has_a_name",
                violation_error_message="Назовите муниципалитет или регион.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()


class Tally(models.Model):
    """How many people of a place gave an answer: `count`, or `percent` as a source printed it with `percent_places`
    decimals («20,70» keeps its zero), or both. A percentage is never summed and never turned into people."""

    choice = models.ForeignKey(Choice, on_delete=models.CASCADE, related_name="tallies", verbose_name="ответ")
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="tallies", verbose_name="место")
    count = models.PositiveIntegerField("ответов", null=True, blank=True)
    percent = models.DecimalField("процент", max_digits=7, decimal_places=4, null=True, blank=True)
    percent_places = models.PositiveSmallIntegerField("знаков после запятой", null=True, blank=True)

    class Meta:
        verbose_name = "ответы"
        verbose_name_plural = "ответы"
        ordering = ["choice", "place"]
        constraints = [
            models.UniqueConstraint(fields=["choice", "place"], name="tally_once_per_choice_and_place"),
            models.CheckConstraint(
                condition=models.Q(count__isnull=False) | models.Q(percent__isnull=False),
                name="tally_says_something",
                violation_error_message="Укажите число ответов или процент.",
            ),
            models.CheckConstraint(
                condition=models.Q(percent__isnull=True) | models.Q(percent__gte=0, percent__lte=100),
                name="tally_percent_is_a_share",
                violation_error_message="Процент: от 0 до 100.",
            ),
            models.CheckConstraint(
                condition=models.Q(percent__isnull=True, percent_places__isnull=True)
                | models.Q(percent__isnull=False, percent_places__lte=MOST_PERCENT_PLACES),
                name="tally_percent_has_its_places",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.choice}: {self.count if self.count is not None else self.percent}"
