"""The people of the plan: who they are, how they get in, what they answer for, who stands in, who comes after them."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import tenants
from accounts.mails import send_access_letter
from accounts.office import OfficeRequest, office
from accounts.permissions import Deed
from accounts.queries import colleagues_of
from accounts.wording import counted
from plans import people, planning
from plans.forms.people import (
    HandOverForm,
    InviteForm,
    LinkForm,
    MembersForm,
    OfficerForm,
    PositionForm,
    SubstitutionForm,
)
from plans.models import Officer, Substitution
from plans.people import Access

ON_PAGE = 50
SHOWN_ROWS = 100
NARROWINGS = {
    "": "Все",
    "none": "Не в портале",
    "invited": "Ещё не входили",
    "collective": "Коллективы",
}
form_page = require_http_methods(["GET", "HEAD", "POST"])


@office(Deed.INVITE)
@require_safe
def people_list(request: OfficeRequest) -> HttpResponse:
    """Every officer, narrowed by words and by access, a page at a time."""
    officers = people.officers_in(request.municipality)
    counts = people.counts_of(officers)
    text, who = request.GET.get("q", ""), request.GET.get("who", "")
    found = people.found_by(officers, text)
    if who in people.NARROWED:
        found = found.filter(people.NARROWED[who])
    page = Paginator(found, ON_PAGE).get_page(request.GET.get("page"))
    newest = people.newest_periods(request.municipality)
    context = {
        "page": page,
        "people": people.people_of(request.municipality, list(page), on=timezone.localdate(), newest=newest),
        "text": text,
        "who": who,
        "query": "&" + urlencode({"q": text, "who": who}),
        "narrowings": [
            (name, title, counts[name], urlencode({"q": text, "who": name}))
            for name, title in NARROWINGS.items()
        ],
        "total": counts[""],
        "newest": newest,
    }
    return render(request, "plans/people.html", context)


@office(Deed.INVITE)
@form_page
def person_add(request: OfficeRequest) -> HttpResponse:
    """A new officer: a successor, a substitute, a member of a collective."""
    form = OfficerForm(_sent(request))
    if officer := _written(
        form, lambda: planning.add_officer(request.municipality, **form.cleaned_data, by=request.actor)
    ):
        messages.success(request, f"{officer.name}: добавлено.")
        return _to_person(request, officer)
    return render(request, "plans/people_add.html", {"form": form}, status=_status(form))


@office(Deed.INVITE)
@require_safe
def person(request: OfficeRequest, pk: int) -> HttpResponse:
    return _person_page(request, _officer(request, pk))


@office(Deed.INVITE)
@require_POST
def person_position(request: OfficeRequest, pk: int) -> HttpResponse:
    """Write the official's post."""
    officer, form = _officer(request, pk), PositionForm(request.POST)
    if _written(
        form, lambda: planning.set_position(officer, form.cleaned_data["position"], by=request.actor)
    ):
        messages.success(request, f"{officer.name}: должность сохранена.")
        return _to_person(request, officer)
    return _person_page(request, officer, position_form=form)


@office(Deed.INVITE)
@require_POST
def person_invite(request: OfficeRequest, pk: int) -> HttpResponse:
    """Let the official in by their address, and show the link of first sign-in."""
    officer, form = _officer(request, pk), InviteForm(request.POST)
    if invited := _written(
        form, lambda: planning.invite_officer(officer, **form.cleaned_data, by=request.actor)
    ):
        return _let_in(request, invited, is_new=True)
    return _person_page(request, officer, invite_form=form)


@office(Deed.INVITE)
@require_POST
def person_sign_in_link(request: OfficeRequest, pk: int) -> HttpResponse:
    """A new link of first sign-in, shown once."""
    return _let_in(request, _officer(request, pk), is_new=False)


@office(Deed.INVITE)
@require_POST
def person_uninvite(request: OfficeRequest, pk: int) -> HttpResponse:
    """Take back an invitation that nobody has used."""
    officer = _officer(request, pk)
    try:
        planning.take_back_invitation(officer, by=request.actor)
    except ValidationError as error:
        return _conflict(request, error)
    messages.success(request, f"{officer.name}: приглашение отозвано, прежняя ссылка больше не сработает.")
    return _to_person(request, officer)


