"""The sign-in page in a real browser: the first thing that everybody sees."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import overflow, serious_violations

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_stranger_keeps_what_he_typed_and_is_told_that_the_password_is_wrong(
    desk: Page, live_server: Any
) -> None:
    desk.goto(f"{live_server.url}/")
    desk.locator("input[name=login]").fill("nobody")
    desk.locator("input[name=password]").fill("not the password")
    desk.locator("main form button[type=submit]").click()
    expect(desk.locator(".alert, .invalid-feedback, [role=alert]").first).to_be_visible()
    expect(desk.locator("input[name=login]")).to_have_value("nobody")
    assert serious_violations(desk) == []


def test_the_sign_in_page_fits_a_small_phone(phone: Page) -> None:
    phone.goto("/accounts/login/")
    assert serious_violations(phone) == []
    assert overflow(phone) <= 0
