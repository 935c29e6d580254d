"""The end of a deadline in words, the same on every page and in every file."""

from __future__ import annotations

import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from incidents.domain.tips.clock import last_day


def until_words(due: datetime.datetime) -> str:
    """Say until when: the end of a day for what is counted in days, else the hour and the minute."""
    day = last_day(due)
    if day is not None:
        return _("until the end of %s") % date_format(day, "SHORT_DATE_FORMAT")
    return _("until %s") % date_format(localtime(due), "SHORT_DATETIME_FORMAT")
