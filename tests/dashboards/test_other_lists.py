"""The lists of communes, stations and equipment: each role, filters, and cost from 10 to 1,000 rows."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.domain.roles import ROLES
from tests.accounts.factories import person
from tests.dashboards.lists import rows_of, signed_in
from tests.factories import (
    CommuneFactory,
    EquipmentItemFactory,
    EquipmentStockFactory,
    EquipmentTypeFactory,
    HamletFactory,
    OfficerFactory,
    StationFactory,
)
from units.models import Commune, EquipmentItem, EquipmentStock, Station

pytestmark = pytest.mark.django_db
LISTS = ["commune_list", "station_list", "equipment_list", "equipment_stock"]


@pytest.fixture
def commune() -> Commune:
    return CommuneFactory(name="Long Hòa")


def one_of_each(commune: Commune, mark: str) -> None:
    kind = EquipmentTypeFactory(name=f"Loại {mark}")
    StationFactory(commune=commune, address=f"Trụ sở {mark}")
    EquipmentItemFactory(commune=commune, type=kind, code=f"TS {mark}")
    EquipmentStockFactory(commune=commune, note=f"Kho {mark}")


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_sees_its_own_rows_and_no_others(role: str, name: str, commune: Commune) -> None:
    foreign = CommuneFactory(name="Xã Khác")
    one_of_each(commune, "mình")
    one_of_each(foreign, "người")
    user = person(role, commune if ROLES[role].of_commune else commune.jurisdiction)
    columns = {
        "station_list": "commune,address",
        "equipment_list": "code",
        "equipment_stock": "note",
    }
    html = signed_in(user).get(reverse(name), {"all": "1", "cols": columns.get(name, "")})
    body = html.content.decode().split("<tbody>")[1].split("</tbody>")[0]
    assert rows_of(html.content.decode()) == 1
    assert "người" not in body
    assert "Xã Khác" not in body


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("query", ["", "?all=1"])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    name: str, query: str, commune: Commune
) -> None:
    client = signed_in(person("administrator", commune.jurisdiction))
    fill(commune, 10)
    few = cost(client, name, query)
    fill(commune, 990)
    # Beyond a hundred communes the choice of communes becomes a text field: one query less.
    assert cost(client, name, query) <= few <= 17


@pytest.mark.parametrize("name", LISTS)
def test_every_column_at_once_costs_no_query_per_row(name: str, commune: Commune) -> None:
    from lists.views.reading import PAGES

    keys = {
        "commune_list": "communes",
        "station_list": "stations",
        "equipment_list": "equipment",
        "equipment_stock": "equipment-stock",
    }
    columns = ",".join(PAGES[keys[name]].table_class.column_names())
    client = signed_in(person("administrator", commune.jurisdiction))
    fill(commune, 2)
    few = cost(client, name, f"?all=1&cols={columns}")
    fill(commune, 40)
    assert cost(client, name, f"?all=1&cols={columns}") == few


def fill(commune: Commune, count: int) -> None:
    start = Commune.objects.count()
    day = datetime.date(1900, 1, 1)
    communes = Commune.objects.bulk_create(
        Commune(code=f"{start + n:05}", name=f"C{start + n}", jurisdiction=commune.jurisdiction)
        for n in range(count)
    )
    Station.objects.bulk_create(
        Station(commune=place, tenure="own", valid_from=day) for place in communes
    )
    kind, countable = EquipmentTypeFactory(life_years=5), EquipmentTypeFactory(is_countable=True)
    holder = OfficerFactory(commune=commune)
    EquipmentItem.objects.bulk_create(
        EquipmentItem(commune=place, type=kind, holder=holder, original_cost=9, in_use_from=day)
        for place in communes
    )
    EquipmentStock.objects.bulk_create(
        EquipmentStock(commune=place, type=countable, quantity=3) for place in communes
    )


def cost(client, name: str, query: str) -> int:
    url = f"{reverse(name)}{query}"
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


def test_a_communes_row_tells_what_it_has(commune: Commune) -> None:
    HamletFactory.create_batch(3, commune=commune)
    StationFactory(commune=commune, tenure="none")
    html = signed_in(person("administrator", commune.jurisdiction)).get(
        reverse("commune_list"), {"cols": "name,hamlets,serving,station"}
    )
    text = html.content.decode()
    assert ">3</td>" in text
    assert ">0</td>" in text
    assert "status-bad" in text


def test_missing_stations_and_equipment_due_are_found(commune: Commune) -> None:
    StationFactory(commune=commune, tenure="none")
    StationFactory(commune=CommuneFactory(jurisdiction=commune.jurisdiction))
    long_ago = datetime.date(2020, 1, 1)
    EquipmentItemFactory(commune=commune, next_inspection_on=long_ago)
    EquipmentItemFactory(commune=commune, licence_expires_on=long_ago, condition="broken")
    client = signed_in(person("district_staff", commune.jurisdiction))

    def found(name: str, **query: str) -> int:
        return rows_of(client.get(reverse(name), query).content.decode())

    assert found("station_list", tenure="none") == 1
    assert found("equipment_list", inspection="overdue") == 1
    assert found("equipment_list", inspection="soon") == 0
    assert found("equipment_list", licence="expired") == 1
    assert found("equipment_list", usable="1") == 1
    assert found("equipment_list", usable="0") == 1


def test_equipment_is_found_by_its_kind_code_or_plate(commune: Commune) -> None:
    kind = EquipmentTypeFactory(name="Xe mô tô tuần tra")
    EquipmentItemFactory(commune=commune, type=kind, code="LH-07", serial="62-B1 123.45")
    EquipmentItemFactory(commune=commune, type=EquipmentTypeFactory(name="Bộ đàm"))
    client = signed_in(person("district_staff", commune.jurisdiction))
    for text, count in (("mo to", 1), ("xe lh-07", 1), ("62-b1", 1), ("may bay", 0)):
        html = client.get(reverse("equipment_list"), {"q": text}).content.decode()
        assert rows_of(html) == count, text


def test_an_empty_list_says_what_to_do(commune: Commune) -> None:
    client = signed_in(person("district_staff", commune.jurisdiction))
    empty = client.get(reverse("station_list"), {"all": "1"}).content.decode()
    assert "empty-state" in empty
    filtered = client.get(reverse("station_list"), {"tenure": "own"}).content.decode()
    assert 'href="/stations/?all=1"' in filtered
