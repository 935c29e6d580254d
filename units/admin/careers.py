"""Assignments and departures across officers, by date."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from units.admin.base import CommuneFilter, ScopedAdmin
from units.admin.known_rows import PostForm
from units.admin.officers import warn_about
from units.models import Assignment, Departure


@admin.register(Assignment)
class AssignmentAdmin(ScopedAdmin):
    """Who held which position where, from when until when."""

    form = PostForm
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

    def save_model(self, request: HttpRequest, obj: Assignment, form: Any, change: bool) -> None:
        """Save, then warn by the rules of eligibility."""
        super().save_model(request, obj, form, change)
        warn_about(request, obj)


@admin.register(Departure)
class DepartureAdmin(ScopedAdmin):
    """Who left, how and why."""

    list_display = ("officer", "on", "kind", "reason", "commune", "position")
    list_filter = (CommuneFilter, "kind", "reason")
    list_select_related = ("officer", "commune", "position")
    search_fields = ("officer__search_text",)
    autocomplete_fields = ("officer", "commune", "position")
    date_hierarchy = "on"