@office(Deed.INVITE)
@require_POST
def person_link(request: OfficeRequest, pk: int) -> HttpResponse:
    """Say that somebody who has access already is this official."""
    officer = _officer(request, pk)
    form = LinkForm(request.POST, colleagues=colleagues_of(request.municipality))
    if linked := _written(
        form, lambda: planning.link_user(officer, form.cleaned_data["user"], by=request.actor)
    ):
        messages.success(request, f"{linked.name}: связано с {linked.user.email if linked.user else ''}.")
        return _to_person(request, officer)
    return _person_page(request, officer, link_form=form)


@office(Deed.INVITE)
@require_POST
def person_unlink(request: OfficeRequest, pk: int) -> HttpResponse:
    """Part the official from their account."""
    officer = planning.unlink_user(_officer(request, pk), by=request.actor)
    messages.success(request, f"{officer.name}: больше не связано с учётной записью.")
    return _to_person(request, officer)


@office(Deed.INVITE)
@form_page
def person_members(request: OfficeRequest, pk: int) -> HttpResponse:
    """Who belongs to a collective: those in it first."""
    collective = get_object_or_404(
        people.officers_in(request.municipality), pk=pk, kind=Officer.Kind.COLLECTIVE
    )
    members = list(collective.members.all())
    officials = people.members_first(request.municipality, collective)
    form = MembersForm(_sent(request), officials=officials, members=members)
    if _written(
        form, lambda: planning.set_members(collective, form.cleaned_data["members"], by=request.actor)
    ):
        messages.success(request, f"{collective.name}: состав сохранён.")
        return _to_person(request, collective)
    context = {"form": form, "officer": collective}
    return render(request, "plans/people_members.html", context, status=_status(form))


@office(Deed.INVITE)
@require_POST
def substitution_add(request: OfficeRequest, pk: int) -> HttpResponse:
    """Name who stands in for the official, and when."""
    officer = _officer(request, pk)
    form = SubstitutionForm(request.POST, officials=people.officials_but(officer))
    if _written(form, lambda: planning.add_substitution(officer, **form.cleaned_data, by=request.actor)):
        messages.success(request, f"{officer.name}: замещение записано.")
        return _to_person(request, officer)
    return _person_page(request, officer, substitution_form=form)


@office(Deed.INVITE)
@require_POST
def substitution_end(request: OfficeRequest, pk: int) -> HttpResponse:
    """Make today the last day, or call off what has not begun."""
    substitution = get_object_or_404(
        Substitution.objects.select_related("officer"), pk=pk, officer__municipality=request.municipality
    )
    has_begun = substitution.from_day <= timezone.localdate()
    try:
        planning.end_substitution(substitution, on=timezone.localdate(), by=request.actor)
    except ValidationError as error:
        return _conflict(request, error)
    said = "сегодня последний день замещения." if has_begun else "замещение отменено."
    messages.success(request, f"{substitution.officer.name}: {said}")
    return _to_person(request, substitution.officer)


@office(Deed.EDIT_PLAN)
@form_page
def hand_over(request: OfficeRequest, pk: int) -> HttpResponse:
    """Choose whom, from when and what; look at what will change; do it."""
    officer = _officer(request, pk)
    periods = people.periods_to_hand_over(officer, today=timezone.localdate())
    default = people.usual_period(officer, periods)
    passing = people.passing_to(officer, None, periods[0])
    collectives = list(officer.collectives.order_by("name"))
    form = HandOverForm(
        _sent(request),
        heirs=people.officers_in(request.municipality).exclude(pk=officer.pk),
        periods=periods,
        passing=passing,
        has_collectives=bool(collectives),
        initial={
            "since": str(default),
            "activities": [row.activity.pk for row in passing],
            "with_collectives": True,
        },
    )
    context = {"officer": officer, "form": form, "passing": passing, "collectives": collectives}
    step = request.POST.get("step", "")
    if step != "change" and form.is_bound and form.is_valid():
        if step != "do":
            return render(request, "plans/people_hand_over_preview.html", context | _preview(officer, form))
        if done := _written(form, lambda: _hand_over(request, officer, form)):
            return _handed_over(request, officer, done, is_invited=bool(form.cleaned_data["email"]))
    context["ticked"] = {str(pk) for pk in form["activities"].value() or ()}
    status = HTTPStatus.OK if step == "change" else _status(form)
    return render(request, "plans/people_hand_over.html", context, status=status)


def _preview(officer: Officer, form: HandOverForm) -> dict[str, Any]:
    heir, since = form.heir, form.cleaned_data["since"]
    if not isinstance(heir, Officer):  # a typed name may be one that is known
        heir = officer.municipality.officers.filter(key=heir.key).first() or heir
    known = heir if isinstance(heir, Officer) else None
    rows = [row for row in people.passing_to(officer, known, since) if row.activity.pk in form.ticked]
    return {"heir": heir, "is_known": known is not None, "since": since, "rows": rows}


