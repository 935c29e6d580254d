"""Sign-ins, roles and looks at masked data, for administrators of the same jurisdiction."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.domain.administering import history_of_sign_in, reaching_beyond, users_in
from accounts.domain.roles import ROLES, role_label
from accounts.domain.sign_in import remove_second_factor, set_one_time_password
from accounts.models import Disclosure, Membership, User
from units.admin.base import ScopedAdmin, ScopedInline, scope_of


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
    search_fields = ("username", "full_name__unaccent")
    fields = (
        ("username", "full_name"),
        ("email", "language"),
        "officer",
        ("is_active", "must_change_password"),
        ("one_time_until", "last_login"),
    )
    readonly_fields = ("one_time_until", "last_login")
    autocomplete_fields = ("officer",)
    inlines = (MembershipInline,)
    actions = ("give_one_time_password", "remove_second_factor")
    owner_field = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = users_in(super().get_queryset(request), scope_of(request))
        return rows.prefetch_related("memberships__role")

    @admin.display(description=_("roles"))
    def roles_shown(self, user: User) -> str:
        """The roles, in words."""
        return ", ".join(role_label(membership.role.name) for membership in user.memberships.all())

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody changes the sign-in of somebody who may see more than they do."""
        return super().has_change_permission(request, obj) and (
            obj is None or obj.pk not in reaching_beyond(scope_of(request))
        )

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            self._tell_one_time_password(request, obj, set_one_time_password(obj))
        super().save_model(request, obj, form, change)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the sign-in's history together with that of its roles, which is what people look for."""
        user = self.get_object(request, object_id)
        told = {"history": history_of_sign_in(user)} if user else {}
        return super().history_view(request, object_id, {**told, **(extra_context or {})})

    def _tell_one_time_password(self, request: HttpRequest, user: User, password: str) -> None:
        messages.warning(
            request,
            _("One-time password of %(name)s: %(password)s — it is shown only now.")
            % {"name": user.username, "password": password},
        )

    def _changeable(self, request: HttpRequest, chosen: QuerySet[User]) -> list[User]:
        beyond = reaching_beyond(scope_of(request))
        refused = [user.username for user in chosen if user.pk in beyond]
        if refused:
            messages.error(
                request,
                _("Left as they are, because they also serve outside your area: %(names)s.")
                % {"names": ", ".join(refused)},
            )
        return [user for user in chosen if user.pk not in beyond]

    @admin.action(description=_("Give a new one-time password"), permissions=["change"])
    def give_one_time_password(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Reset the passwords of the chosen users; each is shown once and must be changed."""
        for user in self._changeable(request, queryset):
            self._tell_one_time_password(request, user, set_one_time_password(user))
            user.save()

    @admin.action(
        description=_("Remove the second factor (lost phone) and sign out everywhere"),
        permissions=["change"],
    )
    def remove_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Let the chosen users set up a second factor anew."""
        for user in self._changeable(request, queryset):
            remove_second_factor(user)
            messages.success(
                request, _("%(name)s must set up a second factor anew.") % {"name": user.username}
            )

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
    search_fields = ("shown_as__unaccent", "user__username")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
