"""Rules and formulas of report forms: ``[2] = [2.1] + [2.2]``, ``100 * [2.6] / [2.5]``, ``[3.1] = last([3.4])``.

A line is named in brackets by the number printed before it; ``last([3.4])`` is the same line in the period
before. There are + − × ÷, brackets, comparisons, ``sum``, ``min`` and ``max``, and nothing else: the text is
parsed by simpleeval with these alone, never by ``eval``.
"""

from __future__ import annotations

import ast
import operator
import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from simpleeval import InvalidExpression, SimpleEval

LONGEST = 300
# Beyond the digits before the comma: two behind it and room to round.
WRITTEN_DIGITS = 8
Numbers = Mapping[str, Decimal | None]

TOKEN = re.compile(
    r"last\s*\(\s*\[\s*(?P<earlier>[^\[\]]*?)\s*\]\s*\)"
    r"|\[\s*(?P<line>[^\[\]]*?)\s*\]"
    r"|(?P<sign><>|≠|<=|>=|≤|≥|==|=|×|÷|−)"
)
SIGNS = {
    "<>": "!=",
    "≠": "!=",
    "≤": "<=",
    "≥": ">=",
    "=": "==",
    "×": "*",
    "÷": "/",
    "−": "-",
}
OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
COMPARED = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥", "<": "<", ">": ">"}


def _sum(*numbers: Decimal) -> Decimal:
    return sum(numbers, Decimal(0))


FUNCTIONS: dict[str, Callable[..., Decimal]] = {"sum": _sum, "min": min, "max": max}
ALLOWED = (
    ast.Expression,
    ast.Expr,
    ast.BinOp,
    ast.UnaryOp,
    ast.Compare,
    ast.Call,
    ast.Name,
    ast.Load,
    ast.Constant,
    *OPERATORS,
)


