"""Whose books a commune's report is filled from: its own, and those of the communes that had ended in it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from reports.models import Report
from units.queries.successors import OWN, line_of

# The lists that find under a commune what is in the books of those that ended in it.
BOOK_LISTS = frozenset(
    f"{name}_list"
    for name in ["hotspot", "incident", "tip", "mediation", "movement", "outreach", "standard"]
)


@dataclass(frozen=True, slots=True)
class Books:
    """The communes whose books fill a report, and ``line``, which asks a list for the same ones; empty where the list
    reads them anyway."""

    communes: frozenset[int]
    line: str


def books_of(report: Report, today: datetime.date) -> Books:
    """Return whose books fill a commune's report; one query, four where communes ended in it.

    A commune that ended by the period's last day files no more: the one that goes on does. If it has a report of its own
    in the period, both report from their own books alone, so that nothing is told twice.
    """
    assert report.commune_id is not None
    own, now = report.commune_id, frozenset(line_of(report.commune_id))
    if now == {own}:
        return Books(now, "")
    day = min(report.period.last_day, today)
    then = frozenset(line_of(own, on=day))
    others = Report.objects.filter(period=report.period, commune__in=then - {own}, is_current=True)
    if then == {own} or others.exists():
        return Books(frozenset({own}), OWN)
    return Books(then, "" if then == now else day.isoformat())
