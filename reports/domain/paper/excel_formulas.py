"""Formulas and rules of a form as Excel formulas, so that the file reckons and checks itself while it is filled."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reports.domain.expressions import Expression, ExpressionError, parse

SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.USub: "-",
    ast.UAdd: "+",
    ast.Eq: "=",
    ast.NotEq: "<>",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
# Excel takes at most 255 characters between two quotes.
LONGEST_QUOTED = 200
Addresses = Mapping[str, str]


@dataclass(frozen=True)
class Check:
    """A rule as one piece of a formula that ends in a text."""

    printed: str
    formula: str


def cell_formula(text: str, now: Addresses) -> str | None:
    """Return the formula of a computed cell, empty while a cell it needs is empty.

    ``now`` gives the address of each line's value. ``None`` where a line has no number on the sheet.
    """
    expression = _parsed(text)
    if expression is None or expression.earlier_lines or not expression.lines <= now.keys():
        return None
    needed = [now[line] for line in sorted(expression.lines)]
    return f'=IFERROR(IF({_all_filled(needed)},{_written(expression, now, {})},""),"")'


def rule_check(text: str, now: Addresses, before: Addresses, *, wrong: str) -> Check | None:
    """Return a rule that says whether it holds; ``before`` gives the addresses of last period's figures.

    ``wrong`` is the word before a rule that does not hold.
    """
    expression = _parsed(text)
    if expression is None or not expression.is_comparison:
        return None
    printed = f"KT: {expression.printed()}"
    if not (expression.lines <= now.keys() and expression.earlier_lines <= before.keys()):
        return Check(printed, quoted(printed))
    needed = [now[line] for line in sorted(expression.lines)]
    needed += [before[line] for line in sorted(expression.earlier_lines)]
    holds = _written(expression, now, before)
    said = f"IF({holds},{quoted('Đúng – ' + printed)},{quoted(f'{wrong} – {printed}')})"
    return Check(
        printed, f"IFERROR(IF({_all_filled(needed)},{said},{quoted(printed)}),{quoted(printed)})"
    )


def quoted(text: str) -> str:
    """Write a text inside a formula; long ones in pieces."""
    pieces = [text[at : at + LONGEST_QUOTED] for at in range(0, len(text), LONGEST_QUOTED)] or [""]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)


def _all_filled(addresses: list[str]) -> str:
    return f"COUNT({','.join(addresses)})={len(addresses)}" if addresses else "TRUE"


def _parsed(text: str) -> Expression | None:
    try:
        return parse(text)
    except ExpressionError:  # a published version has none; a preview of a draft may
        return None


def _written(expression: Expression, now: Addresses, before: Addresses) -> str:
    places = {name: now[line] for name, line in expression.names.items()}
    places |= {name: before[line] for name, line in expression.earlier_names.items()}
    return _node(expression.tree, places)


def _node(node: ast.expr, places: Addresses) -> str:
    """Write one node; brackets around every sum and product keep the order of reckoning."""
    write: Callable[[ast.expr], str] = lambda inner: _node(inner, places)  # noqa: E731
    if isinstance(node, ast.Name):
        return places[node.id]
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.UnaryOp):
        return f"({SIGNS[type(node.op)]}{write(node.operand)})"
    if isinstance(node, ast.BinOp):
        return f"({write(node.left)}{SIGNS[type(node.op)]}{write(node.right)})"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return f"{node.func.id.upper()}({','.join(write(one) for one in node.args)})"
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        pairs = [
            f"{write(left)}{SIGNS[type(sign)]}{write(right)}"
            for left, sign, right in zip(sides, node.ops, sides[1:], strict=False)
        ]
        return pairs[0] if len(pairs) == 1 else f"AND({','.join(pairs)})"
    raise ValueError(f"no formula for {ast.dump(node)}")  # parse() lets nothing else through
