"""The measurements: they compare like with like, and say so when a target is missed."""

import datetime
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from dashboards.bench.bare import Recording, bare_milliseconds, recorded, undone
from dashboards.bench.consolidating import Consolidation
from dashboards.bench.filing import Filing, measure_filing
from dashboards.bench.measure import Result, Run, Timing
from dashboards.bench.pages import Page, pages_for
from dashboards.bench.report import Benchmarks, Machine, markdown, misses
from dashboards.bench.urls import LISTS
from incidents.models import Incident
from reports.domain.opening import open_periods
from reports.models import Report
from reports.queries.filing import filing_status
from tests.accounts.factories import person
from tests.factories import (
    AssignmentFactory,
    CommuneFactory,
    EquipmentItemFactory,
    JurisdictionFactory,
    OfficerFactory,
    StationFactory,
)
from tests.incidents.factories import HotspotFactory, IncidentFactory
from tests.reports.filing_world import make_form
from units.domain.scope import Scope
from units.models import Commune, Officer

FAST, SLOW = Timing(10.0, 12.0), Timing(100.0, 120.0)


def run(**timings: Timing) -> Run:
    """A run with an empty page of 5 ms, bare SQL of 2 ms and plain loops of 8 ms."""
    results = [
        Result(
            Page(name, f"/{name}/"), timing, 12, 2.0, Timing(8.0, 9.0) if "list" in name else None
        )
        for name, timing in timings.items()
    ]
    return Run("bench", Timing(5.0, 6.0), 9, results)


def benchmarks(
    district: Run, large: Run, nation: Run, consolidated: float = 75.0, filing: float = 15.0
) -> Benchmarks:
    machine = Machine(2, 0.1, "3.11", "5.2", "18")
    none = Run("bench", Timing(5.0, 6.0), 9, [])
    day = datetime.date(2026, 11, 24)
    consolidation = Consolidation(
        3_321, 230_000, 69, Timing(consolidated, 120.0), Timing(50.0, 60.0)
    )
    filed = Filing(10_000_000, Timing(filing, 25.0), Timing(3.0, 4.0), Timing(7.0, 8.0))
    runs = (district, large, nation, none, none, none)
    return Benchmarks(day, 10, machine, *runs, consolidation, filed)


def test_a_run_within_every_target_reports_no_miss() -> None:
    good = run(overview=FAST, officer_list=FAST)
    made = benchmarks(good, good, good)
    assert misses(made) == []
    assert "Every target is met." in markdown(made)
    assert "| overview | 10.0 | 12.0 | 1.20 | 12 | 2.0 | 22.0 | 0.45 |" in markdown(made)


@pytest.mark.parametrize(
    ("district", "large", "nation", "said"),
    [
        (run(overview=FAST), run(overview=FAST), run(overview=SLOW), "limit 22.0"),
        (run(overview=FAST), run(overview=SLOW), run(overview=FAST), "10.00 × district size"),
        (run(overview=FAST), run(overview=FAST), run(overview=SLOW), "the nation's 10.00 ×"),
        (
            run(overview=FAST, officer_list=Timing(17.0, 18.0)),
            run(overview=FAST),
            run(overview=FAST),
            "2.12 × plain loop",
        ),
        (
            run(overview=Timing(10.0, 21.0)),
            run(overview=FAST),
            run(overview=FAST),
            "p95 2.10 × median",
        ),
    ],
)
def test_each_missed_target_is_named(district: Run, large: Run, nation: Run, said: str) -> None:
    made = benchmarks(district, large, nation)
    assert any(said in miss for miss in misses(made))
    assert "Targets missed:" in markdown(made)


def test_a_step_that_writes_may_take_half_as_long_again_as_a_page() -> None:
    timing = Timing(30.0, 33.0)
    step = Result(Page("submitted", "/submit/"), timing, 29, 2.0, None, is_step=True)
    page = Result(Page("opened", "/open/"), timing, 29, 2.0, None)
    chief = Run("bench", Timing(5.0, 6.0), 9, [step, page])
    good = run(overview=FAST)
    made = replace(benchmarks(good, good, good), chief=chief)
    [missed] = misses(made)
    assert "opened: 30.0 ms, limit 22.0" in missed


def test_a_consolidation_beyond_twice_its_bare_sql_is_a_miss() -> None:
    good = run(overview=FAST)
    assert "| ratio | 1.50 | |" in markdown(benchmarks(good, good, good))
    assert misses(benchmarks(good, good, good)) == []
    slow = benchmarks(good, good, good, consolidated=101.0)
    assert misses(slow) == ["consolidation: 2.02 × its bare SQL"]


