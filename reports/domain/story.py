"""The history of a report and of its cells in words: written, submitted, returned, approved, replaced."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commune_police.history import EMPTY, Change, HistoryLine, history_of, label_of
from reports.domain.expressions import write
from reports.models import Indicator, IndicatorKind, Report, ReportState, ReportValue

# Bookkeeping beside the move itself; the fields stay in the tables of events.
NOISE = (
    "prefilled_at",
    "state_since",
    "submissions",
    "first_submitted_at",
    "submitted_at",
    "submitted_by",
    "submitted_by_name",
    "reviewed_by_name",
    "approved_at",
    "locked_at",
    "excused_at",
    "excused_by_name",
    "is_current",
    "is_keyed_above",
    "state",
)
MOST_EVENTS = 50
LONGEST_TEXT = 160


def story_of(report: Report) -> list[HistoryLine]:
    """Return what happened to a report, newest first; two queries."""
    return [told for line in history_of(report) if (told := _told(line))]


def _told(line: HistoryLine) -> HistoryLine | None:
    """Name the move where the state changed; leave out what only the software notes down."""
    silent = {label_of(Report, name) for name in NOISE}
    changes = [one for one in line.changes if one.label not in silent]
    moved = next((one for one in line.changes if one.label == label_of(Report, "state")), None)
    if moved is not None:
        action = _sentences().get(moved.after, line.action)
        return replace(line, action=action, changes=changes)
    if line.action == _("created"):
        return replace(line, action=_("opened the report"), changes=[])
    if any(one.label == label_of(Report, "excused_at") for one in line.changes):
        return replace(line, action=_("excused the delay"), changes=changes)
    return replace(line, changes=changes) if changes else None


def _sentences() -> dict[str, str]:
    return {
        str(ReportState.SUBMITTED.label): _("submitted the report"),
        str(ReportState.UNDER_REVIEW.label): _("began to read the report"),
        str(ReportState.RETURNED.label): _("returned the report"),
        str(ReportState.APPROVED.label): _("approved the report"),
        str(ReportState.LOCKED.label): _("locked the report"),
    }


def story_of_cell(value: ReportValue | None, indicator: Indicator) -> list[HistoryLine]:
    """Return who wrote what into a cell, newest first; one query, none for a cell without a row."""
    if value is None:
        return []
    events = list(value.events.order_by("-pgh_id")[: MOST_EVENTS + 1])  # type: ignore[attr-defined]
    lines = []
    for position, event in enumerate(events[:MOST_EVENTS]):
        before = events[position + 1] if position + 1 < len(events) else None
        changes = _cell_changes(before, event, indicator)
        if changes:
            lines.append(_line(event, changes, is_first=before is None))
    return lines


def _line(event: Any, changes: list[Change], *, is_first: bool) -> HistoryLine:
    who = (event.pgh_context or {}).get("name") or _("the system")
    action = _("filled the cell") if is_first else _("changed the cell")
    return HistoryLine(timezone.localtime(event.pgh_created_at), who, action, changes)


def _cell_changes(before: Any, after: Any, indicator: Indicator) -> list[Change]:
    """Compare two states of a cell, each part of it already in words."""
    parts = {
        _("value"): lambda row: content_in_words(row, indicator),
        _("in the records"): lambda row: content_in_words(row, indicator, "source_"),
        _("why it differs from the records"): lambda row: row.override_reason or EMPTY,
        _("explanation"): lambda row: row.explanation or EMPTY,
    }
    found = []
    for label, said in parts.items():
        was, now = said(before) if before is not None else EMPTY, said(after)
        if was != now:
            found.append(Change(label, was, now))
    return found


def content_in_words(row: Any, indicator: Indicator, prefix: str = "") -> str:
    """Say what a cell holds: a figure, the beginning of a text, or how many rows a table has."""
    if indicator.kind == IndicatorKind.TEXT:
        text: str = getattr(row, f"{prefix}text")
        return Truncator(text).chars(LONGEST_TEXT) if text else EMPTY
    if indicator.kind == IndicatorKind.TABLE:
        count = len(getattr(row, f"{prefix}rows") or ())
        return (
            ngettext("%(count)s row", "%(count)s rows", count) % {"count": count}
            if count
            else EMPTY
        )
    return figure_in_words(getattr(row, f"{prefix}number"), indicator)


def figure_in_words(number: Decimal | None, indicator: Indicator) -> str:
    """Write a figure the reader's way: 1.234, 1.490.000, 66,7 %; a dash for nothing."""
    if number is None:
        return EMPTY
    if indicator.kind == IndicatorKind.PERCENT:
        return f"{number_format(round(number, 1), decimal_pos=1, use_l10n=True)}\u00a0%"
    return write(number)
