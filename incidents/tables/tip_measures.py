"""The measures of crime tips as tables: a row by kind, channel or commune, and the chart by month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from incidents.domain.analysis.numbers import written
from incidents.domain.tips.measures import Measure, resolved_in_time, taken_up
from incidents.queries.tip_months import TipMonth
from incidents.queries.tips import TipCounts

# Gives the address of the rows behind a count of ``TipCounts``.
AddressOf = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Number:
    """One count with what it is called and the rows behind it; in charts its value stands beside its text."""

    value: int
    text: str
    url: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """The tips of one kind, channel or commune: counts in the order of ``heads``, then both measures."""

    label: str
    url: str
    numbers: Sequence[Number]
    taken_up: Measure
    in_time: Measure


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of the chart."""

    label: str
    cells: Sequence[Number]
    url: str


COUNTS = ("received", "taken_up", "handed_over", "resolved", "in_time", "late")


def heads() -> list[str]:
    """What the counts are called."""
    return [
        _("Received"),
        _("Taken up"),
        _("Handed over"),
        _("Resolved"),
        _("Of these in time"),
        _("Open and overdue"),
    ]


def number(value: int, url: str = "", label: str = "") -> Number:
    """Write a count; without tips there are no rows to open."""
    return Number(value, written(value), url if value else "", label)


def measure_row(
    label: str, counts: TipCounts, address_of: AddressOf, *, url: str = ""
) -> MeasureRow:
    """Return one row; ``url`` is where the row itself leads."""
    return MeasureRow(
        label,
        url,
        [
            number(getattr(counts, name), address_of(name), head)
            for name, head in zip(COUNTS, heads(), strict=True)
        ],
        taken_up(counts),
        resolved_in_time(counts),
    )


def month_row(month: TipMonth, url: str) -> MonthRow:
    """Return one month, which leads to the tips received in it."""
    return MonthRow(f"{month.first:%m/%Y}", [number(month.received), number(month.resolved)], url)
