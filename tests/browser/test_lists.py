"""A list in a real browser: typing filters it, the address follows, going back works, a phone can read it."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.accounts.factories import person
from tests.browser.conftest import overflow, serious_violations
from tests.dashboards.lists import serving
from tests.factories import CommuneFactory
from units.models import Commune

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = "#list-region tbody tr"


@pytest.fixture
def commune() -> Commune:
    commune = CommuneFactory(name="Long Hòa")
    serving(commune, 52)
    serving(commune, 1, family_name="Đặng", middle_name="Thị", given_name="Đào")
    return commune


def test_typing_filters_and_going_back_brings_everything_again(
    desk: Page, commune: Commune, sign_in: Any, live_server: Any, complaints: list[str]
) -> None:
    sign_in(person("district_staff", commune.jurisdiction))
    desk.goto(f"{live_server.url}/officers/")
    expect(desk.locator(ROWS)).to_have_count(50)
    desk.locator("#id_q").press_sequentially("dang dao", delay=20)
    expect(desk.locator(ROWS)).to_have_count(1)
    expect(desk.locator(ROWS)).to_contain_text("Đặng Thị Đào")
    expect(desk).to_have_url(re.compile(r"q=dang\+dao"))
    desk.go_back()
    expect(desk.locator(ROWS)).to_have_count(50)
    expect(desk.locator("#id_q")).to_have_value("")
    assert complaints == []


def test_order_and_pages_change_without_losing_the_filter(
    desk: Page, commune: Commune, sign_in: Any, live_server: Any
) -> None:
    sign_in(person("district_staff", commune.jurisdiction))
    desk.goto(f"{live_server.url}/officers/?q=nguyen&status=serving")
    desk.locator("#list-region thead th a").first.click()
    expect(desk.locator("#list-region thead th").first).to_have_attribute("aria-sort", "descending")
    desk.locator(".pager a[rel=next]").click()
    expect(desk.locator(ROWS)).to_have_count(2)
    expect(desk).to_have_url(re.compile(r"q=nguyen"))
    expect(desk).to_have_url(re.compile(r"sort=\-name"))
    expect(desk).to_have_url(re.compile(r"page=2"))


def test_the_bar_says_how_many_of_how_many(
    desk: Page, commune: Commune, sign_in: Any, live_server: Any
) -> None:
    sign_in(person("home_affairs", commune.jurisdiction))
    desk.goto(f"{live_server.url}/officers/")
    count, button = desk.locator("[data-bulk-count]"), desk.locator("[data-bulk-bar] button")
    expect(button).to_be_disabled()
    for row in range(3):
        desk.locator("input[name=row]").nth(row).check()
    expect(count).to_have_text(re.compile(r"3 \D+ 53 "))
    desk.locator("[data-all-matching]").check()
    expect(count).to_have_text(re.compile(r"53 \D+ 53 "))
    desk.locator("[data-all-matching]").uncheck()
    button.click()
    expect(desk.locator("h2").first).to_contain_text("3")
    expect(desk).to_have_url(re.compile(r"/lists/selections/"))
    assert serious_violations(desk) == []


def test_columns_are_chosen_and_a_view_is_saved(
    desk: Page, commune: Commune, sign_in: Any, live_server: Any
) -> None:
    sign_in(person("district_staff", commune.jurisdiction))
    desk.goto(f"{live_server.url}/officers/?status=serving")
    menu = desk.locator("details[data-menu]", has=desk.locator(".column-choices"))
    menu.locator("summary").click()
    menu.locator("input[value=phone]").uncheck()
    menu.locator("button[type=submit]").first.click()
    expect(desk.locator("#list-region thead th")).to_have_count(6)
    desk.goto(f"{live_server.url}/officers/")
    expect(desk.locator("#list-region thead th")).to_have_count(6)
    views = desk.locator("details[data-menu]").first
    views.locator("summary").click()
    views.locator("a[href*='/views/save/']").click()
    desk.locator("input[name=name]").fill("Của tôi")
    desk.locator("main form button[type=submit]").click()
    expect(desk.locator(".chip-view")).to_contain_text("Của tôi")


@pytest.mark.parametrize(
    "path",
    [
        "/officers/",
        "/stations/",
        "/equipment/",
        "/equipment/stock/",
        "/communes/",
        "/search/?q=long",
    ],
)
def test_each_page_is_accessible_and_fits_a_small_phone(
    path: str, page: Page, phone: Page, commune: Commune, sign_in: Any, live_server: Any
) -> None:
    user = person("administrator", commune.jurisdiction)
    sign_in(user)
    page.goto(f"{live_server.url}{path}")
    assert serious_violations(page) == []
    sign_in(user, phone)
    phone.goto(path)
    assert overflow(phone) == 0
    assert serious_violations(phone) == []


def test_an_officers_file_is_accessible_and_fits_a_small_phone(
    page: Page, phone: Page, commune: Commune, sign_in: Any, live_server: Any
) -> None:
    user = person("commune_chief", commune)
    path = f"/officers/{commune.officers.first().pk}/"
    sign_in(user)
    page.goto(f"{live_server.url}{path}")
    assert serious_violations(page) == []
    sign_in(user, phone)
    phone.goto(path)
    assert overflow(phone) == 0
    assert serious_violations(phone) == []


def test_a_list_works_without_scripts(
    new_context: Any, commune: Commune, sign_in: Any, live_server: Any
) -> None:
    plain = new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    sign_in(person("home_affairs", commune.jurisdiction), plain)
    plain.goto("/officers/")
    plain.locator("#id_q").fill("dang")
    plain.locator("#filter-form button[type=submit]").click()
    expect(plain.locator(ROWS)).to_have_count(1)
    plain.locator("input[name=row]").check()
    plain.locator("[data-bulk-bar] button").click()
    expect(plain).to_have_url(re.compile("/lists/selections/"))
