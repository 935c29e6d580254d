"""Equipment on a day: due by norm, usable, short, by kind and commune; and what is about to expire."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from units.queries.area import Area, fetch


@dataclass(frozen=True, slots=True)
class EquipmentFigure:
    """Due, usable and short of some equipment; ``None`` where no norm speaks or nothing is known.

    ``short`` adds up what is missing kind by kind and commune by commune: spare radios in one place
    replace no batons in another.
    """

    due: int | None = None
    due_high: int | None = None
    usable: int = 0
    short: int | None = None
    unknown: int = 0
    unverified: int = 0

    def __add__(self, other: EquipmentFigure) -> EquipmentFigure:
        return EquipmentFigure(
            _sum(self.due, other.due),
            _sum(self.due_high, other.due_high),
            self.usable + other.usable,
            _sum(self.short, other.short),
            self.unknown + other.unknown,
            self.unverified + other.unverified,
        )


def _sum(one: int | None, two: int | None) -> int | None:
    return one if two is None else two if one is None else one + two


# Condition is kept as it is now, so the past is seen with today's conditions; coming and going of
# numbered items is dated. Norms by headcount take everybody in a main post on the day.
BOOK = """
    usable AS (
        SELECT commune_id, type_id, sum(n)::integer AS usable FROM (
            SELECT commune_id, type_id, count(*) AS n FROM units_equipmentitem
            WHERE condition <> 'broken' AND (disposed_on IS NULL OR disposed_on > %(day)s)
              AND (in_use_from IS NULL OR in_use_from <= %(day)s) AND {only}
            GROUP BY 1, 2
            UNION ALL
            SELECT commune_id, type_id, quantity FROM units_equipmentstock
            WHERE condition <> 'broken' AND {only}
        ) kept GROUP BY 1, 2
    ), by_headcount AS MATERIALIZED (
        SELECT d.commune_id, d.type_id, d.norm_id FROM units_equipmentdue d
        WHERE d.by_headcount AND d.validity @> %(day)s::date AND {only_due}
    ), people AS (
        SELECT a.commune_id, p.force_type_id, count(*) AS people
        FROM units_assignment a JOIN units_position p ON p.id = a.position_id
        WHERE a.is_main AND a.validity @> %(day)s::date
          AND a.commune_id = ANY (ARRAY(SELECT commune_id FROM by_headcount))
        GROUP BY GROUPING SETS ((1, 2), (1))
    ), due AS (
        SELECT d.commune_id, d.type_id, d.norm_id, d.low, d.high FROM units_equipmentdue d
        WHERE NOT d.by_headcount AND d.validity @> %(day)s::date AND {only_due}
        UNION ALL
        SELECT d.commune_id, d.type_id, d.norm_id, given.low, given.high
        FROM by_headcount d JOIN units_equipmentnorm n ON n.id = d.norm_id
        LEFT JOIN people ON people.commune_id = d.commune_id
                        AND people.force_type_id IS NOT DISTINCT FROM n.force_type_id
        CROSS JOIN LATERAL units_equipment_of_headcount(
            n, d.commune_id, coalesce(people.people, 0), n.force_type_id, %(day)s::date) given
    ), book AS (
        SELECT commune_id, type_id, due.norm_id, due.low, due.high, coalesce(usable.usable, 0) AS usable
        FROM due FULL JOIN usable USING (commune_id, type_id)
    )
"""
SUMS = """
    SELECT {key}, sum(b.low), sum(b.high), sum(b.usable),
           sum(greatest(b.low - b.usable, 0)) FILTER (WHERE b.low IS NOT NULL),
           count(*) FILTER (WHERE b.norm_id IS NOT NULL AND b.low IS NULL), count(*) FILTER (WHERE NOT n.is_verified)
    FROM book b JOIN chosen USING (commune_id) LEFT JOIN units_equipmentnorm n ON n.id = b.norm_id
    WHERE chosen.validity @> %(day)s::date GROUP BY {key}
"""


def _sums(day: datetime.date, area: Area, key: str) -> list[tuple[object, ...]]:
    book = BOOK.format(only=area.only(), only_due=area.only("d.commune_id"))
    sql = f"WITH chosen AS MATERIALIZED ({area.chosen}), {book} {SUMS.format(key=key)}"
    return fetch(sql, {**area.parameters, "day": day})


def equipment_on(day: datetime.date, area: Area) -> dict[int, EquipmentFigure]:
    """Return due, usable and short by the area's keys; one query."""
    return {
        key: EquipmentFigure(*numbers)  # type: ignore[arg-type,misc]
        for key, *numbers in _sums(day, area, "chosen.key")
    }


