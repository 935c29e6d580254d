"""Assignments and departures across officers, by date."""

from django.contrib import admin

from units.admin.base import CommuneFilter, ScopedAdmin
from units.models import Assignment, Departure


@admin.register(Assignment)
class AssignmentAdmin(ScopedAdmin):
    """Who held which position where, from when until when."""

    list_display = (
        "officer",
        "position",
        "commune",
        "hamlet",
        "is_main",
        "valid_from",
        "valid_until",
        "decision_number",
    )
    list_filter = (CommuneFilter, "position__force_type", "position", "is_main")
    list_select_related = ("officer", "position", "commune", "hamlet")
    search_fields = ("officer__search_text",)
    autocomplete_fields = ("officer", "commune", "hamlet", "position")
    date_hierarchy = "valid_from"


@admin.register(Departure)
class DepartureAdmin(ScopedAdmin):
    """Who left, how and why."""

    list_display = ("officer", "on", "kind", "reason", "commune", "position")
    list_filter = (CommuneFilter, "kind", "reason")
    list_select_related = ("officer", "commune", "position")
    search_fields = ("officer__search_text",)
    autocomplete_fields = ("officer", "commune", "position")
    date_hierarchy = "on"
