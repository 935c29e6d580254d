"""Sign-ins, roles and looks at masked data, for administrators of the same jurisdiction."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.domain.roles import ROLES, role_label
from accounts.models import Disclosure, Membership, User
from units.admin.base import ScopedAdmin, ScopedInline, scope_of
from units.domain.scope import Scope


def users_in(queryset: QuerySet[User], scope: Scope) -> QuerySet[User]:
    """Keep users all of whose memberships lie in ``scope``, and nobody else's administrators."""
    if scope.is_all:
        return queryset
    inside = Q(memberships__commune__in=scope.communes or ()) | Q(
        memberships__jurisdiction__in=scope.jurisdictions or ()
    )
    # Memberships outside the scope are hidden by the database itself, so a person who also serves
    # elsewhere is shown here with the local memberships only.
    return queryset.filter(inside, is_superuser=False).distinct()


class RoleChoice(forms.ModelChoiceField):
    """Roles by their words."""

    def label_from_instance(self, obj: Any) -> str:
        return role_label(obj.name)


class MembershipForm(forms.ModelForm[Membership]):
    """A membership: a commune's role for a commune, a jurisdiction's for a jurisdiction."""

    role = RoleChoice(label=_("role"), queryset=Group.objects.filter(name__in=ROLES))

    class Meta:
        model = Membership
        fields = ("role", "jurisdiction", "commune", "valid_from", "valid_until", "ended_reason")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        role = ROLES.get(getattr(cleaned.get("role"), "name", ""))
        if role and role.of_commune and not cleaned.get("commune"):
            self.add_error("commune", _("This role is held for a commune."))
        if role and not role.of_commune and not cleaned.get("jurisdiction"):
            self.add_error("jurisdiction", _("This role is held for a jurisdiction."))
        return cleaned


class MembershipInline(ScopedInline):
    """The roles of a user."""

    model = Membership
    form = MembershipForm
    extra = 0
    min_num = 1
    fields = ("role", "jurisdiction", "commune", "valid_from", "valid_until", "ended_reason")
    autocomplete_fields = ("jurisdiction", "commune")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Memberships are ended by a date, so that it stays known who could see what."""
        return False


@admin.register(User)
class UserAdmin(ScopedAdmin):
    """Sign-ins. A new one gets a one-time password, shown once, changed at the first sign-in."""

    list_display = ("username", "full_name", "roles_shown", "is_active", "last_login")
    list_filter = ("is_active", "memberships__role")
    search_fields = ("username", "full_name")
    fields = (
        ("username", "full_name"),
        ("email", "language"),
        "officer",
        ("is_active", "must_change_password"),
        "last_login",
    )
    readonly_fields = ("last_login",)
    autocomplete_fields = ("officer",)
    inlines = (MembershipInline,)
    actions = ("give_one_time_password",)
    owner_field = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = users_in(super().get_queryset(request), scope_of(request))
        return rows.prefetch_related("memberships__role")

    @admin.display(description=_("roles"))
    def roles_shown(self, user: User) -> str:
        """The roles, in words."""
        return ", ".join(role_label(membership.role.name) for membership in user.memberships.all())

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            self._set_one_time_password(request, obj)
        super().save_model(request, obj, form, change)

    def _set_one_time_password(self, request: HttpRequest, user: User) -> None:
        password = secrets.token_urlsafe(9)
        user.set_password(password)
        user.must_change_password = True
        messages.warning(
            request,
            _("One-time password of %(name)s: %(password)s — it is shown only now.")
            % {"name": user.username, "password": password},
        )

    @admin.action(description=_("Give a new one-time password"), permissions=["change"])
    def give_one_time_password(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Reset the passwords of the chosen users; each is shown once and must be changed."""
        for user in queryset:
            self._set_one_time_password(request, user)
            user.save()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Sign-ins are closed, never deleted: the history names them."""
        return False


@admin.register(Disclosure)
class DisclosureAdmin(ScopedAdmin):
    """Who looked at masked data; nobody changes it."""

    list_display = ("at", "user", "shown_as", "field", "commune", "reason", "address")
    list_select_related = ("user", "commune")
    list_filter = ("field",)
    date_hierarchy = "at"
    search_fields = ("shown_as", "user__username")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
