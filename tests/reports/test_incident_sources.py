"""The cells that the book of incidents fills: counted by hand, and as many rows behind each link."""

import datetime
from typing import Any

import pytest
from django.test import Client

from incidents.models import Incident, IncidentCategory
from reports.domain.incident_sources import INCIDENT_SOURCES, STATES
from reports.domain.sources import SOURCES, read_sources
from tests.accounts.factories import person
from tests.dashboards.lists import rows_of
from tests.factories import CommuneFactory
from tests.incidents.factories import VIETNAM, IncidentFactory
from units.domain.scope import Scope
from units.models import Commune
from units.queries.area import Area

pytestmark = pytest.mark.django_db
FIRST, LAST = datetime.date(2026, 1, 15), datetime.date(2026, 2, 14)
CODES = [source.code for source in INCIDENT_SOURCES]
COUNTS = [source.code for source in INCIDENT_SOURCES if source.amount == "count"]
HARM = [source for source in INCIDENT_SOURCES if source.amount != "count"]
KINDS = (
    "theft", "fraud", "injury", "gambling", "cockfight", "drug_use", "disturbance", "fight", "prostitution", "noise", "missing",
    "road_accident", "road_offence", "fire", "drowning",
)  # fmt: skip
IN_STATES = ("recorded", "handling", "settled", "fined", "transferred", "suspended")


@pytest.fixture
def commune() -> Commune:
    """A commune where something of each kind happened in each state on the first and last day of a period
    from the 15th to the 14th, with the days around it as full."""
    made = CommuneFactory(name="Long Hòa")
    foreign = CommuneFactory(name="Phước Lý")
    days = (FIRST, LAST, FIRST - datetime.timedelta(days=1), LAST + datetime.timedelta(days=1))
    for number, code in enumerate(KINDS):
        for place, day in enumerate(days):
            for where in (made, foreign):
                IncidentFactory(
                    commune=where,
                    category=IncidentCategory.objects.get(code=code),
                    state=IN_STATES[(number + place) % len(IN_STATES)],
                    occurred_from=datetime.datetime(
                        day.year, day.month, day.day, 23, 59, tzinfo=VIETNAM
                    ),
                    deaths=number % 2,
                    injured=number % 3,
                    damage_vnd=None if number % 4 == 0 else 1_000_000 * number,
                )
    return made


def read(commune: Commune) -> dict[str, Any]:
    found = read_sources(CODES, Area(Scope.of([commune.pk])), FIRST, LAST, LAST)
    return {code: given[commune.pk] for code, given in found.items()}


def test_the_figures_are_those_of_the_days_of_the_period(commune):
    found = read(commune)
    rows = list(
        Incident.objects.filter(commune=commune, occurred_on__range=(FIRST, LAST)).select_related(
            "category__parent"
        )
    )
    assert found["incidents_all"] == len(rows) == 2 * len(KINDS)
    apart = {"traffic_group", "fire_group"}
    order = [row for row in rows if row.category.parent.code not in apart]
    assert found["incidents_order"] == len(order)
    assert found["incidents_settled"] == sum(row.state == "settled" for row in order)
    assert found["incidents_deaths"] == sum(row.deaths or 0 for row in order)
    assert found["incidents_damage"] == sum(row.damage_vnd or 0 for row in order)
    assert found["accidents"] == sum(row.category.code == "road_accident" for row in rows)


def test_the_parts_add_up_to_the_whole(commune):
    found = read(commune)
    kinds = ("property", "injury", "gambling", "drugs", "disorder", "vices", "other")
    assert sum(found[f"incidents_{kind}"] for kind in kinds) == found["incidents_order"]
    assert sum(found[f"incidents_{state}"] for state in STATES) == found["incidents_order"]
    assert all(found[f"incidents_{kind}"] for kind in kinds)


@pytest.mark.parametrize("code", COUNTS)
def test_a_count_leads_to_as_many_rows(commune, client: Client, code):
    client.force_login(person("commune_chief", commune))
    page = client.get(SOURCES[code].rows_url(commune.pk, FIRST, LAST)).content.decode()
    assert rows_of(page) == read(commune)[code]


@pytest.mark.parametrize("source", HARM, ids=lambda source: source.code)
def test_harm_leads_to_the_incidents_that_did_it(commune, client: Client, source):
    client.force_login(person("commune_chief", commune))
    page = client.get(SOURCES[source.code].rows_url(commune.pk, FIRST, LAST))
    listed = Incident.objects.filter(
        commune=commune, occurred_on__range=(FIRST, LAST), **{f"{source.amount}__gt": 0}
    )
    content = page.content.decode()
    total = sum(getattr(row, source.amount) for row in listed if row.number in content)
    assert total == read(commune)[source.code]


def test_a_commune_without_incidents_has_none_rather_than_nothing_known(commune):
    bare = CommuneFactory(jurisdiction=commune.jurisdiction)
    found = read_sources(CODES, Area(Scope.of([bare.pk])), FIRST, LAST, LAST)
    assert {given[bare.pk] for given in found.values()} == {0}


def test_a_harm_that_no_incident_states_is_not_known_rather_than_none():
    made = CommuneFactory()
    day = datetime.datetime(LAST.year, LAST.month, LAST.day, 8, tzinfo=VIETNAM)
    facts = {"commune": made, "occurred_from": day}
    theft = IncidentCategory.objects.get(code=KINDS[0])
    fire = IncidentCategory.objects.get(code="fire")
    IncidentFactory(**facts, category=theft, deaths=None, injured=None, damage_vnd=None)
    found = read(made)
    assert (found["incidents_deaths"], found["incidents_damage"]) == (None, None)
    assert found["fire_damage"] == 0  # nothing burned
    IncidentFactory(**facts, category=theft, deaths=0, injured=None, damage_vnd=5)
    IncidentFactory(**facts, category=fire, damage_vnd=None)
    found = read(made)
    assert (found["incidents_deaths"], found["incidents_injured"]) == (0, None)
    assert (found["incidents_damage"], found["fire_damage"]) == (5, None)
