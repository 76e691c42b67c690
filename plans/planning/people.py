"""Who the officers are: adding them, their posts and users, the members of collectives, who stands in for whom."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q

from accounts import tenants
from accounts.history import Actor, record
from accounts.models import Municipality, User
from accounts.permissions import Deed, require
from plans.changes import Changes
from plans.models import Officer, Substitution
from plans.planning.naming import officer_name
from plans.planning.officers import OfficerName, find_or_add

Kind = Officer.Kind


@transaction.atomic
def add_officer(
    municipality: Municipality, *, name: str, kind: str = Kind.OFFICIAL, position: str = "", by: Actor
) -> Officer:
    """Add an officer who stands in no plan yet. Raises ValidationError by field for a name that is known."""
    municipality = begin(municipality, by)
    wanted = officer_name(name, kind=kind, position=_one_line(position))
    if municipality.officers.filter(key=wanted.key).exists():
        raise ValidationError({"name": f"«{wanted.name}» уже есть среди исполнителей."})
    return find_or_make(municipality, wanted, by=by)


def find_or_make(municipality: Municipality, wanted: OfficerName, *, by: Actor) -> Officer:
    """The officer of this name, added where there is none. Call inside a transaction that holds the municipality."""
    if not wanted.key:
        raise ValidationError({"name": "Напишите фамилию с инициалами, должность или название коллектива."})
    found, added = find_or_add(municipality, [wanted], Changes())
    officer = found[wanted.key]
    if added:
        record(municipality, by=by, action="officer_added", about=officer, after={"kind": officer.kind})
    return officer


@transaction.atomic
def invite_officer(officer: Officer, *, email: str, by: Actor) -> Officer:
    """Let the official in by their address and link the account to them. Raises ValidationError by field."""
    municipality = begin(officer.municipality, by)
    officer = own(municipality, officer)
    if officer.kind == Kind.COLLECTIVE:
        raise ValidationError(
            {"email": "Коллектив не входит в портал сам: пригласите тех, кто в него входит."}
        )
    if officer.user and officer.user.memberships.filter(municipality=municipality).exists():
        raise ValidationError({"email": f"{officer.name} уже в портале: {officer.user.email}."})
    # Initials are all that a plan knows; they make the same short name as whole names would.
    first, second, *_ = [*(f"{letter}." for letter in officer.initials if letter.isalpha()), "", ""]
    user = tenants.invite(
        municipality, email=email, last_name=officer.surname, first_name=first, patronymic=second, by=by
    )
    return _write(municipality, officer, by, "officer_linked", user=user)


@transaction.atomic
def take_back_invitation(officer: Officer, *, by: Actor) -> Officer:
    """Undo an invitation that nobody has used; the account is no longer anybody's here. Raises ValidationError."""
    municipality = begin(officer.municipality, by)
    officer = own(municipality, officer)
    if officer.user is None:
        raise ValidationError(f"{officer.name}: приглашения уже нет.")
    user = officer.user
    tenants.take_back_invitation(municipality, user, by=by)
    for linked in municipality.officers.filter(user=user):
        _write(municipality, linked, by, "officer_unlinked", user=None)
    officer.user = None
    return officer


@transaction.atomic
def link_user(officer: Officer, user: User, *, by: Actor) -> Officer:
    """Say that a member of the municipality is this official. Raises ValidationError by field."""
    municipality = begin(officer.municipality, by)
    officer = own(municipality, officer)
    if officer.kind == Kind.COLLECTIVE:
        raise ValidationError({"user": "У коллектива нет своего пользователя: добавьте людей в его состав."})
    if not user.memberships.filter(municipality=municipality).exists():
        raise ValidationError({"user": "Этот человек не работает в портале от вашего муниципалитета."})
    return _write(municipality, officer, by, "officer_linked", user=user)


@transaction.atomic
def unlink_user(officer: Officer, *, by: Actor) -> Officer:
    """Part an official from their account; the account keeps its access."""
    municipality = begin(officer.municipality, by)
    return _write(municipality, own(municipality, officer), by, "officer_unlinked", user=None)


@transaction.atomic
def set_position(officer: Officer, position: str, *, by: Actor) -> Officer:
    """Write the official's post, as the office calls it; what rows of the plan print stays."""
    municipality = begin(officer.municipality, by)
    officer = own(municipality, officer)
    return _write(municipality, officer, by, "officer_changed", position=_one_line(position))


