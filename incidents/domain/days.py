"""Days that a record may bear: none to come, and none so far back that the year must be a slip."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

# No book of today's police begins before the country was one (2 July 1976).
FIRST_YEAR = 1976


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
