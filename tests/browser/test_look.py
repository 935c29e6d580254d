"""The frame, the sign-in pages and the error pages: readable by all, at a desk and on a phone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import get_template
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from tests.accounts.factories import person
from tests.browser.conftest import DESK, PHONE, SIZES, overflow, serious_violations
from tests.factories import CommuneFactory

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "lua-chin-dong-xanh-7"


@pytest.fixture
def chief() -> User:
    """A commune chief who can sign in."""
    user = person("commune_chief", CommuneFactory(name="Long Hòa"), username="truongca.longhoa")
    user.set_password(PASSWORD)
    user.save()
    return user


BEFORE = [
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accounts/inactive/",
]
OWN = ["/accounts/password/change/", "/accounts/2fa/", "/accounts/sessions/"]
ERRORS = ["400", "403", "403_csrf", "404", "429", "500"]


def faults(page: Page) -> list[str]:
    """What a picky reader finds on the page shown: serious axe findings, a page wider than the screen."""
    wide = overflow(page)
    return serious_violations(page) + ([f"{wide} px too wide"] if wide > 0 else [])


@SIZES
def test_pages_before_signing_in(
    page: Page, live_server: Any, complaints: list[str], size: Any
) -> None:
    page.set_viewport_size(size)
    for path in BEFORE:
        page.goto(live_server.url + path)
        expect(page.locator("h1")).to_have_count(1)
        assert (path, faults(page), complaints) == (path, [], [])


@SIZES
def test_the_pages_of_ones_own_account(
    page: Page,
    live_server: Any,
    sign_in: Callable[[Any], None],
    chief: User,
    complaints: list[str],
    size: Any,
) -> None:
    sign_in(chief)
    page.set_viewport_size(size)
    for path in OWN:
        page.goto(live_server.url + path)
        expect(page.locator(".account-tabs [aria-current=page]")).to_have_count(1)
        assert (path, faults(page), complaints) == (path, [], [])


@SIZES
def test_error_pages(page: Page, live_server: Any, size: Any) -> None:
    page.set_viewport_size(size)
    page.goto(live_server.url + "/accounts/login/")
    for name in ERRORS:
        markup = get_template(f"{name}.html").render()
        page.set_content(markup.replace("/static/", f"{live_server.url}/static/"))
        page.wait_for_load_state("networkidle")
        assert (name, faults(page)) == (name, [])


def test_a_person_signs_in_by_keyboard_and_signs_out(
    page: Page, live_server: Any, chief: User, complaints: list[str]
) -> None:
    page.goto(live_server.url + "/accounts/login/")
    page.locator("[name=login]").focus()
    page.keyboard.type("truongca.longhoa")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(live_server.url + "/")
    page.wait_for_load_state()  # scripts run once the page is read whole
    page.keyboard.press("/")
    expect(page.locator("[data-search-box]")).to_be_focused()
    page.locator("[data-bs-toggle=dropdown]").click()
    page.locator(".account-menu form button").click()
    expect(page).to_have_url(re.compile("/accounts/login/"))
    assert complaints == []


def test_a_wrong_password_is_explained_and_the_name_kept(
    page: Page, live_server: Any, chief: User
) -> None:
    page.goto(live_server.url + "/accounts/login/")
    page.fill("[name=login]", "truongca.longhoa")
    page.fill("[name=password]", "sai")
    page.click("form[action*=login] button[type=submit]")
    expect(page.locator(".alert, .invalid-feedback").first).to_be_visible()
    expect(page.locator("[name=login]")).to_have_value("truongca.longhoa")
    expect(page.locator("form[action*=login] button[type=submit]")).to_be_enabled()


def test_the_phone_opens_the_whole_navigation_from_its_bottom_bar(
    page: Page, live_server: Any, sign_in: Callable[[Any], None], chief: User
) -> None:
    sign_in(chief)
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + "/accounts/2fa/")
    expect(page.locator("#site-nav")).to_be_hidden()
    page.locator(".bottom-bar [aria-controls=site-nav]").click()
    expect(page.locator("#site-nav")).to_be_visible()
    assert serious_violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("#site-nav")).to_be_hidden()


def test_touch_targets_of_the_frame_are_large_enough(
    page: Page, live_server: Any, sign_in: Callable[[Any], None], chief: User
) -> None:
    sign_in(chief)
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + "/accounts/password/change/")
    low = page.evaluate(
        """() => [...document.querySelectorAll(
             '.topbar a, .topbar button, .bottom-bar a, main button, main input:not([type=hidden]), .account-tabs a')]
           .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 43.5)
           .map((e) => e.outerHTML.slice(0, 120))"""
    )
    assert low == []


def test_a_form_goes_once_however_often_it_is_sent(
    page: Page, live_server: Any, sign_in: Callable[[Any], None], chief: User
) -> None:
    sign_in(chief)
    page.goto(live_server.url + "/accounts/password/change/")
    held: list[Route] = []
    page.route(
        "**/password/change/",
        lambda route: held.append(route) if route.request.method == "POST" else route.continue_(),
    )
    page.evaluate(
        """() => {
          const form = document.querySelector("main form[method=post]");
          form.querySelectorAll("[required]").forEach((field) => { field.required = false; });
          form.requestSubmit();
          setTimeout(() => {
            sessionStorage.locked = form.querySelector("[type=submit]").disabled;
            form.requestSubmit();
          }, 300);
        }"""
    )
    page.wait_for_timeout(900)
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    assert page.evaluate("sessionStorage.locked") == "true"
    expect(page.locator("main form [type=submit]")).to_be_enabled()


def test_the_lost_line_is_said_and_its_return(
    page: Page, live_server: Any, sign_in: Callable[[Any], None], chief: User
) -> None:
    sign_in(chief)
    page.goto(live_server.url + "/accounts/2fa/")
    banner = page.locator("[data-offline]")
    expect(banner).to_be_hidden()
    page.context.set_offline(True)
    expect(banner).to_be_visible()
    page.context.set_offline(False)
    expect(banner).to_be_hidden()


def test_double_sized_text_still_fits_the_phone(
    page: Page, live_server: Any, sign_in: Callable[[Any], None], chief: User
) -> None:
    sign_in(chief)
    page.set_viewport_size(PHONE)
    for path in ("/", "/accounts/2fa/", "/hotspots/new/", "/officers/"):
        page.goto(live_server.url + path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert (path, max(overflow(page), 0)) == (path, 0)


def test_paper_carries_no_navigation_but_the_unit_and_the_hour(
    page: Page, live_server: Any, sign_in: Callable[[Any], None], chief: User
) -> None:
    sign_in(chief)
    page.set_viewport_size(DESK)
    page.goto(live_server.url + "/accounts/2fa/")
    page.emulate_media(media="print")
    for part in (".side", ".topbar", ".page-foot"):
        expect(page.locator(part)).to_be_hidden()
    expect(page.locator(".print-head")).to_be_visible()
    expect(page.locator(".print-head")).to_contain_text("truongca.longhoa")


def test_a_desk_s_date_field_speaks_vietnamese_and_still_sends_a_date(
    page: Page, live_server: Any, sign_in: Callable[[Any], None], chief: User
) -> None:
    sign_in(chief)
    page.set_viewport_size(DESK)
    page.goto(live_server.url + "/officers/?on=2020-02-28")
    field = page.locator("[name=on]")
    expect(field).to_have_value("28/02/2020")
    page.locator("details.filter-bar").evaluate("bar => { bar.open = true; }")
    field.fill("3.2.2021")
    field.blur()
    expect(field).to_have_value("03/02/2021")
    expect(page).to_have_url(re.compile(r"on=(03%2F02%2F2021|2021-02-03)"))
    field.fill("31/2/2021")
    field.blur()
    assert field.evaluate("(field) => field.validity.customError")
