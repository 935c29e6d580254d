"""Where somebody is signed in: each device by a name that says something, and signed out one by one."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from accounts.templatetags.device_words import device_words
from tests.accounts.factories import person
from tests.factories import CommuneFactory

PASSWORD = "mat-khau-rat-dai-2020"
PHONE = "Mozilla/5.0 (Linux; Android 14; SM-A146P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (PHONE, "Chrome Mobile · Samsung SM-A146P · Android 14"),
        (DESK, "Firefox · Windows 10"),
        ("", "thiết bị không rõ"),
        ("<script>" * 400, "thiết bị không rõ"),
    ],
    ids=["phone", "desk", "nothing", "nonsense"],
)
def test_a_device_is_named_in_words(told: str, words: str) -> None:
    with override("vi"):
        assert device_words(told) == words


def chief() -> User:
    user = person("commune_chief", CommuneFactory())
    user.set_password(PASSWORD)  # anew, it would end the sessions of before
    user.save()
    return user


def signed_in(user: User, agent: str) -> Client:
    client = Client(headers={"user-agent": agent})
    words = {"login": user.username, "password": PASSWORD}
    assert client.post(reverse("account_login"), words).status_code == 302
    return client


@pytest.mark.django_db
def test_one_other_device_is_signed_out_and_the_rest_stay() -> None:
    user = chief()
    here, there, elsewhere = (signed_in(user, agent) for agent in (DESK, PHONE, DESK))
    page = here.get(reverse("accounts_sessions"))
    assert page.status_code == 200, page.headers
    assert "Samsung SM-A146P" in page.content.decode()
    row = UserSession.objects.get(user_agent=PHONE)
    here.post(reverse("session_end", args=[row.pk]))
    assert there.get("/").status_code == 302
    assert elsewhere.get("/").status_code == 200
    assert here.get("/").status_code == 200


@pytest.mark.django_db
def test_nobody_ends_a_strangers_session() -> None:
    stranger = chief()
    theirs = signed_in(stranger, PHONE)
    row = UserSession.objects.get(user=stranger)
    assert signed_in(chief(), DESK).post(reverse("session_end", args=[row.pk])).status_code == 404
    assert theirs.get("/").status_code == 200


@pytest.mark.django_db
def test_a_form_asks_who_is_signed_in_and_gets_a_token(client: Client) -> None:
    asked = reverse("session_state")
    assert (client.get(asked).status_code, client.get(asked).json()) == (401, {})
    user = chief()
    client.force_login(user)
    answer = client.get(asked)
    assert answer.json()["person"] == user.pk
    assert answer.json()["token"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_the_token_that_is_given_is_good(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(chief())
    token = strict.get(reverse("session_state")).json()["token"]
    sent = {"csrfmiddlewaretoken": token, "language": "vi", "next": "/"}
    assert strict.post(reverse("set_language"), sent).status_code == 302
