"""The plan's editor: pages that add, rename and drop a section."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from accounts.office import OfficeRequest, office
from accounts.permissions import Deed
from plans.forms.editor import ConfirmForm, NewSectionForm, SectionForm
from plans.models import Plan, PlanAct, Section
from plans.periods import ReportingPeriod
from plans.planning import editing
from plans.queries import plan_lines
from plans.views.editor_flow import change, data_of, period_of


@office(Deed.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def section_add(request: OfficeRequest, pk: int) -> HttpResponse:
    """Add a heading to the plan."""
    plan = get_object_or_404(Plan, pk=pk, municipality=request.municipality)
    period = period_of(request, plan)
    sections = [line.section for line in plan_lines(plan, period) if line.section]
    form = NewSectionForm(plan, period, data_of(request), sections=sections)

    def apply(values: dict[str, Any], act: PlanAct | None) -> Section:
        return editing.add_section(
            plan, period, title=values["title"], after=values["after"], act=act, by=request.actor
        )

    return change(
        request,
        form,
        apply,
        title="Новый раздел",
        note="Раздел — заголовок над мероприятиями. Поставить в него мероприятия можно после этого.",
        button="Добавить",
        done="Раздел добавлен.",
    )


@office(Deed.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def section_rename(request: OfficeRequest, pk: int) -> HttpResponse:
    """Call a heading otherwise."""
    section, period = _section(request, pk)
    form = SectionForm(section.plan, period, data_of(request), initial={"title": section.title})

    def apply(values: dict[str, Any], act: PlanAct | None) -> Section:
        return editing.rename_section(section, period, title=values["title"], act=act, by=request.actor)

    return change(
        request,
        form,
        apply,
        title="Переименовать раздел",
        note="В отчётах за прошлые полугодия останется прежнее название.",
        button="Сохранить",
        done="Раздел переименован.",
    )


@office(Deed.EDIT_PLAN)
@require_http_methods(["GET", "POST"])
def section_remove(request: OfficeRequest, pk: int) -> HttpResponse:
    """Drop a heading without activities."""
    section, period = _section(request, pk)

    def apply(values: dict[str, Any], act: PlanAct | None) -> None:
        editing.remove_section(section, period, by=request.actor)

    return change(
        request,
        ConfirmForm(section.plan, period, data_of(request)),
        apply,
        has_act=False,
        title=f"Убрать раздел «{section.title}»",
        note="Убрать можно раздел, в котором нет мероприятий.",
        button="Убрать",
        done="Раздел убран.",
    )


def _section(request: OfficeRequest, pk: int) -> tuple[Section, ReportingPeriod]:
    found = Section.objects.select_related("plan__municipality")
    section = get_object_or_404(found, pk=pk, plan__municipality=request.municipality)
    return section, period_of(request, section.plan)
