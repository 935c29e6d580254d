"""How a standard form is written down: sections of lines, and rules between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from reports.models import Aggregation, IndicatorKind, OverTime, Severity


@dataclass(frozen=True)
class Line:
    """One indicator: the number printed before it, its lasting code, its name; the rest as in the table."""

    line: str
    code: str
    name: str
    more: dict[str, Any] = field(default_factory=dict)


def count(line: str, code: str, name: str, **more: Any) -> Line:
    """A count of what happened in the period."""
    return Line(line, code, name, {"kind": IndicatorKind.COUNT, **more})


def stock(line: str, code: str, name: str, **more: Any) -> Line:
    """A count of what stands at the end of the period."""
    return count(line, code, name, over_time=OverTime.LAST, **more)


def amount(line: str, code: str, name: str, **more: Any) -> Line:
    """Money in VND."""
    return Line(line, code, name, {"kind": IndicatorKind.AMOUNT, "unit": "đồng", **more})


def formula(line: str, code: str, name: str, expression: str, **more: Any) -> Line:
    """A count that follows from others."""
    given = {"kind": IndicatorKind.COUNT, "formula": expression, "aggregation": Aggregation.FORMULA}
    return Line(line, code, name, {**given, **more})


def rate(line: str, code: str, name: str, part: str, whole: str) -> Line:
    """A percentage reckoned from its parts."""
    return formula(
        line, code, name, f"100 * [{part}] / [{whole}]", kind=IndicatorKind.PERCENT, unit="%"
    )


def text(line: str, code: str, name: str, **more: Any) -> Line:
    """A narrative."""
    given = {"kind": IndicatorKind.TEXT, "aggregation": Aggregation.GATHER}
    return Line(line, code, name, {**given, **more})


def table(
    line: str, code: str, name: str, columns: Sequence[tuple[str, str, str]], **more: Any
) -> Line:
    """Rows of (code, label, kind) columns."""
    given = {
        "kind": IndicatorKind.TABLE,
        "aggregation": Aggregation.GATHER,
        "is_required": False,
        "columns": [{"code": code, "label": label, "kind": kind} for code, label, kind in columns],
    }
    return Line(line, code, name, {**given, **more})


@dataclass(frozen=True)
class Part:
    """One section."""

    code: str
    title: str
    lines: Sequence[Line]
    help: str = ""


@dataclass(frozen=True)
class Rule:
    """What must hold between lines; a mistake unless the commune may explain why it does not."""

    expression: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True)
class StandardForm:
    """A form with its sections and the rules between its lines."""

    code: str
    name: str
    office: str
    calendar: str
    parts: Sequence[Part]
    rules: Sequence[Rule] = ()
    instrument: str = ""
    order: int = 100
