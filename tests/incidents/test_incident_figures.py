"""Counts of incidents equal a count by hand, for every area and period, whatever is written in between."""

import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Case, When
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.models import OUTCOMES, Incident, IncidentCount, IncidentState
from incidents.queries.incidents import Stretch, added, happened
from tests.factories import CommuneFactory, JurisdictionFactory
from tests.incidents.factories import VIETNAM, IncidentCategoryFactory, IncidentFactory
from units.domain.scope import Scope
from units.queries.area import Area

NEW_YEAR = datetime.date(2026, 1, 1)
days = st.integers(0, 150)
rows = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(["theft", "fight"]),
        st.sampled_from(IncidentState.values),
        days,
        st.integers(0, 3) | st.none(),
    ),
    max_size=14,
)


def moment(day: int, hour: int = 0) -> datetime.datetime:
    """The first moment of a local day of 2026, which is the evening before in UTC."""
    on = NEW_YEAR + datetime.timedelta(days=day)
    return datetime.datetime(on.year, on.month, on.day, hour, tzinfo=VIETNAM)


@pytest.fixture
def communes(db):
    jurisdiction = JurisdictionFactory()
    return [
        *CommuneFactory.create_batch(2, jurisdiction=jurisdiction),
        CommuneFactory(jurisdiction=JurisdictionFactory()),
    ]


def make(communes, found):
    Incident.objects.all().delete()
    categories = {code: IncidentCategoryFactory(code=code) for code in ("theft", "fight")}
    for where, code, state, day, injured in found:
        IncidentFactory(
            commune=communes[where],
            category=categories[code],
            state=state,
            occurred_from=moment(day),
            injured=injured,
        )
    return categories


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(found=rows, ends=st.tuples(days, days), seen=st.sets(st.integers(0, 2), min_size=1))
def test_figures_of_any_period_equal_a_count_by_hand(communes, found, ends, seen):
    categories = make(communes, found)
    first, last = (NEW_YEAR + datetime.timedelta(days=day) for day in sorted(ends))
    area = Area(Scope.of([communes[number].pk for number in seen]))
    figures = happened(first, last, area)
    inside = [
        row
        for row in found
        if row[0] in seen and first <= NEW_YEAR + datetime.timedelta(days=row[3]) <= last
    ]
    for number in seen:
        mine = [row for row in inside if row[0] == number]
        got = added([figures[communes[number].pk]] if communes[number].pk in figures else [])
        assert got.total.count == len(mine)
        assert got.total.injured == sum(row[4] or 0 for row in mine)
        assert got.ended == sum(row[2] in OUTCOMES for row in mine)
        theft = got.of(categories=[categories["theft"].pk], states=["settled"])
        assert theft.count == sum(row[1] == "theft" and row[2] == "settled" for row in mine)


@given(ends=st.tuples(st.integers(0, 800), st.integers(0, 800)))
def test_a_period_is_cut_without_gap_or_overlap(ends):
    first, last = (NEW_YEAR + datetime.timedelta(days=day) for day in sorted(ends))
    cut = Stretch.of(first, last)
    covered = []
    day = first
    while day <= last:
        covered.append(
            (day < cut.first_month)
            + (cut.first_month <= day < cut.end_month)
            + (day >= cut.end_month)
        )
        day += datetime.timedelta(days=1)
    assert set(covered) == {1}
    assert cut.end_month == cut.first_month or (cut.first_month.day, cut.end_month.day) == (1, 1)


def test_figures_add_up_by_branch(communes):
    make(communes, [(0, "theft", "settled", 3, None), (2, "fight", "recorded", 4, 2)])
    area = Area(Scope.of([one.pk for one in communes]), by_branch=True)
    figures = happened(NEW_YEAR, NEW_YEAR.replace(month=12), area)
    assert sum(one.total.count for one in figures.values()) == 2
    assert len(figures) == 2


changes = st.lists(
    st.tuples(
        st.sampled_from(
            ["state", "move", "category", "harm", "time", "withdraw", "restore", "delete", "many"]
        ),
        st.integers(0, 9),
        st.integers(0, 120),
    ),
    max_size=10,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(found=rows, changes=changes)
def test_the_counts_stay_exact_whatever_is_written(communes, found, changes):
    categories = make(communes, found)
    for what, which, number in changes:
        ids = list(Incident.objects.order_by("pk").values_list("pk", flat=True))
        if not ids:
            break
        one = Incident.objects.filter(pk=ids[which % len(ids)])
        if what == "state":
            one.update(state="handling", outcome_on=None)
        elif what == "move":
            one.update(commune=communes[number % 3], number=f"VV-{number}-{which}-{one.get().pk}")
        elif what == "category":
            one.update(category=categories["fight"])
        elif what == "harm":
            one.update(deaths=number, damage_vnd=number * 1_000_000)
        elif what == "time":
            one.update(
                occurred_from=moment(number),
                occurred_until=moment(number, 1),
                outcome_on=Case(When(outcome_on__isnull=False, then=moment(number).date())),
            )
        elif what == "withdraw":
            one.update(withdrawn_on=moment(number).date(), withdrawn_reason="Ghi trùng.")
        elif what == "restore":
            one.update(withdrawn_on=None, withdrawn_reason="")
        elif what == "delete":
            one.delete()
        else:
            Incident.objects.all().update(injured=number)
    call_command("recount", stdout=StringIO())


def test_recount_finds_a_wrong_count_and_repairs_it(communes):
    make(communes, [(0, "theft", "settled", 3, 1)])
    IncidentCount.objects.update(injured=7)
    with pytest.raises(CommandError):
        call_command("recount", stdout=StringIO(), stderr=StringIO())
    call_command("recount", "--fix", stdout=StringIO())
    assert IncidentCount.objects.exclude(count=0).get().injured == 1


def test_a_statement_that_copies_many_rows_is_counted(communes):
    make(communes, [(0, "theft", "recorded", 3, 1)])
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO incidents_incident (
                created_at, updated_at, version, commune_id, number, former_number, category_id, whereabouts, point_source, occurred_from,
                occurred_until, time_known, summary, handler_note, state, outcome_note, decision_number,
                reopened_reason, withdrawn_reason, is_complete, recorded_at, recorded_by_name, submission_key, injured)
            SELECT created_at, updated_at, 1, commune_id, 'VV-' || n, '', category_id, '', '', occurred_from,
                occurred_until, time_known, summary, '', state, '', '', '', '', true, recorded_at, '', gen_random_uuid(), 1
            FROM incidents_incident, generate_series(1, 500) n
            """
        )
    assert IncidentCount.objects.get().count == 501
    assert IncidentCount.objects.get().injured == 501
