"""Incidents in a real browser: an officer in the market with a network that drops, a chief who decides."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from incidents.models import Incident, IncidentCategory, IncidentLink
from tests.accounts.factories import person
from tests.browser.conftest import DESK, overflow, serious_violations
from tests.factories import AssignmentFactory, CommuneFactory, JurisdictionFactory, OfficerFactory
from tests.incidents.factories import (
    VIETNAM,
    HotspotFactory,
    IncidentFactory,
    LocatedIncidentFactory,
)
from tests.incidents.pictures import photographed
from units.models import Commune

pytestmark = pytest.mark.django_db(transaction=True)
HERE = {"latitude": 10.592, "longitude": 106.5735, "accuracy": 12}


@pytest.fixture
def commune() -> Commune:
    made = CommuneFactory(jurisdiction=JurisdictionFactory(name="Cần Đước"), name="Long Hòa")
    AssignmentFactory(officer=OfficerFactory(commune=made, given_name="Ánh"))
    return made


def healthy(page: Page) -> None:
    """Nothing wider than the screen, nothing that a screen reader trips over."""
    assert overflow(page) <= 0
    assert serious_violations(page) == []


def enter(page: Page, kind: str, words: str) -> None:
    """Fill the quick entry with one thumb and send it."""
    page.locator(".kind-choice", has_text=kind).locator("input").check()
    page.locator("#id_summary").fill(words)
    page.locator(".save-bar button[type=submit]").click()


@pytest.fixture
def market(phone: Page, commune: Commune, sign_in: Any, settings: Any, tmp_path: Path) -> Page:
    settings.MEDIA_ROOT = tmp_path / "media"
    sign_in(person("commune_officer", commune, full_name="Đỗ Quốc Vũ"), phone)
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation(HERE)
    phone.goto("/incidents/quick/")
    expect(phone.locator("#id_latitude")).to_have_value("10.592000")
    return phone


def test_entries_made_without_a_network_arrive_once_when_it_is_back(
    market: Page, tmp_path: Path
) -> None:
    healthy(market)
    picture = tmp_path / "cho.jpg"
    picture.write_bytes(photographed((1200, 900)))
    market.context.set_offline(True)
    market.locator("#id_photo").set_input_files(picture)
    enter(market, "Trộm cắp", "Mất xe máy trước cổng chợ")
    expect(market.locator("[data-quick-list] li")).to_have_count(1)
    expect(market.locator("#id_summary")).to_have_value("")
    enter(market, "Đánh nhau", "Xô xát giành chỗ bán")
    expect(market.locator("[data-quick-list] li")).to_have_count(2)
    healthy(market)
    assert not Incident.objects.exists()

    market.context.set_offline(False)
    expect(market.locator("[data-quick-list] .bi-check-circle-fill")).to_have_count(2)
    market.reload()
    market.wait_for_timeout(500)
    found = list(Incident.objects.order_by("number"))
    assert [one.summary for one in found] == ["Mất xe máy trước cổng chợ", "Xô xát giành chỗ bán"]
    assert [one.files.count() for one in found] == [1, 0]
    assert found[0].point == (10.592, 106.5735)


def test_an_entry_waits_for_the_next_visit_when_the_page_was_closed(market: Page) -> None:
    market.context.set_offline(True)
    enter(market, "Trộm cắp", "Mất máy bơm")
    expect(market.locator("[data-quick-list] li")).to_have_count(1)
    market.close()
    again = market.context.new_page()
    market.context.set_offline(False)
    again.goto("/incidents/quick/")
    expect(again.locator("[data-quick-list] .bi-check-circle-fill")).to_have_count(1)
    assert Incident.objects.get().summary == "Mất máy bơm"


def test_on_a_shared_phone_an_entry_is_filed_by_whoever_typed_it_or_not_at_all(
    market: Page, commune: Commune, sign_in: Any
) -> None:
    officer = User.objects.get(full_name="Đỗ Quốc Vũ")
    market.context.set_offline(True)
    enter(market, "Trộm cắp", "Mất máy bơm")
    expect(market.locator("[data-quick-list] li")).to_have_count(1)
    sign_in(person("commune_deputy", commune, full_name="Trần Thị Phó"), market)
    market.context.set_offline(False)
    expect(market.locator("[data-quick-status]")).to_contain_text("tên người khác")
    theirs = market.context.new_page()
    theirs.goto("/incidents/quick/")
    expect(theirs.locator("[data-quick-line]")).to_contain_text("người khác ghi")
    expect(theirs.locator("[data-quick-list] li")).to_have_count(0)
    theirs.close()
    assert not Incident.objects.exists()
    sign_in(officer, market)
    expect(market.locator("[data-quick-list] .bi-check-circle-fill")).to_have_count(
        1, timeout=30_000
    )
    assert Incident.objects.get().recorded_by == officer


LINE_BACK_TOO_SOON = """() => {
  // The first sending fails, and the line comes back while the page still shows that it was lost.
  const [fetched, of] = [window.fetch, window.QuickStore.prototype.of];
  let isLost = false;
  window.fetch = (...asked) => {
    if (asked[1]?.method !== "POST") return fetched(...asked);
    window.fetch = fetched;
    isLost = true;
    return Promise.reject(new TypeError("lost"));
  };
  window.QuickStore.prototype.of = function (...asked) {
    if (isLost) window.dispatchEvent(new Event("online"));
    isLost = false;
    return of.apply(this, asked);
  };
}"""


def test_an_entry_is_sent_when_the_line_is_back_while_it_is_being_given_up(market: Page) -> None:
    market.evaluate(LINE_BACK_TOO_SOON)
    enter(market, "Trộm cắp", "Mất xe đạp")
    expect(market.locator("[data-quick-list] .bi-check-circle-fill")).to_have_count(
        1, timeout=15_000
    )
    assert Incident.objects.get().summary == "Mất xe đạp"


def test_an_answer_lost_on_the_way_does_not_record_twice(market: Page) -> None:
    lost: list[Any] = []

    def lose(route: Any) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())  # the server records, the phone never hears of it
            route.abort()
        else:
            route.continue_()

    market.route("**/incidents/quick/**", lose)
    enter(market, "Trộm cắp", "Mất xe đạp")
    expect(market.locator("[data-quick-list] .bi-check-circle-fill")).to_have_count(
        1, timeout=15_000
    )
    assert lost
    assert Incident.objects.count() == 1


def test_what_the_server_refuses_goes_back_into_the_form(market: Page) -> None:
    market.locator("#id_summary").fill("Chưa chọn loại")
    market.locator(".save-bar button[type=submit]").click()
    expect(market.locator("[data-quick-list] li.is-refused")).to_have_count(1)
    market.locator("[data-quick-list] button", has_text="Sửa").click()
    expect(market.locator("#id_summary")).to_have_value("Chưa chọn loại")
    enter(market, "Trộm cắp", "Đã chọn loại")
    expect(market.locator("[data-quick-list] .bi-check-circle-fill")).to_have_count(1)
    assert Incident.objects.get().summary == "Đã chọn loại"


def stolen_here(commune: Commune) -> Incident:
    """A theft of an hour ago, a few steps from where the phone stands."""
    return LocatedIncidentFactory(
        commune=commune, category=IncidentCategory.objects.get(code="theft"),
        latitude=10.5922, summary="Mất xe đạp",
        occurred_from=timezone.now() - datetime.timedelta(hours=1),
    )  # fmt: skip


def test_a_phone_is_told_what_may_be_the_same_and_links_it_from_the_queue(
    market: Page, commune: Commune
) -> None:
    before = stolen_here(commune)
    hint = market.locator("[data-quick-hints]")
    market.locator(".kind-choice", has_text="Trộm cắp").locator("input").check()
    expect(hint).to_contain_text("Mất xe đạp")
    healthy(market)
    market.locator("#id_place").select_option(index=0)
    market.locator("#id_when_1").check()
    expect(hint).to_contain_text(before.number)

    market.context.set_offline(True)
    expect(hint).to_be_empty()
    enter(market, "Trộm cắp", "Mất xe máy trước cổng chợ")
    expect(market.locator("[data-quick-list] li")).to_have_count(1)
    market.context.set_offline(False)
    # The list of what was sent is out of sight at the top: the line beside the thumb leads there.
    asked = market.locator("[data-quick-list] .quick-same")
    market.locator("[data-quick-status] a").click()
    expect(asked).to_be_in_viewport()
    expect(asked).to_contain_text("Cùng một vụ?")
    expect(asked.get_by_role("link", name=before.number)).to_be_visible()
    healthy(market)
    asked.get_by_role("button", name="Cùng một vụ").click()
    expect(asked).to_have_text(f"Đã liên kết với {before.number}")
    made = Incident.objects.exclude(pk=before.pk).get()
    link = IncidentLink.objects.get()
    assert (link.first, link.second, link.kind) == (before, made, "duplicate")


def test_a_chief_records_in_full_takes_the_suggested_place_and_decides(
    desk: Page, commune: Commune, sign_in: Any, live_server: Any, complaints: list[str]
) -> None:
    HotspotFactory(commune=commune, name="Chợ Long Hòa", latitude=10.592, longitude=106.5735)
    sign_in(person("commune_chief", commune, full_name="Phạm Công Tâm"))
    desk.goto(f"{live_server.url}/incidents/new/")
    healthy(desk)
    desk.locator("#id_category").select_option(label="Trộm cắp tài sản")
    desk.locator("#id_summary").fill("Mất xe máy trước cổng chợ")
    desk.locator("#id_occurred_from").fill("2026-03-05T20:15")
    desk.locator("#id_latitude").fill("10.5925")
    desk.locator("#id_longitude").fill("106.5735")
    desk.locator("#id_longitude").press("Tab")
    desk.locator("[data-choose=id_hotspot]").click()
    expect(desk.locator("#id_hotspot option:checked")).to_have_text("Chợ Long Hòa")
    expect(desk.locator("[data-draft-status]")).not_to_be_empty(timeout=8_000)
    desk.wait_for_load_state(
        "networkidle"
    )  # the hints have answered: nothing is cut off by leaving
    desk.locator(".save-bar button[type=submit]").click()
    expect(desk.locator("h1")).to_contain_text("Trộm cắp tài sản")
    healthy(desk)

    desk.get_by_role("link", name="Thêm người").click()
    desk.locator("#id_role").select_option("victim")
    desk.locator("#id_full_name").fill("Trần Thị Bưởi")
    healthy(desk)
    desk.locator(".save-bar .btn-primary").click()
    assert "Bưởi" not in desk.content()
    desk.locator("#persons summary").click()
    desk.locator("#persons input[name=reason]").fill("Mời làm việc")
    desk.locator("#persons .move-form .btn-primary").click()
    expect(desk.locator("[data-identity]")).to_contain_text("Trần Thị Bưởi")

    desk.locator(".move-box summary", has_text="Giải quyết tại cơ sở").click()
    desk.locator("#id_settle_note").fill("Hai bên tự thỏa thuận.")
    desk.locator(".move-box[open] .btn-primary[type=submit]").click()
    expect(desk.locator(".place-state-line")).to_contain_text("giải quyết tại cơ sở")
    incident = Incident.objects.get()
    assert (incident.state, incident.hotspot and incident.hotspot.name) == (
        "settled", "Chợ Long Hòa",
    )  # fmt: skip
    # A hint that a newer one has overtaken is cut off; htmx says so in the console.
    assert [said for said in complaints if not said.startswith("htmx:")] == []


@pytest.mark.parametrize("size", [DESK, {"width": 360, "height": 740}], ids=["desk", "phone"])
def test_the_district_reads_the_list_and_an_incident(
    page: Page, commune: Commune, sign_in: Any, live_server: Any, size: Any
) -> None:
    incident = IncidentFactory(commune=commune)
    sign_in(person("district_staff", commune.jurisdiction))
    page.set_viewport_size(size)
    page.goto(f"{live_server.url}/incidents/")
    healthy(page)
    page.get_by_role("link", name=incident.number).click()
    healthy(page)
    expect(page.locator(".move-buttons")).to_have_count(0)


def test_the_district_turns_the_months_on_the_map(
    page: Page, commune: Commune, sign_in: Any, live_server: Any, complaints: list[str]
) -> None:
    for month, number in ((1, 2), (2, 5)):
        for _one in range(number):
            IncidentFactory(
                commune=commune, latitude=10.592, longitude=106.5735,
                occurred_from=datetime.datetime(2026, month, 10, 12, tzinfo=VIETNAM),
            )  # fmt: skip
    sign_in(person("district_staff", commune.jurisdiction))
    page.set_viewport_size(DESK)
    page.goto(f"{live_server.url}/incidents/map/?all=1")
    expect(page.locator(".incident-heap")).to_have_text(["7"])
    healthy(page)
    page.locator("#incident-month").fill("2")
    expect(page.locator("[data-month-label]")).to_have_text("02/2026")
    expect(page.locator(".incident-heap")).to_have_text(["5"])
    page.locator("label[for=drawn-heat]").click()
    expect(page.locator(".leaflet-heatmap-layer")).to_have_count(1)
    expect(page.locator(".incident-heap")).to_have_count(0)
    assert complaints == []
