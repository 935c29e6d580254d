"""The map in a real browser: coloured like its table, usable without a mouse, silent under the strict policy."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.accounts.factories import person
from tests.browser.conftest import SIZES, overflow, serious_violations
from tests.factories import CommuneFactory, JurisdictionFactory
from tests.incidents.factories import HotspotFactory

pytestmark = pytest.mark.django_db(transaction=True)


def square(west: float, south: float, size: float = 0.05) -> dict[str, Any]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def district() -> Any:
    """Long Hòa with three complicated places beside Long Khê with none."""
    jurisdiction = JurisdictionFactory(name="Cần Đước")
    busy = CommuneFactory(
        name="Long Hòa",
        jurisdiction=jurisdiction,
        boundary=square(106.55, 10.55),
        boundary_is_schematic=True,
    )
    CommuneFactory(name="Long Khê", jurisdiction=jurisdiction, boundary=square(106.60, 10.55))
    for number in range(3):
        HotspotFactory(
            commune=busy, latitude=10.56 + number * 0.012, longitude=106.56 + number * 0.012
        )
    return jurisdiction


@SIZES
def test_the_map_has_the_colours_of_its_table(
    page: Page,
    live_server: Any,
    complaints: list[str],
    sign_in: Callable[..., None],
    district: Any,
    size: Any,
) -> None:
    page.set_viewport_size(size)
    sign_in(person("district_staff", district))
    page.goto(f"{live_server.url}/map/?figure=hotspots")
    expect(page.locator("path.map-area")).to_have_count(2)
    steps = page.locator("[data-area]").evaluate_all(
        "rows => rows.map(row => `heat-${row.dataset.step}`).sort()"
    )
    drawn = page.locator("path.map-area").evaluate_all(
        "paths => paths.map(path => [...path.classList].find(name => name.startsWith('heat-'))).sort()"
    )
    assert drawn == steps == ["heat-0", "heat-1"]
    fills = page.locator("path.map-area").evaluate_all(
        "paths => paths.map(path => getComputedStyle(path).fill)"
    )
    assert len(set(fills)) == 2
    expect(page.locator(".map-schematic")).to_be_visible()
    assert serious_violations(page) == []
    assert overflow(page) <= 0
    assert complaints == []


def test_a_drawing_of_ours_is_called_schematic_wherever_it_is_shown(
    page: Page, live_server: Any, sign_in: Callable[..., None], district: Any
) -> None:
    sign_in(person("district_staff", district))
    page.goto(f"{live_server.url}/")
    mark = page.locator("[data-map-schematic]")
    expect(page.locator("path.map-area")).to_have_count(2)
    expect(mark).to_be_visible()
    district.communes.update(boundary_is_schematic=False)
    district.communes.first().save()  # a new version, so that the outlines are sent again
    page.reload()
    expect(page.locator("path.map-area")).to_have_count(2)
    expect(mark).to_be_hidden()


def test_places_can_be_put_away_and_open_their_own_page(
    page: Page, live_server: Any, sign_in: Callable[..., None], district: Any
) -> None:
    page.set_viewport_size({"width": 1360, "height": 900})
    sign_in(person("district_staff", district))
    page.goto(f"{live_server.url}/map/")
    marks = page.locator(".leaflet-marker-icon.map-place")
    expect(marks).to_have_count(3)
    page.locator("[data-map-places]").uncheck()
    expect(marks).to_have_count(0)
    page.locator("[data-map-places]").check()
    marks.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/hotspots/*/")


def test_a_row_of_the_table_shows_its_commune_on_the_map(
    page: Page, live_server: Any, sign_in: Callable[..., None], district: Any
) -> None:
    sign_in(person("district_staff", district))
    page.goto(f"{live_server.url}/map/?figure=hotspots")
    expect(page.locator("path.map-area")).to_have_count(2)
    page.locator("[data-area] th a").first.focus()
    expect(page.locator("path.map-area-marked")).to_have_count(1)


def test_a_chief_marks_a_place_by_map_keyboard_and_position(
    page: Page, live_server: Any, complaints: list[str], sign_in: Callable[..., None], district: Any
) -> None:
    commune = district.communes.get(name="Long Hòa")
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 10.70, "longitude": 106.90, "accuracy": 20})
    sign_in(person("commune_chief", commune))
    page.goto(f"{live_server.url}/hotspots/new/")
    picker = page.locator("[data-place-picker]")
    latitude, longitude = page.locator("[name=latitude]"), page.locator("[name=longitude]")
    expect(page.locator("path.place-outline")).to_have_count(1)

    picker.locator("[data-place-centre]").click()
    assert 10.55 < float(latitude.input_value()) < 10.60
    assert 106.55 < float(longitude.input_value()) < 106.60
    expect(picker.locator(".place-pin")).to_have_count(1)

    picker.locator("[data-place-locate]").click()
    expect(latitude).to_have_value("10.700000")
    expect(picker.locator("[data-place-status]")).to_contain_text("Xã Long Hòa")
    expect(picker).to_have_class(re.compile("place-outside"))

    latitude.fill("10,57")
    longitude.fill("106,57")
    longitude.press("Tab")
    expect(picker).not_to_have_class(re.compile("place-outside"))
    assert complaints == []
