"""Deadlines as the law counts them, against a count by hand, one day after the other."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.domain.tips.clock import (
    ONE_DAY,
    VIETNAM,
    Span,
    due_at,
    due_before,
    tone,
    whole_parts,
)
from units.domain.months import months_later
from units.domain.working_days import WorkingCalendar

TET = frozenset(datetime.date(2026, 2, day) for day in range(14, 23))
WORKING = WorkingCalendar(TET)
moments = st.datetimes(
    datetime.datetime(2026, 1, 1), datetime.datetime(2027, 12, 31), timezones=st.just(VIETNAM)
)
zones = st.integers(-11, 13).map(lambda h: datetime.timezone(datetime.timedelta(hours=h)))
spans = st.builds(
    Span,
    st.integers(1, 60),
    st.sampled_from(["hours", "days", "working_days"]),
    st.booleans(),
)


def at(text: str) -> datetime.datetime:
    return datetime.datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("began", "span", "due"),
    [
        ("26/11/2026 22:40", Span(24, "hours"), "27/11/2026 22:40"),
        ("31/12/2026 23:30", Span(48, "hours"), "02/01/2027 23:30"),
        # Seven days after Thursday: the whole of Thursday counts.
        ("26/11/2026 22:40", Span(7, "days"), "04/12/2026 00:00"),
        # The seventh day is a Saturday: on to Monday, if the rule says so.
        ("21/11/2026 08:00", Span(7, "days", True), "01/12/2026 00:00"),
        ("21/11/2026 08:00", Span(7, "days"), "29/11/2026 00:00"),
        # Tết takes nine days.
        ("13/02/2026 08:00", Span(7, "days", True), "24/02/2026 00:00"),
        ("13/02/2026 08:00", Span(3, "working_days"), "26/02/2026 00:00"),
        ("31/12/2026 08:00", Span(2, "months"), "01/03/2027 00:00"),
    ],
)
def test_deadlines_by_hand(began, span, due):
    assert due_at(at(began), span, WORKING) == at(due)


@given(moments, spans, zones)
def test_the_zone_in_which_a_moment_is_written_changes_nothing(began, span, zone):
    assert due_at(began.astimezone(zone), span, WORKING) == due_at(began, span, WORKING)


@given(moments, moments, spans)
def test_who_comes_later_is_never_due_earlier(first, second, span):
    first, second = sorted([first, second])
    assert due_at(first, span, WORKING) <= due_at(second, span, WORKING)


@given(moments, spans)
def test_a_longer_deadline_ends_no_earlier(began, span):
    longer = Span(span.amount + 1, span.unit, span.rolls_forward)
    assert began < due_at(began, span, WORKING) <= due_at(began, longer, WORKING)


@given(moments, st.integers(1, 40))
def test_a_deadline_that_goes_on_ends_with_a_working_day_and_skips_only_days_off(began, days):
    plain = due_at(began, Span(days, "days"), WORKING) - ONE_DAY
    last = (due_at(began, Span(days, "days", True), WORKING) - ONE_DAY).date()
    assert WORKING.is_working(last)
    skipped = [plain.date() + n * ONE_DAY for n in range((last - plain.date()).days)]
    assert not any(WORKING.is_working(day) for day in skipped)


@given(moments, st.integers(1, 30))
def test_working_days_are_counted_one_by_one(began, days):
    last = (due_at(began, Span(days, "working_days"), WORKING) - ONE_DAY).date()
    between = [began.date() + n * ONE_DAY for n in range(1, (last - began.date()).days + 1)]
    assert sum(WORKING.is_working(day) for day in between) == days


@given(moments, st.integers(10, 60), st.integers(1, 9), st.booleans())
def test_what_is_due_before_the_end_leaves_at_least_so_many_days(began, days, before, rolls):
    end = due_at(began, Span(days, "days", True), WORKING)
    early = due_before(end, Span(before, "days", rolls), WORKING)
    assert end - early >= before * ONE_DAY
    assert not rolls or WORKING.is_working((early - ONE_DAY).date())


@given(st.dates(datetime.date(2020, 1, 1), datetime.date(2090, 1, 1)), st.integers(0, 40))
def test_months_keep_the_day_or_take_the_last(day, months):
    after = months_later(day, months)
    assert (after.year - day.year) * 12 + after.month - day.month == months
    assert after.day == day.day or (after.day < day.day and (after + ONE_DAY).day == 1)


@pytest.mark.parametrize(("hours", "expected"), [(0, "ok"), (12, "warn"), (20, "bad"), (30, "bad")])
def test_the_clock_turns_amber_and_red_by_the_share_that_is_left(hours, expected):
    began = at("26/11/2026 08:00")
    now = began + datetime.timedelta(hours=hours)
    assert tone(began, began + ONE_DAY, now) == expected


def test_nonsense_is_refused():
    with pytest.raises(ValueError):
        due_at(datetime.datetime(2026, 1, 1), Span(1, "days"), WORKING)
    with pytest.raises(ValueError):
        due_at(at("01/01/2026 00:00"), Span(1, "weeks"), WORKING)
    with pytest.raises(ValueError):
        due_before(at("01/01/2026 00:00"), Span(1, "months"), WORKING)


def test_what_is_left_in_parts():
    left = datetime.timedelta(days=3, hours=4, minutes=59)
    assert whole_parts(left) == whole_parts(-left) == (3, 4, 59)
