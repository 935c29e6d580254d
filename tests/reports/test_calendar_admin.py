"""Administrators keep calendars, deadlines and holidays, and see at once what they give."""

from __future__ import annotations

import datetime
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.domain.calendar import bounds_on, due_at
from reports.domain.opening import open_periods
from reports.models import DueRule, PeriodCalendar, ReportingPeriod
from reports.standard.calendars import write_calendars
from tests.incidents.people import District, make_district
from tests.reports.factories import DueRuleFactory, PeriodCalendarFactory
from tests.reports.filing_world import make_form
from units.domain.working_days import WorkingCalendar
from units.models import PublicHoliday

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    return make_district()


@pytest.fixture
def desk(district: District, client: Client) -> Client:
    client.force_login(district.administrator)
    return client


def change_url(calendar: PeriodCalendar) -> str:
    return reverse("admin:reports_periodcalendar_change", args=[calendar.pk])


def preview(desk: Client, calendar: PeriodCalendar) -> list[list[str]]:
    """The rows of the preview, cell by cell."""
    html = desk.get(change_url(calendar)).content.decode()
    table = html.split("field-next_periods", 1)[1].split("<tbody>", 1)[1].split("</tbody>", 1)[0]
    return [
        [unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in re.findall(r"<tr>(.*?)</tr>", table, re.S)
    ]


def typed(calendar: PeriodCalendar, **changes: Any) -> dict[str, Any]:
    """The page as it is sent, with one deadline."""
    return {
        "name": calendar.name,
        "code": calendar.code,
        "unit": calendar.unit,
        "start_day": calendar.start_day,
        "months_before": calendar.months_before,
        "weekday": calendar.weekday,
        "estimate_days": calendar.estimate_days,
        "due_rules-TOTAL_FORMS": 1,
        "due_rules-INITIAL_FORMS": 0,
        "due_rules-0-calendar": calendar.pk,
        "due_rules-0-tier": "commune",
        "due_rules-0-days_after": 2,
        "due_rules-0-in_working_days": "on",
        "due_rules-0-at": "17:00",
        "due_rules-0-shift": "next",
        **changes,
    }


def test_the_next_six_periods_are_shown_with_the_deadline_of_each_tier(desk):
    calendar = PeriodCalendarFactory()
    rules = [
        DueRuleFactory(calendar=calendar),
        DueRuleFactory(calendar=calendar, tier="district", days_after=4),
    ]
    rows = preview(desk, calendar)
    assert len(rows) == 6
    bounds = bounds_on(calendar, timezone.localdate())
    working = WorkingCalendar.read()
    for row in rows:
        said_due = [
            f"{timezone.localtime(due_at(rule, bounds.last, working)):%d/%m/%Y}" for rule in rules
        ]
        assert row[1:3] == [f"{bounds.first:%d/%m/%Y}", f"{bounds.last:%d/%m/%Y}"]
        assert [day in cell for day, cell in zip(said_due, row[3:], strict=True)] == [True, True]
        bounds = bounds_on(calendar, bounds.next_first)


def test_a_period_of_nine_months_comes_once_a_year_whatever_the_month(desk):
    rows = preview(desk, PeriodCalendarFactory(unit="nine"))
    years = [int(row[2][-4:]) for row in rows]
    assert years == list(range(years[0], years[0] + 6))
    assert years[0] >= timezone.localdate().year


def test_a_holiday_moves_the_deadlines_shown(desk):
    calendar = PeriodCalendarFactory()
    rule = DueRuleFactory(calendar=calendar)
    bounds = bounds_on(calendar, timezone.localdate())
    before = due_at(rule, bounds.last, WorkingCalendar.read()).date()
    desk.post(
        reverse("admin:units_publicholiday_add"),
        {"day": before.isoformat(), "name": "Nghỉ bù", "is_worked": ""},
    )
    assert PublicHoliday.objects.filter(day=before).exists()
    after = due_at(rule, bounds.last, WorkingCalendar.read()).date()
    assert after > before
    assert f"{after:%d/%m/%Y}" in preview(desk, calendar)[0][3]


def test_a_calendar_is_added_and_its_deadlines_changed(desk):
    calendar = PeriodCalendarFactory()
    assert desk.post(change_url(calendar), typed(calendar, start_day="1")).status_code == 302
    calendar.refresh_from_db()
    assert calendar.start_day == 1
    assert calendar.due_rules.get().days_after == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"start_day": "31"},
        {"start_day": "0"},
        {"months_before": "2"},
        {"due_rules-0-days_after": "-1"},
        {"due_rules-0-at": "25:00"},
        {"code": ""},
    ],
)
def test_a_calendar_that_cannot_be_is_refused_on_the_page(desk, changes):
    calendar = PeriodCalendarFactory()
    answer = desk.post(change_url(calendar), typed(calendar, **changes))
    assert answer.status_code == 200
    assert 'class="errorlist' in answer.content.decode()
    assert not DueRule.objects.exists()


