"""Calendars of periods with their deadlines, and what they give for the next periods."""

from __future__ import annotations

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from reports.domain.calendar import bounds_on, due_at, said
from reports.models import DueRule, PeriodCalendar
from units.admin.base import ScopedAdmin, ScopedInline
from units.domain.working_days import WorkingCalendar

SHOWN = 6


class DueRuleInline(ScopedInline):
    """Deadlines by tier."""

    model = DueRule
    fields = ("tier", "days_after", "in_working_days", "at", "shift")


@admin.register(PeriodCalendar)
class PeriodCalendarAdmin(ScopedAdmin):
    """How time is cut into periods, and when reports are due."""

    list_display = ("name", "code", "unit", "instrument", "article", "is_verified")
    list_filter = ("unit", "is_verified")
    search_fields = ("name__unaccent", "code")
    readonly_fields = ("next_periods",)
    inlines = (DueRuleInline,)
    owner_field = None
    fieldsets = (
        (None, {"fields": (("name", "code"), "unit")}),
        (
            _("Where a period begins"),
            {"fields": (("start_day", "months_before"), "weekday", "estimate_days")},
        ),
        (_("Source"), {"fields": (("instrument", "article"), "is_verified")}),
        (_("What this gives"), {"fields": ("next_periods",)}),
    )

    @admin.display(description=_("the next periods"))
    def next_periods(self, calendar: PeriodCalendar) -> SafeString | str:
        """List the period of today and those that follow, each with its deadlines by tier."""
        if calendar.pk is None:
            return str(_("Save the calendar first; its periods are shown here then."))
        rules = list(calendar.due_rules.all())
        working = WorkingCalendar.read()
        rows: list[tuple[str, str, str, str]] = []
        bounds = bounds_on(calendar, timezone.localdate())
        while bounds is not None and len(rows) < SHOWN:
            deadlines = "; ".join(
                f"{rule.get_tier_display()}: {due_at(rule, bounds.last, working):%d/%m/%Y %H:%M}"
                for rule in rules
            )
            rows.append(
                (
                    said(bounds.code),
                    f"{bounds.first:%d/%m/%Y}",
                    f"{bounds.last:%d/%m/%Y}",
                    deadlines,
                )
            )
            bounds = bounds_on(calendar, bounds.next_first)
        if not rows:
            return str(_("No period of this calendar is running today."))
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {} – {}. {}</li>", rows))
