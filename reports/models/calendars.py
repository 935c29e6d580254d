"""Calendars of reporting: where a period begins and ends, and when what is due from whom."""

from __future__ import annotations

import datetime

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models.fields import NameField
from units.models.scoped import Record


class PeriodUnit(models.TextChoices):
    """How long a period is."""

    DAY = "day", _("day")
    WEEK = "week", _("week")
    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter")
    HALF = "half", _("six months")
    NINE = "nine", _("nine months")
    YEAR = "year", _("year")


class Weekday(models.IntegerChoices):
    """The days of the week as Python counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Tier(models.TextChoices):
    """Who files: the commune, the jurisdiction above it, and so on up."""

    COMMUNE = "commune", _("Commune")
    DISTRICT = "district", _("District or area")
    PROVINCE = "province", _("Province")


class Shift(models.TextChoices):
    """What happens to a deadline that falls on a day off."""

    NONE = "none", _("stays")
    NEXT = "next", _("moves to the next working day")
    PREVIOUS = "previous", _("moves to the working day before")


@pghistory.track()
class PeriodCalendar(Record):
    """A way to cut time into periods. Several are in use side by side (NĐ 09/2019 art. 12: from the 15th
    of the month before to the 14th; traffic weeks: Thursday to Wednesday; others calendar months).

    Months, quarters and longer begin on ``start_day`` of a month, ``months_before`` months ahead of the
    calendar's own: 15 and 1 give 15 December to 14 January for January.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = NameField(_("name"), max_length=120)
    unit = models.CharField(_("length"), max_length=8, choices=PeriodUnit.choices)
    start_day = models.PositiveSmallIntegerField(
        _("begins on day of the month"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(28)],
    )
    months_before = models.PositiveSmallIntegerField(
        _("begins months earlier"),
        default=0,
        validators=[MaxValueValidator(1)],
        help_text=_("1: the period of January begins in December."),
    )
    weekday = models.PositiveSmallIntegerField(
        _("week begins on"), choices=Weekday.choices, default=Weekday.MONDAY
    )
    estimate_days = models.PositiveSmallIntegerField(
        _("estimated days at the end"),
        default=0,
        help_text=_("How many of the last days are estimates, because the report is due before."),
    )
    instrument = NameField(_("instrument"), max_length=200, blank=True)
    article = NameField(_("article"), max_length=80, blank=True)
    is_verified = models.BooleanField(_("checked with the original text"), default=False)

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("calendar of periods")
        verbose_name_plural = _("calendars of periods")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="calendar_start_day_in_every_month",
                condition=Q(start_day__range=(1, 28)),
                violation_error_message=_("Choose a day that every month has: 1 to 28."),
            ),
            models.CheckConstraint(
                name="calendar_months_before_at_most_one",
                condition=Q(months_before__lte=1),
                violation_error_message=_("A period begins in its own month or the one before."),
            ),
            models.CheckConstraint(
                name="calendar_weekday_known",
                condition=Q(weekday__lte=6),
                violation_error_message=_("A week has seven days."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class DueRule(Record):
    """When a tier's report is due after the last day of the period."""

    calendar = models.ForeignKey(
        PeriodCalendar,
        on_delete=models.CASCADE,
        related_name="due_rules",
        verbose_name=_("calendar"),
    )
    tier = models.CharField(_("who files"), max_length=8, choices=Tier.choices)
    days_after = models.SmallIntegerField(
        _("days after the last day"),
        help_text=_("Negative: before the period ends, with estimates."),
        validators=[MinValueValidator(-60), MaxValueValidator(60)],
    )
    in_working_days = models.BooleanField(_("counted in working days"), default=False)
    at = models.TimeField(_("at"), default=datetime.time(17, 0))
    shift = models.CharField(
        _("on a day off"), max_length=8, choices=Shift.choices, default=Shift.NEXT
    )

    class Meta(Record.Meta):
        abstract = False
        verbose_name = _("deadline rule")
        verbose_name_plural = _("deadline rules")
        ordering = ["calendar", "tier"]
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "tier"],
                name="due_rule_once",
                violation_error_message=_("This calendar already has a rule for this tier."),
            ),
            models.CheckConstraint(
                name="due_rule_counts_forward",
                condition=Q(in_working_days=False) | Q(days_after__gte=0),
                violation_error_message=_("Working days are counted forward from the last day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.calendar}: {self.get_tier_display()}"
