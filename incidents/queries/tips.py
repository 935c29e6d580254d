"""Figures of crime tips, by area and period: received, handed over, resolved, in time or late."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field
from operator import add

from incidents.models import DECIDING, OPEN_TIPS, Step, TipState
from incidents.queries.incidents import beginning_of
from incidents.queries.tip_rows import ONE_DAY, RESOLVING
from units.queries.area import Area, fetch

# Per cent, the second to be exceeded.
TAKEN_UP_TARGET, IN_TIME_TARGET = 100, 90

# What the district's police have in hand, and what has not been accepted yet.
WITH_DISTRICT = (TipState.HANDED_OVER, TipState.ACCEPTED, TipState.SUSPENDED)


@dataclass(frozen=True, slots=True)
class TipCounts:
    """Tips of a period, each event on its own day; ``None`` for a share where there is nothing to divide.

    ``taken_up`` of the received have a class. ``handed_over`` are the hand-overs that stand at the period's end, each
    tip once; ``returned`` are tips handed over before the period that came back within it, so that
    ``opening`` + ``received`` + ``returned`` - ``handed_over`` = ``waiting``, whatever happens later. Handed over and resolved are in time before their deadline ends: every
    hand-over of a tip by its own clock, a result also only where no time was past when the tip was suspended or returned.
    ``late`` are those that stood unresolved at the period's end (now, while that lies ahead) though the time to
    hand over or to decide was past; a tip without a class has the ordinary time to hand over. ``opening`` and
    ``waiting`` are with the commune before the period and at its end, ``waiting_late`` those of them whose time to hand
    over is past. ``overdue`` have any deadline passed, as of now; ``to_accept``,
    ``solving`` and ``suspended`` are with the district as of now: neither accepted nor returned, accepted, suspended.
    """

    received: int = 0
    taken_up: int = 0
    handed_over: int = 0
    handed_in_time: int = 0
    returned: int = 0
    resolved: int = 0
    in_time: int = 0
    late: int = 0
    opening: int = 0
    waiting: int = 0
    waiting_late: int = 0
    overdue: int = 0
    to_accept: int = 0
    solving: int = 0
    suspended: int = 0

    @property
    def taken_up_share(self) -> float | None:
        """Taken up ÷ received, in per cent: every tip received is to be taken up."""
        return _percent(self.taken_up, self.received)

    @property
    def in_time_share(self) -> float | None:
        """Resolved in time ÷ (resolved + late), in per cent: what is open and overdue counts against it."""
        return _percent(self.in_time, self.resolved + self.late)

    def __add__(self, other: TipCounts) -> TipCounts:
        return TipCounts(*map(add, astuple(self), astuple(other)))


@dataclass(frozen=True, slots=True)
class TipFigures:
    """The tips of one key, by kind and channel."""

    parts: Mapping[tuple[str, str], TipCounts] = field(default_factory=dict)

    def of(self, *, kind: str = "", channel: str = "") -> TipCounts:
        """Add up those of a kind, a channel, or all."""
        return added_tips(
            counts
            for (of_kind, by_channel), counts in self.parts.items()
            if kind in ("", of_kind) and channel in ("", by_channel)
        )

    @property
    def total(self) -> TipCounts:
        """All tips."""
        return added_tips(self.parts.values())

    def __add__(self, other: TipFigures) -> TipFigures:
        parts = dict(self.parts)
        for key, counts in other.parts.items():
            parts[key] = parts.get(key, TipCounts()) + counts
        return TipFigures(parts)


# The clock of the hand-over begins anew with a return, so a tip is out of the commune's hands while its last hand-over
# is no older than the last such beginning; both are asked as of the period's ends, for what happens later changes no
# period that is over. A closed tip that was resolved before the period has nothing left to count; each part of the condition has its index,
# so that the years before cost nothing.
COUNTED = """
    WITH chosen AS MATERIALIZED ({chosen})
    SELECT key, kind, channel,
           count(*) FILTER (WHERE came),
           count(*) FILTER (WHERE came AND urgency <> ''),
           count(*) FILTER (WHERE is_out AND handed_at >= %(start)s),
           count(*) FILTER (WHERE is_out AND handed_at >= %(start)s AND NOT handed_late),
           count(*) FILTER (WHERE was_out AND hand_over_began >= %(start)s),
           count(*) FILTER (WHERE resolved_at >= %(start)s AND resolved_at < %(end)s),
           count(*) FILTER (WHERE resolved_at >= %(start)s AND resolved_at < %(end)s AND resolved_at < decision_due
                            AND NOT stayed_late),
           count(*) FILTER (WHERE is_late),
           count(*) FILTER (WHERE received_at < %(start)s AND NOT was_out),
           count(*) FILTER (WHERE received_at < %(end)s AND NOT is_out),
           count(*) FILTER (WHERE hand_over_late AND NOT is_out),
           count(*) FILTER (WHERE next_due_at <= %(now)s),
           count(*) FILTER (WHERE state = %(handed_over)s),
           count(*) FILTER (WHERE state = %(accepted)s),
           count(*) FILTER (WHERE state = %(suspended)s)
    FROM (
        SELECT chosen.key, t.kind, t.channel, t.received_at, t.urgency, t.resolved_at, t.next_due_at, t.state,
               t.received_at >= %(start)s AND t.received_at < %(end)s AS came,
               step.handed_at, step.hand_over_began,
               coalesce(step.handed_at >= step.hand_over_began, false) AS is_out,
               coalesce(step.handed_before >= step.hand_over_began_before, false) AS was_out,
               step.handed_late, step.decision_due, step.stayed_late,
               step.is_late AND t.received_at < %(end)s AS is_late,
               step.hand_over_late AND t.received_at < %(end)s AS hand_over_late
        FROM incidents_crimetip t JOIN chosen USING (commune_id)
        CROSS JOIN LATERAL (
            SELECT max(d.met_at) FILTER (WHERE d.step = %(hand_over)s AND d.met_at < %(end)s) AS handed_at,
                   max(d.began_at) FILTER (WHERE d.step = %(hand_over)s AND d.began_at < %(end)s)
                       AS hand_over_began,
                   max(d.met_at) FILTER (WHERE d.step = %(hand_over)s AND d.met_at < %(start)s) AS handed_before,
                   max(d.began_at) FILTER (WHERE d.step = %(hand_over)s AND d.began_at < %(start)s)
                       AS hand_over_began_before,
                   coalesce(bool_or(d.step = %(hand_over)s AND d.met_at >= d.due_at AND d.met_at < %(end)s), false)
                       AS handed_late,
                   max(d.due_at) FILTER (WHERE d.step = ANY (%(deciding)s) AND d.replaced_at IS NULL)
                       AS decision_due,
                   coalesce(bool_or(d.step = ANY (%(resolving)s) AND d.ended_late), false) AS stayed_late,
                   bool_or(d.step = ANY (%(resolving)s) AND d.due_at <= %(at)s
                           AND coalesce(d.set_at, d.began_at) < %(end)s
                           AND coalesce(d.met_at, 'infinity') >= %(end)s
                           AND (coalesce(d.replaced_at, 'infinity') >= %(end)s
                                OR d.ended_late AND coalesce(t.resolved_at, 'infinity') >= %(end)s)) AS is_late,
                   bool_or(d.step = %(hand_over)s AND d.due_at <= %(at)s
                           AND coalesce(d.set_at, d.began_at) < %(end)s
                           AND coalesce(d.met_at, 'infinity') >= %(end)s
                           AND coalesce(d.replaced_at, 'infinity') >= %(end)s) AS hand_over_late
            FROM incidents_tipdeadline d WHERE d.tip_id = t.id
        ) step
        WHERE {only} AND (t.state = ANY (%(open)s) OR t.resolved_at >= %(start)s
                          OR (t.received_at >= %(start)s AND t.received_at < %(end)s))
    ) tip GROUP BY 1, 2, 3
"""


def tip_figures(
    first: datetime.date, last: datetime.date, area: Area, *, now: datetime.datetime
) -> dict[int, TipFigures]:
    """Return the tips of a period, both days in it, by the area's keys; one query."""
    end = beginning_of(last + ONE_DAY)
    parameters = {
        **area.parameters,
        "start": beginning_of(first),
        "end": end,
        "at": min(end, now),
        "now": now,
        "open": [state.value for state in OPEN_TIPS],
        "hand_over": Step.HAND_OVER.value,
        **{one.value: one.value for one in WITH_DISTRICT},
        "deciding": [step.value for step in DECIDING],
        "resolving": [step.value for step in RESOLVING],
    }
    sql = COUNTED.format(chosen=area.chosen, only=area.only("t.commune_id"))
    found: dict[int, dict[tuple[str, str], TipCounts]] = {}
    for key, kind, channel, *counts in fetch(sql, parameters):
        found.setdefault(key, {})[kind, channel] = TipCounts(*map(int, counts))
    return {key: TipFigures(parts) for key, parts in found.items()}


def added_tips(parts: Iterable[TipCounts]) -> TipCounts:
    """Return the sum of several counts."""
    return sum(parts, TipCounts())


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None
