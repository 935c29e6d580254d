"""Reports of the nation for measuring: what COPY writes is what filing would have kept, and it can be measured."""

import json
from collections import Counter
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from commune_police.db.separate import create_database
from dashboards.bench.bare import undone
from dashboards.bench.consolidating import (
    consolidate_bare,
    highest,
    last_month,
    measure_consolidation,
)
from dashboards.bench.measure import Run, measure, person_and_scope
from dashboards.bench.sizes import Size, measuring_on, prepare
from incidents.models import BookCounter, Incident
from reports.domain.consolidation import consolidate
from reports.domain.sheet import sheet_of
from reports.domain.snapshots import content_of, is_intact
from reports.models import ACCEPTED, Report, ReportingPeriod, ReportState, ReportValue
from units.domain.scope import Scope, scope_context
from units.models import Commune

DATABASE = "commune_police_test_reports"
COMMUNES, MONTHS, INCIDENTS = 18, 3, 720
pytestmark = pytest.mark.embedded


@pytest.fixture(scope="module")
def nation(django_db_setup: Any, django_db_blocker: Any) -> Any:
    """A nation of 18 communes in two areas with three months of reports, removed afterwards."""
    with django_db_blocker.unblock():
        call_command(
            "load_nation",
            communes=COMMUNES,
            officers=COMMUNES * 20,
            hotspots=COMMUNES * 3,
            incidents=INCIDENTS,
            months=MONTHS,
            database=DATABASE,
        )
        with measuring_on(Size("test", DATABASE, COMMUNES, INCIDENTS)):
            yield
        create_database(DATABASE, replace=True)


def test_every_commune_filed_the_months_that_are_over_and_has_the_running_one_to_file(
    nation: Any,
) -> None:
    with scope_context(Scope.all()):
        *over, running = ReportingPeriod.objects.order_by("first_day")
        states = {
            period: Counter(period.reports.values_list("state", flat=True)) for period in over
        }
        assert [sum(found.values()) for found in states.values()] == [COMMUNES] * MONTHS
        assert all(set(found) <= set(ACCEPTED) for found in states.values())
        assert Counter(running.reports.values_list("state", flat=True)) == {"draft": COMMUNES}
        assert not ReportValue.objects.filter(report__period=running).exists()


def test_nothing_stands_against_a_loaded_report_and_its_snapshot_is_what_submitting_keeps(
    nation: Any,
) -> None:
    with scope_context(Scope.all()):
        reports = Report.objects.filter(state__in=ACCEPTED).select_related(
            "period__form", "period__form_version", "commune"
        )
        for report in reports:
            sheet = sheet_of(report, scope=Scope.all())
            assert sheet.problems == ()
            snapshot = report.reportsnapshots.get()
            report.submissions -= 1  # as it stood when the snapshot was taken
            expected = content_of(sheet, by_name=snapshot.by_name, at=snapshot.taken_at)
            assert json.loads(snapshot.content) == expected
            assert is_intact(snapshot)


def test_loaded_values_belong_to_the_reports_commune_and_hold_what_the_formulas_give(
    nation: Any,
) -> None:
    with scope_context(Scope.all()):
        values = ReportValue.objects.select_related("report")
        assert all(value.commune_id == value.report.commune_id for value in values)
        report = Report.objects.filter(state__in=ACCEPTED).select_related("period", "commune")[0]
        cells = sheet_of(report, scope=Scope.all()).cells.values()
        reckoned = [cell for cell in cells if cell.indicator.formula and cell.number is not None]
        assert reckoned
        assert all(cell.value and cell.value.number == cell.number for cell in reckoned)
        sourced = [cell for cell in cells if cell.indicator.source]
        assert all(cell.has_source and not cell.is_overridden for cell in sourced)


