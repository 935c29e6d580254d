"""Public holidays, which deadlines of every kind are counted with."""

from django.contrib import admin

from units.admin.base import ScopedAdmin
from units.models import PublicHoliday


@admin.register(PublicHoliday)
class PublicHolidayAdmin(ScopedAdmin):
    """Days off and the weekend days worked in exchange, year by year."""

    list_display = ("day", "name", "is_worked", "is_verified")
    list_editable = ("is_verified",)
    list_filter = ("is_worked", "is_verified")
    search_fields = ("name__unaccent",)
    date_hierarchy = "day"
    ordering = ("-day",)
    owner_field = None
