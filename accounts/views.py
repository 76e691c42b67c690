"""The door of the office, and the administrator's pages: settings and members of a municipality."""

from __future__ import annotations

from copy import copy
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import tenants
from accounts.departures import left_by
from accounts.forms import AddMemberForm, RolesForm, SettingsForm
from accounts.guides import guides_for, html_of, own_guide
from accounts.mails import send_access_letter
from accounts.models import User
from accounts.navigation import links_for
from accounts.office import OfficeRequest, office, to_sign_in
from accounts.permissions import Deed
from accounts.queries import Member, member_of, members_of, municipalities_of

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@never_cache
def office_door(request: HttpRequest) -> HttpResponse:
    """Straight to the only municipality of the person; a choice of several; a word to those who have none."""
    if not isinstance(request.user, User):
        return to_sign_in(request)
    municipalities = municipalities_of(request.user)
    if len(municipalities) == 1:
        return redirect("accounts:office-home", municipality=municipalities[0].slug)
    return render(request, "accounts/office_door.html", {"municipalities": municipalities})


@office(Deed.SEE_WORK)
@require_safe
def office_home(request: OfficeRequest) -> HttpResponse:
    """The first section that the person may open."""
    links = links_for(request, slug=request.municipality.slug, deeds=request.deeds)
    if links:
        return redirect(links[0].url)
    return render(request, "accounts/office_empty.html")


@office(Deed.SEE_WORK)
@require_safe
def guide(request: OfficeRequest) -> HttpResponse:
    """A guide of the portal; without a name the one that this person needs first."""
    guides, name = guides_for(request.roles), request.GET.get("name")
    shown = next((one for one in guides if one.name == name), None) if name else own_guide(request.roles)
    if shown is None:
        raise Http404
    context = {"guides": guides, "shown": shown, "html": html_of(shown)}
    return render(request, "accounts/guide.html", context)


@office(Deed.MANAGE_SETTINGS)
@form_page
def municipality_settings(request: OfficeRequest) -> HttpResponse:
    """Names, who signs, contacts and the emblem."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SettingsForm(*sent, instance=copy(request.municipality))
    if request.method == "POST" and form.is_valid():
        try:
            tenants.update_settings(request.municipality, values=form.values(), by=request.actor)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Настройки сохранены. Опубликованные отчеты остались прежними.")
            return redirect(request.path)
    return render(request, "accounts/settings.html", {"form": form}, status=_status(form))


@office(Deed.MANAGE_MEMBERS)
@require_safe
def members(request: OfficeRequest) -> HttpResponse:
    return render(request, "accounts/members.html", {"members": members_of(request.municipality)})


@office(Deed.MANAGE_MEMBERS)
@form_page
def member_add(request: OfficeRequest) -> HttpResponse:
    """Let somebody in; whoever has no password yet gets a link of first sign-in."""
    form = AddMemberForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            user = tenants.add_member(request.municipality, **form.cleaned_data, by=request.actor)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _let_in(request, user, is_new=True)
    return render(request, "accounts/member_add.html", {"form": form}, status=_status(form))


@office(Deed.MANAGE_MEMBERS)
@form_page
def member_change(request: OfficeRequest, user_id: int) -> HttpResponse:
    """The roles of one member, with the buttons of a new link and of removal."""
    member = _member(request, user_id)
    form = RolesForm(_sent(request), roles=member.roles)
    conflict = False
    if request.method == "POST" and form.is_valid():
        try:
            tenants.set_roles(request.municipality, member.user, form.cleaned_data["roles"], by=request.actor)
        except ValidationError as error:
            form.add_error("roles", error)
            conflict = True
        else:
            messages.success(request, f"{member.user}: роли сохранены.")
            return _to_members(request)
    context = {"form": form, "member": member, "left": left_by(request.municipality, member.user)}
    status = HTTPStatus.CONFLICT if conflict else _status(form)
    return render(request, "accounts/member_change.html", context, status=status)


@office(Deed.MANAGE_MEMBERS)
@require_POST
def member_link(request: OfficeRequest, user_id: int) -> HttpResponse:
    """A new link of first sign-in, shown once."""
    return _let_in(request, _member(request, user_id).user, is_new=False)


@office(Deed.MANAGE_MEMBERS)
@require_POST
def member_remove(request: OfficeRequest, user_id: int) -> HttpResponse:
    """Take a person out of the municipality; what they wrote stays theirs."""
    member = _member(request, user_id)
    try:
        tenants.set_roles(request.municipality, member.user, [], by=request.actor)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("accounts:member-change", request.municipality.slug, user_id)
    messages.success(request, f"{member.user} больше не работает в этом муниципалитете.")
    if member.user == request.user:
        return redirect("accounts:office")
    return _to_members(request)


def _sent(request: OfficeRequest) -> QueryDict | None:
    """What was sent, even if the form came empty."""
    return request.POST if request.method == "POST" else None


def _status(form: BaseForm) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def _member(request: OfficeRequest, user_id: int) -> Member:
    member = member_of(request.municipality, user_id)
    if member is None:
        raise Http404
    return member


def _to_members(request: OfficeRequest) -> HttpResponse:
    return redirect("accounts:members", municipality=request.municipality.slug)


def _let_in(request: OfficeRequest, user: User, *, is_new: bool) -> HttpResponse:
    """Show the link of first sign-in, or say why there is none, and send the letter."""
    link = refusal = ""
    if not (is_new and user.has_usable_password()):
        try:
            link = tenants.first_sign_in_link(request.municipality, user, by=request.actor)
        except ValidationError as error:
            refusal = error.messages[0]
    was_sent = (is_new or bool(link)) and send_access_letter(user, request.municipality, link=link)
    context = {
        "member": member_of(request.municipality, user.pk),
        "link": link,
        "refusal": refusal,
        "was_sent": was_sent,
        "valid_until": tenants.link_valid_until(),
    }
    status = HTTPStatus.CONFLICT if refusal and not is_new else HTTPStatus.OK
    return render(request, "accounts/member_link.html", context, status=status)
