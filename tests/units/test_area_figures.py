"""Departures, stations and equipment of an area on a day."""

import datetime

import pytest

from tests import factories
from units.domain.scope import Scope
from units.models import EquipmentBand, EquipmentNorm
from units.queries.area import Area
from units.queries.departures import departures_until
from units.queries.equipment import equipment_by_type, equipment_on, expiring_on
from units.queries.stations import StationFigure, stations_on

pytestmark = pytest.mark.django_db
DAY = datetime.date(2024, 6, 30)
EVERYWHERE = Area(Scope.all())


def serving(commune, number, position=None, **more):
    """Put that many people into posts since 2020."""
    position = position or factories.PositionFactory()
    return [
        factories.AssignmentFactory(
            officer__commune=commune, commune=commune, position=position, **more
        )
        for _ in range(number)
    ]


def left(commune, *days, reason="allowance", kind="resigned"):
    """Record departures on the given days."""
    for day in days:
        factories.DepartureFactory(
            officer__commune=commune,
            commune=commune,
            on=datetime.date.fromisoformat(day),
            reason=reason,
            kind=kind,
        )


def test_the_twelve_months_begin_the_day_after_the_same_day_last_year():
    commune = factories.CommuneFactory()
    serving(commune, 4)
    left(commune, "2023-07-01", "2024-06-30")
    left(commune, "2023-06-30", "2022-07-01", "2024-07-01", "2022-06-30")

    found = departures_until(DAY, EVERYWHERE)

    assert (found.first_day, found.total.count, found.total.earlier) == (
        datetime.date(2023, 7, 1),
        2,
        2,
    )
    assert found.total.rate == pytest.approx(2 / 4)


def test_departures_are_told_by_reason_kind_and_commune():
    one, two = factories.CommuneFactory(), factories.CommuneFactory()
    left(one, "2024-01-31", "2024-02-01")
    left(two, "2024-03-01", "2023-03-01", reason="health", kind="retired")

    found = departures_until(DAY, EVERYWHERE)

    assert dict(found.by_reason) == {"allowance": (2, 0), "health": (1, 1)}
    assert dict(found.by_kind) == {"resigned": (2, 0), "retired": (1, 1)}
    assert {key: f.count for key, f in found.by_key.items()} == {one.pk: 2, two.pk: 1}


def test_a_rate_of_nobody_is_unknown():
    left(factories.CommuneFactory(), "2024-01-31")
    assert departures_until(DAY, EVERYWHERE).total.rate is None


def test_only_a_change_beyond_chance_is_marked():
    calm, stormy = factories.CommuneFactory(), factories.CommuneFactory()
    for commune in (calm, stormy):
        serving(commune, 10)
    left(calm, "2024-02-01", "2024-03-01")
    left(stormy, *(f"2024-0{month}-{day:02}" for month in range(1, 6) for day in (3, 13)))

    found = departures_until(DAY, EVERYWHERE)

    assert {key for key, figure in found.by_key.items() if figure.is_marked} == {stormy.pk}
    assert found.total.is_marked


def test_no_station_and_no_word_of_a_station_are_two_things():
    for tenure in ("own", "shared", "none", "none"):
        factories.StationFactory(tenure=tenure)
    factories.CommuneFactory()
    factories.CommuneFactory(valid_until=datetime.date(2024, 6, 29))

    total = sum(stations_on(DAY, EVERYWHERE).values(), StationFigure())

    assert (total.none, total.shared, total.own, total.unknown) == (2, 1, 1, 1)
    assert total.communes == 5


def test_a_station_counts_only_while_it_stood():
    commune = factories.CommuneFactory()
    factories.StationFactory(
        commune=commune, tenure="none", valid_until=datetime.date(2023, 12, 31)
    )
    factories.StationFactory(commune=commune, tenure="own", valid_from=datetime.date(2024, 1, 1))

    assert stations_on(DAY, EVERYWHERE)[commune.pk].tenure == "own"
    assert stations_on(datetime.date(2023, 6, 30), EVERYWHERE)[commune.pk].tenure == "none"


def test_spare_items_in_one_commune_fill_no_gap_in_another():
    rich, poor = factories.CommuneFactory(), factories.CommuneFactory()
    norm = factories.EquipmentNormFactory(low=2)
    for _ in range(5):
        factories.EquipmentItemFactory(commune=rich, type=norm.type)

    found = equipment_on(DAY, EVERYWHERE)

    assert (found[rich.pk].short, found[rich.pk].usable) == (0, 5)
    assert (found[poor.pk].short, found[poor.pk].usable) == (2, 0)
    assert equipment_by_type(DAY, EVERYWHERE)[norm.type_id].short == 2


