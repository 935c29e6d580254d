"""Public holidays, which deadlines of every kind are counted with."""

from django.contrib import admin
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from units.admin.base import ScopedAdmin
from units.models import PublicHoliday


@admin.register(PublicHoliday)
class PublicHolidayAdmin(ScopedAdmin):
    """Days off and the weekend days worked in exchange, year by year."""

    list_display = ("day", "weekday", "name", "is_worked", "is_verified")
    list_editable = ("is_verified",)
    list_filter = ("is_worked", "is_verified")
    search_fields = ("name__unaccent",)
    date_hierarchy = "day"
    ordering = ("-day",)
    owner_field = None

    @admin.display(description=_("day of the week"))
    def weekday(self, holiday: PublicHoliday) -> str:
        """Name the day of the week: a wrong date shows at once."""
        return str(date_format(holiday.day, "l"))
