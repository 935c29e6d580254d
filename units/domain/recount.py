"""Proves the rollups: counts each anew from the rows it stands for, and repairs it when asked."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction


@dataclass(frozen=True, slots=True)
class Rollup:
    """A table that triggers keep, and the query whose rows it must equal.

    ``counted`` yields ``columns`` in order; rows whose ``amounts`` are all zero count as absent.
    ``sources`` are the tables locked against writing while the rollup is written anew.
    """

    table: str
    columns: tuple[str, ...]
    counted: str
    sources: tuple[str, ...]
    amounts: tuple[str, ...] = ()

    @property
    def _names(self) -> str:
        return ", ".join(f'"{column}"' for column in self.columns)

    @property
    def _stored(self) -> str:
        present = " OR ".join(f'"{amount}" <> 0' for amount in self.amounts) or "true"
        return f"SELECT {self._names} FROM {self.table} WHERE {present}"

    def differences(self) -> int:
        """Count the rows that are stored and not counted, or counted and not stored."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                WITH stored AS MATERIALIZED ({self._stored}), counted AS MATERIALIZED ({self.counted})
                SELECT count(*) FROM (
                    (TABLE stored EXCEPT ALL TABLE counted) UNION ALL (TABLE counted EXCEPT ALL TABLE stored)
                ) different
                """
            )
            return int((cursor.fetchone() or (0,))[0])

    def rewrite(self) -> None:
        """Write the rollup anew while nobody changes what it counts."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {', '.join(self.sources)} IN SHARE MODE")
            cursor.execute(f"DELETE FROM {self.table}")
            cursor.execute(f"INSERT INTO {self.table} ({self._names}) {self.counted}")


_NORM_SOURCES = ("units_commune", "units_hamlet", "units_jurisdiction")
ROLLUPS: list[Rollup] = [
    Rollup(
        "units_establishmentdue",
        ("commune_id", "position_id", "validity", "low", "high", "by_headcount", "norm_id"),
        "SELECT * FROM units_establishment_dues(NULL, NULL)",
        (*_NORM_SOURCES, "units_establishmentnorm", "units_establishmentband"),
    ),
    Rollup(
        "units_equipmentdue",
        ("commune_id", "type_id", "validity", "low", "high", "by_headcount", "norm_id"),
        "SELECT * FROM units_equipment_dues(NULL, NULL)",
        (*_NORM_SOURCES, "units_equipmentnorm", "units_equipmentband"),
    ),
    Rollup(
        "units_headcountmonth",
        ("commune_id", "position_id", "month", "joined", "ended"),
        "SELECT * FROM units_counted_headcount()",
        ("units_assignment", "units_commune"),
        ("joined", "ended"),
    ),
    Rollup(
        "units_jurisdictionheadcountmonth",
        ("jurisdiction_id", "position_id", "month", "joined", "ended"),
        "SELECT c.jurisdiction_id, m.position_id, m.month, sum(m.joined)::integer, sum(m.ended)::integer"
        " FROM units_counted_headcount() m JOIN units_commune c ON c.id = m.commune_id GROUP BY 1, 2, 3",
        ("units_assignment", "units_commune"),
        ("joined", "ended"),
    ),
]


def add_rollup(rollup: Rollup) -> None:
    """Have ``recount`` prove one more table; called when an app starts."""
    if rollup.table not in {known.table for known in ROLLUPS}:
        ROLLUPS.append(rollup)
