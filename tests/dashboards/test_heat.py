"""Heat steps: never more than five, never out of order, zero and unknown apart."""

from hypothesis import given
from hypothesis import strategies as st

from dashboards.domain.heat import heat_scale

counts = st.lists(st.none() | st.integers(0, 10_000), max_size=40)


@given(counts)
def test_there_are_at_most_five_steps_and_a_larger_value_never_looks_lighter(
    values: list[int | None],
) -> None:
    scale = heat_scale(values)
    known = sorted(value for value in values if value is not None)
    steps = [scale.step(value) for value in known]
    assert steps == sorted(steps)  # type: ignore[type-var]
    assert all(step is not None and 0 <= step <= 4 for step in steps)
    assert len(scale.legend) <= 5


@given(counts)
def test_only_zero_is_in_the_lightest_step_and_the_largest_in_the_darkest(
    values: list[int | None],
) -> None:
    scale = heat_scale(values)
    for value in values:
        assert (scale.step(value) == 0) == (value == 0)
    known = [value for value in values if value]
    if known:
        assert scale.step(max(known)) == len(scale.legend) - 1


def test_what_is_not_known_has_no_colour() -> None:
    assert heat_scale([None, 3]).step(None) is None


def test_the_legend_of_small_numbers_names_each() -> None:
    legend = heat_scale([0, 1, 1, 2, 3, 7]).legend
    assert [step.label for step in legend][:4] == ["0", "1", "2", "3–6"]
    assert legend[-1].label.startswith("7")


def test_one_extreme_commune_does_not_make_the_others_alike() -> None:
    scale = heat_scale([1, 2, 3, 4, 1000])
    assert len({scale.step(value) for value in (1, 2, 3, 4)}) > 1
