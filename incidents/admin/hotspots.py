"""The catalogue of kinds, kept here; complicated places, looked at here and worked on in their own pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from incidents.admin.base import LookOnlyAdmin
from incidents.models import Hotspot, HotspotKind
from units.admin.base import CommuneFilter, ScopedAdmin


@admin.register(HotspotKind)
class HotspotKindAdmin(ScopedAdmin):
    """What kinds of places a report may name, in the order of the form."""

    list_display = ("name", "code", "icon", "order", "is_active")
    list_editable = ("order", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name__unaccent", "code")
    prepopulated_fields = {"code": ("name",)}
    owner_field = None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A kind is taken out of the form, never deleted from under the places that have it."""
        return False


@admin.register(Hotspot)
class HotspotAdmin(LookOnlyAdmin):
    """Places as reported, to look at: states and reports change only where the rules are asked."""

    list_display = ("name", "kind", "commune", "state", "reported_on", "next_review_on")
    list_filter = (CommuneFilter, "state", "kind")
    list_select_related = ("kind", "commune")
    search_fields = ("search_text",)
    date_hierarchy = "reported_on"
    ordering = ("sort_key", "pk")
    page = "hotspot_detail"
