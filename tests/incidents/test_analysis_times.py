"""When: hour × weekday with rough times; more or fewer than before."""

from __future__ import annotations

import datetime
import random

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from incidents.domain.analysis.aoristic import VIETNAM, Interval, week_hours
from incidents.domain.analysis.change import Compared, Counted, Mark, changes
from incidents.tables.change import change_row

MONDAY = datetime.datetime(2026, 3, 2, tzinfo=VIETNAM)


def at(hour: float, day: int = 0) -> datetime.datetime:
    return MONDAY + datetime.timedelta(days=day, hours=hour)


def held(now: int, before: int, year: int, days: int, days_before: int, days_year: int) -> Counted:
    """A row whose books cover all three periods."""
    return Counted(
        now, Compared(now, days, before, days_before), Compared(now, days, year, days_year)
    )


def test_an_exact_moment_weighs_one_in_its_hour() -> None:
    found = week_hours([Interval(at(21.5, day=5))])
    assert found.weights[5][21] == 1
    assert found.known == 1


def test_a_car_stolen_between_parking_and_return_weighs_on_each_hour_by_its_part() -> None:
    """Ratcliffe (2000): a span over four whole hours gives each a quarter."""
    found = week_hours([Interval(at(22), at(26))])
    assert found.weights[0][22:] == [0.25, 0.25]
    assert found.weights[1][:2] == [0.25, 0.25]


def test_parts_of_hours_weigh_their_part() -> None:
    found = week_hours([Interval(at(7.5), at(9))])
    assert found.weights[0][7] == pytest.approx(1 / 3)
    assert found.weights[0][8] == pytest.approx(2 / 3)


def test_hours_are_those_on_the_wall_in_vietnam() -> None:
    noon_in_london = datetime.datetime(2026, 3, 2, 18, tzinfo=datetime.UTC)
    assert week_hours([Interval(noon_in_london)]).weights[1][1] == 1


def test_an_unknown_time_is_left_out_and_said() -> None:
    found = week_hours([Interval(None), Interval(at(0), at(0, day=30)), Interval(at(3))])
    assert (found.known, found.unknown) == (1, 2)


def test_an_end_before_its_beginning_is_refused() -> None:
    with pytest.raises(ValueError, match="before"):
        week_hours([Interval(at(5), at(4))])


intervals = st.builds(
    lambda start, length: Interval(at(start), at(start + length)),
    st.floats(0, 5_000),
    st.floats(0, 168),
)


@given(st.lists(intervals, max_size=20))
def test_each_incident_weighs_exactly_one(given_intervals: list[Interval]) -> None:
    found = week_hours(given_intervals)
    assert sum(map(sum, found.weights)) == pytest.approx(found.known)
    assert sum(found.by_hour()) == pytest.approx(found.known)
    assert sum(found.by_weekday()) == pytest.approx(found.known)


def test_a_jump_from_two_to_five_is_chance_and_from_ten_to_forty_is_not() -> None:
    found = changes(
        {
            "small": held(5, 2, 3, 30, 30, 30),
            "large": held(40, 10, 41, 30, 30, 30),
            "fell": held(4, 40, 5, 30, 30, 30),
        }
    )
    assert found["small"].before.mark == Mark.CHANCE
    assert found["large"].before.mark == Mark.MORE
    assert found["large"].last_year.mark == Mark.CHANCE
    assert found["fell"].before.mark == Mark.FEWER


@pytest.mark.parametrize(
    ("now", "before", "said", "percent"),
    [
        (2, 1, "+1", ""),
        (19, 40, "−21", ""),
        (40, 19, "+21", ""),
        (20, 40, "−20", "−52% a day"),
        (0, 3, "−3", ""),
        (5, 5, "±0", ""),
        (31, 30, "+1", "±0% a day"),
    ],
)
def test_counts_come_first_and_a_percentage_only_where_both_are_large_enough(
    now: int, before: int, said: str, percent: str
) -> None:
    found = changes({"row": held(now, before, before, 31, 30, 31)})["row"]
    with translation.override("en"):
        cell = change_row("row", found).before
    assert (cell.earlier, cell.change, cell.percent) == (before, said, percent)


def test_the_days_of_a_period_count() -> None:
    found = changes({"year so far": held(60, 60, 30, 30, 60, 30)})["year so far"]
    assert found.before.ratio == pytest.approx(2)
    assert found.before.mark == Mark.MORE


def test_one_p_of_four_percent_among_twenty_rows_earns_no_mark() -> None:
    rows = {row: held(10, 10, 10, 30, 30, 30) for row in range(19)} | {
        99: held(22, 10, 10, 30, 30, 30)
    }
    found = changes(rows)[99].before
    assert 0.01 < found.p < 0.06
    assert found.mark == Mark.CHANCE


def test_a_table_of_chance_seldom_bears_a_mark() -> None:
    draw = random.Random(7)
    rounds, alarms = 150, 0
    for _round in range(rounds):
        rows = {
            key: held(*(int(stats.poisson.ppf(draw.random(), 9)) for _c in range(3)), 30, 30, 30)
            for key in range(6)
        }
        alarms += any(change.before.mark != Mark.CHANCE for change in changes(rows).values())
    assert alarms / rounds <= 0.10  # 5 % and three standard errors


def test_something_that_never_happened_before_has_no_ratio_but_may_bear_a_mark() -> None:
    found = changes({"new": held(12, 0, 0, 30, 30, 30)})["new"]
    assert found.before.ratio is None
    assert found.before.mark == Mark.MORE


def test_what_no_book_covers_is_not_compared_and_not_a_row_looked_at() -> None:
    rows = {row: Counted(40, None, None) for row in range(19)}
    rows[99] = Counted(22, Compared(22, 30, 10, 30), None)
    found = changes(rows)
    assert found[0].before is None
    assert found[99].last_year is None
    assert changes({99: rows[99]})[99] == found[99]


def test_books_of_a_part_are_said_with_their_own_counts_and_lead_to_no_list() -> None:
    found = changes({"row": Counted(9, Compared(5, 30, 4, 30, is_part=True), None)})["row"]
    row = change_row("row", found, urls=("now", "before", "year"))
    assert row.now == 9
    assert row.before is not None
    assert (row.before.now_in_part, row.before.earlier, row.before.url) == (5, 4, "")
    assert row.last_year is None
