"""Reference data of plans in the Django admin: titles, acts, sections, officers; no activities, no entries."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin

from accounts.admin import HistoryAdmin
from accounts.models import Municipality
from plans.models import Officer, Plan, PlanAct, Section


@admin.register(Plan)
class PlanAdmin(HistoryAdmin):
    list_display = ["title", "municipality", "slug", "is_primary"]
    list_filter = ["municipality"]
    list_select_related = ["municipality"]
    search_fields = ["title"]
    # The slug is a public address for ever.
    readonly_fields = ["municipality", "slug", "is_primary", "created_at"]

    def municipality_of(self, obj: Plan) -> Municipality:
        return obj.municipality


@admin.register(PlanAct)
class PlanActAdmin(HistoryAdmin):
    list_display = ["__str__", "plan", "is_amendment", "effective_from"]
    list_filter = ["plan__municipality", "kind"]
    list_select_related = ["plan"]
    readonly_fields = ["plan", "is_amendment", "effective_from"]

    def municipality_of(self, obj: PlanAct) -> Municipality:
        return obj.plan.municipality


@admin.register(Section)
class SectionAdmin(HistoryAdmin):
    list_display = ["title", "plan", "position"]
    list_filter = ["plan__municipality"]
    list_select_related = ["plan"]
    readonly_fields = ["plan", "position"]

    def municipality_of(self, obj: Section) -> Municipality:
        return obj.plan.municipality


@admin.register(Officer)
class OfficerAdmin(HistoryAdmin):
    list_display = ["name", "kind", "municipality", "position", "user"]
    list_filter = ["municipality", "kind"]
    list_select_related = ["municipality", "user"]
    search_fields = ["name", "position"]
    fields: ClassVar = ["municipality", "kind", "name", "position", "user"]
    # The name and the kind were read from the plan and find the officer again.
    readonly_fields = ["municipality", "kind", "name"]
    autocomplete_fields = ["user"]

    def municipality_of(self, obj: Officer) -> Municipality:
        return obj.municipality
