"""Figures of mediations, by area and period: opened, how they ended, follow-ups overdue."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from incidents.models import MediationState
from units.queries.area import Area, fetch


@dataclass(frozen=True, slots=True)
class MediationFigures:
    """Mediations of one key: ``opened`` in the period, ended in it by outcome; ``pending`` and ``overdue`` (follow-ups
    that nobody made in time) as they stand today."""

    opened: int = 0
    settled: int = 0
    not_settled: int = 0
    referred: int = 0
    pending: int = 0
    overdue: int = 0

    @property
    def ended(self) -> int:
        """Mediations with an outcome in the period."""
        return self.settled + self.not_settled + self.referred

    @property
    def success_share(self) -> float | None:
        """Settled ÷ (settled + not settled + referred to court), of those that ended in the period; ``None``
        where none ended."""
        return self.settled / self.ended if self.ended else None

    def __add__(self, other: MediationFigures) -> MediationFigures:
        return MediationFigures(
            self.opened + other.opened,
            self.settled + other.settled,
            self.not_settled + other.not_settled,
            self.referred + other.referred,
            self.pending + other.pending,
            self.overdue + other.overdue,
        )


MEDIATED = """
    WITH chosen AS MATERIALIZED ({chosen})
    SELECT chosen.key, m.subject_id,
           count(*) FILTER (WHERE m.opened_on BETWEEN %(first)s AND %(last)s),
           count(*) FILTER (WHERE m.outcome_on BETWEEN %(first)s AND %(last)s AND m.state = %(settled)s),
           count(*) FILTER (WHERE m.outcome_on BETWEEN %(first)s AND %(last)s AND m.state = %(not_settled)s),
           count(*) FILTER (WHERE m.outcome_on BETWEEN %(first)s AND %(last)s AND m.state = %(referred)s),
           count(*) FILTER (WHERE m.state = %(open)s),
           count(*) FILTER (WHERE m.state = %(settled)s AND m.follow_up_on < %(today)s)
    FROM incidents_mediation m JOIN chosen USING (commune_id)
    WHERE m.withdrawn_on IS NULL AND {only} GROUP BY 1, 2
"""


def mediated_by_subject(
    first: datetime.date, last: datetime.date, area: Area, *, today: datetime.date
) -> dict[int, dict[int, MediationFigures]]:
    """Return the mediations of a period, both days in it, by the area's keys and the subject's key; one query.

    An opening counts on the day it was opened, an outcome on its own day, as it stands now.
    """
    sql = MEDIATED.format(chosen=area.chosen, only=area.only("m.commune_id"))
    states = {state.value: state.value for state in MediationState}
    parameters = {**area.parameters, **states, "first": first, "last": last, "today": today}
    found: dict[int, dict[int, MediationFigures]] = {}
    for key, subject, *counts in fetch(sql, parameters):
        found.setdefault(key, {})[subject] = MediationFigures(*map(int, counts))
    return found


def mediated(
    first: datetime.date, last: datetime.date, area: Area, *, today: datetime.date
) -> dict[int, MediationFigures]:
    """Return the same by the area's keys alone; one query."""
    by_subject = mediated_by_subject(first, last, area, today=today)
    return {key: added_mediations(parts.values()) for key, parts in by_subject.items()}


def added_mediations(parts: Iterable[MediationFigures]) -> MediationFigures:
    """Return the sum of several areas' mediations."""
    return sum(parts, MediationFigures())


def rows_behind(count: str, first: datetime.date, last: datetime.date) -> Mapping[str, str]:
    """Return what the list of mediations is asked for to show the rows behind a count of ``MediationFigures``.

    Raises ``KeyError`` for another.
    """
    start, end = first.isoformat(), last.isoformat()
    ended = {"ended_after": start, "ended_before": end}
    return {
        "opened": {"opened_after": start, "opened_before": end},
        "settled": {"state": MediationState.SETTLED.value, **ended},
        "not_settled": {"state": MediationState.NOT_SETTLED.value, **ended},
        "referred": {"state": MediationState.REFERRED.value, **ended},
        "ended": {"state": "ended", **ended},
        "pending": {"state": MediationState.OPEN.value},
        "overdue": {"follow_up": "1"},
    }[count]
