"""Rules and formulas: read or refused with a sentence, and never raising on anything that is typed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.domain.expressions import ExpressionError, parse
from reports.domain.rules import _sentence

LINES = ("1", "2", "2.1", "2.2", "3.4")
PIECES = st.sampled_from(
    [
        "[1]",
        "[2.1]",
        "last([3.4])",
        "+",
        "-",
        "*",
        "/",
        "=",
        "<=",
        "(",
        ")",
        ",",
        "sum",
        "max",
        "0",
        "7",
        "**",
        ".x",
        "'a'",
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map(" ".join))
NUMBERS = st.dictionaries(
    st.sampled_from(LINES),
    st.none() | st.decimals(allow_nan=True, allow_infinity=True),
    max_size=5,
)


@given(TEXTS, NUMBERS, NUMBERS)
def test_nothing_that_is_typed_raises_anything_but_a_sentence(text, numbers, earlier):
    try:
        expression = parse(text)
    except ExpressionError:
        return
    assert (
        expression.value(numbers, earlier) is None or expression.value(numbers, earlier).is_finite()
    )
    assert expression.holds(numbers, earlier) in (True, False, None)
    assert expression.printed()


@given(*[st.integers(-1000, 1000)] * 3)
def test_a_total_is_the_sum_of_its_parts(total, one, two):
    rule = parse("[2] = [2.1] + [2.2]")
    figures = {"2": Decimal(total), "2.1": Decimal(one), "2.2": Decimal(two)}
    assert rule.holds(figures) == (total == one + two)


def test_an_empty_line_leaves_a_rule_open_and_division_by_zero_gives_nothing():
    assert parse("[1] <= [2]").holds({"1": Decimal(1), "2": None}) is None
    assert parse("100 * [1] / [2]").value({"1": Decimal(1), "2": Decimal(0)}) is None


def test_it_is_printed_as_on_paper():
    assert parse("[2]=[2.1]+[2.2]").printed().replace(" ", "") == "2=2.1+2.2"


@pytest.mark.parametrize(
    "text", ["__import__('os')", "[1].__class__", "2[1]", "sum", "[1] ** 9", "[9] = [1]"]
)
def test_what_is_not_ours_is_refused(text):
    with pytest.raises(ExpressionError):
        parse(text, LINES)


@pytest.mark.parametrize(
    "text",
    [
        "[1] = 9999999999999999999999999*99999999999999",
        "[1] = 1.5e300*10",
        "[1] = " + "9" * 290,
        "[1] * [2] = 3",
    ],
)
def test_figures_of_any_length_are_written(text):
    figures = {"1": Decimal(10) ** 14, "2": Decimal(10) ** 15 + Decimal("0.5")}
    expression = parse(text)
    assert "=" in expression.with_figures(figures, {})
    assert _sentence(expression, figures, {})


def test_what_python_would_leave_unread_is_refused():
    with pytest.raises(ExpressionError):
        parse("[6] = [6.1] # + [6.2]")
