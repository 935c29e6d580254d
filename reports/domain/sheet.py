"""A report as it is shown: what the page, the Excel file, the print and the Word document are made from."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.domain.books import books_of
from reports.domain.breakdown import earlier_sums
from reports.domain.held import UNIT, differs_from_source
from reports.domain.parts import FormParts, parts_of
from reports.domain.rules import Problem, computed, problems_of
from reports.domain.sources import SOURCES
from reports.models import (
    CellComment,
    Indicator,
    Report,
    ReportingPeriod,
    ReportValue,
    Section,
)
from reports.queries.earlier import figures_of, previous_and_year_ago
from units.domain.scope import Scope


@dataclass(frozen=True)
class Cell:
    """One line of a report: its value, what the records gave, earlier figures, and what is wrong."""

    indicator: Indicator
    value: ReportValue | None
    number: Decimal | None = None
    previous: Decimal | None = None
    year_ago: Decimal | None = None
    problems: tuple[Problem, ...] = ()
    comments: int = 0
    is_writable: bool = True
    source_url: str = ""
    # What the page at ``source_url`` asks for; who lacks it is shown no link.
    source_right: str = ""

    @property
    def text(self) -> str:
        """The text of a narrative cell."""
        return self.value.text if self.value else ""

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of a table cell."""
        return (self.value.rows or []) if self.value else []

    @property
    def columns(self) -> list[dict[str, str]]:
        """The columns of a table; gathered rows begin with the unit that wrote them."""
        own: list[dict[str, str]] = self.indicator.columns
        if any(UNIT in row for row in self.rows):
            return [{"code": UNIT, "label": pgettext("place", "Unit"), "kind": "text"}, *own]
        return own

    @property
    def version(self) -> int:
        """The version to save upon; 0 where no row exists."""
        return self.value.version if self.value else 0

    @property
    def has_source(self) -> bool:
        """True where the records gave something, a zero too."""
        return self.value is not None and self.value.has_source

    @property
    def source_number(self) -> Decimal | None:
        """What the records gave."""
        return self.value.source_number if self.value else None

    @property
    def source_text(self) -> str:
        """The text that the records gave."""
        return self.value.source_text if self.value else ""

    @property
    def source_rows(self) -> list[dict[str, Any]]:
        """The rows that the records gave."""
        return (self.value.source_rows or []) if self.value else []

    @property
    def is_overridden(self) -> bool:
        """True where somebody wrote something else than the records gave."""
        return self.value is not None and differs_from_source(self.value, self.indicator)

    @property
    def is_empty(self) -> bool:
        """True where there is nothing; zero is something."""
        if self.indicator.is_number:
            return self.number is None
        return self.value is None or self.value.is_empty

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What must be put right."""
        return tuple(one for one in self.problems if one.severity == "error")

    @property
    def to_explain(self) -> tuple[Problem, ...]:
        """What needs an explanation."""
        return tuple(one for one in self.problems if one.severity == "explain")

    @property
    def state(self) -> str:
        """The one state that the cell shows."""
        if self.indicator.formula:
            return "wrong" if self.errors else "computed"
        if not self.is_writable:
            return "commented" if self.comments else "locked"
        if any(one.kind != "required" for one in self.errors):
            return "wrong"
        if self.to_explain:
            return "explain"
        if self.comments:
            return "commented"
        return "empty" if self.is_empty else "saved"


@dataclass(frozen=True)
class SheetSection:
    """One section with its cells, in order."""

    section: Section
    cells: tuple[Cell, ...]

    @property
    def errors(self) -> int:
        """How many cells must be put right."""
        return sum(1 for cell in self.cells if cell.errors)

    @property
    def is_complete(self) -> bool:
        """True where nothing is missing or wrong."""
        return not any(cell.problems for cell in self.cells)


@dataclass(frozen=True)
class Sheet:
    """A whole report, ready to be shown."""

    report: Report
    parts: FormParts
    sections: tuple[SheetSection, ...]
    problems: tuple[Problem, ...]
    previous_period: ReportingPeriod | None = None
    year_ago_period: ReportingPeriod | None = None
    earlier: Mapping[int, Decimal | None] = field(default_factory=dict)

    @cached_property
    def cells(self) -> dict[int, Cell]:
        """The cells by their indicator's primary key, in order."""
        return {cell.indicator.pk: cell for part in self.sections for cell in part.cells}

    @property
    def total(self) -> int:
        """How many cells somebody fills (those with a formula fill themselves)."""
        return sum(1 for cell in self.cells.values() if cell.indicator.is_keyed)

    @property
    def filled(self) -> int:
        """How many of them hold something."""
        return sum(
            1 for cell in self.cells.values() if cell.indicator.is_keyed and not cell.is_empty
        )

    @property
    def errors(self) -> int:
        """How many things must be put right, empty required cells left out."""
        return sum(1 for one in self.problems if one.severity == "error" and one.kind != "required")

    @property
    def missing(self) -> int:
        """How many required cells are empty."""
        return sum(1 for one in self.problems if one.kind == "required")

    @property
    def to_explain(self) -> int:
        """How many figures need an explanation."""
        return sum(1 for one in self.problems if one.severity == "explain")

    @property
    def is_blank(self) -> bool:
        """True where nobody wrote anything; what the records gave does not count."""
        return not any(
            not cell.is_empty and (not cell.has_source or cell.is_overridden)
            for cell in self.cells.values()
            if cell.indicator.is_keyed
        )

    @property
    def saved_at(self) -> datetime.datetime | None:
        """When a cell was last saved."""
        times = [cell.value.updated_at for cell in self.cells.values() if cell.value]
        return max(times, default=None)


