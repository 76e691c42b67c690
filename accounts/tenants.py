"""The one place that writes municipalities and their members: settings, roles, invitations, links of first sign-in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.cases import propose_cases
from accounts.history import Actor, event, record
from accounts.models import Membership, Municipality, User
from accounts.permissions import Deed, may
from accounts.queries import is_last_administrator

Role = Membership.Role

SETTINGS = (
    "name",
    "name_genitive",
    "name_prepositional",
    "region",
    "signatory_name",
    "signatory_position",
    "prepared_by",
    "address",
    "phone",
    "email",
    "website",
    "logo",
)
LAST_ADMINISTRATOR = (
    "В муниципалитете должен остаться администратор. Сначала сделайте администратором другого сотрудника."
)
ONLY_FIRST_SIGN_IN = (
    "Ссылка выдается, пока человек ни разу не задал пароль. Забытый пароль он меняет сам: "
    "«Забыли пароль?» на странице входа."
)
WORKS_ELSEWHERE_TOO = (
    "Человек записан и в другом муниципалитете, поэтому ссылку выдать нельзя. Пароль он задаст сам: "
    "«Забыли пароль?» на странице входа."
)
HAS_ENTERED_ALREADY = (
    "Этот человек уже задал пароль, приглашение не отозвать. Закрыть ему доступ может администратор."
)
SWITCHED_OFF = "Учетная запись с этим адресом отключена. Включить ее может администратор портала."


@transaction.atomic
def create_municipality(
    *,
    slug: str,
    name: str,
    name_genitive: str = "",
    name_prepositional: str = "",
    region: str = "",
    by: Actor,
) -> Municipality:
    """A new tenant; cases not given are proposed from the name.

    By a command or a superuser. Raises ValidationError by field for a bad or taken slug, an empty or overlong name.
    """
    if by.user is not None and not by.user.is_superuser:
        raise PermissionDenied
    name = _one_line(name)
    if not name:
        raise ValidationError({"name": "Укажите название муниципалитета."})
    if Municipality.objects.filter(slug=slug.strip()).exists():
        raise ValidationError(
            {"slug": f"Муниципалитет «{slug.strip()}» уже есть. Выберите другое имя в адресе."}
        )
    proposed = propose_cases(name)
    municipality = Municipality(
        slug=slug.strip(),
        name=name,
        name_genitive=_one_line(name_genitive) or proposed.genitive,
        name_prepositional=_one_line(name_prepositional) or proposed.prepositional,
        region=_one_line(region),
    )
    municipality.full_clean()
    municipality.save()
    after = {"slug": municipality.slug, "name": municipality.name}
    record(municipality, by=by, action="municipality_created", about=municipality, after=after)
    return municipality


@transaction.atomic
def update_settings(municipality: Municipality, *, values: Mapping[str, Any], by: Actor) -> Municipality:
    """Write the settings named in `values` (keys of `SETTINGS`); nothing changed, nothing written.

    `logo` is a checked image as a File, or False to take the old one away; the file before it goes when the change is
    settled. Raises ValidationError by field.
    """
    municipality = _locked(municipality)
    _check(municipality, Deed.MANAGE_SETTINGS, by)
    before = {name: _plain(getattr(municipality, name)) for name in SETTINGS}
    for name in values.keys() & set(SETTINGS):
        setattr(municipality, name, values[name] or "")
    municipality.full_clean()
    old_logo = before["logo"]
    municipality.save(update_fields=SETTINGS)
    after = {name: _plain(getattr(municipality, name)) for name in SETTINGS}
    changed = [name for name in SETTINGS if before[name] != after[name]]
    if old_logo and "logo" in changed:
        storage = municipality.logo.storage
        transaction.on_commit(lambda: storage.delete(old_logo))
    if changed:
        record(
            municipality,
            by=by,
            action="settings_changed",
            about=municipality,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
    return municipality


@transaction.atomic
def add_member(
    municipality: Municipality,
    *,
    email: str,
    roles: Iterable[str],
    by: Actor,
    last_name: str = "",
    first_name: str = "",
    patronymic: str = "",
) -> User:
    """Give a person roles here by their address, making the account where there is none, without a password yet.

    An account that is there keeps its names. Raises ValidationError by field.
    """
    municipality = _locked(municipality)
    _check(municipality, Deed.MANAGE_MEMBERS, by)
    user = _account(email, last_name, first_name, patronymic)
    wanted = {*_roles(municipality, user), *roles}
    _write_roles(municipality, user, wanted, by)
    return user


@transaction.atomic
def invite(
    municipality: Municipality,
    *,
    email: str,
    by: Actor,
    last_name: str = "",
    first_name: str = "",
    patronymic: str = "",
) -> User:
    """Let a person in as an officer, and as nothing else, by their address; a coordinator may.

    An account that is there keeps its names, and the history tells its address only: whoever types an address in learns
    no name by it. Raises ValidationError by field.
    """
    municipality = _locked(municipality)
    _check(municipality, Deed.INVITE, by)
    user = _account(email, last_name, first_name, patronymic)
    wanted = {*_roles(municipality, user), Role.OFFICER}
    _write_roles(municipality, user, wanted, by, label=user.email)
    return user


@transaction.atomic
def take_back_invitation(municipality: Municipality, user: User, *, by: Actor) -> None:
    """Undo an invitation (an address with a slip) while nobody has used it; the links given out for it die.

    A coordinator may, for those who are officers here and nothing else. Raises ValidationError for whoever has set a
    password: closing the access of somebody at work is the administrator's deed.
    """
    municipality = _locked(municipality)
    _check(municipality, Deed.INVITE, by)
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    _check_only_officer(municipality, user, by)
    if user.has_usable_password():
        raise ValidationError(HAS_ENTERED_ALREADY)
    _kill_links(user)
    _write_roles(municipality, user, set(), by, label=user.email)


@transaction.atomic
def set_roles(municipality: Municipality, user: User, roles: Iterable[str], *, by: Actor) -> bool:
    """Give the person exactly these roles here; none takes them out. Answers whether anything changed.

    Raises ValidationError when nobody would be left to administer the municipality.
    """
    municipality = _locked(municipality)
    _check(municipality, Deed.MANAGE_MEMBERS, by)
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    return _write_roles(municipality, user, set(roles), by)


@transaction.atomic
def first_sign_in_link(municipality: Municipality, user: User, *, by: Actor) -> str:
    """An absolute address where the person sets their first password: it works once and for a limited time.

    Only for those who have never set a password, and of them, unless a command asks, only for members of this
    municipality alone: an administrator must not be able to sign in as somebody else, and a coordinator not as anybody
    who is more than an officer. Raises ValidationError otherwise.
    """
    municipality = _locked(municipality)
    _check(municipality, Deed.INVITE, by)
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    _check_only_officer(municipality, user, by)
    if user.has_usable_password():
        raise ValidationError(ONLY_FIRST_SIGN_IN)
    if by.user and (user.is_staff or user.memberships.exclude(municipality=municipality).exists()):
        raise ValidationError(WORKS_ELSEWHERE_TOO)
    record(municipality, by=by, action="sign_in_link_made", about=user)
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    return settings.SITE_URL + path


def link_valid_until() -> datetime:
    """Until when a link made now works, if it is not used before."""
    return timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


def _locked(municipality: Municipality) -> Municipality:
    return Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)


def _check(municipality: Municipality, deed: Deed, by: Actor) -> None:
    """A command acts for whoever runs the server; a superuser works in the Django admin."""
    if by.user is not None and not by.user.is_superuser and not may(by.user, deed, municipality):
        raise PermissionDenied


def _check_only_officer(municipality: Municipality, user: User, by: Actor) -> None:
    """Those who do not manage members touch officers only: anybody else's access is none of theirs."""
    acts_freely = by.user is None or by.user.is_superuser or may(by.user, Deed.MANAGE_MEMBERS, municipality)
    if not acts_freely and _roles(municipality, user) != {Role.OFFICER}:
        raise PermissionDenied


