"""Pages of ids: counted exactly up to the cap, never beyond, in two queries at most."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lists.queries import rows_in_order, window
from tests.factories import CommuneFactory, HamletFactory
from units.models import Hamlet

pytestmark = pytest.mark.django_db


@pytest.fixture
def hamlets() -> list[int]:
    commune = CommuneFactory()
    return [HamletFactory(commune=commune, name=f"Ấp {n:02}").pk for n in range(23)]


def test_a_page_and_the_count_take_one_query(hamlets: list[int]) -> None:
    with CaptureQueriesContext(connection) as queries:
        found = window(Hamlet.objects.all(), ["name"], page=2, size=10)
    assert len(queries) == 1
    assert found.ids == tuple(hamlets[10:20])
    assert (found.total, found.capped, found.has_next, found.pages) == (23, False, True, 3)
    assert (found.first, found.last) == (11, 20)


def test_more_rows_than_the_cap_are_not_counted(hamlets: list[int]) -> None:
    found = window(Hamlet.objects.all(), ["name"], size=10, cap=20)
    assert (found.total, found.capped, found.pages, found.has_next) == (20, True, None, True)


def test_pages_beyond_the_cap_can_still_be_turned(hamlets: list[int]) -> None:
    found = window(Hamlet.objects.all(), ["name"], page=3, size=10, cap=15)
    assert found.ids == tuple(hamlets[20:])
    assert (found.capped, found.has_next) == (True, False)


def test_exactly_as_many_rows_as_the_cap_are_counted(hamlets: list[int]) -> None:
    found = window(Hamlet.objects.all(), ["name"], size=10, cap=23)
    assert (found.total, found.capped) == (23, False)


def test_a_page_that_is_gone_becomes_the_last(hamlets: list[int]) -> None:
    found = window(Hamlet.objects.all(), ["name"], page=9, size=10)
    assert (found.page, found.ids) == (3, tuple(hamlets[20:]))


def test_nothing_found_is_one_empty_page() -> None:
    found = window(Hamlet.objects.none(), ["name"])
    assert (found.ids, found.total, found.pages, found.first, found.last) == ((), 0, 1, 0, 0)


def test_rows_keep_the_order_of_their_ids(hamlets: list[int]) -> None:
    wanted = [hamlets[4], hamlets[1], 0, hamlets[9]]
    assert [row.pk for row in rows_in_order(Hamlet.objects.all(), wanted)] == [
        hamlets[4],
        hamlets[1],
        hamlets[9],
    ]
