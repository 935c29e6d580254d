"""Figures of mediations and the movement equal a count by hand, for every area and period."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.models import (
    Mediation,
    MediationState,
    MovementModel,
    OutreachSession,
    SafetyStandard,
)
from incidents.queries.mediations import MediationFigures, added_mediations, mediated
from incidents.queries.movement import (
    ModelFigures,
    OutreachFigures,
    StandardCount,
    StandardFigures,
    models_on,
    reached,
    standards_of,
)
from tests.factories import CommuneFactory, HamletFactory, JurisdictionFactory
from tests.incidents.factories import (
    MediationFactory,
    MovementModelFactory,
    OutreachSessionFactory,
    SafetyStandardFactory,
)
from units.domain.scope import Scope
from units.queries.area import Area

NEW_YEAR = datetime.date(2026, 1, 1)
days = st.integers(0, 90)
span = st.tuples(days, days).map(sorted)
seen = st.sets(st.integers(0, 2), min_size=1)
slow = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def on(day: int) -> datetime.date:
    return NEW_YEAR + datetime.timedelta(days=day)


@pytest.fixture
def communes(db):
    jurisdiction = JurisdictionFactory()
    return [
        *CommuneFactory.create_batch(2, jurisdiction=jurisdiction),
        CommuneFactory(jurisdiction=JurisdictionFactory()),
    ]


def area_of(communes, numbers) -> Area:
    return Area(Scope.of([communes[number].pk for number in numbers]))


@slow
@given(
    rows=st.lists(
        st.tuples(
            st.integers(0, 2), st.sampled_from(MediationState.values), days, days, st.none() | days
        ),
        max_size=12,
    ),
    ends=span,
    today=days,
    seen=seen,
)
def test_mediations_of_any_period_equal_a_count_by_hand(communes, rows, ends, today, seen):
    Mediation.objects.all().delete()
    for where, state, opened, took, follow_up in rows:
        is_settled = state == "settled"
        MediationFactory(
            commune=communes[where],
            state=state,
            opened_on=on(opened),
            outcome_on=None if state == "open" else on(opened + took),
            follow_up_on=on(follow_up) if is_settled and follow_up is not None else None,
        )
    figures = mediated(*map(on, ends), area_of(communes, seen), today=on(today))
    for number in seen:
        mine = [row[1:] for row in rows if row[0] == number]

        def ended(state, mine=mine):
            return sum(s == state and ends[0] <= o + t <= ends[1] for s, o, t, _f in mine)

        assert figures.get(communes[number].pk, MediationFigures()) == MediationFigures(
            opened=sum(ends[0] <= o <= ends[1] for _s, o, _t, _f in mine),
            settled=ended("settled"),
            not_settled=ended("not_settled"),
            referred=ended("referred"),
            pending=sum(s == "open" for s, *_rest in mine),
            overdue=sum(s == "settled" and f is not None and f < today for s, _o, _t, f in mine),
        )


def test_the_share_of_success_is_of_those_that_ended():
    assert MediationFigures(opened=9).success_share is None
    whole = added_mediations([MediationFigures(settled=2), MediationFigures(referred=2, pending=5)])
    assert whole.success_share == 0.5


@slow
@given(
    rows=st.lists(
        st.tuples(st.integers(0, 2), days, st.none() | days, st.none() | st.integers(0, 30)),
        max_size=10,
    ),
    day=days,
    seen=seen,
)
def test_models_that_run_on_any_day_equal_a_count_by_hand(communes, rows, day, seen):
    MovementModel.objects.all().delete()
    for where, since, lasted, members in rows:
        MovementModelFactory(
            commune=communes[where],
            since=on(since),
            state="active" if lasted is None else "stopped",
            stopped_on=None if lasted is None else on(since + lasted),
            members=members,
        )
    figures = models_on(on(day), area_of(communes, seen))
    for number in seen:
        mine = [
            row
            for row in rows
            if row[0] == number and row[1] <= day and (row[2] is None or row[1] + row[2] > day)
        ]
        assert figures.get(communes[number].pk, ModelFigures()) == ModelFigures(
            running=len(mine),
            active=sum(row[2] is None for row in mine),
            members=sum(row[3] or 0 for row in mine),
            members_known=sum(row[3] is not None for row in mine),
            cameras_known=0,
        )


@slow
@given(
    rows=st.lists(st.tuples(st.integers(0, 2), days, st.none() | st.integers(0, 200)), max_size=10),
    ends=span,
    seen=seen,
)
def test_outreach_of_any_period_equals_a_count_by_hand(communes, rows, ends, seen):
    OutreachSession.objects.all().delete()
    for where, day, attendance in rows:
        OutreachSessionFactory(commune=communes[where], on=on(day), attendance=attendance)
    figures = reached(*map(on, ends), area_of(communes, seen))
    for number in seen:
        mine = [row for row in rows if row[0] == number and ends[0] <= row[1] <= ends[1]]
        counted = [row[2] for row in mine if row[2] is not None]
        expected = OutreachFigures(len(mine), len(counted), sum(counted))
        assert figures.get(communes[number].pk, OutreachFigures()) == expected


def test_a_share_counts_only_lines_whose_result_is_known(communes):
    commune = communes[0]
    for registered, met in ((200, 180), (100, None)):
        SafetyStandardFactory(
            commune=commune,
            kind="families",
            hamlet=HamletFactory(commune=commune),
            registered=registered,
            met=met,
        )
    SafetyStandardFactory(commune=commune, registered=4, met=None)
    SafetyStandardFactory(commune=commune, registered=9, met=9, year=2025)
    figures = standards_of(2026, area_of(communes, [0, 1]))[commune.pk]
    assert figures.of("families") == StandardCount(300, 200, 180)
    assert figures.of("families").share == 0.9
    assert figures.of("schools").share is None
    assert figures.of("hamlets") == StandardCount()
    twice = figures + StandardFigures({"hamlets": StandardCount(6, 6, 5)})
    assert (twice.of("hamlets").met, twice.of("families").met) == (5, 180)
    assert SafetyStandard.objects.count() == 4


def test_branches_are_added_up_under_the_jurisdiction_below(communes):
    for commune in communes[:2]:
        MediationFactory(commune=commune, opened_on=NEW_YEAR)
    everywhere = Area(Scope.all(), by_branch=True)
    figures = mediated(NEW_YEAR, NEW_YEAR, everywhere, today=NEW_YEAR)
    assert figures[communes[0].jurisdiction_id].opened == 2


def test_an_attendance_that_nobody_counted_is_not_known_rather_than_zero():
    assert OutreachFigures().persons == 0
    assert OutreachFigures(sessions=2).persons is None
    assert (OutreachFigures(sessions=2) + OutreachFigures(1, 1, 30)).persons == 30
