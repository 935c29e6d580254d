"""Dues: the materialised rows equal an independent reckoning, whatever is written in whatever order."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.units.due_reference import Given, due_on
from units.models import (
    Commune,
    EquipmentBand,
    EquipmentDue,
    EquipmentNorm,
    EstablishmentBand,
    EstablishmentDue,
    EstablishmentNorm,
    Hamlet,
    Jurisdiction,
)

pytestmark = pytest.mark.django_db
DAY = datetime.date(2024, 1, 1)
DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2024, 12, 31))


def due(commune, position, day=DAY):
    """Return (low, high, norm) of the materialised row on ``day``, or ``None``."""
    return (
        EstablishmentDue.objects.filter(commune=commune, position=position, validity__contains=day)
        .values_list("low", "high", "norm_id")
        .first()
    )


def test_a_key_commune_may_have_two_deputies_and_others_one():
    deputy = factories.PositionFactory()
    plain = factories.EstablishmentNormFactory(position=deputy, low=1)
    key = factories.EstablishmentNormFactory(
        position=deputy, kind="range", low=1, high=2, key_only=True
    )
    ordinary, complicated = factories.CommuneFactory(), factories.CommuneFactory(is_key=True)

    assert due(ordinary, deputy) == (1, 1, plain.pk)
    assert due(complicated, deputy) == (1, 2, key.pk)


def test_one_hamlet_officer_for_each_hamlet_of_the_day():
    position = factories.PositionFactory()
    norm = factories.EstablishmentNormFactory(position=position, low=1, per_hamlet=True)
    commune = factories.CommuneFactory()
    factories.HamletFactory(commune=commune)
    factories.HamletFactory(commune=commune, valid_from=datetime.date(2024, 7, 1))
    factories.HamletFactory(commune=commune, valid_until=datetime.date(2023, 12, 31))

    assert due(commune, position, datetime.date(2023, 12, 31)) == (2, 2, norm.pk)
    assert due(commune, position, datetime.date(2024, 1, 1)) == (1, 1, norm.pk)
    assert due(commune, position, datetime.date(2024, 7, 1)) == (2, 2, norm.pk)


@pytest.mark.parametrize(
    ("people", "members"), [(1, 3), (2700, 3), (2701, 4), (3600, 4), (4499, 4), (4500, 5)]
)
def test_a_band_adds_a_member_for_each_full_step(people, members):
    position = factories.PositionFactory()
    norm = factories.EstablishmentNormFactory(
        position=position, kind="band", measure="population", low=None
    )
    for above, number, size, more in [(0, 3, None, 0), (2700, 4, None, 0), (3600, 4, 900, 1)]:
        EstablishmentBand.objects.create(
            norm=norm, above=above, number=number, step_size=size, step_number=more
        )
    commune = factories.CommuneFactory(population=people)

    assert due(commune, position)[:2] == (members, members)


def test_an_unknown_population_makes_the_due_unknown_not_zero():
    position = factories.PositionFactory()
    norm = factories.EstablishmentNormFactory(position=position, kind="band", measure="population")
    EstablishmentBand.objects.create(norm=norm, above=0, number=3)
    commune = factories.CommuneFactory(population=None)

    assert due(commune, position) == (None, None, norm.pk)


def test_the_nearest_jurisdiction_wins_and_moving_the_branch_changes_it():
    nation = factories.JurisdictionFactory(kind="nation")
    province = factories.JurisdictionFactory(kind="province", parent=nation)
    other = factories.JurisdictionFactory(kind="province", parent=nation)
    district = factories.JurisdictionFactory(parent=province)
    commune = factories.CommuneFactory(jurisdiction=district)
    position = factories.PositionFactory()
    for place, number in [(None, 1), (nation, 2), (province, 3)]:
        factories.EstablishmentNormFactory(position=position, jurisdiction=place, low=number)

    assert due(commune, position)[0] == 3
    Jurisdiction.objects.filter(pk=district.pk).update(parent=other)
    assert due(commune, position)[0] == 2


def test_a_closed_commune_is_due_nothing():
    position = factories.PositionFactory()
    factories.EstablishmentNormFactory(position=position)
    commune = factories.CommuneFactory(valid_until=datetime.date(2023, 6, 30))

    assert due(commune, position, datetime.date(2023, 6, 30)) is not None
    assert due(commune, position, datetime.date(2023, 7, 1)) is None


def test_when_a_norm_goes_the_next_one_rules():
    position = factories.PositionFactory()
    plain = factories.EstablishmentNormFactory(position=position, low=1)
    own = factories.EstablishmentNormFactory(
        position=position, low=4, commune=factories.CommuneFactory()
    )
    commune = own.commune
    assert due(commune, position) == (4, 4, own.pk)

    own.delete()

    assert due(commune, position) == (1, 1, plain.pk)


optional_days = st.one_of(st.none(), DAYS)


@st.composite
def periods(draw):
    """Two days in order, either of them possibly open."""
    first, last = draw(optional_days), draw(optional_days)
    if first and last and last < first:
        first, last = last, first
    return {"valid_from": first, "valid_until": last}


@st.composite
def norms(draw):
    """A norm of any shape, with its bands; places are chosen by number."""
    kind = draw(st.sampled_from(["fixed", "range", "band", "share"]))
    low = draw(st.integers(0, 5))
    return {
        "fields": {
            "kind": kind,
            "low": low,
            "high": low + draw(st.integers(0, 4)),
            "measure": draw(st.sampled_from(["population", "hamlets"])) if kind == "band" else "",
            "share_percent": draw(st.decimals(0, 200, places=2)),
            "rounding": draw(st.sampled_from(["up", "down", "nearest"])),
            "per_hamlet": draw(st.booleans()),
            "key_only": draw(st.booleans()),
            "commune_class": draw(st.sampled_from([None, None, 1, 2])),
            **draw(periods()),
        },
        "bands": draw(
            st.lists(
                st.fixed_dictionaries(
                    {
                        "above": st.integers(0, 40),
                        "number": st.integers(0, 6),
                        "number_high": st.one_of(st.none(), st.integers(0, 9)),
                        "step_size": st.one_of(st.none(), st.integers(1, 9)),
                        "step_number": st.integers(0, 3),
                    }
                ),
                max_size=3,
                unique_by=lambda band: band["above"],
            )
            if kind == "band"
            else st.just([])
        ),
        "commune": draw(st.sampled_from([None, None, None, 0, 1])),
        "jurisdiction": draw(st.sampled_from([None, None, 0, 1, 2])),
    }


places = st.fixed_dictionaries(
    {
        "jurisdiction": st.integers(0, 2),
        "commune_class": st.sampled_from([None, 1, 2]),
        "is_key": st.booleans(),
        "population": st.one_of(st.none(), st.integers(0, 60)),
        "period": periods(),
        "hamlets": st.lists(
            st.tuples(st.one_of(st.none(), st.integers(0, 60)), periods()), max_size=3
        ),
    }
)
changes = st.lists(st.integers(0, 7), max_size=6)


def build(kind, tree, communes, rules):
    """Write the rows in an order that makes each trigger work: norms first for one half, last for the other."""
    subject = (
        {"position": factories.PositionFactory()}
        if kind is EstablishmentNorm
        else {"type": factories.EquipmentTypeFactory()}
    )
    band = EstablishmentBand if kind is EstablishmentNorm else EquipmentBand
    made = []
    for place in communes:
        commune = factories.CommuneFactory(
            jurisdiction=tree[place["jurisdiction"]],
            commune_class=place["commune_class"],
            is_key=place["is_key"],
            population=place["population"],
            **place["period"],
        )
        for people, period in place["hamlets"]:
            factories.HamletFactory(commune=commune, population=people, **period)
        made.append(commune)
    for rule in rules:
        norm = kind.objects.create(
            **subject,
            **rule["fields"],
            instrument="NQ",
            commune=made[rule["commune"]] if rule["commune"] is not None else None,
            jurisdiction=tree[rule["jurisdiction"]] if rule["jurisdiction"] is not None else None,
        )
        for fields in rule["bands"]:
            band.objects.create(norm=norm, **fields)
    return subject, made


def disturb(step, kind, tree, made, day):
    """Change something that dues depend on, by the eight ways there are."""
    norm, hamlet = kind.objects.first(), Hamlet.objects.first()
    if step == 0:
        Commune.objects.filter(pk=made[0].pk).update(is_key=True, population=31)
    elif step == 1:
        Commune.objects.filter(pk=made[1].pk).update(jurisdiction=tree[2], commune_class=1)
    elif step == 2 and hamlet:
        Hamlet.objects.filter(pk=hamlet.pk).update(commune=made[1], population=12)
    elif step == 3 and hamlet:
        hamlet.delete()
    elif step == 4:
        Jurisdiction.objects.filter(pk=tree[2].pk).update(parent=None)
    elif step == 5 and norm:
        kind.objects.filter(pk=norm.pk).update(valid_from=None, valid_until=day, key_only=False)
    elif step == 6 and norm:
        norm.delete()
    elif step == 7:
        factories.HamletFactory(commune=made[0], population=None, valid_from=day)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    kind=st.sampled_from([EstablishmentNorm, EquipmentNorm]),
    communes=st.lists(places, min_size=2, max_size=2),
    rules=st.lists(norms(), max_size=5),
    steps=changes,
    days=st.lists(DAYS, min_size=4, max_size=6),
)
def test_dues_equal_the_reference_after_any_changes(kind, communes, rules, steps, days):
    from django.db import transaction

    with transaction.atomic():
        root = factories.JurisdictionFactory(kind="nation")
        middle = factories.JurisdictionFactory(kind="province", parent=root)
        tree = [root, middle, factories.JurisdictionFactory(parent=middle)]
        subject, made = build(kind, tree, communes, rules)
        for step in steps:
            disturb(step, kind, tree, made, days[0])
        table = EstablishmentDue if kind is EstablishmentNorm else EquipmentDue
        rules_now = list(kind.objects.filter(**subject).prefetch_related("bands"))
        for commune in Commune.objects.filter(pk__in=[c.pk for c in made]).select_related(
            "jurisdiction"
        ):
            for day in days:
                norm, expected = due_on(rules_now, commune, day)
                row = table.objects.filter(
                    commune=commune, validity__contains=day, **subject
                ).first()
                assert (row and row.norm_id) == (norm and norm.pk)
                if row is None:
                    continue
                if row.by_headcount:
                    assert (norm.kind, row.low, row.high) == ("share", None, None)
                else:
                    assert Given(row.low, row.high) == expected
        transaction.set_rollback(True)
