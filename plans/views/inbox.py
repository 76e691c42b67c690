"""A person's inbox: what they were told, how they want to be told, and, for administrators, letters that did not go."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.mails import mail_is_set_up
from accounts.models import Membership
from accounts.office import OfficeRequest, office
from accounts.permissions import Deed
from accounts.wording import counted
from plans import letters, notices
from plans.forms.inbox import DeliveryForm
from plans.models import Letter, NoticeSettings

SHOWN = 30


@office(Deed.SEE_WORK)
@require_safe
def inbox(request: OfficeRequest) -> HttpResponse:
    """Unread first; each opens by a button, because reading is remembered."""
    page = Paginator(notices.inbox_of(request.user, request.municipality), SHOWN).get_page(
        request.GET.get("page")
    )
    told = list(page.object_list)
    context: dict[str, Any] = {
        "page": page,
        "unread": [notice for notice in told if notice.read_at is None],
        "read": [notice for notice in told if notice.read_at is not None],
        "unread_count": notices.unread_count(request.user, request.municipality),
        "newest": max((notice.pk for notice in told), default=0),
        "delivery": _delivery(request),
        "mail_is_set_up": mail_is_set_up(),
    }
    if Deed.MANAGE_MEMBERS in request.deeds:
        context["undelivered"] = letters.undelivered(request.municipality).count()
    return render(request, "plans/inbox.html", context)


@office(Deed.SEE_WORK)
@require_POST
def notice(request: OfficeRequest, pk: int) -> HttpResponse:
    """Open what a notice is about; «прочитано» alone stays where it stood."""
    found = get_object_or_404(notices.inbox_of(request.user, request.municipality), pk=pk)
    notices.mark_read(found)
    if "stay" in request.POST:
        return redirect("plans:inbox", municipality=request.municipality.slug)
    is_officer = Membership.Role.OFFICER in request.roles
    return redirect(notices.address_of(found, request.municipality, is_officer=is_officer))


@office(Deed.SEE_WORK)
@require_POST
def read_all(request: OfficeRequest) -> HttpResponse:
    """Everything that stood on the page when it was shown, and what is older."""
    until = request.POST.get("until", "")
    number = int(until) if until.isdecimal() and len(until) < 19 else 0
    count = notices.mark_all_read(request.user, request.municipality, until=number)
    if count:
        messages.success(
            request, f"Прочитано: {counted(count, 'уведомление', 'уведомления', 'уведомлений')}."
        )
    return redirect("plans:inbox", municipality=request.municipality.slug)


@office(Deed.SEE_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def inbox_settings(request: OfficeRequest) -> HttpResponse:
    """Choose between a letter at once, one a day and none."""
    form = DeliveryForm(
        request.POST if request.method == "POST" else None, initial={"delivery": _delivery(request)}
    )
    if form.is_valid():
        notices.choose_delivery(
            request.user, request.municipality, form.cleaned_data["delivery"], by=request.actor
        )
        messages.success(request, "Сохранено: так и будем сообщать.")
        return redirect("plans:inbox", municipality=request.municipality.slug)
    context = {"form": form, "mail_is_set_up": mail_is_set_up()}
    return render(request, "plans/inbox_settings.html", context, status=422 if form.is_bound else 200)


@office(Deed.MANAGE_MEMBERS)
@require_safe
def undelivered(request: OfficeRequest) -> HttpResponse:
    """The letters that did not go, with the mail server's own words."""
    page = Paginator(letters.undelivered(request.municipality), SHOWN).get_page(request.GET.get("page"))
    return render(request, "plans/inbox_letters.html", {"page": page, "mail_is_set_up": mail_is_set_up()})


@office(Deed.MANAGE_MEMBERS)
@require_POST
def letter_again(request: OfficeRequest, pk: int) -> HttpResponse:
    """Put a letter that was given up back into the outbox."""
    letter = get_object_or_404(Letter.objects.filter(municipality=request.municipality), pk=pk)
    letters.send_again(letter, by=request.actor)
    messages.success(request, "Письмо снова в очереди. Если оно опять не уйдёт, вы увидите его здесь.")
    return redirect("plans:letters", municipality=request.municipality.slug)


def _delivery(request: OfficeRequest) -> str:
    chosen = notices.settings_of(request.user, request.municipality)
    return chosen.delivery if chosen else NoticeSettings.Delivery.AT_ONCE
