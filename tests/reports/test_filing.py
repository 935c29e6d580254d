"""Filing a report: filled from the records, saved cell by cell, submitted, returned, approved, replaced."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, InternalError, connection, transaction
from django.utils import timezone

from reports.domain.filling import (
    comment_on,
    prefill,
    save_cell,
    say_nothing_to_report,
    settle_comment,
    take_from_records,
)
from reports.domain.locking import CellConflictError, ReportChangedError
from reports.domain.sheet import sheet_of
from reports.domain.snapshots import digest_of, is_intact
from reports.domain.workflow import (
    approve_many,
    approve_report,
    begin_review,
    excuse_report,
    lock_due,
    lock_report,
    moves_offered,
    replace_report,
    return_report,
    submit_report,
)
from reports.models import Report, ReportSnapshot, ReportState, ReportValue
from reports.queries.filing import FilingStatus, figures_of_filing, filing_status, to_file, to_read
from tests.incidents.factories import HotspotFactory
from tests.reports.filing_world import FilingWorld, make_world

pytestmark = pytest.mark.django_db
NOW = timezone.now
TODAY = timezone.localdate


@pytest.fixture
def world() -> FilingWorld:
    return make_world()


def fill(world: FilingWorld, report: Report, **figures: Any) -> None:
    """Key what a chief keys: four counts that agree, unless told otherwise."""
    by = (
        world.district.chief
        if report.commune == world.district.commune
        else world.district.other_chief
    )
    prefill(report, scope=world.scope, today=TODAY())
    for code, typed in {
        "incidents": "14",
        "settled": "9",
        "fined": "3",
        "transferred": "2",
        **figures,
    }.items():
        one = next(line for line in world.lines.values() if line.code == code)
        held = ReportValue.objects.filter(report=report, indicator=one).first()
        save_cell(report, one, typed, version=held.version if held else 0, by=by)


def cell(world: FilingWorld, report: Report, line: str) -> Any:
    return sheet_of(report, scope=world.scope).cells[world.lines[line].pk]


def submitted(world: FilingWorld, **figures: Any) -> Report:
    report = world.report()
    fill(world, report, **figures)
    return submit_report(report, by=world.district.chief, scope=world.own, now=NOW())


def test_a_report_opens_filled_from_the_records(world):
    HotspotFactory.create_batch(2, commune=world.district.commune)
    report = prefill(world.report(), scope=world.own, today=TODAY())
    places = cell(world, report, "2")
    assert (places.number, places.source_number, places.is_overridden) == (2, 2, False)
    assert "/hotspots/" in places.source_url
    HotspotFactory(commune=world.district.commune)
    assert cell(world, prefill(report, scope=world.own, today=TODAY()), "2").number == 3


def test_what_somebody_wrote_differently_stays_beside_the_records_new_figure(world):
    report = prefill(world.report(), scope=world.own, today=TODAY())
    before = cell(world, report, "2")
    assert before.number == 0
    save_cell(report, world.lines["2"], "5", version=before.version, by=world.district.chief)
    HotspotFactory(commune=world.district.commune)
    prefill(report, scope=world.own, today=TODAY())
    places = cell(world, report, "2")
    assert (places.number, places.source_number) == (5, 1)
    assert [one.kind for one in places.to_explain] == ["override"]
    taken = take_from_records(
        report, world.lines["2"], version=places.version, by=world.district.chief
    )
    assert taken.number == 1
    assert cell(world, report, "2").problems == ()


def test_a_cell_is_saved_upon_the_version_that_was_seen(world):
    report, line, chief = world.report(), world.lines["1"], world.district.chief
    first = save_cell(report, line, "4", version=0, by=chief)
    with pytest.raises(CellConflictError) as conflict:
        save_cell(report, line, "7", version=0, by=chief)
    assert conflict.value.current.number == 4
    assert save_cell(report, line, "4", version=0, by=chief) == first  # the same sent twice
    assert save_cell(report, line, "7", version=first.version, by=chief).number == 7


@pytest.mark.parametrize(
    ("typed", "number"),
    [("0", 0), ("1.234", 1234), (" 12 ", 12), ("1 234", 1234), ("", None), ("007", 7)],
)
def test_whole_numbers_are_read_as_people_write_them(typed, number, world):
    value = save_cell(world.report(), world.lines["1"], typed, version=0, by=world.district.chief)
    assert value.number == number


@pytest.mark.parametrize("typed", ["1,5", "1.5", "mười", "-1", "1e3", "9" * 16, "1.23.456"])
def test_what_is_no_whole_number_is_refused_with_a_sentence(typed, world):
    with pytest.raises(ValidationError):
        save_cell(world.report(), world.lines["1"], typed, version=0, by=world.district.chief)
    assert not ReportValue.objects.exists()


def test_zero_is_not_empty(world):
    report = world.report()
    save_cell(report, world.lines["1"], "0", version=0, by=world.district.chief)
    sheet = sheet_of(report, scope=world.scope)
    assert not sheet.cells[world.lines["1"].pk].is_empty
    assert sheet.cells[world.lines["1.1"].pk].is_empty
    assert (sheet.filled, sheet.total) == (1, 7)


def test_rows_of_a_table_name_row_and_column_when_wrong(world):
    report, line, chief = world.report(), world.lines["4"], world.district.chief
    rows = [{"what": "Chưa có trụ sở", "many": "1"}, {"what": "", "many": ""}]
    value = save_cell(report, line, rows, version=0, by=chief)
    assert value.rows == [{"what": "Chưa có trụ sở", "many": 1}]
    with pytest.raises(ValidationError, match="Số lượng"):
        save_cell(report, line, [{"what": "x", "many": "ba"}], version=value.version, by=chief)


def test_a_report_whose_parts_do_not_add_up_is_not_submitted(world):
    with pytest.raises(ValidationError, match="14"):
        submitted(world, transferred="3")
    assert world.report().state == ReportState.DRAFT


def test_submitting_writes_formulas_and_keeps_a_snapshot_with_its_digest(world):
    report = submitted(world)
    rate = ReportValue.objects.get(report=report, indicator__code="settled_rate")
    assert rate.number == Decimal("64.2857")
    snapshot = ReportSnapshot.objects.get(report=report)
    assert snapshot.sha256 == digest_of(snapshot.content)
    assert is_intact(snapshot)
    assert '"number":"64.2857"' in snapshot.content
    assert report.submitted_by_name == "Phạm Công Tâm"


@pytest.mark.parametrize("change", ["update", "delete"])
def test_a_snapshot_never_changes(change, world):
    report = submitted(world)
    rows = ReportSnapshot.objects.filter(report=report)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(content="{}") if change == "update" else rows.delete()


def test_the_values_of_a_submitted_report_never_change(world):
    report = submitted(world)
    with pytest.raises(ValidationError):
        save_cell(report, world.lines["1"], "15", version=1, by=world.district.chief)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportValue.objects.filter(report=report).update(number=1)


def test_an_empty_report_needs_nothing_to_report_with_a_reason(world):
    report, chief = world.report(), world.district.chief
    with pytest.raises(ValidationError):
        submit_report(report, by=chief, scope=world.own, now=NOW())
    with pytest.raises(ValidationError):
        say_nothing_to_report(report, " ", by=chief)
    say_nothing_to_report(report, "Không phát sinh vụ việc.", by=chief)
    assert (
        submit_report(report, by=chief, scope=world.own, now=NOW()).state == ReportState.SUBMITTED
    )


def test_nothing_to_report_is_not_said_beside_something(world):
    report, chief = world.report(), world.district.chief
    save_cell(report, world.lines["1"], "3", version=0, by=chief)
    with pytest.raises(ValidationError, match="1"):
        say_nothing_to_report(report, "Không phát sinh.", by=chief)
    held = ReportValue.objects.get(report=report, indicator=world.lines["1"])
    save_cell(report, world.lines["1"], "0", version=held.version, by=chief)
    assert say_nothing_to_report(report, "Không phát sinh.", by=chief).nothing_to_report
    save_cell(report, world.lines["1.1"], "2", version=0, by=chief)
    report.refresh_from_db()
    assert not report.nothing_to_report


def test_nothing_to_report_reads_as_zero_where_things_happen_and_leaves_what_stands(world):
    report, chief = world.report(), world.district.chief
    say_nothing_to_report(report, "Không phát sinh.", by=chief)
    submit_report(report, by=chief, scope=world.own, now=NOW())
    numbers = {
        line: ReportValue.objects.filter(
            report=report, indicator=world.lines[line], number=0
        ).exists()
        for line in ("1", "1.1", "2")
    }
    assert numbers == {"1": True, "1.1": True, "2": False}


def test_what_the_records_know_of_today_alone_does_not_reach_a_period_that_is_over(world):
    report = prefill(world.report(months_ago=1), scope=world.own, today=TODAY())
    assert cell(world, report, "2").number == 0
    HotspotFactory(commune=world.district.commune, state="confirmed")
    report = prefill(report, scope=world.own, today=TODAY())
    assert cell(world, report, "2").number == 0
    running = prefill(world.report(), scope=world.own, today=TODAY())
    assert cell(world, running, "2").number == 1


def test_a_returned_report_opens_again_and_keeps_the_moment_of_its_first_submission(world):
    report = submitted(world)
    first = report.first_submitted_at
    staff, chief = world.district.staff, world.district.chief
    comment = comment_on(report, world.lines["1"], "Kiểm tra lại.", by=staff)
    with pytest.raises(ValidationError):
        return_report(report, by=staff, message=" ", now=NOW())
    report = return_report(report, by=staff, message="Số liệu dòng 1 chưa khớp.", now=NOW())
    assert cell(world, report, "1").state == "commented"
    held = ReportValue.objects.get(report=report, indicator=world.lines["1.3"])
    save_cell(report, world.lines["1.3"], "1", version=held.version, by=chief)
    held = ReportValue.objects.get(report=report, indicator=world.lines["1"])
    save_cell(report, world.lines["1"], "13", version=held.version, by=chief)
    settle_comment(comment, by=chief)
    report = submit_report(report, by=chief, scope=world.own, now=NOW())
    assert (report.first_submitted_at, report.submissions) == (first, 2)
    assert ReportSnapshot.objects.filter(report=report).count() == 2
    report = begin_review(report, by=staff, now=NOW())
    assert approve_report(report, by=staff, now=NOW()).state == ReportState.APPROVED


def test_a_locked_report_is_corrected_by_a_numbered_replacement_alone(world):
    staff, chief = world.district.staff, world.district.chief
    report = lock_report(approve_report(submitted(world), by=staff, now=NOW()), by=staff, now=NOW())
    with pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(return_message="sửa")
    new = replace_report(report, by=chief, reason="Cộng sai một vụ.", now=NOW())
    assert (new.number, new.replaces, new.is_current) == (1, report, False)
    with pytest.raises(ValidationError):
        replace_report(report, by=chief, reason="Lần nữa.", now=NOW())
    for line, typed in (("1", "13"), ("1.3", "1")):
        held = ReportValue.objects.get(report=new, indicator=world.lines[line])
        save_cell(new, world.lines[line], typed, version=held.version, by=chief)
    assert world.report() == report
    new = approve_report(
        submit_report(new, by=chief, scope=world.own, now=NOW()), by=staff, now=NOW()
    )
    assert world.report() == new
    report.refresh_from_db()
    assert (report.is_current, report.state) == (False, ReportState.LOCKED)


def test_approved_reports_are_locked_after_the_forms_days(world):
    report = approve_report(submitted(world), by=world.district.staff, now=NOW())
    assert lock_due(NOW() + datetime.timedelta(days=6)) == 0
    assert lock_due(NOW() + datetime.timedelta(days=7)) == 1
    report.refresh_from_db()
    assert report.state == ReportState.LOCKED


def test_somebody_who_saw_an_earlier_state_is_told(world):
    report = submitted(world)
    with pytest.raises(ReportChangedError):
        approve_report(report, by=world.district.staff, now=NOW(), version=report.version - 1)


def test_who_may_do_what(world):
    report, district = world.report(), world.district
    with pytest.raises(PermissionDenied):
        save_cell(report, world.lines["1"], "1", version=0, by=district.officer)
    with pytest.raises(PermissionDenied):
        save_cell(report, world.lines["1"], "1", version=0, by=district.home_affairs)
    report = submitted(world)
    for user in (district.chief, district.officer, district.home_affairs):
        with pytest.raises(PermissionDenied):
            approve_report(report, by=user, now=NOW())
    assert next(one.name for one in moves_offered(report, district.staff)) == "approve"
    assert moves_offered(report, district.chief) == []


def test_not_yet_due_missing_late_on_time_and_returned_are_five_things(world):
    report, staff = world.report(months_ago=0), world.district.staff
    before, after = (
        report.due_at - datetime.timedelta(days=1),
        report.due_at + datetime.timedelta(days=1),
    )
    assert filing_status(report, before) == FilingStatus.NOT_DUE
    assert filing_status(report, after) == FilingStatus.MISSING
    fill(world, report)
    on_time = submit_report(report, by=world.district.chief, scope=world.own, now=before)
    assert filing_status(on_time, after) == FilingStatus.ON_TIME
    returned = return_report(on_time, by=staff, message="Sửa.", now=after)
    assert filing_status(returned, after) == FilingStatus.RETURNED
    other = world.report(other=True)
    fill(world, other)
    late = submit_report(other, by=world.district.other_chief, scope=world.scope, now=after)
    assert filing_status(late, after) == FilingStatus.LATE
    excused = excuse_report(late, by=staff, reason="Mất điện cả xã.", now=after)
    assert filing_status(excused, after) == FilingStatus.EXCUSED


def test_the_share_on_time_counts_what_is_overdue(world):
    first, second = world.report(), world.report(other=True)
    late = max(first.due_at, second.due_at) + datetime.timedelta(hours=1)
    fill(world, first)
    first = submit_report(
        first,
        by=world.district.chief,
        scope=world.own,
        now=first.due_at - datetime.timedelta(hours=1),
    )
    figures = figures_of_filing([first, second], late)
    assert (figures.filed, figures.missing, figures.timeliness) == (1, 1, 0.5)
    assert figures.completeness == 0.5


def test_what_waits_for_whom(world):
    offices = ["police"]
    assert to_file(world.own, offices).count() == 3
    report = submitted(world)
    assert report not in to_file(world.own, offices)
    assert list(to_read(world.scope, offices)) == [report]


def test_many_are_approved_at_once_and_the_others_named(world):
    first, second = submitted(world), world.report(other=True)
    done, refused = approve_many([first, second], by=world.district.staff, now=NOW())
    assert done == [first]
    assert [report for report, _reason in refused] == [second]


def test_last_period_and_a_year_ago_stand_beside_each_cell(world):
    earlier = world.report(months_ago=1)
    fill(world, earlier)
    submit_report(earlier, by=world.district.chief, scope=world.own, now=NOW())
    incidents = cell(world, world.report(), "1")
    assert (incidents.previous, incidents.year_ago) == (14, None)


def test_a_large_change_asks_for_an_explanation(world):
    earlier, chief = world.report(months_ago=1), world.district.chief
    fill(world, earlier, incidents="3", settled="3", fined="0", transferred="0")
    submit_report(earlier, by=chief, scope=world.own, now=NOW())
    report = world.report()
    fill(world, report)
    assert [one.kind for one in cell(world, report, "1").to_explain] == ["change"]
    held = ReportValue.objects.get(report=report, indicator=world.lines["1"])
    save_cell(report, world.lines["1"], "14", version=held.version, by=chief, explanation="Lễ hội.")
    assert cell(world, report, "1").problems == ()


def test_the_sheet_takes_the_same_number_of_queries_however_much_is_filled(
    world, django_assert_num_queries
):
    report = world.report()
    sheet_of(report, scope=world.scope)
    with django_assert_num_queries(5):
        sheet_of(report, scope=world.scope)
    fill(world, report)
    with django_assert_num_queries(5):
        sheet_of(report, scope=world.scope)


@pytest.mark.parametrize("table", ["reports_reportsnapshot", "reports_signedpaper"])
def test_what_was_submitted_is_not_emptied_either(world, table):
    submitted(world)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL app.emptying = 'off'")
        with pytest.raises(InternalError, match="only added"), transaction.atomic():
            cursor.execute(f"TRUNCATE {table} CASCADE")
    assert ReportSnapshot.objects.exists()
