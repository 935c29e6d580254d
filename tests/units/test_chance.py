"""The exact tests against SciPy's, and the correction for looking at many communes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from units.queries.chance import (
    ALPHA,
    beyond_chance,
    binomial_p,
    is_plain_chance,
    rate_change_p,
)


@given(trials=st.integers(1, 4000), share=st.floats(0.02, 0.98), part=st.floats(0, 1))
def test_the_binomial_p_value_is_that_of_scipy(trials, share, part):
    successes = round(trials * part)
    expected = stats.binomtest(successes, trials, share).pvalue
    assert binomial_p(successes, trials, share) == pytest.approx(expected, rel=1e-6, abs=1e-12)


def test_ten_departures_after_two_among_as_many_people_are_more_than_chance():
    assert rate_change_p(10, 250.0, 2, 250.0) == pytest.approx(0.0386, abs=1e-4)


def test_a_change_that_only_follows_the_headcount_is_none():
    assert rate_change_p(20, 200.0, 10, 100.0) == pytest.approx(1.0)


@pytest.mark.parametrize("figures", [(0, 10.0, 0, 10.0), (3, 0.0, 0, 10.0), (0, 5.0, 4, 0.0)])
def test_nothing_to_compare_is_never_marked(figures):
    assert rate_change_p(*figures) == 1.0


@given(st.integers(0, 300), st.integers(0, 300), st.floats(1, 1e5), st.floats(1, 1e5))
def test_now_and_before_can_be_swapped(now, before, one, two):
    assert rate_change_p(now, one, before, two) == pytest.approx(
        rate_change_p(before, two, now, one), rel=1e-6
    )


def test_one_small_p_value_among_seventeen_is_not_enough():
    p_values = dict.fromkeys(range(16), 0.5) | {16: 0.01}
    assert beyond_chance(p_values) == set()
    assert beyond_chance({**p_values, 16: 0.001}) == {16}
    assert beyond_chance({**p_values, 16: 0.001, 15: 0.002}) == {15, 16}


counts, exposures = st.integers(0, 400), st.integers(28, 200)


@given(counts, exposures, counts, exposures)
def test_what_is_plainly_chance_has_a_p_above_every_level_asked_for(now, days, earlier, before):
    if is_plain_chance(now, days, earlier, before):
        assert rate_change_p(now, days, earlier, before) > ALPHA


@given(st.lists(st.tuples(counts, exposures, counts, exposures), max_size=30))
def test_leaving_out_what_is_plainly_chance_changes_no_mark(rows):
    every = dict(enumerate(rows))
    p_values = {key: rate_change_p(*row) for key, row in every.items()}
    few = {key: p for key, p in p_values.items() if not is_plain_chance(*every[key])}
    assert beyond_chance(few, looked_at=len(every)) == beyond_chance(p_values)
