"""Calendars of periods with their deadlines, and what they give for the next periods."""

from __future__ import annotations

import datetime
from itertools import islice
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reports.domain.calendar import bounds_on, due_at, periods_between, said
from reports.forms.special import ClockField
from reports.models import DueRule, PeriodCalendar, ReportingPeriod
from units.admin.base import ScopedAdmin, ScopedInline
from units.domain.working_days import WorkingCalendar

SHOWN = 6
AHEAD = datetime.timedelta(days=366 * (SHOWN + 2))
BOUNDS = ("unit", "start_day", "months_before", "weekday", "estimate_days")


class DueRuleInline(ScopedInline):
    """Deadlines by tier."""

    model = DueRule
    fields = ("tier", "days_after", "in_working_days", "at", "shift")
    show_change_link = False
    formfield_overrides = {models.TimeField: {"form_class": ClockField}}


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

    def get_readonly_fields(
        self, request: HttpRequest, obj: PeriodCalendar | None = None
    ) -> tuple[str, ...]:
        """Once periods were opened by a calendar, where they begin stays."""
        return (*self.readonly_fields, *BOUNDS) if _is_in_use(obj) else self.readonly_fields

    def get_fieldsets(self, request: HttpRequest, obj: PeriodCalendar | None = None) -> Any:
        """Say why the bounds cannot be changed, and what to do instead."""
        fieldsets = [(title, dict(options)) for title, options in self.fieldsets]
        if _is_in_use(obj):
            fieldsets[1][1]["description"] = gettext(
                "Periods have been opened by this calendar, so where they begin no longer changes. "
                "For another cut, add another calendar and name it in the form. "
                "Deadlines can be changed; they hold for the periods opened from then on."
            )
        return fieldsets

    @admin.display(description=_("the next periods"))
    def next_periods(self, calendar: PeriodCalendar) -> SafeString | str:
        """Show the period of today and those that follow, each with its deadlines by tier."""
        if calendar.pk is None:
            return gettext("Save the calendar first; its periods are shown here then.")
        rules, working = list(calendar.due_rules.all()), WorkingCalendar.read()
        today = timezone.localdate()
        running = bounds_on(calendar, today)
        first = running.first if running else today
        rows = [
            (
                said(bounds.code),
                date_format(bounds.first, "SHORT_DATE_FORMAT"),
                date_format(bounds.last, "SHORT_DATE_FORMAT"),
                format_html_join(
                    "",
                    "<td>{}</td>",
                    ((_moment(due_at(rule, bounds.last, working)),) for rule in rules),
                ),
            )
            for bounds in islice(periods_between(calendar, first, today + AHEAD), SHOWN)
        ]
        heads = [
            gettext("period"),
            gettext("from"),
            gettext("until"),
            *(gettext("%(tier)s: due") % {"tier": rule.get_tier_display()} for rule in rules),
        ]
        return format_html(
            '<div class="wide-preview" tabindex="0"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>',
            format_html_join("", '<th scope="col">{}</th>', ((head,) for head in heads)),
            format_html_join("", '<tr><th scope="row">{}</th><td>{}</td><td>{}</td>{}</tr>', rows),
        )


def _is_in_use(calendar: PeriodCalendar | None) -> bool:
    return calendar is not None and (
        ReportingPeriod.objects.filter(form__calendar=calendar, is_special=False).exists()
    )


def _moment(due: datetime.datetime) -> str:
    return date_format(timezone.localtime(due), "SHORT_DATETIME_FORMAT")