def equipment_by_type(day: datetime.date, area: Area) -> dict[int, EquipmentFigure]:
    """Return due, usable and short by kind of equipment; one query."""
    return {
        key: EquipmentFigure(*numbers)  # type: ignore[arg-type,misc]
        for key, *numbers in _sums(day, area, "b.type_id")
    }


@dataclass(frozen=True, slots=True)
class Expiring:
    """How many papers and dates have passed, and how many pass within ``days``."""

    days: int
    licences_expired: int
    licences_soon: int
    inspections_overdue: int
    inspections_soon: int
    certificates_expired: int
    certificates_soon: int
    # Of goods kept by quantity; the two above are of numbered items.
    stock_licences_expired: int = 0
    stock_licences_soon: int = 0


EXPIRING = """
    WITH chosen AS MATERIALIZED ({chosen}), licence AS (
        SELECT licence_expires_on AS day FROM units_equipmentitem
        WHERE licence_expires_on <= %(until)s AND disposal = '' AND {only}
    ), stock_licence AS (
        SELECT licence_expires_on AS day FROM units_equipmentstock WHERE licence_expires_on <= %(until)s AND {only}
    ), inspection AS (
        SELECT next_inspection_on AS day FROM units_equipmentitem
        WHERE next_inspection_on <= %(until)s AND disposal = '' AND {only}
    ), certificate AS (
        SELECT t.expires_on AS day FROM units_training t JOIN units_officer o ON o.id = t.officer_id
        WHERE t.expires_on <= %(until)s AND o.post_id IS NOT NULL AND {only_officer}
    )
    SELECT * FROM
        (SELECT count(*) FILTER (WHERE day < %(day)s), count(*) FILTER (WHERE day >= %(day)s) FROM licence) a (b, c),
        (SELECT count(*) FILTER (WHERE day < %(day)s), count(*) FILTER (WHERE day >= %(day)s) FROM inspection) d (e, f),
        (SELECT count(*) FILTER (WHERE day < %(day)s), count(*) FILTER (WHERE day >= %(day)s) FROM certificate) g (h, i),
        (SELECT count(*) FILTER (WHERE day < %(day)s), count(*) FILTER (WHERE day >= %(day)s) FROM stock_licence) j (k, l)
"""


def expiring_on(day: datetime.date, area: Area, days: int = 30) -> Expiring:
    """Return how many licences, inspections and certificates of people serving now are past their
    day, or will be within ``days``; one query. The last day itself is still good."""
    sql = EXPIRING.format(
        chosen=area.chosen, only=area.only(), only_officer=area.only("o.commune_id")
    )
    until = day + datetime.timedelta(days=days)
    return Expiring(days, *fetch(sql, {**area.parameters, "day": day, "until": until})[0])


@dataclass(frozen=True, slots=True)
class ShortKind:
    """One kind of equipment of which a commune has fewer than the norm says."""

    commune_id: int
    name: str
    due: int
    usable: int

    @property
    def short(self) -> int:
        """How many are missing."""
        return self.due - self.usable


SHORT_KINDS = """
    SELECT b.commune_id, t.name, b.low, b.usable FROM book b JOIN chosen USING (commune_id)
    JOIN units_equipmenttype t ON t.id = b.type_id
    WHERE b.low > b.usable AND chosen.validity @> %(day)s::date ORDER BY b.commune_id, t."order", t.name
"""


def short_kinds_on(day: datetime.date, area: Area) -> list[ShortKind]:
    """Return what each commune lacks on ``day``, kind by kind; one query."""
    book = BOOK.format(only=area.only(), only_due=area.only("d.commune_id"))
    sql = f"WITH chosen AS MATERIALIZED ({area.chosen}), {book} {SHORT_KINDS}"
    return [ShortKind(*row) for row in fetch(sql, {**area.parameters, "day": day})]


EXPIRED_BY_COMMUNE = """
    WITH chosen AS MATERIALIZED ({chosen}), expired AS (
        SELECT commune_id, 1 AS licence, 0 AS inspection FROM units_equipmentitem
        WHERE licence_expires_on < %(day)s AND disposal = '' AND {only}
        UNION ALL
        SELECT commune_id, 0, 1 FROM units_equipmentitem
        WHERE next_inspection_on < %(day)s AND disposal = '' AND {only}
    )
    SELECT chosen.key, sum(licence), sum(inspection) FROM expired JOIN chosen USING (commune_id) GROUP BY 1
"""


def expired_by_commune(day: datetime.date, area: Area) -> dict[int, tuple[int, int]]:
    """Return how many numbered items have an expired licence, and how many an overdue inspection, by the
    area's keys; one query."""
    sql = EXPIRED_BY_COMMUNE.format(chosen=area.chosen, only=area.only())
    return {
        key: (int(licences), int(inspections))
        for key, licences, inspections in fetch(sql, {**area.parameters, "day": day})
    }
