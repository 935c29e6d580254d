"""Consolidation: counts added, rates from their parts, texts with their unit, the same by any way up the tree."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.domain.consolidation import consolidate, given_by, sources_of
from reports.domain.filling import save_cell
from reports.domain.opening import open_periods
from reports.domain.parts import parts_of
from reports.domain.sheet import sheet_of
from reports.domain.workflow import approve_report, submit_report
from reports.models import Report, ReportState, ReportValue
from tests.accounts.factories import person
from tests.factories import CommuneFactory, JurisdictionFactory
from tests.reports.filing_world import FilingWorld, make_form, make_world
from units.domain.scope import Scope
from units.models import Commune, Jurisdiction

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def world() -> FilingWorld:
    return make_world(months=1)


def accepted(report: Report, lines: dict[str, Any], figures: dict[str, Any]) -> Report:
    """Write figures into a report by line and accept it, as the database does for bulk loads."""
    for line, content in figures.items():
        one = lines[line]
        fields = (
            {"number": content}
            if one.is_number
            else {"text": content}
            if one.kind == "text"
            else {"rows": content}
        )
        ReportValue.objects.create(report=report, indicator=one, **fields)
    now = NOW()
    Report.objects.filter(pk=report.pk).update(
        state=ReportState.APPROVED, first_submitted_at=now, submitted_at=now, approved_at=now
    )
    report.refresh_from_db()
    return report


def fill_both(world: FilingWorld) -> None:
    accepted(
        world.report(),
        world.lines,
        {
            "1": 10,
            "1.1": 9,
            "1.2": 1,
            "1.3": 0,
            "1.4": 90,
            "3": "Ổn định.",
            "4": [{"what": "Chưa có trụ sở", "many": 1}],
        },
    )
    accepted(
        world.report(other=True),
        world.lines,
        {"1": 2, "1.1": 1, "1.2": 1, "1.3": 0, "1.4": 50, "3": "Có trộm vặt."},
    )


def together(world: FilingWorld, **more: Any) -> Report:
    return consolidate(
        world.report().period,
        world.district.jurisdiction,
        by=world.district.staff,
        scope=world.scope,
        **more,
    )


def test_counts_are_added_and_rates_reckoned_from_their_parts(world):
    fill_both(world)
    sheet = sheet_of(together(world), scope=world.scope)
    cells = {cell.indicator.line: cell for cell in sheet.cells.values()}
    assert [cells[line].number for line in ("1", "1.1", "1.2", "1.3")] == [12, 10, 2, 0]
    # 10 of 12, not the mean of 90 % and 50 %.
    assert cells["1.4"].number == Decimal("83.3333")


def test_texts_and_rows_are_gathered_with_their_unit_named(world):
    fill_both(world)
    report = together(world)
    text = ReportValue.objects.get(report=report, indicator=world.lines["3"]).text
    assert text == "Xã Long Hòa: Ổn định.\nXã Tân Trạch: Có trộm vặt."
    rows = ReportValue.objects.get(report=report, indicator=world.lines["4"]).rows
    assert rows == [{"unit": "Xã Long Hòa", "what": "Chưa có trụ sở", "many": 1}]


def test_only_accepted_reports_count_and_the_others_are_named(world):
    accepted(world.report(), world.lines, {"1": 10})
    other = world.report(other=True)
    sources = sources_of(other.period, world.district.jurisdiction, world.scope)
    assert [report.commune for report in sources.missing] == [world.district.other]
    ReportValue.objects.create(report=other, indicator=world.lines["1"], number=5)
    Report.objects.filter(pk=other.pk).update(
        state="submitted", first_submitted_at=NOW(), submitted_at=NOW()
    )
    report = together(world)
    assert ReportValue.objects.get(report=report, indicator=world.lines["1"]).number == 10
    report = together(world, with_unapproved=True)
    assert ReportValue.objects.get(report=report, indicator=world.lines["1"]).number == 15


def test_a_cell_that_nobody_filled_stays_empty(world):
    accepted(world.report(), world.lines, {"1": 0})
    report = together(world)
    assert ReportValue.objects.get(report=report, indicator=world.lines["1"]).number == 0
    assert ReportValue.objects.get(report=report, indicator=world.lines["1.1"]).number is None


def test_an_edited_cell_keeps_the_edit_beside_the_new_sum(world):
    fill_both(world)
    report = together(world)
    held = ReportValue.objects.get(report=report, indicator=world.lines["3"])
    save_cell(report, world.lines["3"], "Gọn lại.", version=held.version, by=world.district.staff)
    report = together(world)
    held.refresh_from_db()
    assert held.text == "Gọn lại."
    assert held.source_text.startswith("Xã Long Hòa")


def test_the_consolidated_report_is_filed_upwards_and_approved_there(world):
    fill_both(world)
    province = JurisdictionFactory(kind="province", name="Long An")
    Jurisdiction.objects.filter(pk=world.district.jurisdiction.pk).update(parent=province)
    world.district.jurisdiction.refresh_from_db()
    above = person("district_staff", province)
    report = together(world)
    for line, figure in (("2", "0"),):
        held = ReportValue.objects.get(report=report, indicator=world.lines[line])
        save_cell(report, world.lines[line], figure, version=held.version, by=world.district.staff)
    report = submit_report(report, by=world.district.staff, scope=world.scope, now=NOW())
    assert report.reportsnapshots.count() == 1
    with pytest.raises(PermissionDenied):
        approve_report(report, by=world.district.staff, now=NOW())
    from accounts.domain.standing import open_standing

    above.standing = open_standing(above)
    assert approve_report(report, by=above, now=NOW()).state == ReportState.APPROVED
    with pytest.raises(ValidationError):
        together(world)


def test_who_may_consolidate(world):
    for user in (world.district.chief, world.district.home_affairs, world.district.administrator):
        with pytest.raises(PermissionDenied):
            consolidate(
                world.report().period, world.district.jurisdiction, by=user, scope=world.scope
            )


def test_consolidating_takes_the_same_queries_for_any_number_of_communes(
    world, django_assert_max_num_queries
):
    fill_both(world)
    together(world)
    with django_assert_max_num_queries(16):
        together(world)


# --- any way up the tree gives the same ---


def tree(parents: list[int]) -> tuple[Jurisdiction, list[Jurisdiction]]:
    """A nation with provinces and districts: each number names the parent among those before."""
    top = JurisdictionFactory(kind="province", name="Gốc")
    places = [top]
    for number in parents:
        place = JurisdictionFactory(kind="district", parent=places[number % len(places)])
        places.append(place)
    return top, places


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    parents=st.lists(st.integers(0, 5), min_size=1, max_size=4),
    figures=st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=6
    ),
    stops=st.sets(st.integers(1, 4)),
)
def test_adding_up_by_any_grouping_gives_the_same(parents, figures, stops):
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT example")
    try:
        top, places = tree(parents)
        communes: list[Commune] = [
            CommuneFactory(jurisdiction=places[where % len(places)]) for where, _n, _m in figures
        ]
        form = make_form(top, months=1)
        open_periods(NOW(), form=form)
        period = form.periods.get()
        parts = parts_of(period.form_version)
        lines = parts.by_line
        for commune, (_where, one, two) in zip(communes, figures, strict=True):
            report = Report.objects.get(period=period, commune=commune)
            accepted(report, lines, {"1": one + two, "1.1": one, "1.2": two})
        by = person("district_staff", top)
        at_once = given_by(parts, sources_of(period, top, Scope.all()).counted)
        deepest_first = sorted(
            {number % len(places) for number in stops} - {0}, key=lambda n: -len(places[n].path)
        )
        for number in deepest_first:
            place = places[number]
            place.refresh_from_db()
            part = consolidate(period, place, by=by, scope=Scope.all())
            Report.objects.filter(pk=part.pk).update(
                state="approved", first_submitted_at=NOW(), submitted_at=NOW(), approved_at=NOW()
            )
        step_by_step = given_by(parts, sources_of(period, top, Scope.all()).counted)
        numeric = [one.pk for one in parts.keyed if one.is_number]
        assert {key: step_by_step[key] for key in numeric} == {key: at_once[key] for key in numeric}
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK TO SAVEPOINT example")
