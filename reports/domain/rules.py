"""What stands against a report as it is: empty required cells, rules that do not hold, changes to explain."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from reports.domain.expressions import Expression, ExpressionError, Numbers, parse, write
from reports.domain.parts import FormParts
from reports.models import FormRule, Indicator, Severity

ERROR, EXPLAIN = str(Severity.ERROR), str(Severity.EXPLAIN)
# Counts of a commune are small: fewer than five apart is never worth a question.
SMALL_CHANGE = 5
Figures = Mapping[int, Decimal | None]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that stands against submitting: ``severity`` error must be put right, explain needs a
    sentence. ``printed`` is the rule as it stands on paper."""

    kind: str
    severity: str
    indicator_ids: tuple[int, ...]
    message: str
    printed: str = ""


def problems_of(
    parts: FormParts,
    numbers: Figures,
    earlier: Figures,
    explained: Collection[int],
    texts_filled: Collection[int],
) -> list[Problem]:
    """Return everything that stands against the figures, in the order of the lines; keys are indicators'.

    ``earlier`` is the period before; ``explained`` names cells with an explanation, ``texts_filled`` texts
    and tables that hold something.
    """
    return [
        *_required(parts, numbers, texts_filled),
        *_negative(parts, numbers),
        *_broken(parts, numbers, earlier, explained),
        *_changed(parts, numbers, earlier, explained),
    ]


def _required(parts: FormParts, numbers: Figures, filled: Collection[int]) -> Iterable[Problem]:
    for one in parts.keyed:
        if not one.is_required:
            continue
        is_empty = numbers.get(one.pk) is None if one.is_number else one.pk not in filled
        if is_empty:
            yield Problem("required", ERROR, (one.pk,), _("Not filled in yet; write 0 for none."))


def _negative(parts: FormParts, numbers: Figures) -> Iterable[Problem]:
    for one in parts.indicators:
        number = numbers.get(one.pk)
        if one.is_number and not one.allows_negative and number is not None and number < 0:
            yield Problem("negative", ERROR, (one.pk,), _("This figure cannot be below zero."))


def by_line(parts: FormParts, figures: Figures) -> dict[str, Decimal | None]:
    """Return figures by the line's number instead of the indicator's key."""
    return {one.line: figures.get(one.pk) for one in parts.indicators}


def _broken(
    parts: FormParts, numbers: Figures, earlier: Figures, explained: Collection[int]
) -> Iterable[Problem]:
    now, before = by_line(parts, numbers), by_line(parts, earlier)
    for rule in parts.rules:
        expression = _readable(rule)
        if expression is None or expression.holds(now, before) is not False:
            continue
        keys = _touched(expression, parts)
        if rule.severity == Severity.EXPLAIN and any(key in explained for key in keys):
            continue
        printed = _("Check: %s") % expression.printed()
        message = rule.message or _sentence(expression, now, before)
        yield Problem("rule", str(rule.severity), keys, message, printed)


def _readable(rule: FormRule) -> Expression | None:
    try:
        return parse(rule.expression)
    except ExpressionError:  # a published version has none; a preview of a draft may
        return None


def _touched(expression: Expression, parts: FormParts) -> tuple[int, ...]:
    """The cells that a rule speaks of, in the order of the form."""
    return tuple(one.pk for one in parts.indicators if one.line in expression.lines)


def _sentence(expression: Expression, now: Numbers, before: Numbers) -> str:
    """Say both sides with their figures: 9 + 3 + 3 = 15, but line 2 says 14."""
    compared = expression.with_figures(now, before)
    tree = expression.tree
    if not isinstance(tree, ast.Compare) or len(tree.ops) != 1:
        return _("%(figures)s is not so (rule: %(rule)s).") % {
            "figures": compared,
            "rule": expression.printed(),
        }
    left, right = (
        _side(expression, side, now, before) for side in (tree.left, tree.comparators[0])
    )
    wanted = {
        ast.Eq: _("must be equal to"),
        ast.NotEq: _("must differ from"),
        ast.LtE: _("must not be more than"),
        ast.Lt: _("must be less than"),
        ast.GtE: _("must not be less than"),
        ast.Gt: _("must be more than"),
    }[type(tree.ops[0])]
    return _("%(left)s %(wanted)s %(right)s.") % {"left": left, "wanted": wanted, "right": right}


