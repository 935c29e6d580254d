"""The transaction around each request: what it shows, what it undoes, what it records, what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.accounts.factories import person
from tests.factories import OfficerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.request_urls")]

# tests/conftest.py lets the test itself see all communes again once a request is over.
WIDENED_BY_TESTS = (
    "SELECT set_config('app.communes', '*', true), set_config('app.jurisdictions', '*', true),"
    " set_config('app.user', '', true)"
)


@pytest.fixture
def own():
    return OfficerFactory()


@pytest.fixture(autouse=True)
def foreign():
    return OfficerFactory(note="cũ")


@pytest.fixture
def signed_in(own, client):
    client.force_login(person("commune_chief", own.commune, username="truongca"))
    return client


@pytest.mark.parametrize("path", ["/t/streamed/", "/t/late/"])
def test_what_is_written_after_the_view_still_sees_the_own_rows_and_no_others(path, own, signed_in):
    response = signed_in.get(path)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    assert body.split() == [str(own.pk).encode()]


def test_a_view_that_fails_undoes_what_it_did(own, signed_in):
    signed_in.raise_request_exception = False
    assert signed_in.get("/t/fails/").status_code == 500
    own.refresh_from_db()
    assert own.note == ""


def test_an_update_of_everything_reaches_the_own_rows_alone(own, foreign, signed_in):
    signed_in.post("/t/changes/")
    own.refresh_from_db()
    foreign.refresh_from_db()
    assert (own.note, foreign.note) == ("đã sửa", "cũ")


def test_each_change_records_who_from_where_and_by_which_request(own, signed_in):
    signed_in.post("/t/changes/", REMOTE_ADDR="203.0.113.9")
    context = own.events.latest("pgh_id").pgh_context
    assert context["username"] == "truongca"
    assert context["name"] == "Nguyễn Văn Tâm"
    assert context["address"] == "203.0.113.9"
    assert context["path"] == "/t/changes/"
    assert len(context["request"]) == 36


def asked_by(client, path: str) -> list[str]:
    """Return what a request asks the database, without the tests' own widening at its end."""
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return [query["sql"] for query in queries if query["sql"] != WIDENED_BY_TESTS]


def test_the_wrapping_costs_four_round_trips(signed_in):
    """Ours: open, who is it, narrow, close. Then session, user, and the view's savepoint twice."""
    asked = asked_by(signed_in, "/t/empty/")
    assert len(asked) == 8, "\n".join(asked)
    assert sum("accounts_membership" in sql for sql in asked) == 1
    assert sum(sql.startswith(("SAVEPOINT", "RELEASE")) for sql in asked) == 4


def test_a_stranger_costs_nothing_but_the_views_own_savepoint(client):
    asked = asked_by(client, "/t/empty/")
    assert all("SAVEPOINT" in sql for sql in asked), "\n".join(asked)