@transaction.atomic
def set_members(collective: Officer, members: Collection[Officer], *, by: Actor) -> Officer:
    """Say which officials belong to a collective: they see and write its entries. Raises ValidationError."""
    municipality = begin(collective.municipality, by)
    collective = own(municipality, collective)
    if collective.kind != Kind.COLLECTIVE:
        raise ValidationError({"members": f"{collective.name}: это один человек, состава у него нет."})
    wanted = {officer.pk: own(municipality, officer) for officer in members}
    if any(officer.kind != Kind.OFFICIAL for officer in wanted.values()):
        raise ValidationError({"members": "В состав входят люди, а не другие коллективы."})
    before = {officer.pk: officer for officer in collective.members.all()}
    if before.keys() == wanted.keys():
        return collective
    collective.members.set(wanted)
    record(
        municipality,
        by=by,
        action="collective_changed",
        about=collective,
        before={"members": sorted(officer.name for officer in before.values())},
        after={"members": sorted(officer.name for officer in wanted.values())},
    )
    return collective


@transaction.atomic
def add_substitution(
    officer: Officer, substitute: Officer, *, from_day: date, until_day: date | None = None, by: Actor
) -> Substitution:
    """Let one official see and write another's entries on these days (both included; no end: until it is ended).

    Raises ValidationError by field for days in the wrong order, for oneself, and for days that the same two have
    already.
    """
    municipality = begin(officer.municipality, by)
    officer, substitute = own(municipality, officer), own(municipality, substitute)
    if Kind.COLLECTIVE in (officer.kind, substitute.kind):
        raise ValidationError({"substitute": "Замещают друг друга люди. У коллектива меняют состав."})
    added = Substitution(officer=officer, substitute=substitute, from_day=from_day, until_day=until_day)
    added.full_clean()
    same_days = Q(until_day__isnull=True) | Q(until_day__gte=from_day)
    if until_day:
        same_days &= Q(from_day__lte=until_day)
    if officer.substitutions.filter(same_days, substitute=substitute).exists():
        raise ValidationError({"from_day": f"{substitute.name} уже замещает в эти дни. Выберите другие дни."})
    added.save()
    record(municipality, by=by, action="substitution_added", about=officer, after=_told(added))
    return added


@transaction.atomic
def end_substitution(substitution: Substitution, *, on: date, by: Actor) -> None:
    """Make `on` the last day; one that begins later is called off. Raises ValidationError for one that is over."""
    municipality = begin(substitution.officer.municipality, by)
    substitution = (
        Substitution.objects.select_for_update(of=("self",), no_key=True)
        .select_related("officer", "substitute")
        .get(pk=substitution.pk)
    )
    if substitution.until_day and substitution.until_day <= on:
        raise ValidationError("Это замещение уже закончено.")
    before = _told(substitution)
    if substitution.from_day > on:
        record(municipality, by=by, action="substitution_removed", about=substitution.officer, before=before)
        substitution.delete()
        return
    substitution.until_day = on
    substitution.full_clean()
    substitution.save(update_fields=["until_day"])
    after = _told(substitution)
    record(
        municipality,
        by=by,
        action="substitution_ended",
        about=substitution.officer,
        before=before,
        after=after,
    )


def begin(municipality: Municipality, by: Actor, deed: Deed = Deed.INVITE) -> Municipality:
    """Hold the municipality and check the person."""
    municipality = Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    require(by.user, deed, municipality)
    return municipality


def own(municipality: Municipality, officer: Officer) -> Officer:
    """The officer as it stands now, held; another municipality's is nobody's to touch here."""
    # In no order: that of officers is by municipality, whose row would be locked with theirs.
    found = (
        Officer.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk=officer.pk, municipality=municipality)
        .order_by()
        .first()
    )
    if found is None:
        raise PermissionDenied
    return found


def _write(municipality: Municipality, officer: Officer, by: Actor, action: str, **values: Any) -> Officer:
    """Save what differs, with its line of history; a user is told by address."""
    before = {name: getattr(officer, name) for name in values}
    if before == values:
        return officer
    for name, value in values.items():
        setattr(officer, name, value)
    officer.full_clean()
    officer.save(update_fields=[*values])
    record(municipality, by=by, action=action, about=officer, before=_plain(before), after=_plain(values))
    return officer


def _plain(values: dict[str, Any]) -> dict[str, str]:
    return {name: value.email if isinstance(value, User) else value or "" for name, value in values.items()}


def _told(substitution: Substitution) -> dict[str, str]:
    until = substitution.until_day
    return {
        "substitute": substitution.substitute.name,
        "from_day": substitution.from_day.isoformat(),
        "until_day": until.isoformat() if until else "",
    }


def _one_line(text: str) -> str:
    return " ".join(text.split())
