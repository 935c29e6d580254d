"""What was typed is kept where a form cannot be sent: the session has ended, is somebody else's, or there is no line."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from incidents.models import CrimeTip
from tests.accounts.factories import person
from tests.browser.conftest import SIZES, serious_violations
from tests.factories import CommuneFactory, JurisdictionFactory
from units.models import Commune

pytestmark = pytest.mark.django_db(transaction=True)
NAME, CONTENT = "Huỳnh Thị Ngọc Sương", "Nghe tiếng kêu cứu ở cuối ấp."


@pytest.fixture
def commune() -> Commune:
    return CommuneFactory(jurisdiction=JurisdictionFactory(name="Cần Đước"), name="Long Hòa")


@pytest.fixture
def officer(commune: Commune) -> User:
    return person("commune_officer", commune, full_name="Đỗ Quốc Vũ")


@pytest.fixture
def typed(page: Page, live_server: Any, sign_in: Any, officer: User) -> Callable[[], Page]:
    """Return a function that fills the form of receipt in, signed in as the officer."""

    def fill() -> Page:
        sign_in(officer)
        page.goto(f"{live_server.url}/tips/receive/?channel=spoken")
        page.locator("#id_full_name").fill(NAME)
        page.locator("#id_content").fill(CONTENT)
        return page

    return fill


def send(page: Page) -> None:
    page.locator(".save-bar button[type=submit]").click()


def still_there(page: Page) -> None:
    expect(page.locator("#id_full_name")).to_have_value(NAME)
    expect(page.locator("#id_content")).to_have_value(CONTENT)
    assert not CrimeTip.objects.exists()


@SIZES
def test_after_the_session_has_ended(
    typed: Callable[[], Page], sign_in: Any, officer: User, commune: Commune, size: dict[str, int]
) -> None:
    page = typed()
    page.set_viewport_size(size)
    page.context.clear_cookies()
    send(page)
    dialog = page.get_by_role("dialog", name="Chưa gửi được")
    expect(dialog.get_by_role("alert")).to_contain_text("Phiên đăng nhập đã hết")
    link = dialog.get_by_role("link", name="Đăng nhập ở thẻ khác")
    expect(link).to_be_focused()
    assert (link.get_attribute("target"), serious_violations(page)) == ("_blank", [])
    dialog.get_by_role("button", name="Gửi lại").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Phiên đăng nhập đã hết")
    page.keyboard.press("Escape")
    still_there(page)
    # Somebody else has signed in meanwhile: this is not theirs to send.
    sign_in(person("commune_officer", commune))
    send(page)
    expect(dialog.get_by_role("alert")).to_contain_text("người khác đăng nhập")
    expect(link).to_be_hidden()
    still_there(page)
    # The person is back, with another token.
    sign_in(officer)
    dialog.get_by_role("button", name="Gửi lại").press("Enter")
    expect(page.locator("#state")).to_be_visible()
    assert CrimeTip.objects.get().received_by == officer


def test_without_a_line(typed: Callable[[], Page]) -> None:
    page = typed()
    page.route("**/account/session/", lambda route: route.abort())
    send(page)
    dialog = page.get_by_role("dialog", name="Chưa gửi được")
    expect(dialog.get_by_role("alert")).to_contain_text("Không liên lạc được")
    dialog.get_by_role("button", name="Quay lại biểu mẫu").click()
    still_there(page)
    page.unroute("**/account/session/")
    send(page)
    expect(page.locator("#state")).to_be_visible()
    assert CrimeTip.objects.count() == 1


def test_signing_in_in_the_other_tab_ends_where_one_is_sent_back(
    page: Page, live_server: Any, sign_in: Any, officer: User
) -> None:
    sign_in(officer)
    page.goto(f"{live_server.url}/account/session/again/")
    expect(page.get_by_role("heading", name="Đã đăng nhập lại")).to_be_visible()
    assert serious_violations(page) == []
