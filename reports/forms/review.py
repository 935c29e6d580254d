"""The last look before submitting: what must be put right, what needs a sentence, what was said about cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.domain.rules import Problem
from reports.forms.sheet import ShownSheet
from reports.models import Indicator


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to look at: what it says, its rule as printed, and the cells it speaks of."""

    message: str
    printed: str
    lines: tuple[Indicator, ...]

    @property
    def anchor(self) -> str:
        """The first cell's place in the page."""
        return f"cell-{self.lines[0].pk}"


@dataclass(frozen=True, slots=True)
class Review:
    """What stands against submitting, in groups."""

    wrong: tuple[Point, ...]
    empty: tuple[Point, ...]
    to_explain: tuple[Point, ...]
    commented: tuple[Point, ...]
    is_blank: bool

    @property
    def is_ready(self) -> bool:
        """True where nothing stands against submitting; comments never do."""
        return not (self.wrong or self.empty or self.to_explain or self.is_blank)


def review_of(shown: ShownSheet) -> Review:
    """Group what stands against submitting."""
    sheet = shown.sheet
    nothing = sheet.report.nothing_to_report

    def points(found: Iterable[Problem]) -> tuple[Point, ...]:
        return tuple(
            Point(
                one.message,
                one.printed,
                tuple(sheet.cells[key].indicator for key in one.indicator_ids),
            )
            for one in found
        )

    problems = sheet.problems
    return Review(
        wrong=points(p for p in problems if p.severity == "error" and p.kind != "required"),
        empty=points(p for p in problems if p.kind == "required"),
        to_explain=points(p for p in problems if p.severity == "explain"),
        commented=tuple(
            Point(_("has comments that are not settled"), "", (cell.indicator,))
            for cell in sheet.cells.values()
            if cell.comments
        ),
        is_blank=not nothing and sheet.is_blank and not sheet.filled,
    )