def test_where_periods_begin_stays_once_some_were_opened_but_deadlines_change(desk, district):
    form = make_form(district.jurisdiction, months=2)
    calendar = form.calendar
    page = desk.get(change_url(calendar)).content.decode()
    assert 'name="start_day"' in page
    open_periods(timezone.now())
    page = desk.get(change_url(calendar)).content.decode()
    assert 'name="start_day"' not in page
    rule = calendar.due_rules.get()
    before = set(ReportingPeriod.objects.values_list("due_at", flat=True))
    asked = {
        "start_day": "15",
        "unit": "week",
        "due_rules-INITIAL_FORMS": 1,
        "due_rules-0-id": rule.pk,
        "due_rules-0-days_after": 5,
    }
    assert desk.post(change_url(calendar), typed(calendar, **asked)).status_code == 302
    calendar.refresh_from_db()
    assert (calendar.start_day, calendar.unit) == (1, "month")
    assert calendar.due_rules.get().days_after == 5
    # What is open keeps the deadline that was told.
    assert set(ReportingPeriod.objects.values_list("due_at", flat=True)) == before


def test_holidays_are_listed_with_their_day_of_the_week_and_marked_as_checked(desk):
    PublicHoliday.objects.all().delete()
    day = PublicHoliday.objects.create(day=datetime.date(2026, 9, 2), name="Quốc khánh")
    PublicHoliday.objects.create(day=datetime.date(2026, 8, 22), name="Làm bù", is_worked=True)
    url = reverse("admin:units_publicholiday_changelist")
    page = desk.get(url, {"q": "quoc khanh"})
    assert [row.name for row in page.context["cl"].result_list] == ["Quốc khánh"]
    assert "thứ tư" in page.content.decode().lower()
    desk.post(url, {"action": "mark_checked", "_selected_action": [day.pk]})
    day.refresh_from_db()
    assert day.is_verified
    assert PublicHoliday.objects.filter(is_verified=True).count() == 1


def test_a_day_is_a_holiday_once(desk):
    PublicHoliday.objects.all().delete()
    PublicHoliday.objects.create(day=datetime.date(2026, 9, 2), name="Quốc khánh")
    url = reverse("admin:units_publicholiday_add")
    answer = desk.post(url, {"day": "2026-09-02", "name": "Nghỉ lễ"})
    assert 'class="errorlist' in answer.content.decode()
    assert PublicHoliday.objects.count() == 1


@pytest.mark.parametrize("who", ["staff", "home_affairs", "chief"])
def test_others_do_not_keep_calendars_and_holidays(client, district, who):
    client.force_login(getattr(district, who))
    for name in ("reports_periodcalendar", "units_publicholiday"):
        assert client.get(reverse(f"admin:{name}_changelist")).status_code in (302, 403)
        assert client.get(reverse(f"admin:{name}_add")).status_code in (302, 403)


def test_the_calendars_in_use_are_written_once_and_marked_to_be_checked():
    made = write_calendars()
    assert {"nd09-month", "nd09-quarter", "nd09-half", "nd09-nine", "nd09-year"} <= set(made)
    assert {"calendar-month", "traffic-week", "day"} <= set(made)
    count = DueRule.objects.count()
    write_calendars()
    assert (PeriodCalendar.objects.count(), DueRule.objects.count()) == (len(made), count)
    assert not PeriodCalendar.objects.filter(is_verified=True).exists()
    for calendar in made.values():
        tiers = set(calendar.due_rules.values_list("tier", flat=True))
        assert {"commune", "district"} <= tiers


def test_a_tier_is_never_due_before_the_one_below_it():
    working = WorkingCalendar.read()
    order = ("commune", "district", "province")
    for calendar in write_calendars().values():
        rules = {rule.tier: rule for rule in calendar.due_rules.all()}
        for day in (datetime.date(2026, 2, 10), datetime.date(2026, 11, 26)):
            bounds = bounds_on(calendar, day)
            if bounds is None:
                continue
            due = [due_at(rules[t], bounds.last, working) for t in order if t in rules]
            assert due == sorted(set(due)), calendar.code


def test_a_daily_report_is_due_the_same_day_at_five_on_sundays_too():
    rule = write_calendars()["day"].due_rules.get(tier="commune")
    sunday = datetime.date(2026, 11, 22)
    due = timezone.localtime(due_at(rule, sunday, WorkingCalendar.read()))
    assert (due.date(), due.time()) == (sunday, datetime.time(17, 0))
