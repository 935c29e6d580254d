"""Where the rules of a form stand on paper: each beside the first line that it names, as “KT: 2 = 2.1 + 2.2”."""

from __future__ import annotations

from reports.domain.expressions import ExpressionError, parse
from reports.domain.parts import FormParts
from reports.models import FormRule


def rules_by_line(parts: FormParts) -> dict[str, list[FormRule]]:
    """Return the rules by the line under which they are printed."""
    found: dict[str, list[FormRule]] = {}
    for rule in parts.rules:
        try:
            named = parse(rule.expression).lines
        except ExpressionError:  # a published version has none; a preview of a draft may
            continue
        first = next((one.line for one in parts.indicators if one.line in named), None)
        if first is not None:
            found.setdefault(first, []).append(rule)
    return found


def printed_check(rule: FormRule) -> str:
    """Write a rule as it stands on paper."""
    return f"KT: {parse(rule.expression).printed()}"
