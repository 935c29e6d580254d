"""Which addresses of signing in exist, and what they say without a mail server."""

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import User
from tests.accounts.factories import person
from tests.factories import CommuneFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "confirm-email/", "confirm-email/abc/", "login/code/confirm/"]
)
@pytest.mark.parametrize("signed_in", [False, True])
def test_what_nobody_needs_is_not_served(path, signed_in, client):
    if signed_in:
        client.force_login(person("commune_chief", CommuneFactory()))
    assert client.get(f"/accounts/{path}").status_code == 404
    assert client.post(f"/accounts/{path}", {"email": "toi@example.vn"}).status_code == 404
    assert not User.objects.filter(email="toi@example.vn").exists()


def test_without_a_mail_server_the_page_says_whom_to_ask(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    page = client.get(reverse("account_reset_password"))
    assert 'name="email"' not in page.content.decode()
    assert client.post(reverse("account_reset_password"), {"email": "a@b.vn"}).status_code == 200


def test_with_a_mail_server_a_link_is_sent_to_the_one_who_has_the_address(client):
    chief = person("commune_chief", CommuneFactory(), email="chief@example.vn")
    chief.set_password("mat-khau-rat-dai-2020")
    chief.save()
    known = client.post(reverse("account_reset_password"), {"email": "chief@example.vn"})
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@example.vn"})
    assert known.url == unknown.url  # the page betrays nobody
    assert [message.to for message in mail.outbox] == [["chief@example.vn"]]


def test_the_bare_address_leads_on(client):
    assert client.get("/accounts/").url == reverse("account_login")
    client.force_login(person("commune_chief", CommuneFactory()))
    assert client.get("/accounts/").url == reverse("accounts_sessions")
