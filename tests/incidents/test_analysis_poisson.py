"""Exact tests of counts, against SciPy and R's published outputs."""

from __future__ import annotations

import math
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from incidents.domain.analysis.discoveries import adjusted
from incidents.domain.analysis.poisson import (
    binomial_at_least,
    binomial_at_most,
    poisson_tail,
    rate_ratio,
    smallest_p,
    two_counts_p,
)

counts = st.integers(0, 3_000)
exposures = st.floats(0.01, 1_000)


@given(st.integers(0, 100_000), st.floats(0.001, 100_000))
def test_the_poisson_tail_agrees_with_scipy(count: int, expected: float) -> None:
    assert poisson_tail(count, expected) == pytest.approx(
        stats.poisson.sf(count - 1, expected), rel=1e-8, abs=1e-12
    )


@given(st.integers(0, 100_000), st.integers(0, 100_000), st.floats(0.001, 0.999))
def test_the_binomial_tails_agree_with_scipy(successes: int, failures: int, share: float) -> None:
    trials = successes + failures
    assert binomial_at_most(successes, trials, share) == pytest.approx(
        stats.binom.cdf(successes, trials, share), rel=1e-8, abs=1e-12
    )
    assert binomial_at_least(successes, trials, share) == pytest.approx(
        stats.binom.sf(successes - 1, trials, share), rel=1e-8, abs=1e-12
    )


def test_the_interval_is_the_one_r_prints_for_breast_cancer_in_fredericia() -> None:
    """poisson.test(c(11, 6+8+7), c(800, 1083+1050+878)), the example of R's own manual."""
    found = rate_ratio(11, 21, 800, 3011)
    assert found.ratio == pytest.approx(1.971488, abs=1e-6)
    assert (found.low, found.high) == pytest.approx((0.8584264, 4.2772659), abs=1e-6)


@given(counts, counts, exposures, exposures)
def test_the_interval_agrees_with_scipys_clopper_pearson(
    first: int, second: int, first_exposure: float, second_exposure: float
) -> None:
    found = rate_ratio(first, second, first_exposure, second_exposure)
    scale = second_exposure / first_exposure
    low = stats.beta.ppf(0.025, first, second + 1) if first else 0.0
    assert found.low == pytest.approx(low / (1 - low) * scale, rel=1e-6)
    if second:
        high = stats.beta.ppf(0.975, first + 1, second)
        assert found.high == pytest.approx(high / (1 - high) * scale, rel=1e-6)
    else:
        assert found.high == math.inf


def test_two_zeros_say_nothing() -> None:
    found = rate_ratio(0, 0)
    assert found.ratio is None
    assert (found.low, found.high) == (0, math.inf)
    assert two_counts_p(0, 0) == 1
    assert not found.is_above_one
    assert not found.is_below_one


@given(counts, counts, exposures, exposures)
def test_a_p_below_five_percent_and_an_interval_without_one_are_the_same(
    first: int, second: int, first_exposure: float, second_exposure: float
) -> None:
    p = two_counts_p(first, second, first_exposure, second_exposure)
    found = rate_ratio(first, second, first_exposure, second_exposure)
    if abs(p - 0.05) > 1e-9:
        assert (found.is_above_one or found.is_below_one) == (p < 0.05)


@given(counts, counts, exposures, exposures)
def test_turning_the_comparison_round_changes_no_p(
    first: int, second: int, one: float, other: float
) -> None:
    assert two_counts_p(first, second, one, other) == pytest.approx(
        two_counts_p(second, first, other, one), rel=1e-8
    )


@given(st.integers(1, 60), exposures, exposures)
def test_no_split_of_a_total_is_more_surprising_than_the_smallest_p(
    total: int, one: float, other: float
) -> None:
    least = min(two_counts_p(k, total - k, one, other) for k in range(total + 1))
    assert smallest_p(total, one, other) == pytest.approx(least, rel=1e-9)


def test_five_incidents_can_never_be_told_from_chance_and_six_can() -> None:
    assert smallest_p(5) == pytest.approx(2 / 2**5)
    assert smallest_p(6) == pytest.approx(2 / 2**6)


@pytest.mark.parametrize("call", [lambda: poisson_tail(-1, 2), lambda: two_counts_p(1, 1, 0, 1)])
def test_impossible_counts_are_refused(call: object) -> None:
    with pytest.raises(ValueError, match=r"not negative|more than nothing"):
        call()  # type: ignore[operator]


def test_equal_rates_are_called_different_in_at_most_one_of_twenty() -> None:
    draw = random.Random(5)
    rounds, alarms = 4_000, 0
    for _round in range(rounds):
        mean = draw.choice([5, 12, 30])
        first, second = (stats.poisson.ppf(draw.random(), mean * days) for days in (1, 2))
        alarms += two_counts_p(int(first), int(second), 1, 2) < 0.05
    assert 0.01 < alarms / rounds < 0.05


def test_counts_of_a_hundred_thousand_take_a_moment() -> None:
    began = time.process_time()
    rate_ratio(100_000, 99_000)
    two_counts_p(100_000, 99_000)
    poisson_tail(100_000, 99_000)
    assert time.process_time() - began < 0.5


def test_the_false_discovery_rate_keeps_the_four_of_benjamini_and_hochbergs_example() -> None:
    """The 15 comparisons of Benjamini & Hochberg (1995), section 4: at 5 % the first four are rejected."""
    p_values = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    p_values += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert [q <= 0.05 for q in adjusted(p_values)] == [True] * 4 + [False] * 11


@given(st.lists(st.floats(0, 1), max_size=40), st.integers(0, 30))
def test_q_values_agree_with_scipy_when_the_tests_left_out_count_as_one(
    p_values: list[float], more: int
) -> None:
    whole = [*p_values, *[1.0] * more]
    expected = stats.false_discovery_control(whole)[: len(p_values)] if whole else []
    assert adjusted(p_values, tests=len(whole)) == pytest.approx(list(expected))


def test_fewer_tests_than_p_values_are_refused() -> None:
    with pytest.raises(ValueError, match="at least as many"):
        adjusted([0.1, 0.2], tests=1)
