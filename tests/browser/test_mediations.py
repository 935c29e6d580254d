"""Mediations and the movement in a real browser: a chief settles a quarrel, an officer on a phone, a year's grid."""

import datetime
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from incidents.models import Mediation, OutreachSession, SafetyStandard
from tests.accounts.factories import person
from tests.browser.conftest import overflow, serious_violations
from tests.factories import CommuneFactory, HamletFactory, JurisdictionFactory
from tests.incidents.factories import IncidentFactory, MediationFactory
from units.models import Commune

pytestmark = pytest.mark.django_db(transaction=True)
SAVE = ".save-bar button[type=submit]"


@pytest.fixture
def commune() -> Commune:
    made = CommuneFactory(jurisdiction=JurisdictionFactory(name="Cần Đước"), name="Long Hòa")
    HamletFactory(commune=made, name="Ấp 1")
    return made


def healthy(page: Page) -> None:
    """Nothing wider than the screen, nothing that a screen reader trips over."""
    assert overflow(page) <= 0
    assert serious_violations(page) == []


def days_ago(number: int) -> str:
    return (timezone.localdate() - datetime.timedelta(days=number)).isoformat()


def test_a_chief_settles_a_quarrel_and_asks_whether_the_agreement_is_kept(
    desk: Page, commune: Commune, sign_in: Any, live_server: Any, complaints: list[str]
) -> None:
    incident = IncidentFactory(commune=commune)
    sign_in(person("commune_chief", commune, full_name="Phạm Công Tâm"))
    desk.goto(f"{live_server.url}/mediations/")
    healthy(desk)
    desk.get_by_role("link", name="Mở vụ hòa giải").first.click()
    healthy(desk)
    desk.locator("#id_subject").select_option(label="Tranh chấp đất đai, ranh đất, lối đi")
    desk.locator("#id_summary").fill("Hai nhà tranh chấp lối đi chung.")
    desk.locator("#id_opened_on").fill(days_ago(60))
    desk.locator(SAVE).click()
    healthy(desk)

    for name in ("Nguyễn Văn Sửu", "Trần Thị Bưởi"):
        desk.get_by_role("link", name="Thêm bên hòa giải").click()
        desk.locator("#id_full_name").fill(name)
        healthy(desk)
        desk.locator(SAVE).click()
    expect(desk.locator("#parties li b")).to_have_text(["N.V.S.", "T.T.B."])
    assert "Bưởi" not in desk.content()

    desk.locator("#sessions .record-head a").first.click()
    desk.locator("#id_on").fill(days_ago(55))
    desk.locator("#id_mediated_by").fill("Tổ hòa giải ấp 1")
    desk.locator("#id_minutes").fill("Bên A nhận dời hàng rào.")
    healthy(desk)
    desk.locator(SAVE).click()
    desk.locator("#sessions").get_by_role("link", name="Sửa").click()
    desk.locator("#id_place").fill("Nhà văn hóa ấp 1")
    healthy(desk)
    desk.locator(SAVE).click()
    expect(desk.locator("#sessions")).to_contain_text("Nhà văn hóa ấp 1")
    desk.locator("#sessions").get_by_role("link", name="Biên bản").click()
    healthy(desk)
    desk.go_back()

    desk.locator(".move-box summary.btn-primary").click()
    desk.locator("#id_settle_on").fill(days_ago(50))
    desk.locator("#id_settle_note").fill("Mỗi bên lùi 50 cm.")
    desk.locator("#id_settle_follow_up_on").fill(days_ago(5))
    healthy(desk)
    desk.locator(".move-box[open] button[type=submit]").click()
    expect(desk.locator("#checks summary")).to_be_visible(timeout=15_000)
    desk.goto(f"{live_server.url}/")
    reminder = desk.locator(f"a[href='/mediations/{Mediation.objects.get().pk}/#checks']")
    reminder.first.click()
    healthy(desk)

    desk.locator("#checks summary").click()
    desk.locator("#id_check_verdict").select_option("not_kept")
    desk.locator("#id_check_note").fill("Chưa dời hàng rào.")
    desk.locator("#id_check_next_on").fill(days_ago(-60))
    desk.locator("#checks button[type=submit]").click()
    expect(desk.locator("#checks")).to_contain_text("Chưa dời hàng rào.")
    desk.locator("#incidents summary").click()
    desk.locator("#id_link_number").fill(incident.number)
    desk.locator("#incidents .move-form button[type=submit]").click()
    expect(desk.locator("#incidents li a")).to_have_text([incident.number])
    healthy(desk)
    desk.goto(f"{live_server.url}/")
    expect(reminder).to_have_count(0)
    assert complaints == []


