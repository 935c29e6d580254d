"""The tree of jurisdictions."""

from django.contrib import admin
from django.http import HttpRequest

from units.admin.base import ScopedAdmin, scope_of
from units.models import Jurisdiction


@admin.register(Jurisdiction)
class JurisdictionAdmin(ScopedAdmin):
    """Jurisdictions of the administrator's own branch."""

    list_display = ("name", "kind", "code", "parent", "valid_from", "valid_until")
    list_filter = ("kind",)
    list_select_related = ("parent",)
    search_fields = ("name__unaccent", "code")
    autocomplete_fields = ("parent",)
    owner_field = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only who sees everything adds branches: a new one would lie outside everybody else's sight."""
        return super().has_add_permission(request) and scope_of(request).jurisdictions is None
