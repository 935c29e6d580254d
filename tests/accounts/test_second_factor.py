"""The second factor: who must have one, what a wrong code costs, and the way back after a lost phone."""

import base64
import hashlib
import hmac
import struct
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.factories import person
from tests.factories import CommuneFactory, JurisdictionFactory

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-rat-dai-2020"
SECRET = base64.b32encode(b"bi mat cua thu nghiem").decode()


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def staff() -> User:
    user = person("district_staff", JurisdictionFactory(), username="canbo")
    user.set_password(PASSWORD)
    user.save()
    TOTP.activate(user, SECRET)
    return user


def code(at: float | None = None) -> str:
    """The code of RFC 6238, counted here by itself so that the library is not its own witness."""
    counter = struct.pack(">Q", int((at or time.time()) // 30))
    digest = hmac.new(base64.b32decode(SECRET), counter, hashlib.sha1).digest()
    start = digest[-1] & 0xF
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def after_the_password() -> Client:
    client = Client()
    response = client.post(reverse("account_login"), {"login": "canbo", "password": PASSWORD})
    assert response.url.startswith(reverse("mfa_authenticate"))
    return client


def give(client: Client, value: str):
    return client.post(reverse("mfa_authenticate"), {"code": value})


def test_a_password_alone_opens_nothing(staff):
    client = after_the_password()
    assert "_auth_user_id" not in client.session
    assert client.get("/").status_code == 302


def test_the_right_code_signs_in(staff):
    client = after_the_password()
    assert give(client, code()).status_code == 302
    assert client.session["_auth_user_id"] == str(staff.pk)


def test_a_code_works_only_once(staff):
    moment = code()
    give(after_the_password(), moment)
    second = after_the_password()
    give(second, moment)
    assert "_auth_user_id" not in second.session


def test_codes_cannot_be_guessed_one_after_the_other(staff):
    wrong = "000000" if code() != "000000" else "111111"
    for _ in range(10):
        give(after_the_password(), wrong)  # starting over does not start the count over
    client = after_the_password()
    give(client, code())
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_lets_in_once(staff):
    [first, *_] = RecoveryCodes.activate(staff).get_unused_codes()
    client = after_the_password()
    give(client, first)
    assert client.session["_auth_user_id"] == str(staff.pk)
    again = after_the_password()
    give(again, first)
    assert "_auth_user_id" not in again.session


@pytest.mark.parametrize("role", ["administrator", "district_staff", "home_affairs"])
def test_whoever_sees_a_district_must_set_one_up_first(role, client):
    client.force_login(person(role, JurisdictionFactory()))
    for path in ("/", "/officers/", "/admin/"):
        assert client.get(path).url == reverse("mfa_activate_totp")


def test_the_page_says_why_it_came_and_offers_no_way_around(client):
    user = person("district_staff", JurisdictionFactory(), username="moi", language="en")
    user.set_password(PASSWORD)
    user.save()
    client.post(reverse("account_login"), {"login": "moi", "password": PASSWORD})
    page = client.get("/", follow=True).content.decode()
    assert "a password alone is not enough" in page
    assert "Not now" not in page


def test_an_old_session_must_give_the_password_again(client):
    user = person("district_staff", JurisdictionFactory())
    user.set_password(PASSWORD)
    user.save()
    client.force_login(user)  # nothing tells when this session gave a password
    assert client.get(reverse("mfa_activate_totp")).url.startswith(
        reverse("account_reauthenticate")
    )


@pytest.mark.parametrize("role", ["commune_chief", "commune_officer"])
def test_a_commune_may_go_without(role, client):
    client.force_login(person(role, CommuneFactory()))
    assert client.get("/").status_code == 200


def test_a_lost_phone_is_no_end_when_the_administrator_helps(staff, client):
    district = staff.memberships.get().jurisdiction
    administrator = person("administrator", district)
    TOTP.activate(administrator, SECRET)
    client.force_login(administrator)
    page = client.post(
        "/admin/accounts/user/",
        {"action": "remove_second_factor", "_selected_action": [staff.pk]},
    )
    assert page.status_code == 302
    assert not Authenticator.objects.filter(user=staff).exists()
    assert Authenticator.objects.filter(user=administrator).exists()


def test_secrets_lie_encrypted_in_the_database(staff):
    RecoveryCodes.activate(staff)
    for authenticator in Authenticator.objects.filter(user=staff):
        assert SECRET not in str(authenticator.data)
        kept = authenticator.data.get("secret") or authenticator.data["seed"]
        assert kept.startswith("gAAAA")  # what every Fernet token begins with


def test_the_key_can_be_changed_without_a_new_set_up(staff, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10
    client = after_the_password()
    give(client, code())
    assert client.session["_auth_user_id"] == str(staff.pk)
