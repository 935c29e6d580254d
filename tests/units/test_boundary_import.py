"""The administrator's boundary import: preview first, only own communes, every fault in words."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.accounts.factories import person
from tests.factories import CommuneFactory, JurisdictionFactory
from units.domain.boundary_files import read_boundary_file
from units.domain.boundary_matching import match_boundaries, plain_name

pytestmark = pytest.mark.django_db


def square(west: float, south: float, size: float = 0.04) -> dict[str, Any]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def geojson(*shapes: tuple[dict[str, Any], dict[str, Any]]) -> bytes:
    features = [
        {"type": "Feature", "geometry": geometry, "properties": named} for geometry, named in shapes
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.fixture
def district() -> Any:
    return JurisdictionFactory()


@pytest.fixture
def longhoa(district: Any) -> Any:
    return CommuneFactory(code="28123", name="Long Hòa", jurisdiction=district, area_km2=None)


@pytest.fixture
def admin(district: Any, settings: Any, tmp_path: Any) -> Client:
    settings.MEDIA_ROOT = tmp_path
    client = Client()
    client.force_login(person("administrator", district))
    return client


def send(client: Client, content: bytes) -> Any:
    file = SimpleUploadedFile("ranh-gioi.geojson", content)
    return client.post(reverse("admin:units_commune_boundaries"), {"file": file}, follow=True)


def write(client: Client, *numbers: int) -> Any:
    chosen = {"write": "1", "shape": list(numbers)}
    return client.post(reverse("admin:units_commune_boundaries"), chosen, follow=True)


def test_a_boundary_is_written_only_after_the_preview(admin: Client, longhoa: Any) -> None:
    shown = send(admin, geojson((square(106.55, 10.57), {"code": "28123"})))
    assert "Xã Long Hòa" in shown.content.decode()
    longhoa.refresh_from_db()
    assert longhoa.boundary is None
    write(admin, 1)
    longhoa.refresh_from_db()
    assert longhoa.boundary["type"] == "Polygon"
    assert longhoa.boundary_is_schematic is False
    assert longhoa.latitude == pytest.approx(10.59, abs=0.02)


def test_unticked_shapes_stay_unwritten(admin: Client, longhoa: Any, district: Any) -> None:
    other = CommuneFactory(code="28120", name="Phước Vân", jurisdiction=district)
    send(
        admin,
        geojson(
            (square(106.55, 10.57), {"code": 28123}), (square(106.5, 10.57), {"code": "28120"})
        ),
    )
    write(admin, 2)
    longhoa.refresh_from_db()
    other.refresh_from_db()
    assert (longhoa.boundary is None, other.boundary is None) == (True, False)


def test_the_list_of_communes_leads_to_the_import(admin: Client, longhoa: Any) -> None:
    page = admin.get(reverse("admin:units_commune_changelist")).content.decode()
    assert reverse("admin:units_commune_boundaries") in page


def test_a_shape_under_another_name_is_offered_but_not_ticked(admin: Client, longhoa: Any) -> None:
    shape = (square(106.55, 10.57), {"code": "28123", "name": "Xã Rạch Kiến"})
    shown = send(admin, geojson(shape)).content.decode()
    assert "Rạch Kiến" in shown
    assert " checked" not in shown
    assert "disabled" not in shown


def test_another_districts_commune_is_not_matched(admin: Client, longhoa: Any) -> None:
    foreign = CommuneFactory(code="27001", name="Bến Lức")
    shown = send(admin, geojson((square(106.4, 10.6), {"code": "27001"})))
    assert "disabled" in shown.content.decode()
    write(admin, 1)
    foreign.refresh_from_db()
    assert foreign.boundary is None


def test_home_affairs_and_chiefs_may_not_import_boundaries(district: Any, longhoa: Any) -> None:
    for role, place in (("home_affairs", district), ("commune_chief", longhoa)):
        client = Client()
        client.force_login(person(role, place))
        assert client.get(reverse("admin:units_commune_boundaries")).status_code in (302, 403)


def test_an_unreadable_file_is_answered_with_a_sentence(admin: Client) -> None:
    shown = send(admin, b"PK\x03\x04 not geojson")
    assert shown.status_code == 200
    assert "errorlist" in shown.content.decode()


def test_writing_without_a_file_on_hold_asks_for_it_again(admin: Client) -> None:
    shown = write(admin, 1)
    assert shown.redirect_chain
    assert shown.status_code == 200


def test_a_name_without_diacritics_or_kind_finds_its_commune(longhoa: Any) -> None:
    file = read_boundary_file(geojson((square(106.55, 10.57), {"ten_xa": "XA LONG HOA"})))
    (row,) = match_boundaries(file, [longhoa])
    assert row.commune == longhoa
    assert row.can_be_written


def test_a_name_that_two_communes_share_is_not_guessed(longhoa: Any) -> None:
    twin = CommuneFactory(name="Long Hoa")
    file = read_boundary_file(geojson((square(106.55, 10.57), {"name": "Long Hòa"})))
    (row,) = match_boundaries(file, [longhoa, twin])
    assert row.commune is None
    assert not row.can_be_written


def test_two_shapes_for_one_commune_are_both_refused(longhoa: Any) -> None:
    file = read_boundary_file(
        geojson(
            (square(106.55, 10.57), {"name": "Long Hòa"}), (square(106.6, 10.5), {"code": "28123"})
        )
    )
    assert [row.can_be_written for row in match_boundaries(file, [longhoa])] == [False, False]


def test_neighbours_that_overlap_are_remarked_on_both(longhoa: Any) -> None:
    other = CommuneFactory(code="28120", name="Phước Vân")
    file = read_boundary_file(
        geojson(
            (square(106.55, 10.57), {"code": "28123"}), (square(106.56, 10.57), {"code": "28120"})
        )
    )
    rows = match_boundaries(file, [longhoa, other])
    assert all(row.can_be_written and row.warnings for row in rows)
    assert "75" in rows[0].warnings[0]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Xã Long Hòa", "long hoa"),
        ("THỊ TRẤN CẦN ĐƯỚC", "can duoc"),
        ("Phường  1", "1"),
        ("Đặc khu Trường Sa", "truong sa"),
        ("Xã Đa Phước", "da phuoc"),
    ],
)
def test_names_compare_without_kind_and_diacritics(written: str, plain: str) -> None:
    assert plain_name(written) == plain
