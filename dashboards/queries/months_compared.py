"""Last month's incidents held against earlier ones, by the rule of the page of changes."""

from __future__ import annotations

import datetime
from dataclasses import replace

from dashboards.queries.incident_months import (
    Months,
    MonthsCompared,
    added_months,
    every_commune_s_months,
)
from incidents.domain.analysis.change import changes, counted_in
from incidents.domain.analysis.windows import months_ending
from incidents.queries.grounds import grounds_of, without_book
from units.queries.area import Area


def months_compared(area: Area, day: datetime.date, *, today: datetime.date) -> MonthsCompared:
    """Compare the last whole month before a day, of the communes whose books cover both months; three queries."""
    months = Months.of(day)
    windows = [months_ending(one, 1) for one in (months.last, months.before, months.year_ago)]
    found = every_commune_s_months(area, day)
    grounds = grounds_of(area.scope, found, today=today)
    before, year = (grounds.keys() - gaps for gaps in without_book(grounds, *windows))
    every = added_months(found.values())
    by_before = added_months(found[one] for one in before)
    by_year = added_months(found[one] for one in year)
    counted = counted_in(
        (
            *(every.last, every.before, every.year_ago),
            *(by_before.last, by_before.before),
            *(by_year.last, by_year.year_ago),
        ),
        windows,
    )
    # Nothing in either month is a comparison only where a book says so.
    counted = replace(
        counted,
        before=counted.before if before else None,
        last_year=counted.last_year if year else None,
    )
    return MonthsCompared(
        changes({area: counted})[area],
        len({grounds[one].commune_id for one in before}),
        len({grounds[one].commune_id for one in year}),
    )