@transaction.atomic
def _hand_over(request: OfficeRequest, officer: Officer, form: HandOverForm) -> planning.HandedOver:
    """The hand-over and, where an address is given, the invitation: both or neither."""
    done = planning.hand_over(
        officer,
        form.heir,
        since=form.cleaned_data["since"],
        by=request.actor,
        act=form.cleaned_data["act"],
        only=form.ticked,
        with_collectives=form.cleaned_data.get("with_collectives", False),
    )
    if email := form.cleaned_data["email"]:
        planning.invite_officer(done.successor, email=email, by=request.actor)
    return done


def _handed_over(
    request: OfficeRequest, officer: Officer, done: planning.HandedOver, *, is_invited: bool
) -> HttpResponse:
    total = counted(len(done.passed | done.shared), "мероприятие", "мероприятия", "мероприятий")
    messages.success(request, f"Теперь отвечает {done.successor.name}: {total}, раньше {officer.name}.")
    if is_invited:
        return _let_in(request, _officer(request, done.successor.pk), is_new=True)
    return _to_person(request, done.successor)


def _person_page(request: OfficeRequest, officer: Officer, **forms: BaseForm) -> HttpResponse:
    """One officer; `forms`: the one that was refused, in place of the blank one."""
    today = timezone.localdate()
    newest = people.newest_periods(request.municipality)
    rows = people.rows_of([officer], newest)
    access = people.access_of(officer)
    may_invite = access in (Access.NONE, Access.CLOSED)
    blank: dict[str, BaseForm] = {"position_form": PositionForm(initial={"position": officer.position})}
    if may_invite:
        colleagues = colleagues_of(request.municipality)
        blank |= {"invite_form": InviteForm(), "link_form": LinkForm(colleagues=colleagues)}
    if access != Access.COLLECTIVE:
        blank["substitution_form"] = SubstitutionForm(officials=people.officials_but(officer))
    shown = list(rows[: SHOWN_ROWS + 1])
    context = {
        "officer": officer,
        "access": access,
        "may_invite": may_invite,
        "rows": shown[:SHOWN_ROWS],
        "is_cut": len(shown) > SHOWN_ROWS,
        "newest": newest,
        "members": officer.members.select_related("user").order_by("name"),
        "collectives": officer.collectives.order_by("name"),
        "substitutions": people.substitutions_of(officer, today=today),
        "stands_in": people.stands_in(officer, today=today),
        "today": today,
        **blank,
        **forms,
        "refused": next(iter(forms.values()), None),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if forms else HTTPStatus.OK
    return render(request, "plans/people_person.html", context, status=status)


def _let_in(request: OfficeRequest, officer: Officer, *, is_new: bool) -> HttpResponse:
    """Show the link of first sign-in, or say why there is none, and send the letter."""
    if officer.user is None:
        return _conflict(request, ValidationError(f"{officer.name}: не в портале. Сначала пригласите."))
    link = refusal = ""
    if not (is_new and officer.user.has_usable_password()):
        try:
            link = tenants.first_sign_in_link(request.municipality, officer.user, by=request.actor)
        except ValidationError as error:
            refusal = error.messages[0]
    was_sent = (is_new or bool(link)) and send_access_letter(officer.user, request.municipality, link=link)
    context = {
        "officer": officer,
        "link": link,
        "refusal": refusal,
        "was_sent": was_sent,
        "valid_until": tenants.link_valid_until(),
    }
    status = HTTPStatus.CONFLICT if refusal and not is_new else HTTPStatus.OK
    return render(request, "plans/people_link.html", context, status=status)


def _written(form: BaseForm, write: Callable[[], Any]) -> Any:
    """What the write module answers; nothing for a form that is blank, wrong, or refused by it."""
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        return write()
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _conflict(request: OfficeRequest, error: ValidationError) -> HttpResponse:
    return render(request, "409.html", {"exception": error.messages[0]}, status=HTTPStatus.CONFLICT)


def _officer(request: OfficeRequest, pk: int) -> Officer:
    return get_object_or_404(people.officers_in(request.municipality), pk=pk)


def _sent(request: OfficeRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _status(form: BaseForm) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def _to_person(request: OfficeRequest, officer: Officer) -> HttpResponse:
    return redirect("plans:person", request.municipality.slug, officer.pk)
