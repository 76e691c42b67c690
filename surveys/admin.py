"""Surveys in the Django admin, to look at: they are written by the office's pages and commands."""

from __future__ import annotations

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from surveys.models import Survey


@admin.register(Survey)
class SurveyAdmin(ReadOnlyAdmin):
    list_display = ["title", "year", "municipality", "series", "published_at"]
    list_filter = ["municipality", "year"]
    list_select_related = ["municipality"]
    search_fields = ["title"]
