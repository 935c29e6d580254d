"""The meeting in one click: prepared from the records, presented, kept, its conclusions issued."""

from __future__ import annotations

import datetime
import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from reports.domain.meeting_slides import MOST_ROWS, slides_of
from reports.domain.meeting_tables import BookSection, BookTable, MeetingBook
from reports.domain.workflow import approve_report, submit_report
from reports.models import Directive, Meeting, MeetingConclusion
from tests.factories import CommuneFactory
from tests.incidents.factories import HotspotFactory
from tests.reports.factories import DifficultyFactory, MeetingFactory, SupportProjectFactory
from tests.reports.filing_world import FilingWorld, make_world
from tests.reports.test_filing import fill, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> FilingWorld:
    return make_world(months=1)


@pytest.fixture
def staff(world: FilingWorld, client: Client) -> Client:
    client.force_login(world.district.staff)
    return client


@pytest.fixture
def staff_of_three(client: Client) -> tuple[FilingWorld, Client]:
    made = make_world(months=3)
    client.force_login(made.district.staff)
    return made, client


def prepared(world: FilingWorld, staff: Client) -> Meeting:
    staff.post(reverse("meeting_list"), {"jurisdiction": world.district.jurisdiction.pk})
    return Meeting.objects.get()


def section(client: Client, meeting: Meeting, code: str):
    book = client.get(reverse("meeting_detail", args=[meeting.pk])).context["book"]
    return next(one for one in book.sections if one.code == code)


def test_one_click_gathers_the_records_of_twelve_months(world, staff):
    HotspotFactory(commune=world.district.commune, name="Chợ Long Hòa")
    DifficultyFactory(commune=world.district.other, title="Chưa có trụ sở", proposal="Bố trí đất.")
    SupportProjectFactory(commune=world.district.commune)
    meeting = prepared(world, staff)
    assert (meeting.last_day - meeting.first_day).days in (364, 365)
    force = section(staff, meeting, "force").tables[0]
    assert [row[0] for row in force.rows] == ["Xã Long Hòa", "Xã Tân Trạch"]
    assert section(staff, meeting, "places").tables[0].rows[0][1] == "Chợ Long Hòa"
    by_kind = section(staff, meeting, "difficulties").tables[0].rows[0]
    assert list(by_kind[1:]) == [1, 1, 1]
    assert section(staff, meeting, "projects").tables[0].total[3] == 2_400_000_000
    assert section(staff, meeting, "proposals").tables[0].rows[0][2] == "Bố trí đất."


def test_results_count_approved_reports_and_reckon_rates_from_their_parts(world, staff):
    report = submitted(world)
    meeting = prepared(world, staff)
    Meeting.objects.update(first_day=report.period.first_day, last_day=report.period.last_day)
    assert section(staff, meeting, "results").tables[0].rows == []
    approve_report(report, by=world.district.staff, now=timezone.now())
    rows = {row[0].split()[0]: row[2] for row in section(staff, meeting, "results").tables[0].rows}
    assert rows["1"] == 14
    assert float(rows["1.4"]) == pytest.approx(64.29, abs=0.01)


def test_what_was_added_up_over_fewer_periods_is_not_compared(staff_of_three):
    world, staff = staff_of_three
    for months_ago in (2, 1, 0):
        report = world.report(months_ago=months_ago)
        fill(world, report)
        submit_report(report, by=world.district.chief, scope=world.own, now=timezone.now())
        report.refresh_from_db()
        approve_report(report, by=world.district.staff, now=timezone.now())
    meeting = prepared(world, staff)
    last, before = world.report().period, world.report(months_ago=1).period
    Meeting.objects.update(first_day=last.first_day, last_day=last.last_day)
    told = section(staff, meeting, "results")
    row = next(one for one in told.tables[0].rows if one[0].startswith("1 "))
    assert row[3] == 14
    assert any("Kỳ trước: 1 trên 2 báo cáo" in one for one in told.sentences)
    # Two months against the one before them: nothing that adds up has a figure, what stands has.
    Meeting.objects.update(first_day=before.first_day)
    told = section(staff, meeting, "results")
    rows = {one[0].split()[0]: one for one in told.tables[0].rows}
    assert rows["1"][2:5] == [28, None, None]
    assert rows["1.4"][3] is None
    assert rows["2"][3] == 0
    assert any("Kỳ trước: 1 báo cáo của 1 kỳ" in one for one in told.sentences)


