"""Equipment against the norm: the figures agree with the overview's, and nothing foreign is asked for."""

import pytest

from tests.accounts.factories import person
from tests.factories import (
    CommuneFactory,
    EquipmentItemFactory,
    EquipmentNormFactory,
    EquipmentTypeFactory,
    JurisdictionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return JurisdictionFactory()


@pytest.fixture
def communes(district):
    """Two communes, each due two motorbikes: one has three and one broken, the other none."""
    kind = EquipmentTypeFactory(name="Xe mô tô")
    EquipmentNormFactory(type=kind, low=2)
    rich, poor = CommuneFactory(jurisdiction=district), CommuneFactory(jurisdiction=district)
    for condition in ("good", "good", "worn", "broken"):
        EquipmentItemFactory(commune=rich, type=kind, condition=condition)
    return rich, poor


def test_what_one_commune_has_too_many_fills_no_gap_in_another(client, district, communes):
    client.force_login(person("district_staff", district))
    page = client.get("/equipment/norms/").context
    (line,) = page["lines"]
    assert (line.figure.due, line.figure.usable, line.figure.short) == (4, 3, 2)


def test_a_commune_alone(client, district, communes):
    client.force_login(person("district_staff", district))
    rich, poor = communes
    shorts = [
        client.get("/equipment/norms/", {"commune": one.pk}).context["total"].short
        for one in (rich, poor)
    ]
    assert shorts == [0, 2]


def test_a_foreign_commune_is_not_found(client, district):
    client.force_login(person("district_staff", district))
    assert client.get("/equipment/norms/", {"commune": CommuneFactory().pk}).status_code == 404


@pytest.mark.parametrize("day", ["khi-nao", "2026-02-31", ""])
def test_a_day_that_does_not_exist_shows_today(day, client, district, communes):
    client.force_login(person("district_staff", district))
    assert client.get("/equipment/norms/", {"day": day}).context["total"].due == 4


def test_a_foreign_jurisdiction_is_not_found(client, district):
    foreign = JurisdictionFactory()
    client.force_login(person("district_staff", district))
    assert client.get("/equipment/norms/", {"jurisdiction": foreign.pk}).status_code == 404
