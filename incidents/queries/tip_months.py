"""Crime tips by month: received and resolved, each on its own day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from incidents.queries.incidents import beginning_of
from incidents.queries.tip_rows import ONE_DAY
from units.domain.months import month_of
from units.queries.area import Area, fetch

MONTHS = """
    WITH chosen AS MATERIALIZED ({chosen}), happened AS (
        SELECT t.received_at AS at, 1 AS received, 0 AS resolved
        FROM incidents_crimetip t JOIN chosen USING (commune_id)
        WHERE t.received_at >= %(start)s AND t.received_at < %(end)s AND {only}
        UNION ALL
        SELECT t.resolved_at, 0, 1
        FROM incidents_crimetip t JOIN chosen USING (commune_id)
        WHERE t.resolved_at >= %(start)s AND t.resolved_at < %(end)s AND {only}
    )
    SELECT date_trunc('month', at AT TIME ZONE %(zone)s)::date, sum(received), sum(resolved)
    FROM happened GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class TipMonth:
    """The part of one month that lies in the period asked for, from its ``first`` to its ``last`` day."""

    first: datetime.date
    last: datetime.date
    received: int
    resolved: int


def tips_by_month(first: datetime.date, last: datetime.date, area: Area) -> list[TipMonth]:
    """Return the months from ``first`` to ``last``, both days in it, those without tips too; one query."""
    parameters = {
        **area.parameters,
        "start": beginning_of(first),
        "end": beginning_of(last + ONE_DAY),
        "zone": timezone.get_current_timezone_name(),
    }
    sql = MONTHS.format(chosen=area.chosen, only=area.only("t.commune_id"))
    found = {month: (int(got), int(solved)) for month, got, solved in fetch(sql, parameters)}
    months = []
    month = first.replace(day=1)
    while month <= last:
        after = month_of(month, 1)
        received, resolved = found.get(month, (0, 0))
        months.append(TipMonth(max(month, first), min(after - ONE_DAY, last), received, resolved))
        month = after
    return months
