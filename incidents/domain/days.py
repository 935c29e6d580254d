"""Days that a record may bear: none to come where it has happened, none so far off that the year must be a slip."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from units.domain.months import months_later

# No book of today's police begins before the country was one (2 July 1976).
FIRST_YEAR = 1976
# Whoever is to ask again later than this is asked by nobody: the officer has changed, the parties have moved.
FOLLOW_UP_YEARS = 2


def unlikely_day(day: datetime.date, today: datetime.date) -> str | None:
    """Return what is wrong with a day on which something is said to have happened, in a sentence; None if nothing is."""
    if day > today:
        return _("This day has not come yet.")
    return unlikely_year(day.year)


def unlikely_year(year: int) -> str | None:
    """Return what is wrong with a year that no book reaches back to; None if nothing is."""
    if year < FIRST_YEAR:
        return _("This lies before %(year)s. Check the year.") % {"year": FIRST_YEAR}
    return None


def year_to_come(year: int, today: datetime.date) -> str | None:
    """Return what is wrong with a year in which somebody was born; None if nothing is."""
    return _("This year has not come yet.") if year > today.year else None


def too_far_ahead(day: datetime.date, today: datetime.date) -> str | None:
    """Return what is wrong with a day on which somebody is to ask again; None if nothing is."""
    if day > months_later(today, 12 * FOLLOW_UP_YEARS):
        return _("Choose a day within %(years)s years from today.") % {"years": FOLLOW_UP_YEARS}
    return None
