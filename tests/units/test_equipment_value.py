"""The remaining value of equipment, by straight line."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.domain.equipment_value import remaining_value

BOUGHT = datetime.date(2020, 6, 1)


@pytest.mark.parametrize(
    ("day", "left"),
    [
        ("2020-01-01", 30_000_000),
        ("2021-05-31", 30_000_000),
        ("2021-06-01", 27_000_000),
        ("2029-06-01", 3_000_000),
        ("2030-06-01", 0),
        ("2099-01-01", 0),
    ],
)
def test_a_tenth_is_taken_off_at_each_anniversary_of_ten_years(day, left):
    assert remaining_value(30_000_000, BOUGHT, 10, datetime.date.fromisoformat(day)) == left


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_an_unknown_part_makes_the_value_unknown_and_not_zero(missing):
    parts = [Decimal(5_000_000), BOUGHT, 5]
    parts[missing] = None
    assert remaining_value(*parts, BOUGHT) is None


@given(
    cost=st.integers(0, 10**11),
    life=st.integers(1, 60),
    first=st.dates(datetime.date(1990, 1, 1), datetime.date(2030, 1, 1)),
    days=st.lists(st.integers(0, 40_000), min_size=2, max_size=5),
)
def test_the_value_falls_and_stays_whole_between_the_cost_and_zero(cost, life, first, days):
    values = [
        remaining_value(cost, first, life, first + datetime.timedelta(days=day))
        for day in sorted(days)
    ]
    assert values == sorted(values, reverse=True)
    assert all(0 <= value <= cost and value == int(value) for value in values)
