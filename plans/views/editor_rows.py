"""The plan's editor: pages that add, reword, move, group, replace, end and remove a row."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from accounts.office import OfficeRequest, office
from accounts.permissions import Deed
from plans.forms.editor import AddForm, ConfirmForm, EndForm, PlaceForm, WordsForm
from plans.models import Activity, Officer, Plan, PlanAct, ProgressEntry
from plans.periods import ReportingPeriod
from plans.planning import editing
from plans.presenting.plan import place_of, places_of, subtree
from plans.queries import PlanLine, plan_lines
from plans.views.editor_flow import change, data_of, period_of, this_half_year


@office(Deed.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def activity_add(request: OfficeRequest, pk: int) -> HttpResponse:
    """Add a row to the plan, after the row that was asked for (`after`), else at its end."""
    plan = get_object_or_404(Plan, pk=pk, municipality=request.municipality)
    period = period_of(request, plan)
    places = places_of(plan_lines(plan, period))
    asked = f"after-{request.GET.get('after', '')}"
    known = {place.value for place in places}
    form = AddForm(
        plan,
        period,
        data_of(request),
        places=places,
        initial={"place": asked if asked in known else places[-1].value},
    )

    def apply(values: dict[str, Any], act: PlanAct | None) -> Activity:
        place = values["place"]
        return editing.add_activity(
            plan,
            period,
            text=values["text"],
            deadline=values["deadline"],
            officers=values["names"],
            parent=place.parent,
            section=place.section,
            after=place.after,
            is_group=values["is_group"],
            act=act,
            by=request.actor,
        )

    return change(
        request,
        form,
        apply,
        title="Новое мероприятие",
        button="Добавить",
        done="Мероприятие добавлено.",
    )


@office(Deed.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def activity_edit(request: OfficeRequest, pk: int) -> HttpResponse:
    """Say a row in other words, name another deadline or other officers."""
    activity, period = _activity(request, pk)
    line = _line(activity, period)
    form = WordsForm(
        activity.plan,
        period,
        data_of(request),
        rows=_rows(line),
        is_group=bool(line and line.kind == "group"),
        initial=_said(line),
    )

    def apply(values: dict[str, Any], act: PlanAct | None) -> Activity:
        change: dict[str, Any] = {"act": act, "by": request.actor}
        editing.amend_activity(
            activity, period, text=values["text"], deadline=values.get("deadline"), **change
        )
        if "names" in values:
            editing.set_officers(activity, period, values["names"], **change)
        return activity

    return change(
        request,
        form,
        apply,
        line=line,
        title="Изменить мероприятие",
        button="Сохранить",
        done="Изменение внесено в план.",
    )


@office(Deed.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def activity_move(request: OfficeRequest, pk: int) -> HttpResponse:
    """Put a row, with all that stands under it, in another place."""
    activity, period = _activity(request, pk)
    lines = plan_lines(activity.plan, period)
    places = places_of(lines, without=subtree(lines, activity))
    form = PlaceForm(
        activity.plan,
        period,
        data_of(request),
        places=places,
        initial={"place": place_of(places, lines, activity)},
    )

    def apply(values: dict[str, Any], act: PlanAct | None) -> Activity:
        place = values["place"]
        editing.move_activity(
            activity,
            period,
            parent=place.parent,
            section=place.section,
            after=place.after,
            act=act,
            by=request.actor,
        )
        return activity

    return change(
        request,
        form,
        apply,
        line=_found(lines, activity),
        title="Переставить мероприятие",
        note="Номера пунктов после этого посчитаются заново. Подпункты переносятся вместе с пунктом.",
        button="Переставить",
        done="Мероприятие переставлено.",
    )


@office(Deed.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def activity_group(request: OfficeRequest, pk: int) -> HttpResponse:
    """Make a row a group, or a group a row that reports itself."""
    activity, period = _activity(request, pk)
    line = _line(activity, period)
    is_group = bool(line and line.kind == "group")

    def apply(values: dict[str, Any], act: PlanAct | None) -> Activity:
        deed = editing.make_reportable if is_group else editing.make_group
        deed(activity, period, act=act, by=request.actor)
        return activity

    words = (
        {
            "title": "Сделать группу обычным мероприятием",
            "note": "Она станет отчитываться сама. Исполнителей и срок назначьте после этого.",
            "done": "Теперь это мероприятие, которое отчитывается само.",
        }
        if is_group
        else {
            "title": "Сделать мероприятие группой",
            "note": "Группа сама не отчитывается: отчитываются её подпункты. Исполнителей и срока у неё не будет.",
            "done": "Теперь это группа. Поставьте в неё подпункты.",
        }
    )
    form = ConfirmForm(activity.plan, period, data_of(request))
    button = "Сделать мероприятием" if is_group else "Сделать группой"
    return change(request, form, apply, line=line, button=button, **words)


@office(Deed.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def activity_replace(request: OfficeRequest, pk: int) -> HttpResponse:
    """Put a new activity in the place of one that ends with the half-year before."""
    activity, period = _activity(request, pk)
    line = _line(activity, period)
    form = WordsForm(activity.plan, period, data_of(request), rows=_rows(line), initial=_said(line))

    def apply(values: dict[str, Any], act: PlanAct | None) -> Activity:
        return editing.replace_activity(
            activity,
            period,
            text=values["text"],
            deadline=values["deadline"],
            officers=values["names"],
            act=act,
            by=request.actor,
        )

    return change(
        request,
        form,
        apply,
        line=line,
        title="Заменить мероприятие другим",
        note=f"Прежнее останется в плане по {period.previous.title} включительно, на его место встанет новое.",
        button="Заменить",
        done="Мероприятие заменено.",
    )


@office(Deed.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def activity_end(request: OfficeRequest, pk: int) -> HttpResponse:
    """Name the last half-year of a row, or let it go on."""
    activity, period = _activity(request, pk)
    editable = editing.editable_periods(activity.plan, now=this_half_year())
    periods = [one for one in [editable[0].previous, *editable] if one >= activity.first_period]
    lines = plan_lines(activity.plan, period)
    line = _found(lines, activity)
    last = activity.last_period or max(
        period.previous, _last_written(subtree(lines, activity)) or period.previous
    )
    form = EndForm(
        activity.plan,
        period,
        data_of(request),
        activity=activity,
        periods=periods,
        initial={"last_period": str(last if last in periods else periods[0])},
    )

    def apply(values: dict[str, Any], act: PlanAct | None) -> Activity:
        editing.end_activity(activity, last_period=values["last_period"], act=act, by=request.actor)
        return activity

    return change(
        request,
        form,
        apply,
        line=line or _line(activity, last),
        title="Завершить мероприятие",
        lead="Назовите полугодие, в котором оно последний раз стоит в плане.",
        note="Подпункты группы завершаются с ней." if line and line.kind == "group" else "",
        button="Сохранить",
        done="Последнее полугодие записано.",
    )


@office(Deed.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def activity_remove(request: OfficeRequest, pk: int) -> HttpResponse:
    """Take away a row that was added by mistake."""
    activity, period = _activity(request, pk)
    line = _line(activity, activity.first_period)

    def apply(values: dict[str, Any], act: PlanAct | None) -> None:
        editing.remove_activity(activity, by=request.actor)

    return change(
        request,
        ConfirmForm(activity.plan, period, data_of(request)),
        apply,
        line=line,
        has_act=False,
        title="Удалить мероприятие",
        lead=f"Оно стоит в плане {activity.first_period.since_words}.",
        note="Удалить можно только то, что внесено по ошибке и ни в одном отчёте не было. Иначе завершите его.",
        button="Удалить",
        done="Мероприятие удалено.",
    )


def _last_written(activities: Collection[int]) -> ReportingPeriod | None:
    """The newest half-year in which somebody wrote of any of these."""
    written = ProgressEntry.objects.filter(activity__in=activities).exclude(text="", nothing_reason="")
    newest = written.order_by("-plan_period__period").values_list("plan_period__period", flat=True).first()
    return newest if newest is None else ReportingPeriod.parse(str(newest))


def _activity(request: OfficeRequest, pk: int) -> tuple[Activity, ReportingPeriod]:
    found = Activity.objects.select_related("plan__municipality")
    activity = get_object_or_404(found, pk=pk, plan__municipality=request.municipality)
    return activity, period_of(request, activity.plan)


def _line(activity: Activity, period: ReportingPeriod) -> PlanLine | None:
    return _found(plan_lines(activity.plan, period), activity)


def _found(lines: list[PlanLine], activity: Activity) -> PlanLine | None:
    return next((line for line in lines if line.activity == activity), None)


def _rows(line: PlanLine | None) -> list[tuple[str, Officer]]:
    """The officers of a row by the words that it prints."""
    return [(one.name, one.officer) for one in line.officers] if line else []


def _said(line: PlanLine | None) -> dict[str, Any]:
    """What a row says, as the form shows it."""
    if line is None:
        return {}
    officers = "\n".join(one.name for one in line.officers)
    return {"text": line.text, "deadline": line.deadline_wording, "officers": officers}
