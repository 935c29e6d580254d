"""What is remembered of a nation's figures is used only while it is what reckoning anew would say."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dashboards.models import FigureSnapshot
from dashboards.queries import snapshots
from dashboards.queries.area_figures import area_figures
from tests import factories
from tests.incidents.factories import HotspotFactory
from units import models
from units.domain.scope import Scope
from units.queries.area import Area
from units.queries.series import headcount_series

pytestmark = pytest.mark.django_db


class Nation:
    """Two provinces with two communes each, and something of everything in every commune."""

    def __init__(self):
        self.root = factories.JurisdictionFactory(kind="nation")
        self.provinces = [
            factories.JurisdictionFactory(kind="province", parent=self.root) for _ in range(2)
        ]
        self.position = factories.PositionFactory()
        self.norm = factories.EstablishmentNormFactory(position=self.position, low=2)
        self.type = factories.EquipmentNormFactory(low=2).type
        self.communes = [
            self.commune(province) for province in self.provinces for _number in range(2)
        ]
        self.area = Area.of(Scope.all(), self.root, by_branch=True)
        self.today = timezone.localdate()

    def commune(self, province):
        commune = factories.CommuneFactory(jurisdiction=province)
        factories.AssignmentFactory(
            officer__commune=commune, commune=commune, position=self.position
        )
        factories.DepartureFactory(
            officer__commune=commune, commune=commune, on=timezone.localdate()
        )
        factories.StationFactory(commune=commune, tenure="none")
        factories.EquipmentItemFactory(commune=commune, type=self.type)
        factories.EquipmentStockFactory(commune=commune, type=self.type, quantity=1)
        HotspotFactory(commune=commune)
        return commune

    def overview(self, day=None):
        return snapshots.overview_of(
            self.area, day or self.today, today=self.today, months=36, with_places=True
        )

    def anew(self, day=None):
        day = day or self.today
        return snapshots.Overview(
            area_figures(self.area, day, today=self.today), headcount_series(self.area, day, 36)
        )


@pytest.fixture
def nation():
    return Nation()


def same(one, two):
    """Compare two overviews, order aside."""
    return (
        one.figures.total == two.figures.total
        and dict(one.figures.by_key) == dict(two.figures.by_key)
        and dict(one.figures.departures.by_reason) == dict(two.figures.departures.by_reason)
        and one.series == two.series
    )


def queries(act):
    with CaptureQueriesContext(connection) as caught:
        act()
    return len(caught)


def test_what_has_not_changed_is_read_by_one_query(nation):
    assert same(nation.overview(), nation.anew())
    assert queries(nation.overview) == 1
    assert same(nation.overview(), nation.anew())


def test_a_past_day_is_remembered_apart(nation):
    past = nation.today - datetime.timedelta(days=400)
    nation.overview()
    assert same(nation.overview(past), nation.anew(past))
    assert same(nation.overview(), nation.anew())


CHANGES = {
    "a new posting": lambda n: factories.AssignmentFactory(
        officer__commune=n.communes[0], commune=n.communes[0], position=n.position
    ),
    "a posting that ends": lambda n: models.Assignment.objects.filter(commune=n.communes[0]).update(
        valid_until=datetime.date(2024, 1, 1)
    ),
    "a deleted posting": lambda n: (
        models.Assignment.objects.filter(commune=n.communes[0]).first().delete()
    ),
    "a departure": lambda n: models.Departure.objects.filter(commune=n.communes[0]).update(
        reason="health"
    ),
    "a station": lambda n: models.Station.objects.filter(commune=n.communes[0]).update(
        tenure="own"
    ),
    "a broken item": lambda n: models.EquipmentItem.objects.filter(commune=n.communes[0]).update(
        condition="broken"
    ),
    "stock": lambda n: models.EquipmentStock.objects.filter(commune=n.communes[0]).update(
        quantity=0
    ),
    "a norm": lambda n: models.EstablishmentNorm.objects.update(low=5),
    "a checked norm": lambda n: models.EstablishmentNorm.objects.update(is_verified=True),
    "a place": lambda n: HotspotFactory(commune=n.communes[3]),
    "a force that becomes regular": lambda n: models.ForceType.objects.update(is_regular=True),
    "a new commune": lambda n: n.commune(n.provinces[1]),
    "a commune under another province": lambda n: models.Commune.objects.filter(
        pk=n.communes[0].pk
    ).update(jurisdiction=n.provinces[1]),
    "a commune that ended": lambda n: models.Commune.objects.filter(pk=n.communes[0].pk).update(
        valid_until=datetime.date(2024, 1, 1)
    ),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("one_by_one", [0, 5])
def test_after_any_change_the_figures_are_those_of_reckoning_anew(
    nation, change, one_by_one, monkeypatch
):
    monkeypatch.setattr(snapshots, "MOST_ONE_BY_ONE", one_by_one)
    before = nation.overview()
    CHANGES[change](nation)

    after = nation.overview()

    assert same(after, nation.anew())
    assert not same(after, before)


def test_a_change_in_one_province_leaves_the_other_s_snapshot_alone(nation):
    nation.overview()
    before = dict(FigureSnapshot.objects.values_list("jurisdiction", "fingerprint"))
    factories.StationFactory(commune=factories.CommuneFactory(jurisdiction=nation.provinces[0]))
    nation.overview()
    after = dict(FigureSnapshot.objects.values_list("jurisdiction", "fingerprint"))
    changed = {key for key in before if before[key] != after[key]}
    assert changed == {nation.provinces[0].pk}


def test_who_may_not_see_places_is_shown_none_from_memory(nation):
    nation.overview()
    found = snapshots.overview_of(
        nation.area, nation.today, today=nation.today, months=36, with_places=False
    )
    assert found.figures.total.places.total == 0


def test_old_snapshots_are_forgotten(nation):
    snapshots.overview_of(
        nation.area,
        nation.today,
        today=nation.today - datetime.timedelta(days=9),
        months=36,
        with_places=True,
    )
    nation.overview()
    assert set(FigureSnapshot.objects.values_list("today", flat=True)) == {nation.today}