def sheet_of(report: Report, *, scope: Scope) -> Sheet:
    """Return the report as it stands, in a fixed number of queries (six for a form read before; ten more for
    one that was added up, where an earlier one was not; three more where communes ended in the one that reports).

    ``report`` comes with its period, the period's form and its unit.
    """
    parts = parts_of(report.period.form_version_id)
    previous, year_ago = previous_and_year_ago(report.period)
    figures = figures_of(report, (previous, year_ago), scope)
    comments = dict(
        CellComment.objects.filter(report=report, settled_at__isnull=True, indicator__isnull=False)
        .order_by()
        .values_list("indicator_id")
        .annotate(Count("pk"))
    )
    return assembled(
        report,
        parts,
        {value.indicator_id: value for value in ReportValue.objects.filter(report=report)},
        last=_earlier(report, previous, figures, scope),
        before=_earlier(report, year_ago, figures, scope),
        comments=comments,
        previous_period=previous,
        year_ago_period=year_ago,
        line=books_of(report, timezone.localdate()).line if report.commune_id else "",
    )


def _earlier(
    report: Report,
    period: ReportingPeriod | None,
    figures: Mapping[int, Mapping[str, Decimal | None]],
    scope: Scope,
) -> Mapping[str, Decimal | None]:
    """What the unit filed in an earlier period; for a report that is added up from others, what the same
    communes filed then: its own earlier report may hold others."""
    if period is None:
        return {}
    if report.jurisdiction is None or report.basis is None:
        return figures.get(period.pk, {})
    own = Report.objects.filter(
        period=period,
        jurisdiction=report.jurisdiction,
        commune__isnull=True,
        is_current=True,
        first_submitted_at__isnull=False,
    )
    basis = own.values_list("basis", flat=True).first()
    if basis and set(basis["communes"]) == set(report.basis["communes"]):
        return figures.get(period.pk, {})
    parts = parts_of(report.period.form_version_id)
    return earlier_sums(report, period, parts, scope, today=timezone.localdate())


