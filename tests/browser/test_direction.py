"""What comes down, in a real browser: a difficulty to its directive and check, a project to its hand-over, the ranking."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from reports.models import Difficulty, Directive, SupportProject
from tests.browser.conftest import SIZES, overflow, serious_violations
from tests.factories import StationFactory
from tests.incidents.people import District, make_district
from tests.reports.direction_world import issued, raised
from tests.reports.factories import SupportProjectFactory
from units.models import Station

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def district() -> District:
    return make_district()


def healthy(page: Page) -> None:
    """Nothing wider than the screen, nothing that a screen reader trips over."""
    assert overflow(page) <= 0
    assert serious_violations(page) == []


def confirm(page: Page) -> None:
    """Answer the question that the page asks."""
    page.locator("[data-ask-yes]").click()


def test_a_difficulty_goes_from_the_phone_to_the_directive_and_back_to_the_one_who_raised_it(
    phone: Page, desk: Page, live_server: Any, district: District, sign_in: Any
) -> None:
    sign_in(district.chief, phone)
    phone.goto("/difficulties/new/")
    healthy(phone)
    phone.locator("#id_kind_0").check()
    phone.locator("#id_description").fill("Trực nhờ phòng Xã đội.")
    phone.locator(".save-bar button[type=submit]").click()
    expect(phone.locator("[data-error-summary]")).to_be_focused()
    expect(phone.locator("#id_description")).to_have_value("Trực nhờ phòng Xã đội.")
    phone.locator("#id_title").fill("Chưa có trụ sở làm việc")
    phone.locator(".save-bar button[type=submit]").click()
    expect(phone.locator("h1")).to_have_text("Chưa có trụ sở làm việc")
    healthy(phone)

    sign_in(district.staff)
    row = Difficulty.objects.get()
    desk.goto(f"{live_server.url}/difficulties/{row.pk}/")
    healthy(desk)
    desk.locator(f"a[href='/directives/new/?difficulty={row.pk}']").click()
    healthy(desk)
    due = timezone.localdate() + datetime.timedelta(days=20)
    desk.locator("#id_what").fill("Tham mưu bố trí vốn.")
    desk.locator("#id_offices").fill("Phòng Tài chính – Kế hoạch")
    desk.locator("#id_due_on").fill(due.strftime("%d/%m/%Y"))
    desk.locator(".save-bar button[type=submit]").click()
    expect(desk.locator("#answering-title + .plain-list")).to_contain_text("Kế hoạch")
    healthy(desk)
    desk.locator(".move-box summary").first.click()
    desk.locator("#id_finish_words").fill("Đã bố trí 2,9 tỷ đồng.")
    desk.locator(".move-box[open] button[type=submit]").click()
    expect(desk.locator("#progress .record-list")).to_contain_text("Đã bố trí 2,9 tỷ đồng.")

    directive = Directive.objects.get()
    phone.goto(f"/directives/{directive.pk}/")
    healthy(phone)
    phone.locator("form[action$='/moves/accept/'] button").click()
    confirm(phone)
    expect(phone.locator(".place-state-line .status-ok")).to_have_count(1)
    row.refresh_from_db()
    assert row.state == "solved"


def test_whoever_was_slower_reads_what_happened_and_keeps_the_own_words(
    desk: Page, live_server: Any, district: District, sign_in: Any
) -> None:
    row = raised(district)
    sign_in(district.staff)
    desk.goto(f"{live_server.url}/difficulties/{row.pk}/")
    desk.locator(".move-box summary").first.click()
    desk.locator("#id_give_answer_words").fill("Sẽ xem xét trong quý.")
    Difficulty.objects.filter(pk=row.pk).update(title="Trụ sở tạm đã bị tháo dỡ")
    desk.locator(".move-box[open] button[type=submit]").click()
    expect(desk.locator("[data-error-summary]")).to_be_focused()
    expect(desk.locator("[data-error-summary]")).to_contain_text("Trụ sở tạm đã bị tháo dỡ")
    expect(desk.locator("#id_give_answer_words")).to_have_value("Sẽ xem xét trong quý.")
    healthy(desk)
    desk.locator(".move-box[open] button[type=submit]").click()
    expect(desk.locator("#answer-title + p")).to_have_text("Sẽ xem xét trong quý.")


def test_a_project_is_proposed_read_back_and_handed_over(
    desk: Page, live_server: Any, district: District, sign_in: Any, complaints: list[str]
) -> None:
    StationFactory(commune=district.commune, tenure="none")
    sign_in(district.staff)
    desk.goto(f"{live_server.url}/projects/new/?commune={district.commune.pk}")
    expect(desk.locator("#id_equipment_type")).to_be_hidden()
    desk.locator("#id_kind_2").check()
    expect(desk.locator("#id_equipment_type")).to_be_visible()
    desk.locator("#id_kind_0").check()
    expect(desk.locator("#id_equipment_type")).to_be_hidden()
    desk.locator("#id_title").fill("Xây dựng trụ sở")
    desk.locator("#id_cost").fill("2,4 tỷ")
    expect(desk.locator(".money-read").first).to_contain_text("2.400.000.000")
    healthy(desk)
    desk.locator(".save-bar button[type=submit]").click()
    for name in ("approve", "fund", "begin"):
        box = desk.locator(".move-box", has=desk.locator(f"form[action$='/moves/{name}/']"))
        box.locator("summary").click()
        box.locator("button[type=submit]").click()
        expect(desk.locator(f"form[action$='/moves/{name}/']")).to_have_count(0)
    desk.locator("#money summary", has_text="").last.click()
    desk.locator("#id_payment_amount").fill("600 triệu")
    desk.locator("#money form button[type=submit]").click()
    expect(desk.locator("#money canvas")).to_be_visible()
    healthy(desk)
    desk.locator("a[href$='/hand-over/']").click()
    desk.locator("#id_address").fill("Ấp 3, ĐT 826")
    healthy(desk)
    desk.locator(".save-bar button[type=submit]").click()
    expect(desk.locator("h1")).to_have_text("Xây dựng trụ sở")
    project = SupportProject.objects.get()
    assert project.stage == "handed_over"
    assert Station.objects.get(valid_until__isnull=True).tenure == "own"
    assert complaints == []


def test_the_ranking_follows_the_sliders_and_its_address_can_be_passed_on(
    desk: Page, live_server: Any, district: District, sign_in: Any, complaints: list[str]
) -> None:
    long_ago = timezone.localdate() - datetime.timedelta(days=300)
    SupportProjectFactory(commune=district.commune, title="Chờ lâu", proposed_on=long_ago)
    difficulty = raised(district, severity=3)
    SupportProjectFactory(commune=district.commune, title="Cấp bách", difficulty=difficulty)
    sign_in(district.staff)
    desk.goto(f"{live_server.url}/projects/ranking/")
    healthy(desk)
    expect(desk.locator(".ranking-table tbody tr").first).to_contain_text("Cấp bách")
    desk.locator("#id_w_need").fill("0")
    expect(desk.locator("output[for=id_w_need]")).to_have_text("0")
    expect(desk.locator(".ranking-table tbody tr").first).to_contain_text("Chờ lâu")
    desk.locator("#id_budget").fill("2,5 tỷ")
    expect(desk.locator(".choice.is-best .choice-list li")).to_have_count(1)
    expect(desk.locator("#id_budget")).to_have_value("2,5 tỷ")
    healthy(desk)
    desk.goto(desk.url)
    expect(desk.locator("#id_budget")).to_have_value("2,5 tỷ")
    expect(desk.locator(".ranking-table tbody tr").first).to_contain_text("Chờ lâu")
    assert complaints == []


@SIZES
def test_every_page_fits_and_can_be_read_aloud(
    page: Page, live_server: Any, district: District, sign_in: Any, size: Any
) -> None:
    row, other = raised(district), raised(district, of_other=True)
    directive = issued(district, [row, other], communes=[district.commune])
    project = SupportProjectFactory(commune=district.commune, difficulty=row, stage="under_way")
    project.disbursements.create(on=timezone.localdate(), amount=600_000_000, document="UNC 12")
    page.set_viewport_size(size)
    sign_in(district.staff)
    for path in (
        "/difficulties/",
        f"/difficulties/{row.pk}/",
        "/directives/",
        "/directives/new/",
        f"/directives/{directive.pk}/",
        "/projects/",
        f"/projects/{project.pk}/",
        f"/projects/{project.pk}/hand-over/",
        "/projects/ranking/?budget=3+tỷ",
    ):
        page.goto(f"{live_server.url}{path}")
        healthy(page)
