"""A tag for dates that may be known only to the month or year."""

from __future__ import annotations

import datetime

from django import template

from dashboards.tables.rough_dates import rough_date as in_words

register = template.Library()


@register.simple_tag
def rough_date(day: datetime.date | None, precision: str) -> str:
    """Write a date as exactly as it is known; a dash when unknown."""
    return in_words(day, precision) or "—"
