"""The map: everybody's own ground and nothing else, the same colours as its table, cheap when unchanged."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dashboards.queries.map_areas import MOST_COMMUNES, areas_geojson, map_ground
from dashboards.queries.map_figures import MAP_FIGURES
from tests.accounts.factories import person
from tests.factories import CommuneFactory, JurisdictionFactory
from tests.incidents.factories import HotspotFactory
from units.domain.scope import Scope

pytestmark = pytest.mark.django_db
TODAY = datetime.date.today()
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[106.5, 10.5], [106.6, 10.5], [106.6, 10.6], [106.5, 10.6], [106.5, 10.5]]],
}


def signed_in(role: str, place: Any) -> Client:
    client = Client()
    client.force_login(person(role, place))
    return client


@pytest.fixture
def district() -> Any:
    return JurisdictionFactory()


@pytest.fixture
def longhoa(district: Any) -> Any:
    return CommuneFactory(
        name="Long Hòa", jurisdiction=district, boundary=SQUARE, boundary_is_schematic=True
    )


@pytest.fixture
def foreign() -> Any:
    return CommuneFactory(name="Bến Lức", boundary=SQUARE)


def names(response: Any) -> list[str]:
    return [feature["properties"]["name"] for feature in response.json()["features"]]


def test_outlines_are_of_the_persons_own_communes(longhoa: Any, foreign: Any) -> None:
    client = signed_in("commune_chief", longhoa)
    assert names(client.get(reverse("map_communes"))) == ["Xã Long Hòa"]
    asked = client.get(reverse("map_communes"), {"commune": foreign.pk})
    assert asked.json()["features"] == []


def test_another_jurisdiction_is_not_found(longhoa: Any, foreign: Any, district: Any) -> None:
    client = signed_in("district_staff", district)
    asked = {"jurisdiction": foreign.jurisdiction_id}
    for name in ("map", "map_communes", "map_hotspots"):
        assert client.get(reverse(name), asked).status_code == 404
    assert client.get(reverse("map_communes"), {"jurisdiction": "1 OR 1=1"}).status_code == 404


def test_signed_out_people_get_no_outline(longhoa: Any) -> None:
    for name in ("map", "map_communes", "map_hotspots"):
        assert Client().get(reverse(name)).status_code == 302


def test_places_of_other_communes_and_closed_ones_stay_off_the_map(
    longhoa: Any, foreign: Any
) -> None:
    HotspotFactory(commune=longhoa, name="Chợ Long Hòa")
    HotspotFactory(commune=foreign, name="Chợ Bến Lức")
    HotspotFactory(
        commune=longhoa, name="Bãi đất trống", state="resolved", closed_on=TODAY, closed_reason="x"
    )
    client = signed_in("commune_chief", longhoa)
    assert names(client.get(reverse("map_hotspots"))) == ["Chợ Long Hòa"]


def test_home_affairs_sees_the_force_but_no_places(longhoa: Any, district: Any) -> None:
    client = signed_in("home_affairs", district)
    page = client.get(reverse("map"))
    assert page.status_code == 200
    assert "data-places-url" not in page.content.decode()
    assert [figure.code for figure in page.context["figures"]][:2] == ["short", "present"]
    assert not {"hotspots", "reviews"} & {figure.code for figure in page.context["figures"]}
    assert client.get(reverse("map_hotspots")).status_code == 403


def test_unchanged_outlines_are_not_sent_twice(longhoa: Any, district: Any) -> None:
    client = signed_in("district_staff", district)
    first = client.get(reverse("map_communes"))
    again = client.get(reverse("map_communes"), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert not again.content
    longhoa.boundary_is_schematic = False
    longhoa.save()
    changed = client.get(reverse("map_communes"), headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert "private" in first["Cache-Control"]


def test_one_persons_version_is_not_anothers(longhoa: Any, foreign: Any, district: Any) -> None:
    mine = signed_in("district_staff", district).get(reverse("map_communes"))
    theirs = signed_in("district_staff", foreign.jurisdiction).get(reverse("map_communes"))
    assert mine["ETag"] != theirs["ETag"]


def test_a_drawing_of_ours_is_marked_as_schematic(longhoa: Any, district: Any) -> None:
    client = signed_in("district_staff", district)
    assert client.get(reverse("map")).context["schematic"] is True
    longhoa.boundary_is_schematic = False
    longhoa.save()
    assert client.get(reverse("map")).context["schematic"] is False


def test_the_table_colours_a_commune_by_its_figure(longhoa: Any, district: Any) -> None:
    quiet = CommuneFactory(name="Long Khê", jurisdiction=district)
    HotspotFactory.create_batch(3, commune=longhoa)
    page = signed_in("district_staff", district).get(reverse("map"), {"figure": "hotspots"})
    rows = {row.key: row for row in page.context["rows"]}
    assert (rows[longhoa.pk].value, rows[longhoa.pk].step) == (3, 1)
    assert (rows[quiet.pk].value, rows[quiet.pk].step) == (0, 0)
    assert f'data-area="{longhoa.pk}" data-step="1"' in page.content.decode()


def test_the_number_of_complicated_places_leads_to_as_many_rows(
    longhoa: Any, district: Any
) -> None:
    HotspotFactory.create_batch(2, commune=longhoa)
    HotspotFactory(commune=longhoa, state="resolved", closed_on=TODAY, closed_reason="x")
    client = signed_in("district_staff", district)
    (row,) = client.get(reverse("map"), {"figure": "hotspots"}).context["rows"]
    assert row.value == len(client.get(row.rows_url).context["rows"]) == 2


@pytest.mark.parametrize("figure", [figure.code for figure in MAP_FIGURES])
def test_every_figure_can_colour_the_map(figure: str, longhoa: Any, district: Any) -> None:
    page = signed_in("district_staff", district).get(reverse("map"), {"figure": figure})
    assert page.context["figure"].code == figure
    assert [row.name for row in page.context["rows"]] == ["Xã Long Hòa"]


def test_ended_communes_are_not_drawn(longhoa: Any, district: Any) -> None:
    CommuneFactory(
        name="Cũ", jurisdiction=district, boundary=SQUARE, valid_until=datetime.date(2025, 6, 30)
    )
    client = signed_in("district_staff", district)
    assert names(client.get(reverse("map_communes"))) == ["Xã Long Hòa"]
    assert [row.name for row in client.get(reverse("map")).context["rows"]] == ["Xã Long Hòa"]


def test_a_commune_without_a_boundary_is_a_point(district: Any) -> None:
    CommuneFactory(name="Long Khê", jurisdiction=district, latitude=10.62, longitude=106.57)
    feature = signed_in("district_staff", district).get(reverse("map_communes")).json()
    assert feature["features"][0]["geometry"] == {"type": "Point", "coordinates": [106.57, 10.62]}


def test_a_nation_is_shown_by_jurisdiction_and_opened_step_by_step() -> None:
    nation = JurisdictionFactory(kind="nation", name="Việt Nam")
    province = JurisdictionFactory(kind="province", name="Tây Ninh", parent=nation)
    for number in range(MOST_COMMUNES + 1):
        CommuneFactory(code=f"{number:05d}", jurisdiction=province, latitude=10.5, longitude=106.5)
    client = signed_in("district_staff", nation)
    page = client.get(reverse("map"), {"figure": "short"})
    (row,) = page.context["rows"]
    assert row.name == "Tây Ninh"
    assert f"jurisdiction={province.pk}" in row.url
    assert names(client.get(reverse("map_communes"))) == ["Tây Ninh"]


def test_the_number_of_queries_does_not_grow_with_the_communes(
    district: Any, django_assert_max_num_queries: Any
) -> None:
    CommuneFactory.create_batch(40, jurisdiction=district, boundary=SQUARE)
    scope = Scope.of([commune.pk for commune in district.communes.all()])
    with django_assert_max_num_queries(2):
        ground = map_ground(scope, None, TODAY)
        assert areas_geojson(ground, TODAY).count('"Feature"') == 40
