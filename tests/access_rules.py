"""Who gets what answer at which address: one row for every named address of the portal.

A new address fails `tests/test_access.py` until it has its row here. Rows of the office say who may enter; everybody
else is answered by the door: anonymous people are sent to sign in, strangers get 404, other members 403.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

OFFICER, COORDINATOR, ADMINISTRATOR = "officer", "coordinator", "administrator"
MEMBERS = (OFFICER, COORDINATOR, ADMINISTRATOR)
COORDINATORS = (COORDINATOR, ADMINISTRATOR)
ADMINISTRATORS = (ADMINISTRATOR,)
# `stranger` administers another municipality.
PEOPLE = ("anonymous", "stranger", *MEMBERS)

# Sent to the sign-in page, and back to the asked page afterwards.
TO_SIGN_IN = "to sign in"
Status = int | str


@dataclass(frozen=True)
class Rule:
    """Statuses by person for GET and for POST with an empty form; ``arguments``: of the address, from the World.

    ``own``: the argument that names an object of a municipality; another municipality's is answered with 404.
    """

    get: Mapping[str, Status]
    post: Mapping[str, Status]
    arguments: Mapping[str, Any] = field(default_factory=dict)
    own: str = ""


def everybody(*, get: Status, post: Status = 405, **arguments: Any) -> Rule:
    return Rule(dict.fromkeys(PEOPLE, get), dict.fromkeys(PEOPLE, post), arguments)


def office(who: tuple[str, ...], *, get: Status, post: Status = 405, **own: str) -> Rule:
    """A page of the office. ``own``: at most one argument, with the name of the object in the World."""
    door: dict[str, Status] = {"anonymous": TO_SIGN_IN, "stranger": 404, **dict.fromkeys(MEMBERS, 403)}
    name, *_ = [*own, ""]
    return Rule(door | dict.fromkeys(who, get), door | dict.fromkeys(who, post), own, name)


def signed_in(*, get: Status, post: Status, **arguments: Any) -> Rule:
    """A page for whoever is signed in, whatever their municipality."""
    inside = dict.fromkeys(PEOPLE[1:])
    return Rule(
        {"anonymous": TO_SIGN_IN} | dict.fromkeys(inside, get),
        {"anonymous": TO_SIGN_IN} | dict.fromkeys(inside, post),
        arguments,
    )


def not_signed_in(*, get: Status, post: Status, inside: Status = 302) -> Rule:
    """A page for those who are not in yet; the others are led to the office."""
    rest = dict.fromkeys(PEOPLE[1:], inside)
    return Rule({"anonymous": get} | rest, {"anonymous": post} | rest)


# Whole namespaces with their own tests: only the superuser gets in (tests/accounts/test_admin.py).
PREFIXES = ("admin:",)

RULES: dict[str, Rule] = {
    "healthz": everybody(get=200),
    # --- accounts: sign-in --------------------------------------------------------------------------------------------
    "account_login": not_signed_in(get=200, post=200),
    "account_logout": Rule(dict.fromkeys(PEOPLE, 200) | {"anonymous": 302}, dict.fromkeys(PEOPLE, 302)),
    "account_inactive": everybody(get=200),
    "account_reauthenticate": signed_in(get=200, post=200),
    "account_change_password": signed_in(get=200, post=200),
    "account_set_password": signed_in(get=302, post=302),
    "account_reset_password": everybody(get=200, post=200),
    "account_reset_password_done": everybody(get=200),
    "account_reset_password_from_key": everybody(get=200, post=200, uidb36="1", key="x-y"),
    "account_reset_password_from_key_done": everybody(get=200),
    "mfa_index": signed_in(get=200, post=405),
    "mfa_authenticate": everybody(get=302, post=302),
    "mfa_reauthenticate": signed_in(get=302, post=302),
    "mfa_activate_totp": signed_in(get=302, post=302),
    "mfa_deactivate_totp": signed_in(get=404, post=404),
    "mfa_view_recovery_codes": signed_in(get=404, post=405),
    "mfa_generate_recovery_codes": signed_in(get=302, post=302),
    "mfa_download_recovery_codes": signed_in(get=404, post=404),
    # --- accounts: the office -----------------------------------------------------------------------------------------
    "accounts:office": Rule(signed_in(get=302, post=405).get, everybody(get=302).post),
    "accounts:office-home": office(MEMBERS, get=302),
    "accounts:guide": office(MEMBERS, get=200),
    "accounts:settings": office(ADMINISTRATORS, get=200, post=422),
    "accounts:members": office(ADMINISTRATORS, get=200),
    "accounts:member-add": office(ADMINISTRATORS, get=200, post=422),
    "accounts:member-change": office(ADMINISTRATORS, get=200, post=422, user_id="newcomer"),
    "accounts:member-link": office(ADMINISTRATORS, get=405, post=200, user_id="newcomer"),
    "accounts:member-remove": office(ADMINISTRATORS, get=405, post=302, user_id="newcomer"),
    # --- plans: the office --------------------------------------------------------------------------------------------
    "plans:entry": office(MEMBERS, get=200, post=422, pk="entry"),
    "plans:entry-autosave": office(MEMBERS, get=405, post=422, pk="entry"),
    "plans:entry-hints": office(MEMBERS, get=405, post=200, pk="entry"),
    "plans:entry-presence": office(MEMBERS, get=405, post=200, pk="entry"),
    "plans:entry-versions": office(MEMBERS, get=200, pk="entry"),
    "plans:periods": office(COORDINATORS, get=302),
    "plans:period": office(COORDINATORS, get=200, pk="open_period"),
    "plans:period-act": office(COORDINATORS, get=405, post=422, pk="open_period"),
    "plans:approval-undo": office(COORDINATORS, get=405, post=302, pk="open_period"),
    "plans:review-door": office(COORDINATORS, get=302),
    "plans:review": office(COORDINATORS, get=200, pk="open_period"),
    "plans:review-entry": office(COORDINATORS, get=200, post=422, entry="entry", pk="open_period"),
    "plans:entry-reopen": office(COORDINATORS, get=200, post=422, pk="entry"),
    "plans:home": office((OFFICER,), get=200),
    # A link has no file to download.
    "plans:document": office(MEMBERS, get=404, pk="attachment"),
    "plans:history": office(MEMBERS, get=200),
    "plans:plan": office(MEMBERS, get=200),
    "plans:deadline-correct": office(COORDINATORS, get=200, post=422, pk="revision"),
    "plans:indicators": office(COORDINATORS, get=200),
    "plans:indicator-edit": office(COORDINATORS, get=200, post=422, pk="indicator"),
    "plans:indicator-end": office(COORDINATORS, get=405, post=302, pk="indicator"),
    "plans:indicator-add": office(COORDINATORS, get=200, post=422, pk="activity"),
    "plans:indicator-suggest": office(COORDINATORS, get=200, post=422, pk="activity"),
    "plans:act-add": office(COORDINATORS, get=200, post=422, pk="plan"),
    "plans:plan-edit": office(COORDINATORS, get=200),
    "plans:activity-add": office(COORDINATORS, get=200, post=422, pk="plan"),
    "plans:activity-edit": office(COORDINATORS, get=200, post=422, pk="activity"),
    "plans:activity-move": office(COORDINATORS, get=200, post=422, pk="activity"),
    "plans:activity-group": office(COORDINATORS, get=200, post=302, pk="activity"),
    "plans:activity-replace": office(COORDINATORS, get=200, post=422, pk="activity"),
    "plans:activity-end": office(COORDINATORS, get=200, post=422, pk="activity"),
    "plans:activity-remove": office(COORDINATORS, get=200, post=422, pk="activity"),
    "plans:section-add": office(COORDINATORS, get=200, post=422, pk="plan"),
    "plans:section-rename": office(COORDINATORS, get=200, post=422, pk="section"),
    "plans:section-remove": office(COORDINATORS, get=200, post=302, pk="section"),
    "plans:period-open": office(COORDINATORS, get=200, post=422),
    "plans:period-move": office(COORDINATORS, get=200, post=422, pk="plan_period"),
    "plans:period-cancel": office(COORDINATORS, get=200, post=409, pk="plan_period"),
    # --- plans: notices and the calendar ------------------------------------------------------------------------------
    "plans:inbox": office(MEMBERS, get=200),
    "plans:inbox-read": office(MEMBERS, get=405, post=302),
    "plans:inbox-settings": office(MEMBERS, get=200, post=422),
    # A notice is its reader's alone.
    "plans:notice": Rule(
        office(MEMBERS, get=405).get,
        office(MEMBERS, get=405, post=404).post | {OFFICER: 302},
        {"pk": "notice"},
        "pk",
    ),
    "plans:letters": office(ADMINISTRATORS, get=200),
    "plans:letter-again": office(ADMINISTRATORS, get=405, post=302, pk="letter"),
    "plans:calendar": office(MEMBERS, get=200, post=302),
    "plans:calendar-feed": everybody(get=200, key="calendar_key"),
    "plans:people": office(COORDINATORS, get=200),
    "plans:person-add": office(COORDINATORS, get=200, post=422),
    "plans:person": office(COORDINATORS, get=200, pk="officer"),
    "plans:person-position": office(COORDINATORS, get=405, post=302, pk="officer"),
    "plans:person-invite": office(COORDINATORS, get=405, post=422, pk="officer"),
    "plans:person-sign-in-link": office(COORDINATORS, get=405, post=409, pk="officer"),
    "plans:person-uninvite": office(COORDINATORS, get=405, post=409, pk="officer"),
    "plans:person-link": office(COORDINATORS, get=405, post=422, pk="officer"),
    "plans:person-unlink": office(COORDINATORS, get=405, post=302, pk="officer"),
    "plans:person-members": office(COORDINATORS, get=200, post=302, pk="collective"),
    "plans:hand-over": office(COORDINATORS, get=200, post=422, pk="officer"),
    "plans:substitution-add": office(COORDINATORS, get=405, post=422, pk="officer"),
    "plans:substitution-end": office(COORDINATORS, get=405, post=302, pk="substitution"),
    # --- reports: the office ------------------------------------------------------------------------------------------
    "reports:import-list": office(COORDINATORS, get=200, post=422),
    "reports:import-detail": office(COORDINATORS, get=200, pk="import_run"),
    "reports:import-progress": office(COORDINATORS, get=200, pk="import_run"),
    "reports:import-confirm": office(COORDINATORS, get=405, post=422, pk="import_run"),
    "reports:import-discard": office(COORDINATORS, get=405, post=302, pk="import_run"),
    "reports:office-report-list": office(MEMBERS, get=200),
    "reports:office-report": office(MEMBERS, get=200, pk="plan_period"),
    "reports:office-report-files": office(MEMBERS, get=200, pk="plan_period"),
    "reports:report-send-on": office(COORDINATORS, get=405, post=409, pk="plan_period"),
    "reports:report-approve": office(ADMINISTRATORS, get=405, post=409, pk="plan_period"),
    "reports:report-return": office(ADMINISTRATORS, get=405, post=409, pk="plan_period"),
    "reports:report-publish": office(ADMINISTRATORS, get=405, post=409, pk="plan_period"),
    "reports:report-publish-imported": office(ADMINISTRATORS, get=405, post=422, pk="plan_period"),
    "reports:report-correct": office(ADMINISTRATORS, get=200, post=422, pk="plan_period"),
    "reports:report-correct-cancel": office(ADMINISTRATORS, get=405, post=409, pk="plan_period"),
    "reports:report-draft": office(COORDINATORS, get=200, pk="plan_period"),
    "reports:report-draft-file": office(COORDINATORS, get=200, pk="plan_period", format="format"),
    "reports:publication-withdraw": office(ADMINISTRATORS, get=200, post=422, pk="publication"),
    "reports:job-retry": office(COORDINATORS, get=405, post=302, pk="job"),
    # --- surveys: office ----------------------------------------------------------------------------------------------
    "surveys:office-list": office(MEMBERS, get=200),
    "surveys:office-add": office(MEMBERS, get=200, post=400),
    "surveys:import": office(MEMBERS, get=200, post=422),
    "surveys:template": replace(office(MEMBERS, get=200), arguments={"format": "xlsx"}),
    "surveys:insert": office(MEMBERS, get=200, post=302, entry="entry"),
    "surveys:office-survey": office(MEMBERS, get=200, pk="survey"),
    "surveys:office-edit": office(MEMBERS, get=200, post=400, pk="survey"),
    "surveys:office-file": office(MEMBERS, get=200, pk="survey", format="csv"),
    "surveys:publish": office(COORDINATORS, get=200, post=409, pk="survey"),
    "surveys:unpublish": office(COORDINATORS, get=200, post=302, pk="survey"),
    "surveys:remove": office(MEMBERS, get=200, post=302, pk="survey"),
    # --- surveys: public ----------------------------------------------------------------------------------------------
    # The survey of the World is a draft; what citizens see of a published one is in tests/surveys/test_public_pages.py.
    "surveys:list": everybody(get=200, municipality="slug"),
    "surveys:series": everybody(get=404, municipality="slug", series="opros-zhiteley"),
    "surveys:survey": everybody(get=404, municipality="slug", series="opros-zhiteley", year=2021),
    "surveys:file": everybody(get=404, municipality="slug", series="opros-zhiteley", year=2021, format="csv"),
    # --- reports: public ----------------------------------------------------------------------------------------------
    "reports:home": everybody(get=200),
    "reports:municipality": everybody(get=200, municipality="slug"),
    "reports:logo": everybody(get=404, municipality="slug"),
    "reports:report-list": everybody(get=200, municipality="slug"),
    "reports:report": everybody(get=200, municipality="slug", period="period"),
    "reports:version": everybody(get=200, municipality="slug", period="period", version="version"),
    "reports:file": everybody(
        get=200, municipality="slug", period="period", version="version", format="format"
    ),
    "reports:plan-report-list": everybody(get=200, municipality="slug", plan="second_plan"),
    "reports:plan-report": everybody(get=200, municipality="slug", plan="second_plan", period="period"),
    "reports:plan-version": everybody(
        get=200, municipality="slug", plan="second_plan", period="period", version="version"
    ),
    "reports:plan-file": everybody(
        get=503, municipality="slug", plan="second_plan", period="period", version="version", format="format"
    ),
    "reports:activity": everybody(get=200, municipality="slug", activity="activity"),
    "reports:plan-activity": everybody(
        get=200, municipality="slug", plan="second_plan", activity="second_activity"
    ),
    # A first report and a first version have nothing to be compared with, and no document; what stands there where
    # they have is in tests/reports/test_public_history.py.
    "reports:changes": everybody(get=404, municipality="slug", period="period"),
    "reports:plan-changes": everybody(get=404, municipality="slug", plan="second_plan", period="period"),
    "reports:version-changes": everybody(get=404, municipality="slug", period="period", version="version"),
    "reports:plan-version-changes": everybody(
        get=404, municipality="slug", plan="second_plan", period="period", version="version"
    ),
    "reports:attachment": everybody(
        get=404,
        municipality="slug",
        period="period",
        version="version",
        digest="0123456789abcdef",
        filename="report.pdf",
    ),
    "reports:plan-attachment": everybody(
        get=404,
        municipality="slug",
        plan="second_plan",
        period="period",
        version="version",
        digest="0123456789abcdef",
        filename="report.pdf",
    ),
    "reports:in-lower-case": everybody(get=301, path="capitals"),
}
