"""The chief's path on a phone in a real browser, and what the district then does with it."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from incidents.models import Hotspot
from tests.accounts.factories import person
from tests.browser.conftest import overflow, serious_violations
from tests.factories import AssignmentFactory, CommuneFactory, JurisdictionFactory, OfficerFactory
from tests.incidents.factories import HotspotFactory
from tests.incidents.pictures import photographed
from units.models import Commune

pytestmark = pytest.mark.django_db(transaction=True)
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[106.5, 10.5], [106.6, 10.5], [106.6, 10.6], [106.5, 10.6], [106.5, 10.5]]],
}


@pytest.fixture
def commune() -> Commune:
    made = CommuneFactory(
        jurisdiction=JurisdictionFactory(name="Cần Đước"), name="Long Hòa", boundary=SQUARE
    )
    AssignmentFactory(officer=OfficerFactory(commune=made, given_name="Ánh"))
    return made


def healthy(page: Page) -> None:
    """Nothing wider than the screen, nothing that a screen reader trips over."""
    assert overflow(page) <= 0
    assert serious_violations(page) == []


def choose_while_the_search_is_still_under_way(page: Page) -> None:
    """Hold the search's answer back until an officer was chosen from the list that was there."""
    held: list[Any] = []
    expect(page.locator(".officer-option", has_text="Ánh")).to_be_visible()
    page.route("**/hotspots/officers/**", lambda route: held.append(route))
    with page.expect_request("**/hotspots/officers/**"):
        page.locator("#id_responsible_search").fill("anh")
    page.locator(".officer-option", has_text="Ánh").click()
    with page.expect_response("**/hotspots/officers/**"):
        held[0].continue_()
    page.unroute("**/hotspots/officers/**")
    page.wait_for_timeout(200)
    expect(page.locator(".officer-option", has_text="Ánh").locator("input")).to_be_checked()


def test_a_chief_reports_a_place_from_his_phone(
    phone: Page, commune: Commune, sign_in: Any, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    sign_in(person("commune_chief", commune, full_name="Phạm Công Tâm"), phone)
    refused: list[str] = []
    phone.on("pageerror", lambda error: refused.append(str(error)))
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation({"latitude": 10.55, "longitude": 106.55, "accuracy": 12})
    phone.goto("/hotspots/new/")
    healthy(phone)

    phone.locator("#id_kind_0").check()
    phone.locator("[data-place-locate]").click()
    expect(phone.locator("#id_latitude")).to_have_value("10.550000")
    choose_while_the_search_is_still_under_way(phone)
    phone.locator("#id_since").fill("03/2024")
    picture = tmp_path / "cho.jpg"
    picture.write_bytes(photographed((2400, 1800)))
    phone.locator("#id_camera").set_input_files(picture)

    # The name and the reason are missing: nothing is lost, and the page says what to do.
    phone.locator(".save-bar button[type=submit]").click()
    expect(phone.locator("[data-error-summary]")).to_be_focused()
    expect(phone.locator("#id_since")).to_have_value("03/2024")
    expect(phone.locator(".photo-grid img")).to_have_count(1)
    expect(phone.locator(".officer-option input:checked")).to_have_count(1)
    healthy(phone)

    phone.locator("#id_name").fill("Chợ Long Hòa")
    phone.locator("#id_reason").fill("Họp chợ từ 2 giờ sáng, tranh chấp chỗ bán.")
    phone.locator(".save-bar button[type=submit]").click()
    expect(phone.locator("h1")).to_have_text("Chợ Long Hòa")
    expect(phone.locator(".photo-grid img")).to_have_count(1)
    expect(phone.locator(".photo-grid img")).to_have_js_property("naturalWidth", 480)
    healthy(phone)
    place = Hotspot.objects.get()
    assert place.photos.get().width == 1920
    assert place.responsible is not None

    # The back button shows the form of the failed attempt: it says that the report has arrived meanwhile.
    phone.go_back()
    expect(phone.locator("[data-draft-status]")).to_contain_text("đã được nhận")
    expect(phone.locator("[data-error-summary]")).to_have_count(0)
    assert refused == []


def test_a_report_typed_without_a_line_is_there_when_it_returns(
    phone: Page, commune: Commune, sign_in: Any
) -> None:
    sign_in(person("commune_chief", commune), phone)
    phone.goto("/hotspots/new/")
    expect(phone.locator(".officer-option").first).to_be_visible()
    phone.context.set_offline(True)
    phone.locator("#id_name").fill("Bến phà")
    phone.locator("#id_reason").fill("Chở quá tải")
    phone.locator(".save-bar button[type=submit]").click()
    expect(phone.locator("#id_name")).to_have_value("Bến phà")
    phone.goto("about:blank")  # the telephone is put away
    phone.context.set_offline(False)
    phone.goto("/hotspots/new/")
    expect(phone.locator("#id_name")).to_have_value("Bến phà")
    expect(phone.locator("#id_reason")).to_have_value("Chở quá tải")


def test_the_district_confirms_and_sees_it_on_the_map(
    desk: Page, live_server: Any, commune: Commune, sign_in: Any, complaints: list[str]
) -> None:
    place = HotspotFactory(commune=commune, name="Ngã ba Kho Bạc", latitude=10.55, longitude=106.55)
    sign_in(person("district_staff", commune.jurisdiction))
    desk.goto(f"{live_server.url}/hotspots/")
    healthy(desk)
    desk.locator("a", has_text="Ngã ba Kho Bạc").click()
    healthy(desk)
    desk.locator(".move-buttons form button").first.click()
    desk.locator("[data-ask-yes]").click()
    expect(desk.locator(".place-state-line .status").first).to_contain_text(
        str(Hotspot(state="confirmed").get_state_display())
    )
    desk.goto(f"{live_server.url}/hotspots/map/")
    expect(desk.locator(".place-mark")).to_have_count(1)
    healthy(desk)
    place.refresh_from_db()
    assert place.state == "confirmed"
    assert complaints == []
