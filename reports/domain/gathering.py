"""Texts and tables of many reports put together in one report's cells by one statement.

A nation's month is megabytes of them: they never leave the database.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from reports.domain.held import UNIT
from reports.models import Indicator, Report

# The same question as ``reports.domain.sheet.is_written_by_hand``, asked of the row that is there.
WRITTEN = """
CASE WHEN kept.sourced_at IS NULL THEN kept.text <> '' OR nullif(kept.rows, '[]') IS NOT NULL
     ELSE (kept.text, nullif(kept.rows, '[]')) IS DISTINCT FROM (kept.source_text, nullif(kept.source_rows, '[]'))
END
"""
GATHER_SQL = f"""
WITH named AS MATERIALIZED (
    SELECT * FROM unnest(%(keys)s::bigint[], %(labels)s::text[], %(units)s::text[])
        WITH ORDINALITY AS named(report_id, label, unit, place)
), cells AS MATERIALIZED (
    SELECT id, code FROM reports_indicator WHERE id = ANY(%(cells)s::bigint[])
), same AS MATERIALIZED (  -- the indicators of these codes in every version
    SELECT i.id, cells.id AS cell_id FROM reports_indicator i JOIN cells USING (code)
), given AS MATERIALIZED (
    SELECT same.cell_id, named.label, named.unit, named.place, v.text, v.rows
    FROM named JOIN reports_reportvalue v USING (report_id) JOIN same ON same.id = v.indicator_id
), texts AS (
    SELECT cell_id, string_agg(label || text, E'\\n' ORDER BY place) AS text
    FROM given WHERE text <> '' GROUP BY cell_id
), tables AS (
    SELECT cell_id, jsonb_agg(jsonb_build_object(%(unit)s, unit) || row.held ORDER BY place, row.number) AS rows
    FROM given CROSS JOIN jsonb_array_elements(
        CASE WHEN jsonb_typeof(rows) = 'array' THEN rows ELSE '[]' END) WITH ORDINALITY AS row(held, number)
    GROUP BY cell_id
)
INSERT INTO reports_reportvalue AS kept (report_id, indicator_id, text, rows, source_text, source_rows, sourced_at,
    override_reason, explanation, written_by_name, created_at, updated_at, version)
SELECT %(report)s, cells.id, coalesce(texts.text, ''), tables.rows, coalesce(texts.text, ''), tables.rows, %(now)s,
    '', '', '', %(now)s, %(now)s, 1
FROM cells LEFT JOIN texts ON texts.cell_id = cells.id LEFT JOIN tables ON tables.cell_id = cells.id
ON CONFLICT (report_id, indicator_id) DO UPDATE SET
    source_text = excluded.source_text, source_rows = excluded.source_rows, sourced_at = excluded.sourced_at,
    text = CASE WHEN {WRITTEN} THEN kept.text ELSE excluded.text END,
    rows = CASE WHEN {WRITTEN} THEN kept.rows ELSE excluded.rows END
WHERE kept.sourced_at IS NULL
   OR (kept.source_text, kept.source_rows) IS DISTINCT FROM (excluded.source_text, excluded.source_rows)
   OR (kept.text, kept.rows) IS DISTINCT FROM (excluded.text, excluded.rows) AND NOT {WRITTEN}
"""


def gather_into(
    report: Report,
    cells: Sequence[Indicator],
    labels: Mapping[int, tuple[str, str]],
    now: datetime.datetime,
) -> None:
    """Put together what reports hold in the texts and tables ``cells``, in the order of ``labels``: by report,
    what stands before its text, and its unit as it is named in the first column of a table.

    Cells that somebody edited keep the edit beside what was gathered. Cells are matched by the indicator's
    lasting code. One statement.
    """
    if not cells:
        return
    given: dict[str, Any] = {
        "report": report.pk,
        "cells": [one.pk for one in cells],
        "keys": list(labels),
        "labels": [label for label, _unit in labels.values()],
        "units": [unit for _label, unit in labels.values()],
        "unit": UNIT,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(GATHER_SQL, given)