@pytest.mark.django_db
def test_bare_sql_leaves_out_what_the_empty_page_asks_too() -> None:
    with recorded() as empty:
        list(Commune.objects.all())
    with recorded() as page:
        list(Commune.objects.all())
        list(Officer.objects.all())
    ((sql, _),) = page.own(without=empty)
    assert "units_officer" in sql
    assert bare_milliseconds(page.own(without=empty), Scope.all()) > 0


def test_transaction_control_is_a_round_trip_but_no_statement_of_the_page() -> None:
    recording = Recording([("SAVEPOINT x", None), ("SELECT set_config('a', 'b', true)", None)])
    assert recording.count == 2
    assert recording.own() == []


@pytest.mark.django_db
def test_bare_sql_of_a_request_that_writes_is_prepared_each_time_and_undone() -> None:
    commune = CommuneFactory(name="Long Hòa")
    with recorded() as writing, undone():
        Commune.objects.filter(pk=commune.pk).update(name="Long Sơn")
    turns: list[str] = []

    def prepare() -> None:
        turns.append(Commune.objects.get(pk=commune.pk).name)

    assert [sql.split()[0] for sql, _ in writing.own()] == ["UPDATE"]
    assert bare_milliseconds(writing.own(), Scope.all(), prepare) > 0
    assert set(turns) == {"Long Hòa"}


@pytest.fixture
def district(settings: Any) -> Any:
    settings.ROOT_URLCONF = "dashboards.bench.urls"
    jurisdiction = JurisdictionFactory()
    officer = OfficerFactory(commune__jurisdiction=jurisdiction)
    AssignmentFactory(officer=officer)
    for factory in (EquipmentItemFactory, StationFactory, HotspotFactory, IncidentFactory):
        factory(commune=officer.commune)
    form = make_form(jurisdiction, months=2)
    open_periods(timezone.now(), form=form)
    over = form.periods.order_by("first_day")[0].reports
    now = timezone.now()
    over.update(state="approved", first_submitted_at=now, submitted_at=now, approved_at=now)
    return jurisdiction


@pytest.mark.django_db
def test_every_measured_page_and_yardstick_answers(district: Any) -> None:
    client = Client()
    client.force_login(person("district_staff", district))
    communes = list(Commune.objects.filter(jurisdiction=district).values_list("pk", flat=True))
    urls = [page.url for page in pages_for("bench.district", communes)]
    plain = [*LISTS, "filing_matrix"]
    urls += [reverse("bench_empty"), *[reverse(f"plain_{name}") for name in plain]]
    assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)


@pytest.mark.django_db
def test_a_plain_twin_shows_the_rows_of_its_list(district: Any) -> None:
    client = Client()
    client.force_login(person("district_staff", district))
    name = Officer.objects.get().given_name
    assert name in client.get(reverse("plain_officer_list")).content.decode()
    assert name in client.get(reverse("officer_list")).content.decode()


@pytest.mark.django_db
def test_the_plain_matrix_shows_the_units_and_states_of_the_page(district: Any) -> None:
    client = Client()
    client.force_login(person("district_staff", district))
    plain = client.get(reverse("plain_filing_matrix")).content.decode()
    assert str(Commune.objects.get(jurisdiction=district)) in plain
    with translation.override("vi"):
        for report in Report.objects.all():
            assert f">{filing_status(report, timezone.now()).label}</a>" in plain


def test_filing_slower_than_twice_its_yardsticks_is_named() -> None:
    good = run(overview=FAST, officer_list=FAST)
    made = benchmarks(good, good, good, filing=25.0)
    assert misses(made) == ["filing an incident: 2.50 × bare INSERT and empty POST"]
    assert "| ratio | 2.50 | |" in markdown(made)


@pytest.mark.django_db
def test_filing_is_measured_beside_the_same_rows_and_leaves_nothing(district: Any) -> None:
    commune = Commune.objects.get(jurisdiction=district)
    person("commune_chief", commune, username="bench.chief")
    before = Incident.objects.count()
    filed = measure_filing("bench.chief", 2)
    assert filed.incidents == before
    assert min(filed.timing.median, filed.bare.median, filed.empty_post.median) > 0
    assert Incident.objects.count() == before


@pytest.mark.django_db
def test_the_province_asks_for_its_map(district: Any) -> None:
    client = Client()
    client.force_login(person("district_staff", district))
    urls = [page.url for page in pages_for("bench.province", [])]
    assert {client.get(url).status_code for url in urls} == {200}