def _side(expression: Expression, tree: ast.expr, now: Numbers, before: Numbers) -> str:
    """Say one side of a comparison: line 2 (14), or 2.1 + 2.2 (9 + 3 = 12)."""
    part = Expression(
        _source(expression, tree),
        tree,
        _only(expression.names, tree),
        _only(expression.earlier_names, tree),
    )
    value = write(part.value(now, before))
    if isinstance(tree, ast.Name):
        return _("line %(line)s (%(value)s)") % {"line": part.printed(), "value": value}
    if isinstance(tree, ast.Constant):
        return value
    return _("%(lines)s (%(figures)s = %(value)s)") % {
        "lines": part.printed(),
        "figures": part.with_figures(now, before),
        "value": value,
    }


def _only(names: Mapping[str, str], tree: ast.expr) -> dict[str, str]:
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return {name: line for name, line in names.items() if name in used}


def _source(expression: Expression, tree: ast.expr) -> str:
    """Write a part of an expression with its lines in brackets again."""
    text = ast.unparse(tree)
    for name, line in sorted(expression.names.items(), key=lambda pair: -len(pair[0])):
        text = text.replace(name, f"[{line}]")
    for name, line in sorted(expression.earlier_names.items(), key=lambda pair: -len(pair[0])):
        text = text.replace(name, f"last([{line}])")
    return text


def _changed(
    parts: FormParts, numbers: Figures, earlier: Figures, explained: Collection[int]
) -> Iterable[Problem]:
    for one in parts.indicators:
        number, before = numbers.get(one.pk), earlier.get(one.pk)
        if one.explain_beyond is None or one.pk in explained or number is None or before is None:
            continue
        if is_large_change(number, before, one.explain_beyond):
            yield Problem(
                "change",
                EXPLAIN,
                (one.pk,),
                _("%(now)s now, %(before)s last period: add a sentence that explains it.")
                % {"now": write(number), "before": write(before)},
            )


def is_large_change(number: Decimal, before: Decimal, times: Decimal) -> bool:
    """Tell whether a figure is more than ``times`` the one before, or less than one ``times``-th of it.

    Figures fewer than five apart never are: a commune's counts are small, and 1 after 3 is no news.
    """
    if abs(number - before) < SMALL_CHANGE:
        return False
    return abs(number) > times * abs(before) or abs(number) * times < abs(before)


def computed(parts: FormParts, numbers: Figures, earlier: Figures) -> dict[int, Decimal | None]:
    """Return the value of every cell with a formula, each after those that it needs.

    A circle gives nothing (publishing refuses it); percentages and quotients keep four decimals.
    """
    known = by_line(parts, numbers)
    before = by_line(parts, earlier)
    found: dict[int, Decimal | None] = {}
    for one in in_order_of_need(parts.indicators):
        expression = _formula(one)
        value = expression.value(known, before) if expression else None
        found[one.pk] = None if value is None else _rounded(value)
        known[one.line] = found[one.pk]
    return found


def _rounded(value: Decimal) -> Decimal | None:
    # The column holds sixteen digits before the point; beyond that nothing believable is meant.
    return value.quantize(Decimal("0.0001")) if abs(value) < Decimal(10) ** 16 else None


def _formula(indicator: Indicator) -> Expression | None:
    try:
        return parse(indicator.formula)
    except ExpressionError:
        return None


def in_order_of_need(indicators: Iterable[Indicator]) -> list[Indicator]:
    """Return the indicators with a formula, each after those that its formula names; those of a circle are
    left out."""
    waiting = {one.line: one for one in indicators if one.formula}
    needs = {
        line: (expression.lines & waiting.keys() if (expression := _formula(one)) else frozenset())
        for line, one in waiting.items()
    }
    ordered: list[Indicator] = []
    done: set[str] = set()
    while True:
        ready = [line for line in waiting if line not in done and needs[line] <= done]
        if not ready:
            return ordered
        ordered += [waiting[line] for line in ready]
        done |= set(ready)
