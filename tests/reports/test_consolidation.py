"""Consolidation: counts added, rates from their parts, texts with their unit, the same by any way up the tree."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.domain.breakdown import figures_of_units
from reports.domain.consolidation import consolidate, given_by, is_stale, way_of
from reports.domain.counted import Way, sources_of
from reports.domain.filling import save_cell
from reports.domain.opening import open_periods
from reports.domain.paper.heading import heading_of
from reports.domain.paper.report_document import report_document
from reports.domain.parts import parts_of
from reports.domain.sheet import sheet_of
from reports.domain.workflow import approve_report, replace_report, submit_report
from reports.models import Report, ReportState, ReportValue
from tests.accounts.factories import person
from tests.factories import CommuneFactory, JurisdictionFactory
from tests.reports.filing_world import FilingWorld, make_form, make_world
from units.domain.scope import Scope
from units.models import Commune, CommuneSuccession, Jurisdiction

pytestmark = pytest.mark.django_db
NOW = timezone.now
TODAY = timezone.localdate


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
    sources = sources_of(other.period, world.district.jurisdiction, world.scope, today=TODAY())
    assert [row.commune_id for row in sources.missing] == [world.district.other.pk]
    ReportValue.objects.create(report=other, indicator=world.lines["1"], number=5)
    Report.objects.filter(pk=other.pk).update(
        state="submitted", first_submitted_at=NOW(), submitted_at=NOW()
    )
    report = together(world)
    assert ReportValue.objects.get(report=report, indicator=world.lines["1"]).number == 10
    report = together(world, way=Way(with_unapproved=True))
    assert ReportValue.objects.get(report=report, indicator=world.lines["1"]).number == 15


def test_the_report_that_goes_up_names_who_is_not_inside_and_compares_with_what_communes_filed(
    client,
):
    world = make_world(months=2)
    accepted(world.report(months_ago=1), world.lines, {"1": 4})
    accepted(world.report(months_ago=1, other=True), world.lines, {"1": 3})
    accepted(world.report(), world.lines, {"1": 10})
    report = together(world)
    client.force_login(world.district.staff)
    for name in ("report_detail", "report_submit", "report_print"):
        page = client.get(reverse(name, args=[report.pk])).content.decode()
        assert "Xã Tân Trạch" in page, name
    document = report_document(
        sheet_of(report, scope=world.scope),
        heading_of(report, scope=world.scope, today=TODAY()),
    )
    assert "1/2 xã" in document.summary
    assert "Xã Tân Trạch" in document.summary
    # The district made no report of last month; the communes inside filed four then, and like is compared
    # with like: the three of the commune that is missing now do not stand beside.
    cells = {one.indicator.line: one for one in sheet_of(report, scope=world.scope).cells.values()}
    assert cells["1"].previous == 4


def test_a_line_that_goes_on_from_last_period_holds_with_a_commune_missing():
    world = make_world(months=2)
    for other, figure in ((False, 4), (True, 3)):
        accepted(world.report(months_ago=1, other=other), world.lines, {"1": figure})
    accepted(world.report(), world.lines, {"1": 10})
    district = world.district
    consolidate(
        world.report(months_ago=1).period,
        district.jurisdiction,
        by=district.staff,
        scope=world.scope,
    )
    Report.objects.filter(commune__isnull=True).update(
        state="approved", first_submitted_at=NOW(), submitted_at=NOW()
    )
    cells = {
        one.indicator.line: one
        for one in sheet_of(together(world), scope=world.scope).cells.values()
    }
    assert cells["1"].previous == 4  # and not the seven of last month's own report


def test_an_earlier_period_in_which_a_commune_filed_nothing_is_not_compared():
    world = make_world(months=2)
    accepted(world.report(months_ago=1), world.lines, {"1": 4})
    for other in (False, True):
        accepted(world.report(other=other), world.lines, {"1": 5})
    cells = sheet_of(together(world), scope=world.scope).cells.values()
    assert all(one.previous is None for one in cells)


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


def test_an_edited_table_keeps_the_edit_and_an_untouched_text_follows_the_reports(world):
    fill_both(world)
    report = together(world)
    table = ReportValue.objects.get(report=report, indicator=world.lines["4"])
    rows = [{"what": "Thiếu trụ sở", "many": "1"}]
    save_cell(report, world.lines["4"], rows, version=table.version, by=world.district.staff)
    Report.objects.filter(pk=world.report(other=True).pk).update(state=ReportState.RETURNED)
    late = ReportValue.objects.get(report=world.report(other=True), indicator=world.lines["3"])
    late.text = "Đã bắt kẻ trộm."
    late.save()
    ReportValue.objects.create(
        report=late.report, indicator=world.lines["4"], rows=[{"what": "Thiếu xe", "many": 2}]
    )
    Report.objects.filter(pk=late.report_id).update(state=ReportState.APPROVED)
    together(world)
    table.refresh_from_db()
    assert [row["what"] for row in table.rows] == ["Thiếu trụ sở"]
    assert [(row["unit"], row["many"]) for row in table.source_rows] == [
        ("Xã Long Hòa", 1),
        ("Xã Tân Trạch", 2),
    ]
    text = ReportValue.objects.get(report=report, indicator=world.lines["3"])
    assert text.text == text.source_text
    assert text.text == "Xã Long Hòa: Ổn định.\nXã Tân Trạch: Đã bắt kẻ trộm."


def test_adding_up_again_without_news_changes_no_cell(world):
    fill_both(world)
    report = together(world)
    before = dict(ReportValue.objects.filter(report=report).values_list("pk", "version"))
    together(world)
    assert dict(ReportValue.objects.filter(report=report).values_list("pk", "version")) == before


def test_what_was_gathered_says_in_the_history_that_it_was_added_up(world):
    fill_both(world)
    held = ReportValue.objects.get(report=together(world), indicator=world.lines["3"])
    [event] = held.events.all()
    assert event.pgh_context["username"] == "consolidate"


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


# --- communes that merged ---


def merged(before: Commune, after: Commune, kind: str = "merge") -> None:
    CommuneSuccession.objects.create(
        predecessor=before, successor=after, kind=kind, on=TODAY() - datetime.timedelta(days=1)
    )


def test_communes_that_merged_count_under_the_one_that_followed_when_asked(world):
    fill_both(world)
    merged(world.district.other, world.district.commune)
    period, place = world.report().period, world.district.jurisdiction
    apart = sources_of(period, place, world.scope, today=TODAY())
    assert [unit.name for unit in apart.units] == ["Xã Long Hòa", "Xã Tân Trạch"]
    as_one = sources_of(period, place, world.scope, Way(with_successors=True), today=TODAY())
    [unit] = as_one.units
    assert (unit.name, unit.former) == ("Xã Long Hòa", ("Xã Tân Trạch",))
    [figures] = figures_of_units(parts_of(period.form_version), [unit], world.scope)
    assert figures["incidents"] == 12
    assert figures["settled_rate"] == Decimal("83.3333")
    report = together(world, way=Way(with_successors=True))
    text = ReportValue.objects.get(report=report, indicator=world.lines["3"]).text
    assert text == "Xã Long Hòa: Ổn định.\nXã Long Hòa (trước đây là Xã Tân Trạch): Có trộm vặt."
    assert way_of(report) == Way(with_successors=True)


def test_a_commune_that_was_divided_counts_for_itself_and_is_named(world):
    fill_both(world)
    merged(world.district.other, world.district.commune, "part")
    period, place = world.report().period, world.district.jurisdiction
    found = sources_of(period, place, world.scope, Way(with_successors=True), today=TODAY())
    assert [unit.name for unit in found.units] == ["Xã Long Hòa", "Xã Tân Trạch"]
    assert found.divided == ["Xã Tân Trạch"]


def test_a_merger_that_is_still_to_come_changes_nothing(world):
    fill_both(world)
    CommuneSuccession.objects.create(
        predecessor=world.district.other,
        successor=world.district.commune,
        kind="merge",
        on=TODAY() + datetime.timedelta(days=1),
    )
    found = sources_of(
        world.report().period,
        world.district.jurisdiction,
        world.scope,
        Way(with_successors=True),
        today=TODAY(),
    )
    assert len(found.units) == 2


def test_a_commune_that_merged_across_a_border_is_never_counted_twice():
    """One district made its report with the commune that came to it, the other before that."""
    province = JurisdictionFactory(kind="province", name="Gốc")
    here, there = (JurisdictionFactory(kind="district", parent=province) for _number in range(2))
    communes = [CommuneFactory(jurisdiction=place) for place in (here, here, there)]
    form = make_form(province, months=1)
    open_periods(NOW(), form=form)
    period = form.periods.get()
    parts = parts_of(period.form_version)
    for commune, many in zip(communes, (1, 10, 100), strict=True):
        accepted(Report.objects.get(period=period, commune=commune), parts.by_line, {"1": many})
    merged(communes[1], communes[2])
    by, scope = person("district_staff", province), Scope.all()

    def approved(place: Jurisdiction, way: Way) -> None:
        report = consolidate(period, place, by=by, scope=scope, way=way)
        Report.objects.filter(pk=report.pk).update(
            state="approved", first_submitted_at=NOW(), submitted_at=NOW(), approved_at=NOW()
        )

    def total(place: Jurisdiction, way: Way) -> Decimal | None:
        found = given_by(parts, sources_of(period, place, scope, way, today=TODAY()))
        return found[parts.by_code["incidents"].pk]

    old, new = Way(), Way(with_successors=True)
    assert [total(place, way) for way in (old, new) for place in (here, there)] == [11, 100, 1, 110]
    approved(here, old)
    approved(there, new)
    for way in (old, new):
        found = sources_of(period, province, scope, way, today=TODAY())
        assert total(province, way) == 111
        assert len(found.set_aside) == 1
        assert found.expected == 3


def test_a_province_names_the_communes_that_a_districts_report_went_without():
    province = JurisdictionFactory(kind="province", name="Gốc")
    district = JurisdictionFactory(kind="district", parent=province)
    early, late = (CommuneFactory(jurisdiction=district) for _number in range(2))
    form = make_form(province, months=1)
    open_periods(NOW(), form=form)
    period = form.periods.get()
    lines = parts_of(period.form_version).by_line
    accepted(Report.objects.get(period=period, commune=early), lines, {"1": 1})
    by = person("district_staff", province)
    made = consolidate(period, district, by=by, scope=Scope.all())
    Report.objects.filter(pk=made.pk).update(
        state="approved", first_submitted_at=NOW(), submitted_at=NOW(), approved_at=NOW()
    )
    accepted(Report.objects.get(period=period, commune=late), lines, {"1": 5})
    found = sources_of(period, province, Scope.all(), today=TODAY())
    assert [row.commune_id for row in found.missing] == [late.pk]
    assert found.held == {early.pk}


def test_a_replacement_is_added_up_anew_and_what_it_replaces_stays(world):
    fill_both(world)
    first = together(world)
    Report.objects.filter(pk=first.pk).update(
        state="approved", first_submitted_at=NOW(), submitted_at=NOW(), approved_at=NOW()
    )
    first.refresh_from_db()
    second = replace_report(first, by=world.district.staff, reason="Xã sửa số liệu", now=NOW())
    Report.objects.filter(pk=world.report(other=True).pk).update(is_current=False)
    corrected = Report.objects.create(
        period=second.period,
        commune=world.district.other,
        number=1,
        replaces=Report.objects.get(period=second.period, commune=world.district.other),
        due_at=NOW(),
    )
    accepted(corrected, world.lines, {"1": 7, "1.1": 7})
    report = together(world)
    assert report.pk == second.pk
    one = world.lines["1"]
    assert ReportValue.objects.get(report=second, indicator=one).number == 17
    assert ReportValue.objects.get(report=first, indicator=one).number == 12


def test_sums_are_stale_once_a_report_is_answered_and_not_when_it_is_locked(world):
    accepted(world.report(), world.lines, {"1": 10})
    report = together(world)
    place = world.district.jurisdiction

    def stale() -> bool:
        return is_stale(report, sources_of(report.period, place, world.scope, today=TODAY()))

    assert not stale()
    Report.objects.filter(pk=world.report().pk).update(state="locked", locked_at=NOW())
    assert not stale()
    accepted(world.report(other=True), world.lines, {"1": 5})
    assert stale()


def test_the_page_compares_with_the_units_of_earlier_periods_where_no_sum_was_made(client):
    world = make_world(months=2)
    accepted(world.report(months_ago=1), world.lines, {"1": 4, "1.1": 1})
    accepted(world.report(months_ago=1, other=True), world.lines, {"1": 4, "1.1": 3})
    fill_both(world)
    together(world)
    client.force_login(world.district.staff)
    asked = {"period": world.report().period_id, "form": world.form.pk}
    answer = client.get(reverse("consolidation"), asked)
    lines = {
        line["cell"].indicator.line: line
        for section in answer.context["sections"]
        for line in section["lines"]
    }
    assert lines["1"]["previous"] == 8
    assert lines["1.4"]["previous"] == 50
    assert lines["1"]["figures"] == [10, 2]


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
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
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
        at_once = given_by(parts, sources_of(period, top, Scope.all(), today=TODAY()))
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
        step_by_step = given_by(parts, sources_of(period, top, Scope.all(), today=TODAY()))
        numeric = [one.pk for one in parts.keyed if one.is_number]
        assert {key: step_by_step[key] for key in numeric} == {key: at_once[key] for key in numeric}
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK TO SAVEPOINT example")
