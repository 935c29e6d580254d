"""What a reader looks at: what changed since the last submission, what is unusual, what differs from the records."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from reports.domain.expressions import write
from reports.domain.sheet import Cell, Sheet
from reports.models import CellComment, Report, ReportSnapshot
from reports.queries.unusual import UsualRange, earlier_periods, usual_ranges
from units.domain.scope import Scope


@dataclass(frozen=True)
class ReviewedCell:
    """A cell with what its reader should know."""

    cell: Cell
    before: str | None
    usual: UsualRange | None
    comments: tuple[CellComment, ...]

    @property
    def has_changed(self) -> bool:
        """True where the last submission said something else."""
        return self.before is not None

    @property
    def is_unusual(self) -> bool:
        """True where the figure lies outside the last twelve periods."""
        return self.usual is not None and self.usual.is_unusual(self.cell.number)

    @property
    def unusual_words(self) -> str:
        """Say what was usual: 12 periods before: 0 to 2, this time 9."""
        assert self.usual is not None
        return _("last %(periods)s periods: %(low)s to %(high)s, this time %(now)s") % {
            "periods": self.usual.periods,
            "low": write(self.usual.low),
            "high": write(self.usual.high),
            "now": write(self.cell.number),
        }

    @property
    def needs_a_look(self) -> bool:
        """True where there is anything to look at."""
        return bool(
            self.has_changed
            or self.is_unusual
            or self.cell.is_overridden
            or self.comments
            or (self.cell.value and self.cell.value.explanation)
        )


@dataclass(frozen=True)
class Review:
    """A report as its reader sees it."""

    sheet: Sheet
    sections: tuple[tuple[Any, tuple[ReviewedCell, ...]], ...]
    submission: int

    @property
    def cells(self) -> list[ReviewedCell]:
        """Every cell, in order."""
        return [cell for _section, cells in self.sections for cell in cells]

    @property
    def to_look_at(self) -> list[ReviewedCell]:
        """The cells that need a look."""
        return [cell for cell in self.cells if cell.needs_a_look]


def review_of(sheet: Sheet, *, scope: Scope) -> Review:
    """Return what a reader looks at; four queries beside the sheet's own."""
    report = sheet.report
    before = _last_submission(report)
    usual = usual_ranges([report], earlier_periods(report.period), scope).get(
        report.commune_id or 0, {}
    )
    comments: dict[int, list[CellComment]] = {}
    for comment in CellComment.objects.filter(report=report, indicator__isnull=False):
        comments.setdefault(comment.indicator_id or 0, []).append(comment)

    def reviewed(cell: Cell) -> ReviewedCell:
        one = cell.indicator
        return ReviewedCell(
            cell=cell,
            before=_difference(before.get(one.code), cell) if before else None,
            usual=usual.get(one.code) if one.is_number else None,
            comments=tuple(comments.get(one.pk, ())),
        )

    return Review(
        sheet=sheet,
        sections=tuple(
            (part.section, tuple(reviewed(cell) for cell in part.cells)) for part in sheet.sections
        ),
        submission=report.submissions,
    )


def _last_submission(report: Report) -> Mapping[str, Mapping[str, Any]]:
    """Return the cells of the submission before the present one, by code; nothing for a first one."""
    earlier = (
        ReportSnapshot.objects.filter(report=report, number__lt=report.submissions)
        .order_by("-number")
        .first()
    )
    if earlier is None:
        return {}
    return {cell["code"]: cell for cell in json.loads(earlier.content)["cells"]}


def _difference(before: Mapping[str, Any] | None, cell: Cell) -> str | None:
    """Return what the last submission said where it differs from now; ``None`` where it is the same."""
    if before is None:
        return "—"
    if cell.indicator.is_number:
        said = None if before["number"] is None else Decimal(before["number"])
        return None if said == cell.number else write(said)
    if (before["text"], before["rows"] or []) == (cell.text, cell.rows):
        return None
    return before["text"] or _("other rows")
