"""The cells that the books of mediations and of the movement fill, and the rows behind each."""

import datetime
from typing import Any

import pytest
from django.test import Client

from incidents.models import (
    Mediation,
    MediationState,
    MediationSubject,
    OutreachSession,
    SafetyStandard,
)
from incidents.queries.mediations import mediated
from reports.domain.calm_sources import MEDIATION_SOURCES, STANDARD_SOURCES
from reports.domain.sources import SOURCES, read_sources
from tests.accounts.factories import person
from tests.dashboards.lists import rows_of
from tests.factories import CommuneFactory, HamletFactory
from tests.incidents.factories import (
    MediationFactory,
    MovementModelFactory,
    OutreachSessionFactory,
    SafetyStandardFactory,
)
from units.domain.scope import Scope
from units.models import Commune
from units.queries.area import Area

pytestmark = pytest.mark.django_db
FIRST, LAST = datetime.date(2026, 1, 15), datetime.date(2026, 2, 14)
AFTER = LAST + datetime.timedelta(days=1)
BEFORE = FIRST - datetime.timedelta(days=1)
MEDIATIONS = [source.code for source in MEDIATION_SOURCES]
STANDARDS = [source.code for source in STANDARD_SOURCES]
MOVEMENT = ["models_running", "outreach_sessions", "outreach_attendance"]


@pytest.fixture
def commune() -> Commune:
    """A commune with a quarrel about each subject, in each state, on the first and last day of a period from the
    15th to the 14th and on the days around it; models that begin and stop on those days, outreach on them, and
    two years of standards. A neighbour has the same."""
    made = CommuneFactory(name="Long Hòa")
    for where in (made, CommuneFactory(name="Phước Lý")):
        fill_mediations(where)
        fill_movement(where)
    return made


def fill_mediations(commune: Commune) -> None:
    for number, subject in enumerate(MediationSubject.objects.all()):
        for place, day in enumerate((BEFORE, FIRST, LAST, AFTER)):
            state = MediationState.values[(number + place) % 4]
            is_settled = state == MediationState.SETTLED
            MediationFactory(
                commune=commune,
                subject=subject,
                state=state,
                opened_on=day,
                outcome_on=None if state == MediationState.OPEN else day,
                follow_up_on=day if is_settled and number % 2 else None,
            )


def fill_movement(commune: Commune) -> None:
    for day in (BEFORE, LAST, AFTER):
        MovementModelFactory(commune=commune, since=day)
        MovementModelFactory(commune=commune, since=BEFORE, state="stopped", stopped_on=day)
        OutreachSessionFactory(commune=commune, on=day, attendance=40 + day.day)
        OutreachSessionFactory(commune=commune, on=day, attendance=None)
    for year in (LAST.year - 1, LAST.year):
        for kind in ("agencies", "schools", "enterprises", "hamlets"):
            SafetyStandardFactory(commune=commune, year=year, kind=kind, registered=year - 2000)
        for registered, met in ((200, 180), (100, None)):
            SafetyStandardFactory(
                commune=commune,
                year=year,
                kind="families",
                hamlet=HamletFactory(commune=commune),
                registered=registered,
                met=met,
            )


def read(commune: Commune, codes: list[str]) -> dict[str, Any]:
    found = read_sources(codes, Area(Scope.of([commune.pk])), FIRST, LAST, LAST)
    return {code: given.get(commune.pk) for code, given in found.items()}


def page_behind(client: Client, commune: Commune, code: str) -> str:
    client.force_login(person("commune_chief", commune))
    return client.get(SOURCES[code].rows_url(commune.pk, FIRST, LAST)).content.decode()


def test_mediations_add_up_and_are_those_of_the_dashboards(commune):
    found = read(commune, MEDIATIONS)
    kinds = ("land", "debt", "family", "other")
    assert sum(found[f"mediations_{kind}"] for kind in kinds) == found["mediations_opened"] == 20
    figures = mediated(FIRST, LAST, Area(Scope.of([commune.pk])), today=LAST)[commune.pk]
    assert (figures.opened, figures.settled, figures.not_settled, figures.referred) == tuple(
        found[f"mediations_{name}"] for name in ("opened", "settled", "not_settled", "referred")
    )
    assert (
        figures.settled
        == Mediation.objects.filter(
            commune=commune, state="settled", outcome_on__range=(FIRST, LAST)
        ).count()
    )
    assert all(found.values())


@pytest.mark.parametrize("code", [code for code in MEDIATIONS if code != "follow_ups_overdue"])
def test_each_figure_of_mediations_leads_to_as_many_rows(commune, client, code):
    assert rows_of(page_behind(client, commune, code)) == read(commune, [code])[code]


def test_overdue_follow_ups_lead_to_those_overdue_today(commune, client):
    """The list's today is later than the report's: every agreement to be asked about is overdue by then."""
    shown = rows_of(page_behind(client, commune, "follow_ups_overdue"))
    assert shown == Mediation.objects.filter(commune=commune, follow_up_on__isnull=False).count()


def test_models_and_outreach_lead_to_their_rows(commune, client):
    found = read(commune, MOVEMENT)
    sessions = OutreachSession.objects.filter(commune=commune, on__range=(FIRST, LAST))
    assert found == {
        "models_running": 3,
        "outreach_sessions": sessions.count(),
        "outreach_attendance": 40 + LAST.day,
    }
    assert rows_of(page_behind(client, commune, "models_running")) == 3
    for code in ("outreach_sessions", "outreach_attendance"):
        assert rows_of(page_behind(client, commune, code)) == found["outreach_sessions"]


@pytest.mark.parametrize("source", STANDARD_SOURCES, ids=lambda source: source.code)
def test_standards_lead_to_the_year_s_lines(commune, client, source):
    lines = SafetyStandard.objects.filter(commune=commune, year=LAST.year, kind=source.kind.value)
    wanted = sum((line.met or 0) if source.met else line.registered for line in lines)
    assert read(commune, [source.code])[source.code] == wanted
    assert rows_of(page_behind(client, commune, source.code)) == lines.count()


def test_no_rows_are_none_of_what_happens_and_nothing_known_of_the_standards(commune):
    bare = CommuneFactory(jurisdiction=commune.jurisdiction)
    found = read(bare, [*MEDIATIONS, *MOVEMENT, *STANDARDS])
    assert {found[code] for code in (*MEDIATIONS, *MOVEMENT)} == {0}
    assert {found[code] for code in STANDARDS} == {None}
    SafetyStandardFactory(commune=bare, year=LAST.year, kind="schools", registered=7, met=None)
    again = read(bare, STANDARDS)
    assert again["standard_schools_registered"] == 7
    assert again["standard_schools_met"] is None
