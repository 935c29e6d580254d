"""The map of incidents: what is heaped adds up, what is out of sight or of scope is not in it."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from incidents.queries.incident_map import RESOLUTIONS, Box, heap_up, resolution_at
from tests.incidents.factories import IncidentFactory
from tests.incidents.people import District

NOW = timezone.now()
rows = st.lists(
    st.tuples(
        st.floats(10.4, 10.7), st.floats(106.4, 106.8),
        st.dates(datetime.date(2023, 1, 1), datetime.date(2026, 11, 1)),
    ),
    max_size=60,
)  # fmt: skip


@given(rows, st.sampled_from([5, 8, 10]))
def test_heaps_and_their_months_add_up_to_all_points(points, resolution):
    heaps = heap_up(points, resolution)
    assert heaps.total == sum(heap.count for heap in heaps.heaps) == len(points)
    assert all(sum(heap.months) == heap.count for heap in heaps.heaps)
    assert all(len(heap.months) == len(heaps.months) for heap in heaps.heaps)
    for heap in heaps.heaps:
        assert 10.4 <= heap.latitude <= 10.7
        assert 106.4 <= heap.longitude <= 106.8
    by_month = [sum(heap.months[n] for heap in heaps.heaps) for n in range(len(heaps.months))]
    for number, month in enumerate(heaps.months):
        same = [day for _x, _y, day in points if (day.year, day.month) == (month.year, month.month)]
        assert by_month[number] == len(same)


def test_closer_means_finer():
    found = [resolution_at(zoom) for zoom, _resolution in RESOLUTIONS]
    assert found == sorted(found)
    assert resolution_at(18) > resolution_at(15) > resolution_at(5)


@pytest.mark.parametrize(
    "text", ["", "a,b,c,d", "1,2,3", "10,106,9,107", "nan,1,2,3", "10,107,11,106"]
)
def test_a_box_that_is_none_is_not_used(text):
    assert Box.read(text) is None


@pytest.fixture
def staff(district: District, client: Client) -> Client:
    client.force_login(district.staff)
    return client


def test_the_map_counts_what_is_in_sight_and_names_it_when_close(staff, district):
    here = {"latitude": 10.592, "longitude": 106.5735, "occurred_from": NOW}
    near = IncidentFactory.create_batch(3, commune=district.commune, **here)
    IncidentFactory(commune=district.commune, latitude=10.50, longitude=106.60, occurred_from=NOW)
    IncidentFactory(commune=district.commune, occurred_from=NOW)  # without a point
    IncidentFactory(**here)  # another district's
    address = reverse("incident_map_data")
    whole = staff.get(address, {"all": "1", "zoom": "9"}).json()
    assert whole["total"] == 4
    assert whole["points"] == []
    box = "10.58,106.56,10.60,106.58"
    close = staff.get(address, {"all": "1", "zoom": "16", "box": box}).json()
    assert {one["number"] for one in close["points"]} == {one.number for one in near}
    assert [heap[2] for heap in close["heaps"]] == [3]
    none = staff.get(address, {"all": "1", "state": "settled", "zoom": "x", "box": "x"}).json()
    assert none["heaps"] == []


def test_the_page_opens_with_twelve_months_and_keeps_the_filters(staff, district):
    page = staff.get(reverse("incident_map"))
    since = timezone.localdate() - datetime.timedelta(days=365)
    assert f"happened_after={since.isoformat()}" in page.context["data_url"]
    asked = staff.get(reverse("incident_map"), {"state": "settled"})
    assert "state=settled" in asked.context["data_url"]
    assert "state=settled" in asked.context["list_url"]


def test_the_data_take_as_many_queries_for_many_as_for_few(
    staff, district, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def add(number: int) -> None:
        IncidentFactory.create_batch(
            number, commune=district.commune, latitude=10.59, longitude=106.57, occurred_from=NOW
        )

    address = reverse("incident_map_data")
    add(2)
    staff.get(address, {"all": "1", "zoom": "17"})
    with CaptureQueriesContext(connection) as few:
        staff.get(address, {"all": "1", "zoom": "17"})
    add(30)
    with django_assert_max_num_queries(len(few)):
        staff.get(address, {"all": "1", "zoom": "17"})
