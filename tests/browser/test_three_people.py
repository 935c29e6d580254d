"""The three people's path in one go: a roster comes in, a place is reported on a phone, the district sees both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from incidents.models import Hotspot, HotspotKind
from tests.accounts.factories import person
from tests.browser.conftest import overflow, serious_violations
from tests.factories import CommuneFactory, JurisdictionFactory, PositionFactory
from tests.units.sheets import messy
from units.models import Commune

pytestmark = pytest.mark.django_db(transaction=True)
HEADERS = ["Họ và tên", "Ngày sinh", "Giới tính", "CCCD", "Xã", "Chức danh", "Từ ngày"]
ROWS = [
    ["Lê Văn Bốn", "1991", "Nam", "080091000001", "Xã Long Hòa", "Công an viên", "01/02/2019"],
    [
        "Trần Thị Đẹp",
        "12/03/1990",
        "Nữ",
        "080190000002",
        "Xã Long Hòa",
        "Công an viên",
        "01/02/2020",
    ],
]


@pytest.fixture
def long_hoa() -> Commune:
    """A commune whose square boundary is known, with the position that the roster names."""
    PositionFactory(name="Công an viên", code="cav")
    square = [[106.55, 10.57], [106.60, 10.57], [106.60, 10.61], [106.55, 10.61], [106.55, 10.57]]
    return CommuneFactory(
        name="Long Hòa",
        jurisdiction=JurisdictionFactory(name="Cần Đước"),
        latitude=10.592,
        longitude=106.573,
        boundary={"type": "Polygon", "coordinates": [square]},
    )


def import_roster(page: Page, base: str, folder: Path) -> None:
    """Send the file, look at the preview, confirm."""
    file = folder / "danh sách.xlsx"
    file.write_bytes(messy.saved(messy.workbook_of([["DANH SÁCH CÔNG AN XÃ"], HEADERS, *ROWS])))
    page.goto(f"{base}/admin/units/officer/import/")
    page.set_input_files("input[name=file]", file)
    page.locator("form .submit-row input[type=submit].default").click()
    page.locator("[name=confirm]").click()
    expect(page.locator("#result_list")).to_contain_text("Trần Thị Đẹp")


def report_place(page: Page, base: str) -> None:
    """Fill in the phone's form and send it."""
    page.goto(f"{base}/")
    page.locator("a[href='/hotspots/new/']").first.click()
    kind = HotspotKind.objects.get(code="market")
    page.locator(f"input[name=kind][value='{kind.pk}']").check(force=True)
    page.fill("[name=name]", "Chợ Long Hòa")
    page.fill("[name=latitude]", "10,592")
    page.fill("[name=longitude]", "106,573")
    page.fill("[name=reason]", "Họp chợ từ 2 giờ sáng, lấn chiếm lòng đường.")
    page.locator("form[data-draft] .save-bar button[type=submit]").click()
    page.wait_for_url("**/hotspots/*/")


def test_a_roster_and_a_reported_place_reach_the_district_a_moment_later(
    desk: Page,
    phone: Page,
    live_server: Any,
    sign_in: Callable[..., None],
    tmp_path: Path,
    long_hoa: Commune,
) -> None:
    district = long_hoa.jurisdiction
    sign_in(person("home_affairs", district))
    import_roster(desk, live_server.url, tmp_path)

    sign_in(person("commune_chief", long_hoa), phone)
    report_place(phone, live_server.url)
    place = Hotspot.objects.get()
    assert (place.commune, place.state) == (long_hoa, "reported")
    assert overflow(phone) <= 0
    assert serious_violations(phone) == []

    desk.context.clear_cookies()
    sign_in(person("district_staff", district))
    desk.goto(f"{live_server.url}/")
    expect(desk.locator("main")).to_contain_text("Chợ Long Hòa")
    row = desk.locator("tr", has_text="Long Hòa").first
    expect(row).to_contain_text("2")
    assert serious_violations(desk) == []

    desk.goto(f"{live_server.url}/hotspots/{place.pk}/")
    desk.locator("form[action$='/moves/confirm/'] button").click()
    with desk.expect_navigation():
        desk.locator("dialog[open] .btn-primary").click()
    place.refresh_from_db()
    assert place.state == "confirmed"

    desk.goto(f"{live_server.url}/officers/?status=serving")
    expect(desk.locator("main table")).to_contain_text("Lê Văn Bốn")