def test_an_officer_on_a_phone_records_outreach_and_corrects_it(
    phone: Page, commune: Commune, sign_in: Any
) -> None:
    sign_in(person("commune_officer", commune, full_name="Đỗ Quốc Vũ"), phone)
    phone.goto("/movement/outreach/")
    healthy(phone)
    phone.get_by_role("link", name="Ghi buổi tuyên truyền").first.click()
    phone.locator("#id_topic").fill("Phòng chống lừa đảo qua mạng")
    phone.locator("#id_attendance").fill("58")
    healthy(phone)
    phone.locator(SAVE).click()
    expect(phone.locator("h1")).to_have_text("Phòng chống lừa đảo qua mạng")
    healthy(phone)
    phone.get_by_role("link", name="Sửa").click()
    phone.locator("#id_attendance").fill("85")
    healthy(phone)
    phone.locator(SAVE).click()
    expect(phone.locator(".fact-list")).to_contain_text("85 người")
    phone.locator("#history summary").click()
    expect(phone.locator("#history")).to_contain_text("58")
    phone.locator(".move-box summary").click()
    phone.locator("#id_reason").fill("Nhập hai lần.")
    healthy(phone)
    phone.locator(".move-box button[type=submit]").click()
    expect(phone.locator(".alert-warning")).to_contain_text("Nhập hai lần.")
    assert OutreachSession.objects.get().is_withdrawn
    healthy(phone)


@pytest.mark.parametrize("size", [{"width": 1360, "height": 800}, {"width": 360, "height": 740}])
def test_a_chief_fills_the_grid_of_a_year(
    page: Page, commune: Commune, sign_in: Any, live_server: Any, size: Any
) -> None:
    sign_in(person("commune_chief", commune))
    page.set_viewport_size(size)
    page.goto(f"{live_server.url}/movement/standards/")
    healthy(page)
    page.locator("a[href*='standards/year']").first.click()
    boxes = page.locator("[data-entry-grid] input:not([type=hidden])")
    boxes.nth(0).fill("210")
    boxes.nth(1).fill("211")
    page.locator(SAVE).click()
    expect(page.locator("[data-entry-grid] .invalid-feedback")).to_have_count(1)
    healthy(page)
    expect(boxes.nth(0)).to_have_value("210")
    boxes.nth(1).fill("198")
    page.locator(SAVE).click()
    healthy(page)
    kept = SafetyStandard.objects.get()
    assert (kept.registered, kept.met, str(kept.hamlet)) == (210, 198, "Ấp 1")


def test_minutes_that_were_typed_outlive_a_reload_and_go_once_they_are_saved(
    desk: Page, commune: Commune, sign_in: Any, live_server: Any, complaints: list[str]
) -> None:
    mediation = MediationFactory(commune=commune)
    sign_in(person("commune_officer", commune, full_name="Đỗ Quốc Vũ"))
    address = f"{live_server.url}/mediations/{mediation.pk}/sessions/new/"
    desk.goto(address)
    desk.locator("#id_on").fill("05/03/2026")
    desk.locator("#id_mediated_by").fill("Tổ hòa giải ấp 1")
    desk.locator("#id_minutes").fill("Bên A nhận dời hàng rào.")
    expect(desk.locator("[data-draft-status]")).to_contain_text("Đã lưu nháp")
    desk.reload()
    expect(desk.locator("#id_minutes")).to_have_value("Bên A nhận dời hàng rào.")
    expect(desk.locator("#id_on")).to_have_value("05/03/2026")
    expect(desk.locator("[data-draft-shown]")).to_contain_text("Đang hiển thị bản nháp")
    healthy(desk)

    desk.locator("[data-draft-shown] button").click()
    desk.locator("[data-ask-yes]").click()
    expect(desk.locator("[data-draft-shown]")).to_have_count(0)
    expect(desk.locator("#id_minutes")).to_have_value("")

    desk.locator("#id_mediated_by").fill("Tổ hòa giải ấp 1")
    desk.locator("#id_minutes").fill("Bên B nhận dời cổng.")
    expect(desk.locator("[data-draft-status]")).to_contain_text("Đã lưu nháp")
    desk.goto(address)
    desk.locator(SAVE).click()
    expect(desk.locator("#sessions")).to_contain_text("Bên B nhận dời cổng.")
    desk.goto(address)
    expect(desk.locator("#id_minutes")).to_have_value("")