class ExpressionError(ValueError):
    """What is wrong with an expression, in a sentence, and where (the character's place from 0)."""

    def __init__(self, message: str, position: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


class _Evaluator(SimpleEval):
    """simpleeval with our few operators and functions; every number is a decimal."""

    def __init__(self, names: dict[str, Any]) -> None:
        super().__init__(operators=OPERATORS, functions=FUNCTIONS, names=names)

    @staticmethod
    def _eval_constant(node: Any) -> Decimal:
        return Decimal(str(node.value))


@dataclass(frozen=True)
class Expression:
    """A parsed rule or formula. ``names`` maps the evaluator's names to lines of this period,
    ``earlier_names`` to lines of the period before."""

    text: str
    tree: ast.expr
    names: Mapping[str, str]
    earlier_names: Mapping[str, str]

    @property
    def lines(self) -> frozenset[str]:
        """The lines of this period that it reads."""
        return frozenset(self.names.values())

    @property
    def earlier_lines(self) -> frozenset[str]:
        """The lines of the period before that it reads."""
        return frozenset(self.earlier_names.values())

    @property
    def is_comparison(self) -> bool:
        """True for a rule, false for a formula."""
        return isinstance(self.tree, ast.Compare)

    def value(self, numbers: Numbers, earlier: Numbers | None = None) -> Decimal | None:
        """Return the formula's value; ``None`` where a line it needs is empty, or nothing can be reckoned
        (division by zero). Never raises."""
        found = self._reckon(numbers, earlier or {})
        if not isinstance(found, Decimal) or not found.is_finite():
            return None
        return found

    def holds(self, numbers: Numbers, earlier: Numbers | None = None) -> bool | None:
        """Tell whether the rule holds; ``None`` where a line it needs is empty. Never raises."""
        found = self._reckon(numbers, earlier or {})
        return found if isinstance(found, bool) else None

    def _reckon(self, numbers: Numbers, earlier: Numbers) -> Any:
        known: dict[str, Any] = {name: numbers.get(line) for name, line in self.names.items()}
        known |= {name: earlier.get(line) for name, line in self.earlier_names.items()}
        if any(value is None for value in known.values()):
            return None
        try:
            return _Evaluator(known).eval(self.text, previously_parsed=self.tree)
        except (ArithmeticError, InvalidExpression, TypeError, ValueError, RecursionError):
            return None

    def printed(self) -> str:
        """Write the expression as it stands on paper: 2 = 2.1 + 2.2."""
        return _rewritten(self.text, lambda line: line, lambda line: _("%s of last period") % line)

    def with_figures(self, numbers: Numbers, earlier: Numbers | None = None) -> str:
        """Write the expression with the figures in place of the lines: 14 = 9 + 3 + 3."""
        before = earlier or {}
        return _rewritten(
            self.text, lambda line: write(numbers.get(line)), lambda line: write(before.get(line))
        )


def write(number: Decimal | None) -> str:
    """Write a number the reader's way; a dash for an empty cell."""
    if number is None:
        return "—"
    if number == number.to_integral_value():
        return str(number_format(int(number), decimal_pos=0, use_l10n=True, force_grouping=True))
    # Products of long cells have more digits than the 28 that Python reckons with by itself.
    with localcontext(prec=max(number.adjusted(), 0) + WRITTEN_DIGITS):
        # Django cuts digits off; people expect 64,2857 to read 64,29.
        rounded = number.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return str(number_format(rounded, decimal_pos=2, use_l10n=True, force_grouping=True))


def _rewritten(text: str, line: Callable[[str], str], earlier: Callable[[str], str]) -> str:
    def one(match: re.Match[str]) -> str:
        if match["earlier"] is not None:
            return earlier(match["earlier"])
        if match["line"] is not None:
            return line(match["line"])
        sign = SIGNS.get(match["sign"], match["sign"])
        return COMPARED.get(sign, sign)

    return " ".join(TOKEN.sub(one, text).replace("*", "×").split())


def parse(text: str, known_lines: Collection[str] | None = None) -> Expression:
    """Return the parsed expression. Raises ``ExpressionError`` with a sentence and the place.

    With ``known_lines`` every line that it names must be among them.
    """
    expression = _parse(text)
    if known_lines is not None:
        for line in sorted(expression.lines | expression.earlier_lines):
            if line not in known_lines:
                raise ExpressionError(
                    _("There is no line %s in this form.") % line, max(text.find(f"[{line}"), 0)
                )
    return expression


@lru_cache(maxsize=4096)
def _parse(text: str) -> Expression:
    if not text.strip():
        raise ExpressionError(_("Write the rule or formula first."))
    if len(text) > LONGEST:
        raise ExpressionError(_("At most %d characters.") % LONGEST, LONGEST)
    if "\x00" in text or "\n" in text:
        raise ExpressionError(_("Write it on one line."))
    if "#" in text:  # Python would leave the rest unread
        raise ExpressionError(_("This cannot be read here."), text.index("#"))
    names, earlier, source, places = _translated(text)
    try:
        tree = ast.parse(source.strip(), mode="eval").body
    except SyntaxError as problem:
        offset = (problem.offset or 1) - 1 + (len(source) - len(source.lstrip()))
        raise ExpressionError(_("This cannot be read here."), _place(offset, places)) from problem
    except (ValueError, RecursionError, MemoryError) as problem:
        raise ExpressionError(_("This cannot be read.")) from problem
    _check(tree, names | earlier)
    return Expression(text, tree, names, earlier)


def _translated(text: str) -> tuple[dict[str, str], dict[str, str], str, list[tuple[int, int]]]:
    """Return names of lines, names of earlier lines, the text that Python's grammar reads, and where each
    piece of it came from."""
    names: dict[str, str] = {}
    earlier: dict[str, str] = {}
    written, places, at = "", [(0, 0)], 0
    for match in TOKEN.finditer(text):
        written += text[at : match.start()]
        places.append((len(written), match.start()))
        written += _name_of(match, names, earlier)
        at = match.end()
        places.append((len(written), at))
    return names, earlier, written + text[at:], places


def _name_of(match: re.Match[str], names: dict[str, str], earlier: dict[str, str]) -> str:
    if match["sign"] is not None:
        return SIGNS.get(match["sign"], match["sign"])
    is_earlier = match["earlier"] is not None
    line = match["earlier"] if is_earlier else match["line"]
    if not line:
        raise ExpressionError(_("The brackets name no line."), match.start())
    kept, letter = (earlier, "e") if is_earlier else (names, "n")
    name = next((name for name, known in kept.items() if known == line), f"{letter}_{len(kept)}")
    kept[name] = line
    # Spaces keep it apart from what stands beside it: 2[1] is a mistake, not a name.
    return f" {name} "


def _place(offset: int, places: list[tuple[int, int]]) -> int:
    index = bisect_right(places, (offset, 10**9)) - 1
    written, original = places[max(index, 0)]
    return original + max(offset - written, 0)


def _check(tree: ast.expr, names: Mapping[str, str]) -> None:
    """Raise ``ExpressionError`` for anything but lines, numbers, our operators and functions."""
    for node in ast.walk(tree):
        if not isinstance(node, ALLOWED):
            raise ExpressionError(_("Only + − × ÷, brackets and comparisons are possible."))
        if isinstance(node, ast.Constant) and (
            isinstance(node.value, bool) or not isinstance(node.value, int | float)
        ):
            raise ExpressionError(_("Only numbers and lines in brackets are possible."))
        if isinstance(node, ast.Call):
            _check_call(node)
        if isinstance(node, ast.Name) and node.id not in names and node.id not in FUNCTIONS:
            raise ExpressionError(
                _("“%s” is unknown. Lines are written in brackets, such as [2.1].") % node.id
            )
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in FUNCTIONS and id(node) not in called:
            raise ExpressionError(_("After “%s” come brackets with what it is made of.") % node.id)
        if isinstance(node, ast.Compare) and node is not tree:
            raise ExpressionError(_("A comparison stands alone, not inside a sum."))


def _check_call(node: ast.Call) -> None:
    is_ours = isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS
    if not is_ours or node.keywords:
        raise ExpressionError(_("The functions are sum, min, max and last."))
    if not node.args:
        raise ExpressionError(_("The brackets of a function are empty."))
