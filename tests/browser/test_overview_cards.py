"""The overview's cards in a real browser: one link to the value's rows, others to those of the smaller numbers."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.accounts.factories import person
from tests.browser.conftest import SIZES, overflow, serious_violations
from tests.dashboards.test_overview import busy, fill
from tests.factories import JurisdictionFactory

pytestmark = pytest.mark.django_db(transaction=True)


@SIZES
def test_each_number_of_a_card_is_reached_by_mouse_and_by_keyboard(
    page: Page, live_server: Any, sign_in: Any, size: Any
) -> None:
    page.set_viewport_size(size)
    district = JurisdictionFactory(name="Cần Đước")
    busy(fill(district, 2)[1])
    sign_in(person("district_staff", district), page)
    page.goto(f"{live_server.url}/")
    card = page.locator(".stat", has_text="Hòa giải tháng")
    card.scroll_into_view_if_needed()
    assert overflow(page) <= 0
    assert serious_violations(page) == []
    box = card.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] - 6, box["y"] + box["height"] - 4)
    page.wait_for_url("**/mediations/?opened_after=*")
    page.go_back()
    card.locator(".stat-note a", has_text="2").click()
    page.wait_for_url("**/mediations/?state=not_settled*")
    page.go_back()
    card.locator("a.stat-main").focus()
    for _step in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/mediations/?state=settled*")
    expect(page.locator("h1")).to_be_visible()