def test_broken_sold_and_not_yet_used_items_are_not_usable():
    commune = factories.CommuneFactory()
    norm = factories.EquipmentNormFactory(low=4)
    book = {"commune": commune, "type": norm.type}
    factories.EquipmentItemFactory(**book, condition="broken")
    factories.EquipmentItemFactory(**book, disposal="liquidated", disposed_on=DAY)
    factories.EquipmentItemFactory(**book, in_use_from=DAY + datetime.timedelta(days=1))
    factories.EquipmentItemFactory(**book, condition="worn")

    assert equipment_on(DAY, EVERYWHERE)[commune.pk].usable == 1


def test_stock_counts_by_quantity_and_without_what_is_broken():
    commune = factories.CommuneFactory()
    norm = factories.EquipmentNormFactory(low=10)
    factories.EquipmentStockFactory(commune=commune, type=norm.type, quantity=6)
    factories.EquipmentStockFactory(commune=commune, type=norm.type, quantity=9, condition="broken")

    assert equipment_on(DAY, EVERYWHERE)[commune.pk].short == 4


def test_batons_for_eighty_percent_of_the_force_follow_the_headcount_of_the_day():
    commune = factories.CommuneFactory()
    position = factories.PositionFactory()
    factories.EquipmentNormFactory(
        kind="share", low=None, share_percent=80, force_type=position.force_type
    )
    serving(commune, 3, position)
    serving(commune, 3, position, valid_from=DAY)
    serving(commune, 5)

    assert equipment_on(DAY - datetime.timedelta(days=1), EVERYWHERE)[commune.pk].due == 3
    assert equipment_on(DAY, EVERYWHERE)[commune.pk].due == 5


def test_a_kit_by_team_size_is_added_up_over_the_hamlets():
    commune = factories.CommuneFactory()
    norm = factories.EquipmentNormFactory(
        kind="band", measure="headcount", low=None, per_hamlet=True
    )
    EquipmentBand.objects.create(norm=norm, above=0, number=3, number_high=4)
    EquipmentBand.objects.create(norm=norm, above=5, number=6, number_high=8)
    for size in (0, 3, 6):
        hamlet = factories.HamletFactory(commune=commune)
        serving(commune, size, hamlet=hamlet)

    figure = equipment_on(DAY, EVERYWHERE)[commune.pk]

    assert (figure.due, figure.due_high) == (9, 12)


def test_a_kind_without_norm_is_neither_due_nor_short():
    item = factories.EquipmentItemFactory()
    figure = equipment_on(DAY, EVERYWHERE)[item.commune_id]
    assert (figure.due, figure.short, figure.usable) == (None, None, 1)


def test_an_unchecked_norm_of_equipment_says_so():
    norm = factories.EquipmentNormFactory()
    factories.CommuneFactory()
    assert sum(f.unverified for f in equipment_on(DAY, EVERYWHERE).values()) == 1
    EquipmentNorm.objects.filter(pk=norm.pk).update(is_verified=True)
    assert sum(f.unverified for f in equipment_on(DAY, EVERYWHERE).values()) == 0


def test_what_expires_is_told_apart_from_what_has_expired():
    item = factories.EquipmentItemFactory(
        licence_expires_on=DAY, next_inspection_on=DAY - datetime.timedelta(days=1)
    )
    factories.EquipmentItemFactory(
        commune=item.commune, licence_expires_on=DAY + datetime.timedelta(days=31)
    )
    [post] = serving(item.commune, 1)
    factories.TrainingFactory(officer=post.officer, expires_on=DAY - datetime.timedelta(days=9))
    factories.TrainingFactory(expires_on=DAY - datetime.timedelta(days=9))

    found = expiring_on(DAY, EVERYWHERE)

    assert (found.licences_expired, found.licences_soon) == (0, 1)
    assert (found.inspections_overdue, found.inspections_soon) == (1, 0)
    assert (found.certificates_expired, found.certificates_soon) == (1, 0)


def test_figures_of_another_commune_stay_out_of_sight(as_scope):
    mine, other = factories.CommuneFactory(), factories.CommuneFactory()
    for commune in (mine, other):
        serving(commune, 2)
        left(commune, "2024-01-31")
        factories.EquipmentItemFactory(commune=commune)
        factories.StationFactory(commune=commune, tenure="none")
    scope = Scope.of([mine.pk])
    with as_scope(scope):
        area = Area(scope)
        assert departures_until(DAY, area).total.count == 1
        assert set(equipment_on(DAY, area)) == {mine.pk}
        assert set(stations_on(DAY, area)) == {mine.pk}
        assert set(departures_until(DAY, EVERYWHERE).by_reason.values()) == {(1, 0)}
