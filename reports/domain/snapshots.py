"""What was submitted, written down once in canonical JSON, so that its SHA-256 can be checked by anybody."""

from __future__ import annotations

import datetime
import hashlib
import json
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum

from reports.domain.sheet import Cell, Sheet
from reports.models import Indicator, Report, ReportSnapshot, ReportValue


def take_snapshot(sheet: Sheet, *, by_name: str, at: datetime.datetime) -> ReportSnapshot:
    """Keep the report as it stands under its next submission number."""
    report = sheet.report
    snapshot = ReportSnapshot(
        report=report,
        number=report.submissions + 1,
        taken_at=at,
        by_name=by_name,
        content=canonical(content_of(sheet, by_name=by_name, at=at)),
    )
    snapshot.save()
    snapshot.refresh_from_db(fields=["sha256"])
    return snapshot


def content_of(sheet: Sheet, *, by_name: str, at: datetime.datetime) -> dict[str, Any]:
    """Return everything that was submitted as plain values: numbers as text, days and times in ISO form."""
    cells = [_cell(cell) for cell in sheet.cells.values()]
    return content_with(sheet.report, cells, by_name=by_name, at=at)


def content_with(
    report: Report, cells: list[dict[str, Any]], *, by_name: str, at: datetime.datetime
) -> dict[str, Any]:
    """Return the same of cells that are plain values already, in the order of the form."""
    period = report.period
    return {
        "form": period.form.code,
        "form_version": period.form_version.number,
        "period": period.code,
        "first_day": period.first_day.isoformat(),
        "last_day": period.last_day.isoformat(),
        "unit": _unit_of(report),
        "replacement": report.number,
        "submission": report.submissions + 1,
        "submitted_at": at.astimezone(datetime.UTC).isoformat(timespec="seconds"),
        "submitted_by": by_name,
        "nothing_to_report": report.nothing_to_report,
        "nothing_reason": report.nothing_reason,
        **({"added_up_from": report.basis} if report.basis else {}),
        "cells": cells,
    }


def _unit_of(report: Report) -> dict[str, Any]:
    if report.commune is not None:
        return {"kind": "commune", "code": report.commune.code, "name": report.commune.full_name}
    assert report.jurisdiction is not None
    return {
        "kind": "jurisdiction",
        "code": report.jurisdiction.code,
        "name": report.jurisdiction.name,
    }


def _cell(cell: Cell) -> dict[str, Any]:
    value = cell.value
    return plain_cell(
        cell.indicator,
        number=cell.number,
        text=cell.text,
        rows=cell.rows,
        source_number=cell.source_number,
        override_reason=value.override_reason if value else "",
        explanation=value.explanation if value else "",
    )


def plain_cell(
    indicator: Indicator,
    *,
    number: Decimal | None = None,
    text: str = "",
    rows: list[dict[str, Any]] | None = None,
    source_number: Decimal | None = None,
    override_reason: str = "",
    explanation: str = "",
) -> dict[str, Any]:
    """Return one cell as a snapshot keeps it."""
    return {
        "code": indicator.code,
        "line": indicator.line,
        "name": indicator.name,
        "number": written(number),
        "text": text,
        "rows": rows or [],
        "source_number": written(source_number),
        "override_reason": override_reason,
        "explanation": explanation,
    }


def written(number: Decimal | None) -> str | None:
    """Write a number without trailing zeros or exponent, so that one figure has one spelling."""
    if number is None:
        return None
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def canonical(content: dict[str, Any]) -> str:
    """Write content as JSON in one way only: keys sorted, no blanks, Unicode as it is."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(content: str) -> str:
    """Return the SHA-256 of canonical text, hexadecimal, as the database reckons it."""
    return hashlib.sha256(content.encode()).hexdigest()


def fingerprint_of(report: Report) -> str:
    """Return a text that changes with every change of a cell, so that a last look can tell; one query."""
    kept = ReportValue.objects.filter(report=report).aggregate(Count("pk"), Sum("version"))
    return f"{kept['pk__count']}-{kept['version__sum'] or 0}"


def is_intact(snapshot: ReportSnapshot) -> bool:
    """Tell whether a snapshot still has the digest that was reckoned when it was taken."""
    return digest_of(snapshot.content) == snapshot.sha256
