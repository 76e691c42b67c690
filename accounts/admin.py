"""Reference data in the Django admin, for whoever runs the server: people, municipalities, members, the history."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from accounts import tenants
from accounts.history import Actor, record
from accounts.models import HistoryEvent, Membership, Municipality, User
from accounts.queries import is_last_administrator

admin.site.site_header = "Открытое правительство: справочные данные"
admin.site.site_title = "Справочные данные"
admin.site.index_title = "Что можно поправить"
# One door for everybody: with its limits on attempts and its second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# Roles stand in memberships; Django's groups would only confuse.
admin.site.unregister(Group)


def actor(request: HttpRequest) -> Actor:
    """Who works in the admin, for the history."""
    assert isinstance(request.user, User)  # noqa: S101 - the admin lets nobody else in
    return Actor(request.user)


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows to look at: they are written by the portal alone."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class HistoryAdmin(admin.ModelAdmin):
    """Rows that may be corrected, each change in the history; none is made or removed here."""

    def municipality_of(self, obj: Any) -> Municipality:
        raise NotImplementedError

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        record(
            self.municipality_of(obj),
            by=actor(request),
            action=f"{obj._meta.model_name}_corrected",
            about=obj,
            before={name: str(form.initial.get(name) or "") for name in form.changed_data},
            after={name: str(form.cleaned_data.get(name) or "") for name in form.changed_data},
        )


class NewUserForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "last_name", "first_name"]


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    add_form = NewUserForm
    ordering = ["email"]
    list_display = ["email", "last_name", "first_name", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["email", "last_name", "first_name"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        ("Имя", {"fields": ["last_name", "first_name", "patronymic"]}),
        ("Доступ", {"fields": ["is_active", "is_staff", "is_superuser"]}),
        ("Когда", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["email", "last_name", "first_name", "usable_password", "password1", "password2"],
            },
        )
    ]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People who left are switched off: what they wrote keeps its author."""
        return False


@admin.register(Municipality)
class MunicipalityAdmin(admin.ModelAdmin):
    list_display = ["name", "slug", "region"]
    search_fields = ["name", "slug"]
    readonly_fields = ["slug", "created_at", "logo"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def has_add_permission(self, request: HttpRequest) -> bool:
        """`manage.py create_municipality` proposes the cases and makes the first administrator."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Municipality, form: ModelForm, change: bool) -> None:
        values = {name: form.cleaned_data[name] for name in form.changed_data}
        tenants.update_settings(obj, values=values, by=actor(request))


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    list_display = ["user", "municipality", "role", "created_at"]
    list_filter = ["municipality", "role"]
    list_select_related = ["user", "municipality"]
    search_fields = ["user__email", "user__last_name"]
    autocomplete_fields = ["user", "municipality"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A role is given or taken, never turned into another."""
        return False

    def save_model(self, request: HttpRequest, obj: Membership, form: ModelForm, change: bool) -> None:
        self._give(request, obj, _held(obj) | {obj.role})
        obj.pk = Membership.objects.get(user=obj.user, municipality=obj.municipality, role=obj.role).pk

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        self._give(request, obj, _held(obj) - {obj.role})

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Membership]) -> None:
        """One by one, so that the last administrator stays whatever was marked."""
        for membership in queryset.select_related("user", "municipality"):
            try:
                self.delete_model(request, membership)
            except ValidationError as error:
                messages.error(request, error.messages[0])

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """The last administrator is shown as one that can't be removed."""
        to_delete, counts, needed, protected = super().get_deleted_objects(objs, request)
        last = [f"{one}. {tenants.LAST_ADMINISTRATOR}" for one in objs if is_last_administrator(one)]
        return to_delete, counts, needed, [*protected, *last]

    def _give(self, request: HttpRequest, membership: Membership, roles: set[str]) -> None:
        tenants.set_roles(membership.municipality, membership.user, roles, by=actor(request))


@admin.register(HistoryEvent)
class HistoryEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "municipality", "actor_name", "source", "action", "object_label"]
    list_filter = ["municipality", "source", "action"]
    list_select_related = ["municipality"]
    search_fields = ["object_label", "actor_name"]
    date_hierarchy = "at"


def _held(membership: Membership) -> set[str]:
    rows = Membership.objects.filter(user=membership.user, municipality=membership.municipality)
    return set(rows.values_list("role", flat=True))
