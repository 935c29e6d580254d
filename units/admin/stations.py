"""Stations of communes."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from units.admin.base import CommuneFilter, ScopedAdmin
from units.models import Station


@admin.register(Station)
class StationAdmin(ScopedAdmin):
    """Whose the buildings are and in what state."""

    list_display = (
        "commune",
        "tenure",
        "is_main",
        "built_year",
        "floor_area_m2",
        "condition",
        "land_title",
    )
    list_filter = (CommuneFilter, "tenure", "condition", "land_title")
    list_select_related = ("commune",)
    search_fields = ("commune__search_text",)
    autocomplete_fields = ("commune",)
    fieldsets = (
        (None, {"fields": ("commune", ("tenure", "is_main"), "address", "phone")}),
        (
            _("Building"),
            {"fields": (("built_year", "floor_area_m2"), ("condition", "land_title"), "note")},
        ),
        (
            _("Place and time"),
            {"fields": (("latitude", "longitude"), ("valid_from", "valid_until"))},
        ),
    )
