"""One box finds officers, communes and hotspots: blind to diacritics, within scope and rights."""

import pytest
from django.urls import reverse

from tests.accounts.factories import person
from tests.dashboards.lists import serving, signed_in
from tests.factories import CommuneFactory, OfficerFactory
from tests.incidents.factories import HotspotFactory
from units.models import Commune

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune() -> Commune:
    return CommuneFactory(name="Rạch Kiến")


def found(client, text: str, **headers: str) -> str:
    response = client.get(reverse("search"), {"q": text}, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_all_kinds_are_found_without_diacritics(commune: Commune) -> None:
    serving(commune, 1, given_name="Kiến", middle_name="Rạch")
    HotspotFactory(commune=commune, name="Chợ Rạch Kiến")
    html = found(signed_in(person("district_staff", commune.jurisdiction)), "RACH kien")
    assert "Nguyễn Rạch Kiến" in html
    assert "Xã Rạch Kiến</a>" in html
    assert "Chợ Rạch Kiến" in html


def test_nothing_of_another_jurisdiction_is_found(commune: Commune) -> None:
    foreign = CommuneFactory(name="Rạch Kiến Hai")
    serving(foreign, 1, given_name="Kiến")
    HotspotFactory(commune=foreign, name="Chợ Rạch Kiến Hai")
    html = found(signed_in(person("district_staff", commune.jurisdiction)), "kien")
    assert "Văn Kiến" not in html
    assert "Kiến Hai" not in html


def test_hotspots_are_not_shown_to_home_affairs(commune: Commune) -> None:
    HotspotFactory(commune=commune, name="Chợ Rạch Kiến")
    html = found(signed_in(person("home_affairs", commune.jurisdiction)), "kien")
    assert "Chợ Rạch Kiến" not in html
    assert "Xã Rạch Kiến</a>" in html


def test_a_whole_citizen_id_finds_its_person_and_a_part_does_not(commune: Commune) -> None:
    OfficerFactory(commune=commune, given_name="Số", citizen_id="080185001234")
    client = signed_in(person("home_affairs", commune.jurisdiction))
    assert "Văn Số" in found(client, "0801 8500 1234")
    assert "Văn Số" not in found(client, "080185")
    stranger = signed_in(person("district_staff", commune.jurisdiction))
    assert "Văn Số" not in found(stranger, "0801 8500 1234")


def test_a_nul_in_the_search_box_is_no_error(commune: Commune) -> None:
    client = signed_in(person("district_staff", commune.jurisdiction))
    assert "Rạch Kiến" in found(client, "rach\x00 kien")


def test_more_than_a_glance_leads_to_the_list(commune: Commune) -> None:
    OfficerFactory.create_batch(8, commune=commune, family_name="Đặng")
    html = found(signed_in(person("district_staff", commune.jurisdiction)), "dang")
    assert html.count("Đặng Văn") == 6
    assert "/officers/?q=dang" in html


def test_nothing_found_says_what_to_try(commune: Commune) -> None:
    client = signed_in(person("district_staff", commune.jurisdiction))
    assert "empty-state" in found(client, "không có ai")
    assert "empty-state" not in found(client, "")


def test_htmx_gets_the_results_alone(commune: Commune) -> None:
    client = signed_in(person("district_staff", commune.jurisdiction))
    assert "<html" not in found(client, "kien", **{"HX-Request": "true"})


def test_a_stranger_finds_nothing(client) -> None:
    assert client.get(reverse("search"), {"q": "an"}).status_code == 302


def test_the_number_of_queries_is_constant(commune: Commune, django_assert_max_num_queries) -> None:
    OfficerFactory.create_batch(30, commune=commune)
    client = signed_in(person("district_staff", commune.jurisdiction))
    found(client, "nguyen")
    with django_assert_max_num_queries(19):
        found(client, "nguyen")
