"""Statement triggers that keep counts of rows exact, for one row as for an import of thousands."""

from __future__ import annotations

import pgtrigger


def count_triggers(keep: str, figures: str, only: str = "") -> list[pgtrigger.Trigger]:
    """Return the triggers for insert, update and delete that run ``keep`` once a statement.

    ``keep`` has ``{changes}`` where it reads the signed rows; ``figures`` are their columns, with ``{sign}`` before each
    number. Rows that come are counted up, rows that go counted down; where ``only`` is given, no others than
    those that it holds for.
    """
    where = f" WHERE {only}" if only else ""
    gained = f"SELECT {figures.format(sign='')} FROM new_rows{where}"
    lost = f"SELECT {figures.format(sign='-')} FROM old_rows{where}"
    new, old = pgtrigger.Referencing(new="new_rows"), pgtrigger.Referencing(old="old_rows")
    both = pgtrigger.Referencing(old="old_rows", new="new_rows")
    return [
        _trigger("count_inserted", pgtrigger.Insert, keep.format(changes=gained), new),
        _trigger("count_deleted", pgtrigger.Delete, keep.format(changes=lost), old),
        _trigger(
            "count_updated",
            pgtrigger.Update,
            keep.format(changes=f"{gained} UNION ALL {lost}"),
            both,
        ),
    ]


def _trigger(
    name: str, operation: pgtrigger.Operation, func: str, rows: pgtrigger.Referencing
) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=rows,
        func=func,
    )
