"""Where and when, as a chief reads it and acts on it, at a desk and on a phone."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from incidents.models import Hotspot, HotspotSuggestion
from tests.accounts.factories import person
from tests.browser.conftest import SIZES, overflow, serious_violations
from tests.factories import CommuneFactory, JurisdictionFactory
from tests.incidents.crowds import MARKET, crowd, with_boundary
from tests.incidents.factories import HotspotActionFactory, HotspotFactory
from units.models import Commune

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = [
    "",
    "when/",
    "places/",
    "places/?size=density:150",
    "repeats/",
    "measures/",
    "when/?first_day=x",
]


@pytest.fixture
def commune() -> Commune:
    """A commune where much happens at the market and little elsewhere."""
    made = with_boundary(
        CommuneFactory(jurisdiction=JurisdictionFactory(name="Cần Đước"), name="Long Hòa")
    )
    crowd(made, 40, at=None, seed=7)
    crowd(made, 20)
    return made


@SIZES
def test_every_page_can_be_read_by_all(
    page: Page, live_server: Any, commune: Commune, sign_in: Any, complaints: list[str], size: Any
) -> None:
    hotspot = HotspotFactory(commune=commune, latitude=MARKET[0], longitude=MARKET[1] + 0.01)
    begun = timezone.localdate() - datetime.timedelta(days=150)
    HotspotActionFactory(hotspot=hotspot, starts_on=begun)
    sign_in(person("commune_chief", commune))
    page.set_viewport_size(size)
    for address in [*(f"/analysis/{path}" for path in PAGES), f"/hotspots/{hotspot.pk}/"]:
        page.goto(live_server.url + address)
        expect(page.locator("h1")).to_have_count(1)
        found = (address, overflow(page) > 0, serious_violations(page), complaints)
        assert found == (address, False, [], [])


def test_a_chief_dismisses_nothing_without_a_reason_and_reports_what_is_suggested(
    phone: Page, commune: Commune, sign_in: Any
) -> None:
    sign_in(person("commune_chief", commune, full_name="Phạm Công Tâm"), phone)
    phone.goto("/analysis/places/")
    place = phone.locator("#suggestion-1")
    place.locator("summary").click()
    place.locator("textarea").fill("  ")
    place.locator(".move-form button[type=submit]").click()
    expect(phone.locator("#reason-1-said")).to_be_visible()
    assert not HotspotSuggestion.objects.exists()

    place.locator("form").first.locator("button[type=submit]").click()
    expect(phone.locator("#id_latitude")).to_have_value(
        f"{HotspotSuggestion.objects.get().latitude:.6f}"
    )
    expect(phone.locator("#id_reason")).to_contain_text("vụ việc")
    phone.locator("#id_kind_0").check()
    phone.locator("#id_name").fill("Chợ Long Hòa")
    phone.locator(".save-bar button[type=submit]").click()
    expect(phone.locator("h1")).to_have_text("Chợ Long Hòa")
    kept = HotspotSuggestion.objects.get()
    assert (kept.state, kept.hotspot) == ("confirmed", Hotspot.objects.get())

    phone.goto("/analysis/places/")
    expect(phone.get_by_role("link", name="Chợ Long Hòa").first).to_be_visible()
    expect(phone.locator(".suggestion")).to_have_count(0)