def test_the_rates_of_a_consolidated_month_and_its_cells_equal_those_of_the_bare_sql(
    nation: Any,
) -> None:
    by, scope = person_and_scope("bench.national")
    period, place = last_month(scope), highest(scope)

    def written(key: int) -> dict[int, tuple[Any, ...]]:
        rows = ReportValue.objects.filter(report=key).order_by("indicator")
        return {
            one.indicator_id: (one.number, one.text, one.rows, one.source_number, one.source_text)
            for one in rows
        }

    with scope_context(scope):
        with undone():
            ours = written(consolidate(period, place, by=by, scope=scope).pk)
        with undone():
            bare = written(consolidate_bare(period, place))
    assert len(ours) > 60
    assert ours == bare


def measured(username: str) -> Run:
    with override_settings(ROOT_URLCONF="dashboards.bench.urls", ALLOWED_HOSTS=["127.0.0.1"]):
        return measure(username, 1)


def test_the_chiefs_steps_are_measured_and_leave_the_report_as_it_was(nation: Any) -> None:
    run = measured("bench.chief")
    for name in (
        "monthly report, filled from the records on opening",
        "monthly report, submitted",
    ):
        found = run.of(name)
        assert found.timing.median > found.bare > 0
    with scope_context(Scope.all()):
        running = ReportingPeriod.objects.latest("last_day")
        assert set(running.reports.values_list("state", flat=True)) == {ReportState.DRAFT}
        assert not ReportValue.objects.filter(report__period=running, indicator__source="").exists()


def test_a_provinces_matrix_is_measured_beside_a_plain_loop(nation: Any) -> None:
    matrix, _map = measured("bench.province").results
    assert matrix.page.name == "who has filed"
    assert matrix.plain is not None
    assert matrix.plain.median > 0


def test_consolidation_is_measured_and_leaves_nothing_behind(nation: Any) -> None:
    with scope_context(Scope.all()):
        before = Report.objects.count()
    found = measure_consolidation("bench.national", 1)
    assert (found.reports, found.ratio > 0) == (COMMUNES, True)
    assert found.values > COMMUNES * 60
    with scope_context(Scope.all()):
        assert Report.objects.count() == before


def test_a_database_without_this_months_reports_is_loaded_anew(
    nation: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(
        "dashboards.bench.sizes.call_command",
        lambda name, **_options: loaded.append(name),
    )
    size = Size("test", DATABASE, COMMUNES, INCIDENTS)
    prepare(size, anew=False)
    assert loaded == ["migrate"]
    with scope_context(Scope.all()):
        running = ReportingPeriod.objects.latest("last_day")
        ReportValue.objects.filter(report__period=running).delete()
        running.reports.all().delete()
    prepare(size, anew=False)
    assert loaded == ["migrate", "migrate", "load_nation"]


def test_loaded_incidents_are_counted_numbered_and_indexed_like_filed_ones(nation: Any) -> None:
    with scope_context(Scope.all()):
        assert Incident.objects.count() == INCIDENTS
        call_command("recount", stdout=StringIO())
        for book in BookCounter.objects.filter(book="VV"):
            numbers = Incident.objects.filter(
                commune=book.commune_id, number__startswith=f"VV-{book.year}-"
            ).values_list("number", flat=True)
            assert sorted(int(one.rpartition("-")[2]) for one in numbers) == list(
                range(1, book.last + 1)
            )
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'incidents_incident'")
        names = {name for (name,) in cursor.fetchall()}
    assert {index.name for index in Incident._meta.indexes} <= names


def test_a_negative_number_of_months_is_refused() -> None:
    with pytest.raises(CommandError, match="months"):
        call_command("load_nation", months=-1)


def test_reports_of_a_commune_depend_on_its_code_alone(nation: Any) -> None:
    """So that the district and the nation that holds it have the same figures."""
    from reports.demo.nation_cells import begin_writing

    with scope_context(Scope.all()):
        commune = Commune.objects.order_by("pk")[0]
    first, again = begin_writing(commune), begin_writing(commune)
    assert first.random.random() == again.random.random()
    assert first.last == again.last == {}
