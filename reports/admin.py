"""What the portal published and does, to look at in the Django admin: nothing here can be changed."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin

from accounts.admin import ReadOnlyAdmin
from reports.models import ImportRun, Job, Publication


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    list_display = ["report", "municipality", "version", "published_at", "withdrawn_at", "sha256"]
    list_filter = ["municipality"]
    list_select_related = ["municipality", "report__plan_period"]
    search_fields = ["sha256"]
    # The whole frozen text is too long for a page.
    exclude: ClassVar = ["content"]


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "municipality", "state", "attempts", "created_at", "finished_at", "error"]
    list_filter = ["municipality", "kind", "state"]
    list_select_related = ["municipality"]


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = ["filename", "municipality", "state", "period", "created_at", "created_by"]
    list_filter = ["municipality", "state"]
    list_select_related = ["municipality", "created_by"]
    search_fields = ["filename", "sha256"]
    exclude: ClassVar = ["file", "parsed", "changes"]
