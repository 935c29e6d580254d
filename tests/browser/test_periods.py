"""Special reports asked for, calendars and holidays kept, in a real browser, at a desk and on a phone."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from reports.models import PeriodCalendar, ReportingPeriod
from reports.standard.calendars import write_calendars
from tests.browser.conftest import SIZES, overflow, serious_violations
from tests.factories import CommuneFactory
from tests.incidents.people import District, make_district
from tests.reports.test_special import TITLE, make_special_form
from units.models import PublicHoliday

pytestmark = pytest.mark.django_db(transaction=True)
SEND = "form.special-form button[type=submit]"


@pytest.fixture
def district() -> District:
    made = make_district()
    for number in range(15):
        CommuneFactory(jurisdiction=made.jurisdiction, name=f"Long Hựu {number}")
    return made


def healthy(page: Page, complaints: list[str]) -> None:
    """Nothing wider than the screen, nothing that a screen reader trips over, nothing refused so far."""
    assert overflow(page) <= 0
    assert [one for one in complaints if "422" not in one] == []
    assert serious_violations(page) == []
    complaints.clear()  # the check itself tries inline styles, which the page refuses


def send(page: Page) -> None:
    page.locator(SEND).click()
    page.locator("[data-ask-yes]").click()


@SIZES
def test_a_special_report_is_asked_for_and_nothing_typed_is_lost_by_a_mistake(
    page: Page,
    live_server: Any,
    sign_in: Callable[..., None],
    complaints: list[str],
    district: District,
    size: Any,
) -> None:
    form = make_special_form(jurisdiction=district.jurisdiction)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    sign_in(district.staff)
    page.set_viewport_size(size)
    page.goto(f"{live_server.url}{reverse('filing_matrix')}?form={form.pk}")
    healthy(page, complaints)
    page.locator(f"main a[href^='{reverse('special_new')}']").last.click()
    expect(page.locator("#id_form")).to_have_value(str(form.pk))
    healthy(page, complaints)
    page.fill("#id_title", TITLE)
    page.fill("#id_request", "Báo cáo ngay thiệt hại.")
    page.fill("#id_due_day", f"{tomorrow:%d/%m/%Y}")
    page.fill("#id_due_time", "11h30")
    send(page)  # and nobody is chosen
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page.locator("#div_id_areas .invalid-feedback")).to_be_visible()
    expect(page.locator("#id_title")).to_have_value(TITLE)
    expect(page.locator("#id_due_day")).to_have_value(f"{tomorrow:%d/%m/%Y}")
    expect(page.locator("#id_due_time")).to_have_value("11h30")
    healthy(page, complaints)
    page.get_by_label("Xã Long Hòa", exact=True).check()
    page.get_by_label("Xã Tân Trạch", exact=True).check()
    send(page)
    expect(page.locator("main")).to_contain_text(TITLE)
    period = ReportingPeriod.objects.get(title=TITLE)
    assert {report.commune for report in period.reports.all()} == {district.commune, district.other}
    assert f"{timezone.localtime(period.due_at):%d/%m/%Y %H:%M}" == f"{tomorrow:%d/%m/%Y} 11:30"
    healthy(page, complaints)


@SIZES
def test_a_calendar_shows_its_next_periods_and_takes_a_new_deadline(
    page: Page,
    live_server: Any,
    sign_in: Callable[..., None],
    complaints: list[str],
    district: District,
    size: Any,
) -> None:
    calendar = write_calendars()["nd09-month"]
    PublicHoliday.objects.all().delete()
    sign_in(district.administrator)
    page.set_viewport_size(size)
    page.goto(live_server.url + reverse("admin:reports_periodcalendar_changelist"))
    healthy(page, complaints)
    page.get_by_role("link", name=calendar.name).click()
    rows = page.locator(".field-next_periods tbody tr")
    expect(rows).to_have_count(6)
    healthy(page, complaints)
    before = rows.first.inner_text()
    page.locator("[name=due_rules-0-days_after]").fill("9")
    page.locator("[name=_continue]").first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert rows.first.inner_text() != before
    assert PeriodCalendar.objects.get(code="nd09-month").due_rules.filter(days_after=9).exists()
    assert complaints == []


@SIZES
def test_a_holiday_is_added_and_checked_off_in_the_list(
    page: Page,
    live_server: Any,
    sign_in: Callable[..., None],
    complaints: list[str],
    district: District,
    size: Any,
) -> None:
    PublicHoliday.objects.all().delete()
    PublicHoliday.objects.create(day=datetime.date(2026, 8, 22), name="Làm bù", is_worked=True)
    sign_in(district.administrator)
    page.set_viewport_size(size)
    page.goto(live_server.url + reverse("admin:units_publicholiday_add"))
    healthy(page, complaints)
    page.fill("#id_day", "02/09/2026")
    page.fill("#id_name", "Quốc khánh")
    page.locator("[name=_save]").first.click()
    expect(page.locator("#result_list")).to_contain_text("Quốc khánh")
    healthy(page, complaints)
    page.locator("#result_list tbody .action-select").first.check()
    page.locator("[name=action]").select_option("mark_checked")
    page.locator(".actions button[type=submit]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    holiday = PublicHoliday.objects.get(name="Quốc khánh")
    assert (holiday.day, holiday.is_verified) == (datetime.date(2026, 9, 2), True)
    assert complaints == []
