"""Monthly reports of a whole nation for measuring: rows by COPY, with the snapshots that submitting would keep.

Every commune has filed the months that are over, and they were approved; the running month's report is an
empty draft. Figures obey the form's own rules, those of the records are what the records give. The history
of changes is left out: nobody made any.
"""

from __future__ import annotations

import datetime
import json
from collections import Counter
from random import Random
from typing import Any

from django.utils import timezone
from tqdm import tqdm

from commune_police.db.bulk import BulkWriter
from reports.demo.nation_cells import (
    Filled,
    Given,
    Writing,
    begin_writing,
    from_records,
    month_cells,
)
from reports.demo.nation_months import NationMonths
from reports.domain.parts import FormParts, parts_of
from reports.domain.snapshots import canonical, content_with, digest_of, plain_cell
from reports.models import Report, ReportingPeriod, ReportState
from units.domain.scope import Scope
from units.models import Commune
from units.queries.area import Area

STAMPS = ("created_at", "updated_at", "version")
REPORT = (
    "id", "period_id", "commune_id", "state", "number", "replacement_reason", "is_current", "due_at", "state_since",
    "prefilled_at", "nothing_to_report", "nothing_reason", "first_submitted_at", "submitted_at", "submitted_by_name",
    "submissions", "is_keyed_above", "reviewed_by_name", "return_message", "approved_at", "locked_at", "excused_by_name",
    "excused_reason", *STAMPS,
)  # fmt: skip
VALUE = (
    "id", "report_id", "indicator_id", "commune_id", "number", "text", "rows", "source_number", "source_text",
    "source_rows", "sourced_at", "override_reason", "explanation", "written_by_name", *STAMPS,
)  # fmt: skip
SNAPSHOT = ("id", "report_id", "number", "taken_at", "by_name", "content", "sha256")
READER = "Phòng Tham mưu"
LATE_SHARE = 0.06
ONE_HOUR = datetime.timedelta(hours=1)


class NationReports:
    """Writes the reports month by month, so that what stands goes over from one to the next."""

    def __init__(self, writer: BulkWriter, months: NationMonths, now: datetime.datetime) -> None:
        self.writer, self.months, self.now = writer, months, now
        self.keys = Counter[str]()
        writer.table("reports_report", REPORT)
        writer.table("reports_reportvalue", VALUE)
        writer.table("reports_reportsnapshot", SNAPSHOT)
        self.writings = [begin_writing(commune) for commune in _communes()]

    def write(self) -> int:
        """Write every month; return how many reports there are."""
        for period in tqdm(self.months.over, unit=" months"):
            parts = parts_of(period.form_version)
            given = from_records(period, parts, Area(Scope.all()))
            for writing in self.writings:
                self._filed(period, parts, writing, given)
        for period in self.months.running:
            opened = _opened(period)
            for writing in self.writings:
                self._row(
                    "reports_report", period.pk, writing.commune.pk, ReportState.DRAFT, 0, "", True, period.due_at, opened, None,
                    False, "", None, None, "", 0, False, "", "", None, None, "", "", opened, opened, 1,
                )  # fmt: skip
        return self.keys["reports_report"]

    def _filed(
        self,
        period: ReportingPeriod,
        parts: FormParts,
        writing: Writing,
        given: Given,
    ) -> None:
        """Write one approved report with its cells and its snapshot; the older ones are locked."""
        random, commune = writing.random, writing.commune
        name = f"Phụ trách Công an {commune.full_name}"
        at = self._moment(period, random)
        approved = min(at + ONE_HOUR * random.randrange(3, 30), self.now)
        locked = approved + datetime.timedelta(days=period.form.lock_after_days)
        is_locked = locked <= self.now
        state, since = (
            (ReportState.LOCKED, locked) if is_locked else (ReportState.APPROVED, approved)
        )
        key = self._row(
            "reports_report", period.pk, commune.pk, state, 0, "", True, period.due_at, since, at - ONE_HOUR, False, "",
            at, at, name, 1, False, READER, "", approved, locked if is_locked else None, "", "",
            _opened(period), since, 4 + is_locked,
        )  # fmt: skip
        cells = list(month_cells(period, parts, writing, given))
        for cell in cells:
            self._value(key, commune.pk, cell, name, at - ONE_HOUR)
        self._snapshot(key, Report(period=period, commune=commune), parts, cells, name, at)

    def _moment(self, period: ReportingPeriod, random: Random) -> datetime.datetime:
        """When a report came: mostly in the last working hours before the deadline."""
        due = timezone.localtime(period.due_at)
        is_late = random.random() < LATE_SHARE
        days = random.randrange(1, 4) if is_late else -random.randrange(0, 2)
        at = due.replace(hour=random.randrange(7, 16), minute=random.randrange(60))
        return min(at + datetime.timedelta(days=days), self.now - ONE_HOUR)

    def _value(
        self, report: int, commune: int, cell: Filled, name: str, at: datetime.datetime
    ) -> None:
        one, rows = cell.indicator, _json(cell.rows)
        by = "" if cell.is_sourced or one.formula else name
        source = (cell.number, cell.text, rows, at) if cell.is_sourced else (None, "", None, None)
        self._row(
            "reports_reportvalue", report, one.pk, commune, cell.number, cell.text, rows, *source, "", cell.explanation, by,
            at, at, 1,
        )  # fmt: skip

    def _snapshot(
        self,
        key: int,
        report: Report,
        parts: FormParts,
        cells: list[Filled],
        name: str,
        at: datetime.datetime,
    ) -> None:
        held = {cell.indicator.pk: cell for cell in cells}
        plain = [_plain(held.get(one.pk) or Filled(one)) for one in parts.indicators]
        content = canonical(content_with(report, plain, by_name=name, at=at))
        self._row("reports_reportsnapshot", key, 1, at, name, content, digest_of(content))

    def _row(self, table: str, *values: object) -> int:
        self.keys[table] += 1
        self.writer.add(table, (self.keys[table], *values))
        return self.keys[table]


def _communes() -> list[Commune]:
    """The communes in the order they were loaded, with what a report says of them."""
    return list(Commune.objects.order_by("pk").only("pk", "code", "name", "kind", "population"))


def _opened(period: ReportingPeriod) -> datetime.datetime:
    """The first minutes of the period, when the timer opens it."""
    midnight = datetime.datetime.combine(period.first_day, datetime.time(0, 5))
    return timezone.make_aware(midnight)


def _plain(cell: Filled) -> dict[str, Any]:
    return plain_cell(
        cell.indicator,
        number=cell.number,
        text=cell.text,
        rows=cell.rows,
        source_number=cell.number if cell.is_sourced else None,
        explanation=cell.explanation,
    )


def _json(rows: list[dict[str, Any]] | None) -> str | None:
    return None if rows is None else json.dumps(rows, ensure_ascii=False)
