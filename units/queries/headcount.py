"""Headcount on a day: due, present and short, by commune and position, regular and part-time apart."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from units.queries.area import Area, fetch

if TYPE_CHECKING:
    from units.domain.scope import Scope

# Everybody in a main post on %(day)s: the months before from the rollup, the days since then from the
# assignments; and what each commune is due of each position that day.
STANDING = """
    turn AS (
        SELECT commune_id, position_id, joined - ended AS n FROM units_headcountmonth
        WHERE month < date_trunc('month', %(day)s::date) AND {only}
        UNION ALL
        SELECT commune_id, position_id, 1 FROM units_assignment
        WHERE is_main AND valid_from BETWEEN date_trunc('month', %(day)s::date)::date AND %(day)s AND {only}
        UNION ALL
        SELECT commune_id, position_id, -1 FROM units_assignment
        WHERE is_main AND valid_until BETWEEN date_trunc('month', %(day)s::date)::date - 1 AND %(day)s::date - 1
          AND {only}
    ), present AS (
        SELECT commune_id, position_id, sum(n)::integer AS present FROM turn GROUP BY 1, 2 HAVING sum(n) <> 0
    ), force AS (
        SELECT t.commune_id, p.force_type_id, sum(t.present) AS present
        FROM present t JOIN units_position p ON p.id = t.position_id GROUP BY 1, 2
    ), due AS (
        SELECT d.commune_id, d.position_id, d.norm_id, d.low, d.high
        FROM units_establishmentdue d
        WHERE d.validity @> %(day)s::date AND NOT d.by_headcount AND {only_due}
        UNION ALL
        SELECT d.commune_id, d.position_id, d.norm_id, given.low, given.high
        FROM units_establishmentdue d
        JOIN units_establishmentnorm n ON n.id = d.norm_id
        JOIN units_position p ON p.id = d.position_id
        LEFT JOIN force f ON f.commune_id = d.commune_id AND f.force_type_id = p.force_type_id
        CROSS JOIN LATERAL units_establishment_of_headcount(
            n, d.commune_id, coalesce(f.present, 0), p.force_type_id, %(day)s::date) given
        WHERE d.validity @> %(day)s::date AND d.by_headcount AND {only_due}
    ), standing AS (
        SELECT commune_id, position_id, due.norm_id, due.low, due.high, coalesce(present.present, 0) AS present
        FROM due FULL JOIN present USING (commune_id, position_id)
    )
"""

ROWS = """
    SELECT s.commune_id, s.position_id, p.force_type_id, f.is_regular, s.low, s.high, s.present,
           s.norm_id, n.is_verified
    FROM standing s
    JOIN units_position p ON p.id = s.position_id JOIN units_forcetype f ON f.id = p.force_type_id
    LEFT JOIN units_establishmentnorm n ON n.id = s.norm_id
    ORDER BY s.commune_id, p."order", s.position_id
"""

SUMS = """
    SELECT chosen.key, f.is_regular, sum(s.low), sum(s.high), sum(s.present),
           sum(greatest(s.low - s.present, 0)) FILTER (WHERE s.low IS NOT NULL),
           count(*) FILTER (WHERE s.norm_id IS NOT NULL AND s.low IS NULL),
           count(*) FILTER (WHERE NOT n.is_verified)
    FROM standing s JOIN chosen USING (commune_id)
    JOIN units_position p ON p.id = s.position_id JOIN units_forcetype f ON f.id = p.force_type_id
    LEFT JOIN units_establishmentnorm n ON n.id = s.norm_id
    GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class ForceFigure:
    """Due, present and short of some posts; ``None`` where nothing is known or no norm speaks.

    ``short`` is the sum over commune and position of what is missing to the least due: who is beyond
    the due in one place fills no gap in another. ``unknown`` counts the dues that cannot be reckoned
    (a population not recorded), ``unverified`` those whose norm was not checked with its text.
    """

    due: int | None = None
    due_high: int | None = None
    present: int = 0
    short: int | None = None
    unknown: int = 0
    unverified: int = 0

    def __add__(self, other: ForceFigure) -> ForceFigure:
        return ForceFigure(
            _sum(self.due, other.due),
            _sum(self.due_high, other.due_high),
            self.present + other.present,
            _sum(self.short, other.short),
            self.unknown + other.unknown,
            self.unverified + other.unverified,
        )


