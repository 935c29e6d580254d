"""Detail pages: a row's file, to those who may see it, masked, with its history in words."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.roles import ROLES
from tests.accounts.factories import person
from tests.dashboards.lists import serving, signed_in
from tests.factories import (
    CommuneFactory,
    EquipmentItemFactory,
    EquipmentTypeFactory,
    RecognitionFactory,
    StationFactory,
    TrainingFactory,
)
from units.domain.asset_value import remaining_value
from units.domain.equipment_book import record_inspection
from units.domain.months import months_later
from units.models import Commune


@pytest.fixture
def commune() -> Commune:
    return CommuneFactory(name="Long Hòa")


def pages(commune: Commune) -> list[str]:
    (officer,) = serving(commune, 1)
    return [
        reverse("officer_detail", args=[officer.pk]),
        reverse("station_detail", args=[StationFactory(commune=commune).pk]),
        reverse("equipment_detail", args=[EquipmentItemFactory(commune=commune).pk]),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(ROLES))
def test_own_rows_open_and_others_are_not_found(role: str, commune: Commune) -> None:
    own, foreign = pages(commune), pages(CommuneFactory())
    client = signed_in(person(role, commune if ROLES[role].of_commune else commune.jurisdiction))
    assert [client.get(url).status_code for url in own] == [200] * 3
    assert [client.get(url).status_code for url in foreign] == [404] * 3


@pytest.mark.django_db
def test_an_officers_file_tells_service_training_rewards_and_equipment(commune: Commune) -> None:
    (officer,) = serving(commune, 1)
    TrainingFactory(officer=officer, course="Bồi dưỡng điều lệnh")
    RecognitionFactory(officer=officer, form="Giấy khen")
    RecognitionFactory(officer=officer, kind="discipline", form="Khiển trách")
    item = EquipmentItemFactory(commune=commune, holder=officer, code="TS-9")
    officer.rank = "dai-uy"
    officer.save()
    client = signed_in(person("district_staff", commune.jurisdiction))
    html = client.get(reverse("officer_detail", args=[officer.pk])).content.decode()
    for text in ("01/01/2020", "Bồi dưỡng điều lệnh", "Giấy khen", "Khiển trách", str(item)):
        assert text in html
    assert html.count('class="history-when"') == 2


@pytest.mark.django_db
def test_digits_stay_masked_and_only_some_may_unmask(commune: Commune) -> None:
    (officer,) = serving(commune, 1, citizen_id="080185001234", phone="0901234567")
    url = reverse("officer_detail", args=[officer.pk])
    unmask = reverse("unmask_officer", args=[officer.pk, "citizen_id"])
    chief = signed_in(person("commune_chief", commune)).get(url).content.decode()
    junior = signed_in(person("commune_officer", commune)).get(url).content.decode()
    for html in (chief, junior):
        assert "0801••••1234" in html
        assert "080185001234" not in html
    assert unmask in chief
    assert unmask not in junior


@pytest.mark.django_db
def test_only_those_who_keep_the_roster_are_led_to_its_form(commune: Commune) -> None:
    (officer,) = serving(commune, 1)
    url, form = reverse("officer_detail", args=[officer.pk]), f"/admin/units/officer/{officer.pk}/"
    keeper = signed_in(person("home_affairs", commune.jurisdiction)).get(url).content.decode()
    reader = signed_in(person("district_staff", commune.jurisdiction)).get(url).content.decode()
    assert form in keeper
    assert form not in reader


@pytest.mark.django_db
def test_an_items_page_tells_its_value_and_inspections(commune: Commune) -> None:
    kind = EquipmentTypeFactory(life_years=10, inspection_months=12)
    item = EquipmentItemFactory(
        commune=commune, type=kind, original_cost=24_000_000, in_use_from=datetime.date(2000, 1, 1)
    )
    record_inspection(item, on=datetime.date(2026, 2, 1), passed=True, by="Phòng PH10")
    html = signed_in(person("commune_chief", commune)).get(
        reverse("equipment_detail", args=[item.pk])
    )
    assert "Phòng PH10" in html.content.decode()
    assert "24.000.000\u00a0₫" in html.content.decode()


@given(
    cost=st.integers(0, 10**11),
    life=st.integers(1, 50),
    start=st.dates(datetime.date(1990, 1, 1), datetime.date(2030, 1, 1)),
    days=st.integers(-400, 30_000),
)
def test_remaining_value_falls_evenly_from_cost_to_nothing(
    cost: int, life: int, start: datetime.date, days: int
) -> None:
    day = start + datetime.timedelta(days=days)
    value = remaining_value(Decimal(cost), start, life, day)
    later = remaining_value(Decimal(cost), start, life, day + datetime.timedelta(days=40))
    assert value is not None
    assert later is not None
    assert 0 <= later <= value <= cost
    if days < 0:
        assert value == cost
    if days > life * 366:
        assert value == 0


def test_half_the_life_leaves_half_the_value() -> None:
    value = remaining_value(
        Decimal(24_000_000), datetime.date(2020, 3, 1), 10, datetime.date(2025, 3, 1)
    )
    assert value == Decimal(12_000_000)


def test_a_month_without_that_day_ends_on_its_last() -> None:
    assert months_later(datetime.date(2024, 1, 31), 1) == datetime.date(2024, 2, 29)
    assert months_later(datetime.date(2024, 11, 30), 3) == datetime.date(2025, 2, 28)
