"""The one place that writes a plan: its activities as they stand from a half-year on, their officers, its acts."""

from plans.planning.desired import DesiredLine, LineOutcome
from plans.planning.handing_over import HandedOver, hand_over
from plans.planning.lines import set_lines
from plans.planning.naming import officer_name
from plans.planning.officers import OfficerName
from plans.planning.people import (
    add_officer,
    add_substitution,
    end_substitution,
    invite_officer,
    link_user,
    set_members,
    set_position,
    take_back_invitation,
    unlink_user,
)
from plans.planning.plan import add_act, correct_deadline, create_plan

__all__ = [
    "DesiredLine",
    "HandedOver",
    "LineOutcome",
    "OfficerName",
    "add_act",
    "add_officer",
    "add_substitution",
    "correct_deadline",
    "create_plan",
    "end_substitution",
    "hand_over",
    "invite_officer",
    "link_user",
    "officer_name",
    "set_lines",
    "set_members",
    "set_position",
    "take_back_invitation",
    "unlink_user",
]
