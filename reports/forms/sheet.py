"""A report as its page shows it: sections with their cells, the counter, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.urls import reverse
from django.utils import timezone

from reports.domain.sheet import Sheet, SheetSection
from reports.forms.cells import Conflict, ShownCell
from reports.forms.sent import TypedCell
from reports.models import Report, Section

PANEL = "report_cell_panel"


@dataclass(frozen=True, slots=True)
class Refused:
    """A cell that could not be saved: what was typed, and why not."""

    typed: TypedCell
    refusal: str = ""
    conflict: Conflict | None = None


@dataclass(frozen=True)
class ShownSection:
    """One section: its heading, its cells, and whether it is complete."""

    part: SheetSection
    cells: tuple[ShownCell, ...]

    @property
    def section(self) -> Section:
        """The section of the form."""
        return self.part.section

    @property
    def anchor(self) -> str:
        """Its place in the page."""
        return f"part-{self.section.pk}"

    @property
    def wrong(self) -> int:
        """How many mistakes and open questions begin in it, as the counter below counts them; empty
        cells are not among them."""
        return sum(
            sum(
                1
                for one in cell.cell.problems
                if one.kind != "required" and one.indicator_ids[0] == cell.indicator.pk
            )
            + int(bool(cell.refusal or cell.conflict))
            for cell in self.cells
        )

    @property
    def is_complete(self) -> bool:
        """True where nothing is missing or wrong."""
        return self.part.is_complete

    @property
    def has_figures(self) -> bool:
        """True where earlier figures stand beside the cells."""
        return any(cell.indicator.is_number for cell in self.cells)

    @property
    def has_keyed(self) -> bool:
        """True where somebody may type into it now."""
        return any(cell.is_keyed for cell in self.cells)


@dataclass(frozen=True)
class ShownSheet:
    """A whole report for its page."""

    sheet: Sheet
    is_open: bool
    refused: Mapping[int, Refused] = field(default_factory=dict)

    @property
    def report(self) -> Report:
        """Whose sheet it is."""
        return self.sheet.report

    @cached_property
    def sections(self) -> tuple[ShownSection, ...]:
        """The sections in order."""
        return tuple(
            ShownSection(part, tuple(self._shown(cell.indicator.pk) for cell in part.cells))
            for part in self.sheet.sections
        )

    @cached_property
    def cells(self) -> dict[int, ShownCell]:
        """The cells by their indicator's key."""
        return {cell.indicator.pk: cell for part in self.sections for cell in part.cells}

    @property
    def first_wrong(self) -> str:
        """The place of the first cell that must be put right."""
        return self._first(cell for cell in self.cells.values() if cell.state == "wrong")

    @property
    def first_to_explain(self) -> str:
        """The place of the first cell that needs a sentence."""
        return self._first(cell for cell in self.cells.values() if cell.cell.to_explain)

    def _first(self, found: Iterable[ShownCell]) -> str:
        return next((f"cell-{cell.key}" for cell in found), "")

    @property
    def was_saved_today(self) -> bool:
        """True where the last save was today, so that its time says enough."""
        saved = self.sheet.saved_at
        return saved is not None and timezone.localdate(saved) == timezone.localdate()

    def _shown(self, key: int) -> ShownCell:
        kept = self.refused.get(key)
        cell = self.sheet.cells[key]
        is_open = self.is_open and not self.report.nothing_to_report
        if kept is None:
            return ShownCell(cell, is_open, panel_url=self._panel_url(key))
        return ShownCell(
            cell, is_open, kept.typed, kept.refusal, kept.conflict, panel_url=self._panel_url(key)
        )

    def _panel_url(self, key: int) -> str:
        return f"{key}".join(self._around_panel_key)

    @cached_property
    def _around_panel_key(self) -> tuple[str, str]:
        """The address of a panel before and after the cell's key: asked of the router once, not for each of a hundred."""
        before, _zero, after = reverse(PANEL, args=[self.report.pk, 0]).rpartition("0")
        return before, after

    def changed_with(self, key: int) -> list[ShownCell]:
        """Return the cells that a page must show anew after one was saved: it, those with a formula, and
        those with something to say; at all others there is nothing any more."""
        return [
            cell
            for cell in self.cells.values()
            if cell.indicator.pk == key or cell.indicator.formula or cell.has_notes
        ]
