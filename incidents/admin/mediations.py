"""The catalogues of mediations and the movement, kept here by administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from incidents.models import MediationSubject, MovementKind
from units.admin.base import ScopedAdmin


@admin.register(MediationSubject, MovementKind)
class CalmCatalogueAdmin(ScopedAdmin):
    """A catalogue in the order of the forms."""

    list_display = ("name", "code", "order", "is_active")
    list_editable = ("order", "is_active")
    search_fields = ("name__unaccent", "code")
    prepopulated_fields = {"code": ("name",)}
    owner_field = None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An entry is taken out of the forms, never deleted from under the rows that have it."""
        return False