def assembled(
    report: Report,
    parts: FormParts,
    values: Mapping[int, ReportValue],
    *,
    last: Mapping[str, Decimal | None],
    before: Mapping[str, Decimal | None],
    comments: Mapping[int, int],
    previous_period: ReportingPeriod | None = None,
    year_ago_period: ReportingPeriod | None = None,
    line: str = "",
) -> Sheet:
    """Put a sheet together from what was read; no query. ``last`` and ``before`` are by indicator code, ``line`` says
    whose books filled it (``Books``)."""
    earlier = {one.pk: last.get(one.code) for one in parts.indicators}
    numbers = numbers_of(parts, values, earlier)
    problems = problems_in(report, parts, values, numbers, earlier)
    by_cell: dict[int, list[Problem]] = {}
    for problem in problems:
        for key in problem.indicator_ids:
            by_cell.setdefault(key, []).append(problem)

    def cell(one: Indicator) -> Cell:
        return Cell(
            indicator=one,
            value=values.get(one.pk),
            number=numbers.get(one.pk),
            previous=last.get(one.code),
            year_ago=before.get(one.code),
            problems=tuple(by_cell.get(one.pk, ())),
            comments=comments.get(one.pk, 0),
            is_writable=report.is_writable,
            source_url=source_url(one, report, line),
            source_right=source_right(one),
        )

    return Sheet(
        report=report,
        parts=parts,
        sections=tuple(
            SheetSection(section, tuple(cell(one) for one in parts.of_section(section.pk)))
            for section in parts.sections
        ),
        problems=problems,
        previous_period=previous_period,
        year_ago_period=year_ago_period,
        earlier=earlier,
    )


def numbers_of(
    parts: FormParts,
    values: Mapping[int, ReportValue],
    earlier: Mapping[int, Decimal | None],
) -> dict[int, Decimal | None]:
    """Return the number of every numeric cell: what was typed, and what the formulas give."""
    typed = {
        one.pk: values[one.pk].number if one.pk in values else None
        for one in parts.indicators
        if one.is_number and one.is_keyed
    }
    return {**typed, **computed(parts, typed, earlier)}


def problems_in(
    report: Report,
    parts: FormParts,
    values: Mapping[int, ReportValue],
    numbers: Mapping[int, Decimal | None],
    earlier: Mapping[int, Decimal | None],
) -> tuple[Problem, ...]:
    """Return everything that stands against submitting; nothing where there is nothing to report."""
    if report.nothing_to_report:
        return ()
    explained = {key for key, value in values.items() if value.explanation}
    written = {key for key, value in values.items() if value.text or value.rows}
    found = problems_of(parts, numbers, earlier, explained, written)
    return (*found, *_unexplained_overrides(parts, values))


def _unexplained_overrides(parts: FormParts, values: Mapping[int, ReportValue]) -> list[Problem]:
    return [
        Problem(
            kind="override",
            severity="explain",
            indicator_ids=(one.pk,),
            message=_("Differs from the records: say why, or take the records' figure back."),
            printed="",
        )
        for one in parts.sourced
        if (value := values.get(one.pk))
        and differs_from_source(value, one)
        and not value.override_reason
    ]


def unstated_url(indicator: Indicator, report: Report) -> str:
    """Return the address of the rows that do not state the amount of a sourced figure, and so add nothing to it; empty where
    each does."""
    line = books_of(report, timezone.localdate()).line if report.commune_id else ""
    return source_url(indicator, report, line, of_unstated=True)


def source_url(
    indicator: Indicator, report: Report, line: str = "", *, of_unstated: bool = False
) -> str:
    """Return the address of the rows behind a sourced figure, in the books of ``line``, or of those that do not state it;
    empty where there is none."""
    source = SOURCES.get(indicator.source) if indicator.source else None
    if source is None or report.commune_id is None:
        return ""
    period = report.period
    address = source.unstated_url if of_unstated else source.rows_url
    return address(report.commune_id, period.first_day, period.last_day, line=line)


def source_right(indicator: Indicator) -> str:
    """Return the right that the page with the rows behind a sourced figure asks for; empty where nothing is sourced."""
    source = SOURCES.get(indicator.source) if indicator.source else None
    return source.right if source else ""
