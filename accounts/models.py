"""Who is who: users, municipalities (the tenants), memberships; and what was done: the append-only history."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

# Addresses that the portal needs for itself; a municipality or a plan may not take them as its name.
RESERVED_SLUGS = frozenset(
    {
        "accounts",
        "admin",
        "api",
        "assets",
        "calendar",
        "docs",
        "feed",
        "files",
        "healthz",
        "help",
        "inbox",
        "login",
        "logo",
        "logout",
        "media",
        "news",
        "opendata",
        "plan",
        "plans",
        "privacy",
        "profile",
        "publications",
        "reports",
        "robots.txt",
        "search",
        "settings",
        "signup",
        "sitemap.xml",
        "static",
        "surveys",
        "verify",
        "work",
    }
)

slug_validator = RegexValidator(
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*\Z",
    "Имя в адресе пишется латинскими буквами, цифрами и дефисами, например prikumskiy.",
)


def validate_not_reserved(slug: str) -> None:
    """Refuse the names that would hide the portal's own addresses."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(f"Имя «{slug}» нужно самому порталу. Выберите другое.")


class UserManager(BaseUserManager["User"]):
    """Makes users that sign in by e-mail."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person. The e-mail is the login, kept in lower case; what they may do stands in their memberships."""

    username = None  # type: ignore[assignment]
    email = models.EmailField("электронная почта", unique=True)
    patronymic = models.CharField("отчество", max_length=150, blank=True)

    objects = UserManager()  # type: ignore[assignment,misc]

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = "пользователь"
        verbose_name_plural = "пользователи"
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_is_lower_case"),
        ]

    def clean(self) -> None:
        super().clean()
        self.email = self.email.strip().lower()

    def __str__(self) -> str:
        return self.short_name or self.email

    @property
    def short_name(self) -> str:
        """«Астахова И. Н.», or as much of it as is known."""
        initials = " ".join(f"{name[0]}." for name in (self.first_name, self.patronymic) if name)
        return " ".join(part for part in (self.last_name, initials) if part)


class Municipality(models.Model):
    """A tenant: the district that plans and reports, with its name in the three cases that documents need."""

    slug = models.CharField(
        "имя в адресе", max_length=60, unique=True, validators=[slug_validator, validate_not_reserved]
    )
    name = models.CharField(
        "название", max_length=200, help_text="Именительный падеж: что? Прикумский муниципальный округ"
    )
    name_genitive = models.CharField(
        "название в родительном падеже", max_length=200, help_text="Чего? Прикумского муниципального округа"
    )
    name_prepositional = models.CharField(
        "название в предложном падеже",
        max_length=200,
        help_text="В чем? В Прикумском муниципальном округе (без «в»)",
    )
    region = models.CharField("регион", max_length=200, blank=True)
    signatory_name = models.CharField(
        "кто утверждает отчет", max_length=200, blank=True, help_text="Например: А. П. Колесников"
    )
    signatory_position = models.CharField("должность утверждающего", max_length=300, blank=True)
    prepared_by = models.CharField(
        "кто готовит отчет",
        max_length=300,
        blank=True,
        help_text="Отдел или сотрудник; печатается на странице отчета",
    )
    address = models.CharField("адрес", max_length=300, blank=True)
    phone = models.CharField("телефон", max_length=60, blank=True)
    email = models.EmailField("электронная почта", blank=True)
    website = models.URLField("официальный сайт", blank=True)
    logo = models.ImageField("герб или знак", upload_to="logos/", blank=True)
    created_at = models.DateTimeField("создан", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "муниципалитет"
        verbose_name_plural = "муниципалитеты"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(slug__in=sorted(RESERVED_SLUGS)), name="municipality_slug_not_reserved"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A role of a person in one municipality; one person may hold several, in several municipalities."""

    class Role(models.TextChoices):
        OFFICER = "officer", "исполнитель"
        COORDINATOR = "coordinator", "координатор"
        ADMINISTRATOR = "administrator", "администратор"

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="memberships", verbose_name="пользователь"
    )
    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="memberships", verbose_name="муниципалитет"
    )
    role = models.CharField("роль", max_length=20, choices=Role.choices)
    created_at = models.DateTimeField("с какого времени", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "участник"
        verbose_name_plural = "участники"
        ordering = ["municipality", "user", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "municipality", "role"], name="membership_role_once_per_municipality"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=["officer", "coordinator", "administrator"]),
                name="membership_role_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class HistoryEvent(models.Model):
    """One change, written in the same transaction as the change itself; never changed, never removed.

    ``before`` and ``after`` are flat dictionaries of the values that changed. Names are copied, so that the line stays
    readable when the person or the object is gone.
    """

    class Source(models.TextChoices):
        WEB = "web", "в портале"
        COMMAND = "command", "командой"
        IMPORT = "import", "при загрузке файла"
        SYSTEM = "system", "порталом"

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="history", verbose_name="муниципалитет"
    )
    at = models.DateTimeField("когда", default=timezone.now, editable=False)
    actor = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="кто"
    )
    actor_name = models.CharField("имя", max_length=200, blank=True)
    source = models.CharField("откуда", max_length=10, choices=Source.choices)
    action = models.CharField("действие", max_length=60)
    object_type = models.CharField("вид объекта", max_length=60)
    object_id = models.BigIntegerField("номер объекта")
    object_label = models.CharField("объект", max_length=300)
    before = models.JSONField("было", default=dict, blank=True)
    after = models.JSONField("стало", default=dict, blank=True)
    comment = models.TextField("примечание", blank=True)

    class Meta:
        verbose_name = "событие"
        verbose_name_plural = "история"
        ordering = ["-at", "-pk"]
        indexes = [
            # The history shown at an object.
            models.Index(fields=["object_type", "object_id", "-at"], name="history_of_object"),
            models.Index(fields=["municipality", "-at"], name="history_of_municipality"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%d.%m.%Y %H:%M} {self.action}: {self.object_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A history event is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("A history event is never removed.")