def _sum(one: int | None, two: int | None) -> int | None:
    return one if two is None else two if one is None else one + two


@dataclass(frozen=True, slots=True)
class PostFigure:
    """One position of one commune on a day, with the norm that gives its due."""

    commune_id: int
    position_id: int
    force_type_id: int
    is_regular: bool
    due: int | None
    due_high: int | None
    present: int
    norm_id: int | None
    norm_is_verified: bool | None

    @property
    def short(self) -> int | None:
        """How many are missing to the least due; ``None`` where the due is unknown or no norm speaks."""
        return None if self.due is None else max(0, self.due - self.present)

    @property
    def figure(self) -> ForceFigure:
        """This row as a figure that can be added up."""
        return ForceFigure(
            self.due,
            self.due_high,
            self.present,
            self.short,
            int(self.norm_id is not None and self.due is None),
            int(self.norm_is_verified is False),
        )


@dataclass(frozen=True, slots=True)
class Headcount:
    """The headcount of a scope on a day, post by post."""

    day: datetime.date
    posts: tuple[PostFigure, ...]

    def total(self, *, regular: bool | None = None) -> ForceFigure:
        """Add up all posts, or the regular police's or the others' alone."""
        return added_up(p for p in self.posts if regular is None or p.is_regular == regular)

    def by_commune(self, *, regular: bool | None = None) -> dict[int, ForceFigure]:
        """Add up by commune."""
        found: dict[int, ForceFigure] = {}
        for post in self.posts:
            if regular is None or post.is_regular == regular:
                found[post.commune_id] = found.get(post.commune_id, ForceFigure()) + post.figure
        return found

    def by_position(self) -> dict[int, ForceFigure]:
        """Add up by position."""
        found: dict[int, ForceFigure] = {}
        for post in self.posts:
            found[post.position_id] = found.get(post.position_id, ForceFigure()) + post.figure
        return found


def added_up(posts: Iterable[PostFigure]) -> ForceFigure:
    """Return the sum of the posts' figures."""
    total = ForceFigure()
    for post in posts:
        total += post.figure
    return total


def headcount_on(day: datetime.date, scope: Scope | Area) -> Headcount:
    """Return due, present and short on ``day`` of every commune and position in ``scope``; one query.

    Only main posts count. A position appears where it is due or somebody holds it.
    """
    area = scope if isinstance(scope, Area) else Area(scope)
    rows = fetch(_standing(area) + ROWS, {**area.parameters, "day": day})
    return Headcount(day, tuple(PostFigure(*row) for row in rows))


def _standing(area: Area) -> str:
    parts = STANDING.format(only=area.only(), only_due=area.only("d.commune_id"))
    return f"WITH chosen AS MATERIALIZED ({area.chosen}), {parts}"


@dataclass(frozen=True, slots=True)
class Strength:
    """Regular police and part-time force of one row of a table."""

    regular: ForceFigure = field(default_factory=ForceFigure)
    part_time: ForceFigure = field(default_factory=ForceFigure)

    def __add__(self, other: Strength) -> Strength:
        return Strength(self.regular + other.regular, self.part_time + other.part_time)

    @property
    def together(self) -> ForceFigure:
        """Both forces."""
        return self.regular + self.part_time


def strength_on(day: datetime.date, area: Area) -> dict[int, Strength]:
    """Return the same figures added up in the database by the area's keys; one query."""
    found: dict[int, Strength] = {}
    rows = fetch(_standing(area) + SUMS, {**area.parameters, "day": day})
    for key, is_regular, *numbers in rows:
        figure = ForceFigure(*numbers)
        found[key] = found.get(key, Strength()) + (
            Strength(regular=figure) if is_regular else Strength(part_time=figure)
        )
    return found