def test_over_a_whole_year_the_year_before_is_told_once(world, staff):
    approve_report(submitted(world), by=world.district.staff, now=timezone.now())
    meeting = prepared(world, staff)
    year = (datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
    half = (datetime.date(2026, 7, 1), datetime.date(2026, 12, 31))
    heads = {}
    for span in (year, half):
        Meeting.objects.update(first_day=span[0], last_day=span[1])
        heads[span] = list(section(staff, meeting, "results").tables[0].headers)
    assert heads[half][: len(heads[year])] == heads[year]
    assert len(heads[half]) == len(heads[year]) + 2


def test_only_the_chosen_communes_are_looked_at(world, staff):
    meeting = prepared(world, staff)
    meeting.communes.add(world.district.other)
    force = section(staff, meeting, "force").tables[0]
    assert [row[0] for row in force.rows] == ["Xã Tân Trạch"]


def test_a_conclusion_becomes_a_directive_once_it_says_who_and_when(world, staff):
    meeting = prepared(world, staff)
    address = reverse("meeting_detail", args=[meeting.pk])
    assert staff.post(address, {"text": " "}).status_code == 422
    staff.post(address, {"text": "Rà soát đất xây trụ sở."})
    conclusion = MeetingConclusion.objects.get()
    issue = reverse("conclusion_issue", args=[meeting.pk, conclusion.pk])
    staff.post(issue)
    assert not Directive.objects.exists()
    conclusion.due_on = timezone.localdate()
    conclusion.save()
    conclusion.answers.add(world.district.commune)
    staff.post(issue)
    staff.post(issue)
    directive = Directive.objects.get()
    assert (directive.title, directive.meeting) == ("Rà soát đất xây trụ sở.", meeting)
    assert [party.commune for party in directive.parties.all()] == [world.district.commune]


def test_the_workbook_has_a_sheet_for_every_table(world, staff):
    meeting = prepared(world, staff)
    address = reverse("meeting_detail", args=[meeting.pk])
    book = staff.get(address).context["book"]
    answer = staff.get(address, {"format": "xlsx"})
    assert len(load_workbook(io.BytesIO(answer.content)).sheetnames) == len(book.tables)


def test_the_word_document_holds_every_section_and_the_conclusions(world, staff):
    from docx import Document

    DifficultyFactory(commune=world.district.other, title="Chưa có trụ sở làm việc")
    meeting = prepared(world, staff)
    address = reverse("meeting_detail", args=[meeting.pk])
    staff.post(address, {"text": "Rà soát đất xây trụ sở.", "office": "Phòng Tài chính"})
    answer = staff.get(reverse("meeting_word", args=[meeting.pk]))
    document = Document(io.BytesIO(answer.content))
    words = "\n".join(
        [paragraph.text for paragraph in document.paragraphs]
        + [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    )
    for section_title in ("Lực lượng, trụ sở và trang bị", "Khó khăn, vướng mắc", "Kết luận"):
        assert section_title in words, section_title
    assert "Chưa có trụ sở làm việc" in words
    assert "Rà soát đất xây trụ sở. (Phòng Tài chính)." in words


def test_the_presentation_shows_every_section(world, staff):
    meeting = prepared(world, staff)
    shown = staff.get(reverse("meeting_detail", args=[meeting.pk]), {"present": "1"})
    text = shown.content.decode()
    assert all(f'id="slide-{one.code}"' in text for one in shown.context["book"].sections)


@given(st.integers(0, 80))
def test_a_long_table_goes_on_over_slides_that_a_room_can_read(count):
    table = BookTable("Bảng", ["Số"], [[n] for n in range(count)], total=["cộng"])
    book = MeetingBook(Meeting(), [BookSection("x", "Phần", ["Câu."], [table])])
    slides = slides_of(book)
    tables = [one.table for one in slides if one.table is not None]
    assert [row for one in tables for row in one.rows] == table.rows
    assert all(len(one.rows) <= MOST_ROWS for one in tables)
    assert [bool(one.total) for one in tables] == [False] * (len(tables) - 1) + [True]
    assert [one.sentences for one in slides] == [["Câu."], *[()] * (len(slides) - 1)]


def test_meetings_are_the_districts_alone(world, staff, client):
    foreign = MeetingFactory(jurisdiction=CommuneFactory().jurisdiction)
    assert staff.get(reverse("meeting_detail", args=[foreign.pk])).status_code == 404
    client.force_login(world.district.chief)
    assert client.get(reverse("meeting_list")).status_code == 403
    assert client.post(reverse("meeting_list"), {}).status_code == 403
    assert client.get(reverse("meeting_word", args=[foreign.pk])).status_code == 403


def test_over_one_month_stocks_are_the_latest_and_the_month_before_is_one_month(staff_of_three):
    world, staff = staff_of_three
    long_ago = timezone.localdate() - datetime.timedelta(days=150)
    HotspotFactory.create_batch(
        2, commune=world.district.other, state="confirmed", reported_on=long_ago
    )
    for months_ago, other in ((2, False), (2, True), (1, False), (1, True), (0, False)):
        report = world.report(months_ago=months_ago, other=other)
        by = world.district.other_chief if other else world.district.chief
        fill(world, report)
        submit_report(report, by=by, scope=world.scope, now=timezone.now())
        report.refresh_from_db()
        approve_report(report, by=world.district.staff, now=timezone.now())
    meeting = prepared(world, staff)
    for months_ago, one_period in ((1, [28, 28]), (0, [14, None])):
        period = world.report(months_ago=months_ago).period
        Meeting.objects.update(first_day=period.first_day, last_day=period.last_day)
        rows = {one[0].split()[0]: one for one in section(staff, meeting, "results").tables[0].rows}
        # Fourteen of each commune; the last month is of one commune beside two, and not compared.
        assert list(rows["1"][2:4]) == one_period
        assert (
            rows["2"][2] == 2
        )  # the other commune's latest figure, though its last month is missing
