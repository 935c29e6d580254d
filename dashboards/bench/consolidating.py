"""Consolidating a nation's month, beside the bare SQL that adds up and writes the same rows."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.db import connection

from dashboards.bench.bare import check_now, undone
from dashboards.bench.measure import Timing, person_and_scope
from dashboards.bench.pages import BenchError
from reports.domain.consolidation import consolidate
from reports.models import ACCEPTED, Report, ReportingPeriod, ReportValue
from units.domain.scope import Scope, scope_context
from units.models import Jurisdiction

WARM_UPS = 2

# What somebody would write who knew nothing but this month: one report, one statement for its cells.
REPORT_SQL = """
INSERT INTO reports_report (period_id, jurisdiction_id, state, number, replacement_reason, is_current, due_at,
    state_since, prefilled_at, nothing_to_report, nothing_reason, submitted_by_name, submissions, is_keyed_above,
    reviewed_by_name, return_message, excused_by_name, excused_reason, created_at, updated_at, version)
SELECT p.id, %(jurisdiction)s, 'draft', 0, '', true, p.due_at, now(), now(), false, '', '', 0, false, '', '', '', '',
       now(), now(), 1
FROM reports_reportingperiod p WHERE p.id = %(period)s RETURNING id
"""
VALUES_SQL = """
WITH counted AS MATERIALIZED (
    SELECT r.id, CASE c.kind WHEN 'xa' THEN 'Xã ' WHEN 'phuong' THEN 'Phường ' WHEN 'thi-tran' THEN 'Thị trấn '
                 WHEN 'dac-khu' THEN 'Đặc khu ' ELSE '' END || c.name AS unit,
           row_number() OVER (ORDER BY c.sort_key, c.id) AS place
    FROM reports_report r JOIN units_commune c ON c.id = r.commune_id
    JOIN units_jurisdiction j ON j.id = c.jurisdiction_id
    WHERE r.period_id = %(period)s AND r.is_current AND r.state IN ('approved', 'locked')
      AND j.path LIKE %(path)s
), given AS (
    SELECT i.id, i.kind, sum(v.number) AS number,
           string_agg(counted.unit || ': ' || v.text, E'\\n' ORDER BY counted.place)
               FILTER (WHERE v.text <> '') AS text
    FROM reports_indicator i
    LEFT JOIN (reports_reportvalue v JOIN counted ON counted.id = v.report_id) ON v.indicator_id = i.id
    WHERE i.form_version_id = %(version)s AND i.formula = '' AND i.aggregation <> 'none'
    GROUP BY i.id
), gathered AS (
    SELECT v.indicator_id,
           jsonb_agg(jsonb_build_object('unit', counted.unit) || row.held ORDER BY counted.place, row.number) AS rows
    FROM reports_reportvalue v JOIN counted ON counted.id = v.report_id
    CROSS JOIN jsonb_array_elements(v.rows) WITH ORDINALITY AS row(held, number)
    WHERE v.rows IS NOT NULL GROUP BY v.indicator_id
)
INSERT INTO reports_reportvalue (report_id, indicator_id, number, text, rows, source_number, source_text, source_rows,
    sourced_at, override_reason, explanation, written_by_name, created_at, updated_at, version)
SELECT %(report)s, g.id, g.number, coalesce(g.text, ''), t.rows, g.number, coalesce(g.text, ''), t.rows,
       now(), '', '', '', now(), now(), 1
FROM given g LEFT JOIN gathered t ON t.indicator_id = g.id
"""


@dataclass(frozen=True, slots=True)
class Consolidation:
    """One month of many reports into one: our time, the bare SQL's, and how much there was."""

    reports: int
    values: int
    cells: int
    timing: Timing
    bare: Timing

    @property
    def ratio(self) -> float:
        """Our median over the bare SQL's."""
        return self.timing.median / self.bare.median


def measure_consolidation(username: str, rounds: int) -> Consolidation:
    """Consolidate the last month that is over for everything that ``username`` sees; each turn is undone."""
    by, scope = person_and_scope(username)
    period, place = last_month(scope), highest(scope)
    ours: list[float] = []
    bares: list[float] = []
    cells: set[int] = set()
    with scope_context(scope):
        for _turn in range(WARM_UPS + rounds):
            with undone():
                began = time.perf_counter()
                made = consolidate(period, place, by=by, scope=scope)
                check_now()
                ours.append((time.perf_counter() - began) * 1000)
                cells.add(ReportValue.objects.filter(report=made).count())
            with undone():
                began = time.perf_counter()
                key = consolidate_bare(period, place)
                check_now()
                bares.append((time.perf_counter() - began) * 1000)
                cells.add(ReportValue.objects.filter(report=key).count())
            if len(cells) != 1:
                raise BenchError(f"Consolidation and its bare SQL wrote {sorted(cells)} cells.")
        counted = Report.objects.filter(period=period, commune__isnull=False, state__in=ACCEPTED)
        values = ReportValue.objects.filter(report__in=counted).count()
        return Consolidation(
            counted.count(),
            values,
            cells.pop(),
            Timing.of(ours[WARM_UPS:]),
            Timing.of(bares[WARM_UPS:]),
        )


def consolidate_bare(period: ReportingPeriod, place: Jurisdiction) -> int:
    """Write the same sums by two statements; return the report's key."""
    known: dict[str, Any] = {
        "period": period.pk,
        "version": period.form_version_id,
        "jurisdiction": place.pk,
        "path": f"{place.path}%",
    }
    with connection.cursor() as cursor:
        cursor.execute(REPORT_SQL, known)
        key = int((cursor.fetchone() or (0,))[0])
        cursor.execute(VALUES_SQL, {**known, "report": key})
    return key


def last_month(scope: Scope) -> ReportingPeriod:
    """The last month with approved reports."""
    with scope_context(scope):
        accepted = Report.objects.filter(state__in=ACCEPTED, commune__isnull=False)
        found: ReportingPeriod = (
            ReportingPeriod.objects.filter(reports__in=accepted)
            .select_related("form__calendar", "form_version")
            .latest("last_day")
        )
        return found


def highest(scope: Scope) -> Jurisdiction:
    """The highest jurisdiction in sight."""
    with scope_context(scope):
        places = Jurisdiction.objects.order_by("path")
        if scope.jurisdictions is not None:
            places = places.filter(pk__in=scope.jurisdictions)
        return places[0]
