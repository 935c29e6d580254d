"""How many rows await a person: what each entry of the navigation shows, counted for all of them in one query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet, Value

# More than this is said by no badge.
MOST = 100
SUM = "SELECT %s, coalesce(sum(number), 0)::integer FROM ({rows}) AS waiting (key, number)"


def one_each(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return rows, at most ``MOST``, of which each counts one."""
    return rows.order_by().values_list("pk", Value(1))[:MOST]


def totals(waiting: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """Return by name the sum over rows of (key, number), as ``one_each`` gives them; one query for all names."""
    found = dict.fromkeys(waiting, 0)
    parts: list[str] = []
    parameters: list[Any] = []
    for name, rows in waiting.items():
        try:
            sql, own = rows.query.sql_with_params()
        except EmptyResultSet:  # somebody who sees no commune
            continue
        parts.append(SUM.format(rows=sql))
        parameters += [name, *own]
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), parameters)
            found.update(cursor.fetchall())
    return found