def _account(email: str, last_name: str, first_name: str, patronymic: str) -> User:
    """The account with this address, held; a new one, without a password yet, where there is none."""
    email = email.strip().lower()
    user = User.objects.select_for_update(no_key=True).filter(email=email).first()
    if user is None:
        names = {"last_name": last_name, "first_name": first_name, "patronymic": patronymic}
        return User.objects.create_user(email, **names)
    if not user.is_active:
        raise ValidationError({"email": SWITCHED_OFF})
    return user


def _kill_links(user: User) -> None:
    """Links of first sign-in are signed with the (unusable) password: another one, and they no longer work."""
    user.set_unusable_password()
    user.save(update_fields=["password"])


def _roles(municipality: Municipality, user: User) -> set[str]:
    return set(user.memberships.filter(municipality=municipality).values_list("role", flat=True))


def _write_roles(
    municipality: Municipality, user: User, wanted: set[str], by: Actor, *, label: str = ""
) -> bool:
    """`label`: how the history names the person, where not by name.

    An account that nobody has signed in with yet loses the links given out for it before: whoever holds such a link
    must not get in under the new roles.
    """
    if unknown := wanted - set(Role.values):
        raise ValidationError({"roles": f"Роли «{unknown.pop()}» нет."})
    before = _roles(municipality, user)
    if before == wanted:
        return False
    administers = Membership(municipality=municipality, user=user, role=Role.ADMINISTRATOR)
    if Role.ADMINISTRATOR in before - wanted and is_last_administrator(administers):
        raise ValidationError(LAST_ADMINISTRATOR)
    if wanted - before and not user.has_usable_password():
        _kill_links(user)
    Membership.objects.filter(municipality=municipality, user=user, role__in=before - wanted).delete()
    for role in sorted(wanted - before):
        membership = Membership(municipality=municipality, user=user, role=role)
        membership.full_clean()
        membership.save()
    action = "member_removed" if not wanted else "member_roles_changed" if before else "member_added"
    told = event(
        municipality,
        by=by,
        action=action,
        about=user,
        before={"roles": sorted(before)},
        after={"roles": sorted(wanted)},
    )
    told.object_label = label or told.object_label
    told.save()
    return True


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _plain(value: Any) -> str:
    return (value.name or "") if isinstance(value, File) else str(value)
