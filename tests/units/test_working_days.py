"""Working days, counted with weekends, holidays and the Saturdays worked in exchange."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.domain.working_days import WorkingCalendar
from units.models import PublicHoliday

DAYS = st.dates(datetime.date(2024, 1, 1), datetime.date(2027, 12, 31))
CALENDARS = st.builds(
    lambda off, worked: WorkingCalendar(frozenset(off), frozenset(worked) - frozenset(off)),
    st.sets(DAYS, max_size=40),
    st.sets(DAYS, max_size=10),
)


@given(CALENDARS, DAYS, st.integers(0, 30))
def test_counting_forward_passes_exactly_that_many_working_days(calendar, day, count):
    reached = calendar.after(day, count)
    passed = [day + datetime.timedelta(days=step) for step in range(1, (reached - day).days + 1)]
    assert sum(map(calendar.is_working, passed)) == count
    assert count == 0 or calendar.is_working(reached)


@given(CALENDARS, DAYS)
def test_a_shifted_day_is_worked_and_no_worked_day_lies_between(calendar, day):
    later, earlier = calendar.next_working(day), calendar.previous_working(day)
    assert earlier <= day <= later
    assert calendar.is_working(later)
    assert calendar.is_working(earlier)
    between = [day + datetime.timedelta(days=n) for n in range((later - day).days)]
    assert not any(map(calendar.is_working, between))


@pytest.mark.django_db
def test_the_table_of_holidays_makes_tet_a_stretch_of_days_off():
    calendar = WorkingCalendar.read()
    assert calendar.next_working(datetime.date(2026, 2, 14)) == datetime.date(2026, 2, 23)
    assert calendar.is_working(datetime.date(2026, 8, 22))  # a Saturday worked in exchange
    assert not PublicHoliday.objects.filter(is_verified=True).exists()
