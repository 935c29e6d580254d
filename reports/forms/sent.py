"""What a form sends of a report's cells: figures, texts, rows of tables, reasons, and the versions seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from reports.models import Indicator, IndicatorKind

# Browsers send every row; nobody types more into one cell.
MOST_ROWS_READ = 400


@dataclass(frozen=True, slots=True)
class TypedCell:
    """What was sent for one cell; ``None`` for a reason whose field the page did not show."""

    content: Any
    version: int
    reason: str | None = None
    explanation: str | None = None
    is_untouched: bool = False


def typed_in(data: QueryDict, indicator: Indicator) -> TypedCell | None:
    """Return what a form says about one cell; ``None`` where the form did not show it."""
    key = indicator.pk
    if f"version-{key}" not in data:
        return None
    version = str(data.get(f"version-{key}", ""))
    return TypedCell(
        content=_content_in(data, indicator),
        version=int(version)
        if version.isascii() and version.isdigit() and len(version) < 10
        else 0,
        reason=_text_or_none(data, f"reason-{key}"),
        explanation=_text_or_none(data, f"explanation-{key}"),
        is_untouched=_is_untouched(data, key),
    )


def _is_untouched(data: QueryDict, key: int) -> bool:
    """Tell whether a form that sends a whole section has left this cell as it was shown."""
    if f"reason-{key}" in data or f"explanation-{key}" in data:
        return False
    return f"was-{key}" in data and data[f"was-{key}"] == data.get(f"cell-{key}")


def _text_or_none(data: QueryDict, name: str) -> str | None:
    return str(data[name]) if name in data else None


def _content_in(data: QueryDict, indicator: Indicator) -> Any:
    if indicator.kind != IndicatorKind.TABLE:
        return str(data.get(f"cell-{indicator.pk}", ""))
    return _rows_in(data, f"cell-{indicator.pk}-", [one["code"] for one in indicator.columns])


def _rows_in(data: QueryDict, prefix: str, codes: Sequence[str]) -> list[dict[str, str]]:
    """Read ``cell-5-0-name`` and the like into rows in their order on the page."""
    found: dict[int, dict[str, str]] = {}
    for name in data:
        place, _dash, code = name.removeprefix(prefix).partition("-")
        if name.startswith(prefix) and place.isascii() and place.isdigit() and code in codes:
            found.setdefault(int(place[:6]), {})[code] = str(data[name])
    return [found[place] for place in sorted(found)][:MOST_ROWS_READ]
