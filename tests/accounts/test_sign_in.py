"""Signing in and out, lock-out, one-time passwords, sessions, language."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.accounts.factories import person
from tests.factories import CommuneFactory

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-rat-dai-2020"


@pytest.fixture
def chief():
    user = person("commune_chief", CommuneFactory(name="Long Hòa"), username="truongca")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client: Client, password: str = PASSWORD, username: str = "truongca"):
    return client.post(reverse("account_login"), {"login": username, "password": password})


def test_a_chief_signs_in_and_lands_on_the_desk(chief, client):
    response = sign_in(client)
    assert response.url == "/"
    assert client.session["_auth_user_id"] == str(chief.pk)


def test_a_wrong_password_keeps_the_name_and_says_so_in_vietnamese(chief, client):
    response = sign_in(client, "sai-mat-khau")
    assert response.status_code == 200
    assert "truongca" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_lock_out_is_shared_and_ends_with_a_page_that_helps(chief, settings):
    settings.AXES_FAILURE_LIMIT = 3
    for _ in range(3):
        last = sign_in(
            Client(), "sai-mat-khau"
        )  # a new client each time, as other workers would see
    assert last.status_code == 429
    locked = sign_in(Client())
    assert locked.status_code == 429
    assert "15" in locked.content.decode()


def test_another_persons_failures_lock_only_that_name(chief, client, settings):
    settings.AXES_FAILURE_LIMIT = 3
    for _ in range(4):
        sign_in(Client(), "sai", username="nguoikhac")
    assert sign_in(client).url == "/"


def test_a_one_time_password_must_be_changed_before_anything_else(chief, client):
    chief.must_change_password, chief.language = True, "en"
    chief.save()
    sign_in(client)
    assert client.get("/").url == reverse("account_change_password")
    assert "one-time password" in client.get("/", follow=True).content.decode()
    new = "mat-khau-moi-hoan-toan-7"
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    chief.refresh_from_db()
    assert not chief.must_change_password
    assert client.get("/").status_code == 200


def test_signing_out_elsewhere_ends_the_other_session(chief):
    here, elsewhere = Client(), Client()
    sign_in(elsewhere)
    sign_in(here)
    page = here.get(reverse("usersessions_list"))
    assert page.status_code == 200
    here.post(reverse("usersessions_list"))
    assert elsewhere.get("/").url.startswith(reverse("account_login"))
    assert here.get("/").status_code == 200


def test_the_language_is_kept_for_the_person(chief, client):
    client.force_login(chief)
    assert client.post("/language/", {"language": "en", "next": "/"}).url == "/"
    chief.refresh_from_db()
    assert chief.language == "en"
    assert client.get("/").headers["Content-Language"] == "en"


def test_a_language_switch_never_leads_away_from_the_site(chief, client):
    client.force_login(chief)
    response = client.post("/language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert response.url == "/"


def test_pages_speak_vietnamese_whatever_the_browser_asks_for(client):
    response = client.get(reverse("account_login"), HTTP_ACCEPT_LANGUAGE="en")
    assert response.headers["Content-Language"] == "vi"


def test_signed_in_pages_are_not_kept_by_shared_caches(chief, client):
    client.force_login(chief)
    assert "private" in client.get(reverse("account_change_password")).headers["Cache-Control"]
