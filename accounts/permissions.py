"""Who may do what, in one table: roles held by a person in one municipality, and the predicates over them.

A predicate answers for a municipality; that an object belongs to it is settled by the way it is fetched
(`queries.py` of each app): what one may not see is 404, what one may see and not do is 403.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from accounts.models import Membership, Municipality, User

Role = Membership.Role


class Deed(StrEnum):
    """What a person may want to do (design.md, "What the data must be able to say")."""

    REPORT_OWN = "report_own"
    IMPORT = "import"
    EDIT_PLAN = "edit_plan"
    OPEN_PERIOD = "open_period"
    INVITE = "invite"
    REVIEW = "review"
    SEND_ON = "send_on"
    SEE_WORK = "see_work"
    # Enter and correct a survey that citizens do not see yet; show it to them, and correct what they see.
    EDIT_SURVEYS = "edit_surveys"
    PUBLISH_SURVEYS = "publish_surveys"
    APPROVE = "approve"
    PUBLISH = "publish"
    MANAGE_MEMBERS = "manage_members"
    MANAGE_SETTINGS = "manage_settings"


_COORDINATOR = frozenset(
    {
        Deed.IMPORT,
        Deed.EDIT_PLAN,
        Deed.OPEN_PERIOD,
        Deed.INVITE,
        Deed.REVIEW,
        Deed.SEND_ON,
        Deed.SEE_WORK,
        Deed.EDIT_SURVEYS,
        Deed.PUBLISH_SURVEYS,
    }
)
DEEDS: dict[str, frozenset[Deed]] = {
    Role.OFFICER: frozenset({Deed.REPORT_OWN, Deed.SEE_WORK, Deed.EDIT_SURVEYS}),
    Role.COORDINATOR: _COORDINATOR,
    Role.ADMINISTRATOR: _COORDINATOR
    | {Deed.APPROVE, Deed.PUBLISH, Deed.MANAGE_MEMBERS, Deed.MANAGE_SETTINGS},
}


def deeds_of(roles: Iterable[str]) -> frozenset[Deed]:
    """Everything that a holder of these roles may do."""
    return frozenset().union(*(DEEDS[role] for role in roles))


def roles_in(user: User | AnonymousUser, municipality: Municipality) -> frozenset[str]:
    """The roles of a person in a municipality; none for strangers and for accounts switched off."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    return frozenset(user.memberships.filter(municipality=municipality).values_list("role", flat=True))


def may(user: User | AnonymousUser, deed: Deed, municipality: Municipality) -> bool:
    return deed in deeds_of(roles_in(user, municipality))


def require(user: User | None, deed: Deed, municipality: Municipality) -> None:
    """Raise PermissionDenied for a person who may not. A command acts without a user: who runs it holds the server."""
    if user is not None and not may(user, deed, municipality):
        raise PermissionDenied
