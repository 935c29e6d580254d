"""Calendars: periods tile time for ten years, have one name each, and deadlines fall on working days."""

from __future__ import annotations

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.domain.calendar import bounds_on, due_at, periods_between, said
from reports.models import DueRule, PeriodCalendar, PeriodUnit
from units.domain.working_days import WorkingCalendar

FIRST, LAST = datetime.date(2020, 1, 1), datetime.date(2030, 12, 31)
DAYS = st.dates(FIRST, LAST)
TILING = [unit for unit in PeriodUnit.values if unit != PeriodUnit.NINE]


def calendars(units: list[str]) -> st.SearchStrategy[PeriodCalendar]:
    return st.builds(
        PeriodCalendar,
        unit=st.sampled_from(units),
        start_day=st.integers(1, 28),
        months_before=st.integers(0, 1),
        weekday=st.integers(0, 6),
    )


@given(calendars(TILING))
def test_periods_tile_ten_years_without_gap_or_overlap(calendar):
    begin = bounds_on(calendar, FIRST)
    periods = list(periods_between(calendar, begin.first, LAST))
    assert periods[0] == begin
    for one, following in itertools.pairwise(periods):
        assert following.first == one.last + datetime.timedelta(days=1)
    assert periods[-1].next_first > LAST
    codes = [one.code for one in periods]
    assert len(set(codes)) == len(codes)


@given(calendars(TILING), DAYS)
def test_every_day_lies_in_the_period_that_it_asks_for(calendar, day):
    bounds = bounds_on(calendar, day)
    assert bounds.first <= day <= bounds.last
    assert bounds_on(calendar, bounds.first) == bounds_on(calendar, bounds.last) == bounds


@given(calendars([PeriodUnit.NINE]), DAYS)
def test_nine_months_are_followed_by_three_without_a_period(calendar, day):
    bounds = bounds_on(calendar, day)
    year = list(periods_between(calendar, datetime.date(2024, 1, 1), datetime.date(2027, 1, 1)))
    assert len(year) in (2, 3, 4)
    if bounds is None:
        assert bounds_on(calendar, day - datetime.timedelta(days=100)) is not None
    else:
        assert 270 <= (bounds.last - bounds.first).days <= 276


ND09 = {"start_day": 15, "months_before": 1}


@pytest.mark.parametrize(
    ("unit", "more", "day", "first", "last", "code"),
    [
        ("month", ND09, "2026-11-26", "2026-11-15", "2026-12-14", "2026-12"),
        ("month", ND09, "2026-01-14", "2025-12-15", "2026-01-14", "2026-01"),
        ("quarter", ND09, "2026-02-01", "2025-12-15", "2026-03-14", "2026-Q1"),
        ("half", ND09, "2026-06-15", "2026-06-15", "2026-12-14", "2026-H2"),
        ("nine", ND09, "2026-03-01", "2025-12-15", "2026-09-14", "2026-9M"),
        ("year", ND09, "2025-12-15", "2025-12-15", "2026-12-14", "2026"),
        ("year", {"months_before": 1}, "2026-11-30", "2025-12-01", "2026-11-30", "2026"),
        ("week", {"weekday": 3}, "2026-11-25", "2026-11-19", "2026-11-25", "2026-W47"),
        ("day", {}, "2026-11-26", "2026-11-26", "2026-11-26", "2026-11-26"),
    ],
)
def test_the_calendars_in_use_begin_and_end_where_their_texts_say(
    unit, more, day, first, last, code
):
    bounds = bounds_on(PeriodCalendar(unit=unit, **more), datetime.date.fromisoformat(day))
    assert (bounds.first.isoformat(), bounds.last.isoformat(), bounds.code) == (first, last, code)
    assert said(code)


def test_deadlines_count_working_days_or_move_off_days_off():
    friday = datetime.date(2026, 11, 13)
    working = WorkingCalendar(frozenset({datetime.date(2026, 11, 16)}))
    counted = DueRule(days_after=2, in_working_days=True, at=datetime.time(17))
    assert due_at(counted, friday, working).date() == datetime.date(2026, 11, 18)
    for shift, day in (("next", 17), ("previous", 13), ("none", 15)):
        rule = DueRule(days_after=2, at=datetime.time(17), shift=shift)
        assert due_at(rule, friday, working).date() == datetime.date(2026, 11, day)
