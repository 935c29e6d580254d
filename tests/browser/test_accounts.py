"""A new colleague's first day: made by the administrator, one-time password, second factor, sign-out."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from tests.accounts.factories import person
from tests.browser.conftest import overflow, serious_violations
from tests.factories import CommuneFactory, JurisdictionFactory

pytestmark = pytest.mark.django_db(transaction=True)
OWN = "mat-khau-cua-rieng-toi-7"


def enter(page: Page, name: str, password: str) -> None:
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("main form button[type=submit]").click()


def test_a_new_official_is_made_signs_in_and_secures_the_sign_in(
    desk: Page,
    phone: Page,
    live_server: Any,
    sign_in: Callable[..., None],
    complaints: list[str],
    settings: Any,
) -> None:
    district = JurisdictionFactory(name="Cần Đước")
    CommuneFactory(jurisdiction=district)
    sign_in(person("administrator", district, username="quantri"))

    role = Group.objects.get(name="district_staff")

    # The administrator makes the sign-in and reads the password out.
    desk.goto(f"{live_server.url}/admin/accounts/user/add/")
    desk.locator("input[name=username]").fill("canbo.moi")
    desk.locator("input[name=full_name]").fill("Lê Thị Mới")
    desk.locator("select[name=memberships-0-role]").select_option(str(role.pk))
    desk.locator(".field-jurisdiction .select2-selection").first.click()
    desk.locator(".select2-search__field").fill("Can Duoc")
    desk.locator(".select2-results__option", has_text="Cần Đước").click()
    assert serious_violations(desk) == []
    desk.locator("input[name=_save]").first.click()
    told = desk.locator(".messagelist").inner_text()
    found = re.search(r"canbo\.moi: ([\w-]{12})", told)
    assert found, told
    desk.goto(f"{live_server.url}/admin/accounts/user/")
    assert serious_violations(desk) == []
    # The stock admin's search boxes ask for a width by an inline style; ours comes from admin.css.
    assert [heard for heard in complaints if "inline style" not in heard] == []

    # The colleague, on a phone, must choose a password and set up the second factor before all else.
    settings.SECOND_FACTOR_REQUIRED = True
    enter(phone, "canbo.moi", found[1])
    expect(phone).to_have_url(re.compile("/accounts/password/change/"))
    assert serious_violations(phone) == []
    phone.locator("input[name=oldpassword]").fill(found[1])
    phone.locator("input[name=password1]").fill(OWN)
    phone.locator("input[name=password2]").fill(OWN)
    phone.locator("main form button[type=submit]").click()
    phone.goto("/")
    expect(phone).to_have_url(re.compile("/accounts/2fa/totp/activate/"))
    expect(phone.locator("img.qr")).to_be_visible()
    assert phone.locator("img.qr").evaluate("image => image.naturalWidth") > 0
    assert serious_violations(phone) == []
    assert overflow(phone) <= 0
    secret = phone.locator(".secret-box").inner_text()
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    phone.locator("input[name=code]").fill(code)
    phone.locator("main form button[type=submit]").click()
    expect(phone).to_have_url(re.compile("/accounts/2fa/recovery-codes/"))
    assert overflow(phone) <= 0
    recovery = phone.locator(".code-list li").first.inner_text()
    phone.goto("/")
    expect(phone).to_have_url(re.compile("/$"))

    # Next time the password alone is not enough; a recovery code stands in for the lost phone.
    phone.context.clear_cookies()
    enter(phone, "canbo.moi", OWN)
    expect(phone).to_have_url(re.compile("/accounts/2fa/authenticate/"))
    assert serious_violations(phone) == []
    phone.locator("input[name=code]").fill(recovery)
    phone.locator("main form button[type=submit]").first.click()
    expect(phone).to_have_url(re.compile("/$"))
    phone.goto("/accounts/sessions/")
    assert serious_violations(phone) == []
    assert overflow(phone) <= 0
