"""Questions asked of people and municipalities, by name."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Membership, Municipality, User

Role = Membership.Role


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call: a name, the phone of the municipality, an address of mail."""

    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Member:
    """A person with all roles in one municipality, in the order of `Membership.Role`."""

    user: User
    roles: tuple[Role, ...]

    @property
    def name(self) -> str:
        return full_name(self.user) or self.user.email

    @property
    def role_words(self) -> str:
        return ", ".join(str(role.label) for role in self.roles)


def full_name(user: User) -> str:
    """«Астахова Ирина Николаевна», or as much of it as is known."""
    return " ".join(filter(None, (user.last_name, user.first_name, user.patronymic)))


def sole_municipality() -> Municipality | None:
    """The municipality of a portal that has exactly one."""
    first_two = list(Municipality.objects.order_by("pk")[:2])
    return first_two[0] if len(first_two) == 1 else None


def municipalities_of(user: User) -> list[Municipality]:
    """Where the person has any role, by name."""
    return list(Municipality.objects.filter(memberships__user=user).distinct().order_by("name", "pk"))


def members_of(municipality: Municipality) -> list[Member]:
    """Everybody with a role here, by name; people without one come last, by address."""
    members = _members(Membership.objects.filter(municipality=municipality))
    return sorted(
        members, key=lambda m: (not m.user.last_name, m.user.last_name, m.user.first_name, m.user.email)
    )


def member_of(municipality: Municipality, user_id: int) -> Member | None:
    """One person with their roles here; None for strangers."""
    return next(iter(_members(Membership.objects.filter(municipality=municipality, user_id=user_id))), None)


def colleagues_of(municipality: Municipality) -> list[tuple[User, str]]:
    """Everybody with a role here, with the words by which a coordinator may know them: the address, and the name too of
    those who work nowhere else."""
    elsewhere = Membership.objects.filter(user=OuterRef("pk")).exclude(municipality=municipality)
    users = (
        User.objects.filter(memberships__municipality=municipality)
        .annotate(works_elsewhere=Exists(elsewhere))
        .distinct()
        .order_by("last_name", "first_name", "email")
    )
    return [(user, _known_as(user, hides_name=user.works_elsewhere)) for user in users]


def _known_as(user: User, *, hides_name: bool) -> str:
    name = "" if hides_name else full_name(user)
    return f"{name}, {user.email}" if name else user.email


def _members(memberships: QuerySet[Membership]) -> list[Member]:
    roles: dict[User, set[str]] = {}
    for membership in memberships.select_related("user"):
        roles.setdefault(membership.user, set()).add(membership.role)
    return [Member(user, tuple(role for role in Role if role in held)) for user, held in roles.items()]


def coordinator_of(municipality: Municipality) -> Contact | None:
    """Whom officials should call: a coordinator, best one who is not the administrator too; None without a name."""
    memberships = Membership.objects.filter(
        municipality=municipality, role__in=[Role.COORDINATOR, Role.ADMINISTRATOR], user__is_active=True
    ).exclude(user__last_name="")
    if not (members := _members(memberships)):
        return None
    first = min(members, key=lambda m: (Role.COORDINATOR not in m.roles, len(m.roles), m.user.pk))
    return Contact(full_name(first.user), municipality.phone, first.user.email)


def is_last_administrator(membership: Membership) -> bool:
    """Whether nobody else who can sign in administers that municipality."""
    return membership.role == Role.ADMINISTRATOR and not (
        Membership.objects.filter(
            municipality_id=membership.municipality_id, role=Role.ADMINISTRATOR, user__is_active=True
        )
        .exclude(user_id=membership.user_id)
        .exists()
    )
