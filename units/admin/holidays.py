"""Public holidays, which deadlines of every kind are counted with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from units.admin.base import ScopedAdmin
from units.domain.calendar_changes import listening
from units.models import PublicHoliday


@admin.register(PublicHoliday)
class PublicHolidayAdmin(ScopedAdmin):
    """Days off and the weekend days worked in exchange, year by year."""

    list_display = ("day", "weekday", "name", "is_worked", "is_verified")
    list_filter = ("is_worked", "is_verified")
    search_fields = ("name__unaccent",)
    date_hierarchy = "day"
    ordering = ("-day",)
    owner_field = None
    actions = ("mark_checked",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the day, and say how much is counted anew because of it."""
        with self._saying_what_moves(request):
            super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete the day, and say how much is counted anew because of it."""
        with self._saying_what_moves(request):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Delete the days, and say how much is counted anew because of each."""
        with self._saying_what_moves(request):
            super().delete_queryset(request, queryset)

    @contextmanager
    def _saying_what_moves(self, request: HttpRequest) -> Iterator[None]:
        with listening() as told:
            yield
        for sentence in told:
            self.message_user(request, sentence, messages.INFO)

    @admin.display(description=_("day of the week"))
    def weekday(self, holiday: PublicHoliday) -> str:
        """Name the day of the week: a wrong date shows at once."""
        return str(date_format(holiday.day, "l"))

    @admin.action(
        description=_("Mark the chosen days as checked with the announcement"),
        permissions=["change"],
    )
    def mark_checked(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Somebody has compared these days with the year's announcement."""
        count = queryset.update(is_verified=True)
        told = ngettext("%d day is marked as checked.", "%d days are marked as checked.", count)
        self.message_user(request, told % count, messages.SUCCESS)
