"""Importing an existing book: as tolerant as people write, all or nothing, every mistake named by its place."""

import datetime
import io
import uuid
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from incidents.domain.book.amounts import parse_amount
from incidents.domain.book.cells import parse_people
from incidents.domain.book.columns import TITLES, Column
from incidents.domain.book.outcomes import parse_outcome
from incidents.domain.book.persons import read_persons
from incidents.domain.book.plan import Action, Plan, plan_book
from incidents.domain.book.times import day_and_time, span_of
from incidents.domain.book.write import write_book
from incidents.domain.incidents.recording import IncidentFacts, record_incident
from incidents.models import (
    BookCounter,
    BookImport,
    Incident,
    IncidentCategory,
    IncidentPerson,
    RetentionPeriod,
)
from tests.factories import HamletFactory, OfficerFactory
from tests.incidents.books import HEADINGS, book, book_of
from tests.incidents.factories import VIETNAM
from tests.incidents.people import District
from tests.units.sheets.messy import to_tcvn3
from units.domain.sheets.problems import SheetRefused, ValueRefused

GOOD = [
    1, "01/2025", "22h30 ngày 05/03/2025", "Ấp 3", "Chợ Long Hòa", "Trộm cắp", "Mất xe máy", "Trần Thị Bưởi (1980); Lê Mít",
    "không", "15 triệu", "Nguyễn Văn Án", "Chuyển Công an huyện", "20/03/2025", "đỏ",
]  # fmt: skip


def changed(**cells: Any) -> list[Any]:
    """The good row with some cells changed, by the heading's position."""
    names = [
        "ordinal", "number", "day", "hamlet", "where", "kind", "what", "victim", "injured", "damage", "handler", "outcome",
        "outcome_day", "color",
    ]  # fmt: skip
    row = list(GOOD)
    for name, value in cells.items():
        row[names.index(name)] = value
    return row


def planned(district: District, *rows: list[Any]) -> Plan:
    return plan_book(book(*rows), district.commune)


def sent(district: District, content: bytes, by: Any = None) -> BookImport:
    return BookImport.objects.create(
        commune=district.commune, owner=by or district.chief, file_name="so.xlsx", content=content
    )


def test_a_book_as_an_office_keeps_it_is_understood(district):
    hamlet = HamletFactory(commune=district.commune, name="3")
    officer = OfficerFactory(
        commune=district.commune, family_name="Nguyễn", middle_name="Văn", given_name="Án"
    )
    plan = planned(district, GOOD)
    (row,) = plan.rows
    assert row.problems == ()
    stated = row.stated
    assert stated.category == IncidentCategory.objects.get(code="theft")
    assert stated.span
    assert stated.span.start == datetime.datetime(2025, 3, 5, 22, 30, tzinfo=VIETNAM)
    assert (stated.hamlet, stated.handler) == (hamlet, officer)
    assert (stated.injured, stated.damage_vnd) == (0, 15_000_000)
    assert (stated.state, stated.outcome_on) == ("transferred", datetime.date(2025, 3, 20))
    assert [(one.full_name, one.birth_year) for one in stated.persons] == [
        ("Trần Thị Bưởi", 1980), ("Lê Mít", None),
    ]  # fmt: skip
    assert "Màu xe" in plan.notes[0]


def test_rows_are_written_in_the_order_they_happened_after_what_the_book_holds(district):
    at = datetime.datetime(2025, 6, 1, tzinfo=VIETNAM)
    theft = IncidentCategory.objects.get(code="theft")
    record_incident(
        IncidentFacts(theft.pk, at, at, "Có sẵn"), commune=district.commune, by=district.chief,
        at=at, key=uuid.uuid4(),
    )  # fmt: skip
    content = book(
        changed(number="02/2025", day="10/04/2025", what="Sau", outcome_day="11/04/2025"), changed(number="01/2025", what="Trước"),
        changed(number="90/2024", day="01/02/2024", what="Năm trước", outcome="Đang xác minh", outcome_day=None),
    )  # fmt: skip
    batch = sent(district, content)
    plan = plan_book(content, district.commune)
    assert write_book(batch, plan.fingerprint, by=district.chief) == 3
    assert list(Incident.objects.order_by("number").values_list("number", "summary")) == [
        ("VV-2024-LH-0001", "Năm trước"),
        ("VV-2025-LH-0001", "Có sẵn"),
        ("VV-2025-LH-0002", "Trước"),
        ("VV-2025-LH-0003", "Sau"),
    ]
    assert IncidentPerson.objects.count() == 6
    assert BookCounter.objects.get(year=2025).last == 3
    batch.refresh_from_db()
    assert batch.content is None
    with pytest.raises(ValidationError):
        write_book(batch, plan.fingerprint, by=district.chief)


def test_the_same_book_a_second_time_adds_nothing(district):
    content = book(GOOD, changed(number="", what="Không số"), changed(number="", what="Không số"))
    plan = plan_book(content, district.commune)
    assert plan.counts == {"create": 2, "known": 0, "repeated": 1, "error": 0}
    doubt = plan.rows[2].problems[-1]
    assert (doubt.is_error, doubt.place.row, doubt.place.column_letter) == (False, 6, "G")
    assert "5" in doubt.what
    write_book(sent(district, content), plan.fingerprint, by=district.chief)
    again = plan_book(content, district.commune)
    assert again.counts == {"create": 0, "known": 2, "repeated": 1, "error": 0}
    assert not again.can_be_written


def test_two_incidents_of_a_day_in_the_same_words_are_both_written_with_a_doubt_said(district):
    rows = (
        changed(
            number="",
            hamlet=None,
            day="20h 05/03/2025",
            what="Mất gà",
            victim="Trần A B",
            damage="2tr",
        ),
        changed(
            number="",
            hamlet=None,
            day="22h 05/03/2025",
            what="Mất gà",
            victim="Lê C D",
            damage="5tr",
        ),
    )
    content = book(*rows)
    plan = plan_book(content, district.commune)
    assert plan.counts["create"] == 2
    assert [len(row.problems) for row in plan.rows] == [0, 1]
    write_book(
        sent(district, book(rows[0])), planned(district, rows[0]).fingerprint, by=district.chief
    )
    again = plan_book(content, district.commune)
    assert [row.action for row in again.rows] == [Action.KNOWN, Action.CREATE]
    write_book(sent(district, content), again.fingerprint, by=district.chief)
    assert set(Incident.objects.values_list("damage_vnd", flat=True)) == {2_000_000, 5_000_000}


def test_a_second_sheet_is_held_against_the_first_row_for_row(district):
    row = changed(number="", hamlet=None, day="20h 05/03/2025", what="Mất gà", damage="2tr")
    workbook = load_workbook(io.BytesIO(book(row, title_rows=0)))
    for name, other in (("Bản sao", row), ("Tháng 3", [*row[:9], "5tr", *row[10:]])):
        sheet = workbook.create_sheet(name)
        sheet.append(HEADINGS)
        sheet.append(other)
    target = io.BytesIO()
    workbook.save(target)
    plan = plan_book(target.getvalue(), district.commune)
    assert [one.action for one in plan.rows] == [Action.CREATE, Action.REPEATED, Action.CREATE]
    doubts = [problem for problem in plan.problems if not problem.is_error]
    assert [(one.place.sheet, one.place.row) for one in doubts] == [("Bản sao", 2), ("Tháng 3", 2)]
    assert all(one.what.startswith("Dòng 2 của trang “Năm 2025”") for one in doubts)


def test_a_book_sent_again_after_its_incidents_were_corrected_adds_nothing(district):
    content = book(changed(number="", what="Mat ga"), changed(number="7/2025", what="Mất vịt"))
    write_book(
        sent(district, content), plan_book(content, district.commune).fingerprint, by=district.chief
    )
    words, numbered = Incident.objects.order_by("former_number")
    later = datetime.timedelta(days=3)
    Incident.objects.filter(pk=words.pk).update(summary="Mất gà")
    Incident.objects.filter(pk=numbered.pk).update(
        occurred_from=numbered.occurred_from + later, occurred_until=numbered.occurred_until + later
    )
    again = plan_book(content, district.commune)
    assert again.counts == {"create": 0, "known": 2, "repeated": 0, "error": 0}


def test_a_book_without_a_row_is_refused_in_a_sentence_when_it_is_sent(chief, district):
    template = chief.get(reverse("incident_book_template")).content
    response = upload(chief, template)
    assert response.status_code == 422
    assert "không có vụ việc nào" in response.content.decode()
    assert not BookImport.objects.exists()


def merged_book(*rows: list[Any], columns: str = "ABCDEFGHIJKLM") -> bytes:
    """A book whose last two rows are one incident: the cells of these columns merged over them."""
    workbook = load_workbook(io.BytesIO(book(*rows)))
    sheet = workbook.active
    assert sheet is not None
    last = sheet.max_row
    for letter in columns:
        sheet.merge_cells(f"{letter}{last - 1}:{letter}{last}")
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def test_an_incident_merged_over_two_rows_keeps_both_its_persons(district):
    first, second = changed(hamlet=None, victim="Lê Văn M"), [None] * 7 + ["Lê Văn N"] + [None] * 6
    plan = plan_book(merged_book(first, second, columns="ABCDEFGJKLM"), district.commune)
    (row,) = plan.rows
    assert row.problems == ()
    assert [one.full_name for one in row.stated.persons] == ["Lê Văn M", "Lê Văn N"]


def test_what_a_merged_row_says_besides_persons_is_not_lost(district):
    first, second = changed(hamlet=None, damage="2tr"), [None] * 9 + ["5tr"] + [None] * 4
    plan = plan_book(merged_book(first, second, columns="ABCDEFG"), district.commune)
    (problem,) = [one for one in plan.problems if one.is_error]
    assert (problem.place.row, problem.place.column_letter) == (5, "J")


def test_a_book_sent_again_after_its_persons_were_made_anonymous_adds_nothing(district):
    content = book(changed(number="", what="Bà Trần Thị Bưởi mất xe máy"))
    plan = plan_book(content, district.commune)
    write_book(sent(district, content), plan.fingerprint, by=district.chief)
    RetentionPeriod.objects.create(subject="incident_persons", months=1)
    call_command("anonymise_persons", "--write", stdout=io.StringIO())
    assert Incident.objects.get().summary == "Bà [người liên quan] mất xe máy"
    assert plan_book(content, district.commune).counts[Action.KNOWN] == 1


def test_words_that_name_somebody_involved_are_doubted_and_imported_all_the_same(district):
    told = changed(what="Bà TRAN THI BUOI mất xe máy, báo anh Lê Mít Em", where="Nhà Trần Thị Bưởi")
    plan = plan_book(book(told, changed(number="02/2025")), district.commune)
    doubts = [
        (one.place.sheet, one.place.row, one.place.column_title, one.is_error)
        for one in plan.problems
        if "người liên quan" in one.what
    ]
    assert doubts == [
        ("Năm 2025", 4, "Nội dung vụ việc", False),
        ("Năm 2025", 4, "Địa điểm", False),
    ]
    assert "Bưởi" not in " ".join(one.sentence for one in plan.problems)
    assert plan.can_be_written


def test_a_row_of_persons_alone_is_added_to_the_row_above_and_said(district):
    plan = planned(
        district, changed(hamlet=None, victim="Lê Văn M"), [None] * 7 + ["Lê Văn N"] + [None] * 6
    )
    (row,) = plan.rows
    assert [one.full_name for one in row.stated.persons] == ["Lê Văn M", "Lê Văn N"]
    assert [(one.is_error, one.place.row) for one in row.problems] == [(False, 5)]


def test_witnesses_are_read(district):
    row = dict(zip(HEADINGS, changed(hamlet=None), strict=True)) | {"Nhân chứng": "Lê Văn B (1970)"}
    plan = plan_book(book(list(row.values()), headings=list(row)), district.commune)
    persons = plan.rows[0].stated.persons
    assert [(one.role, one.full_name) for one in persons][-1] == ("witness", "Lê Văn B")


@pytest.mark.parametrize("label", ["Tổng cộng", "TỔNG SỐ:", "Cộng", "Tổng"])
@pytest.mark.parametrize("column", [0, 2])
def test_a_line_of_totals_is_no_incident(district, label, column):
    total = [None] * len(HEADINGS)
    total[column], total[5], total[8], total[9] = label, "10 vụ", 1, 5
    plan = planned(district, changed(hamlet=None), total)
    assert len(plan.rows) == 1
    assert not [one for one in plan.problems if one.is_error]


def test_a_total_in_the_words_of_an_incident_is_one(district):
    plan = planned(district, changed(hamlet=None, ordinal="Tổng"))
    assert len(plan.rows) == 1


def test_a_heading_is_read_with_the_one_above_it(district):
    workbook = load_workbook(io.BytesIO(book(changed(hamlet=None, damage="2tr"))))
    sheet = workbook.active
    sheet["I2"], sheet["I3"], sheet["J3"] = "Thiệt hại", "Bị thương", "Tài sản (đồng)"
    sheet.merge_cells("I2:J2")
    target = io.BytesIO()
    workbook.save(target)
    (row,) = plan_book(target.getvalue(), district.commune).rows
    assert row.stated.damage_vnd == 2_000_000


def test_a_sheet_that_is_hidden_or_has_no_headings_is_named(district):
    workbook = load_workbook(io.BytesIO(book(GOOD)))
    workbook.create_sheet("Ghi chép").append(["Không phải sổ"])
    hidden = workbook.create_sheet("Năm 2024")
    hidden.append(HEADINGS)
    hidden.append(changed(number="1/2024", day="05/03/2024"))
    hidden.sheet_state = "hidden"
    target = io.BytesIO()
    workbook.save(target)
    plan = plan_book(target.getvalue(), district.commune)
    assert len(plan.rows) == 1
    assert any("Năm 2024" in note for note in plan.notes)
    assert any("Ghi chép" in note for note in plan.notes)


def test_words_in_an_old_character_set_are_said_to_have_been_converted(district):
    typed = [
        to_tcvn3(cell) if isinstance(cell, str) else cell
        for cell in changed(what="Mất xe máy tại chợ")
    ]
    plan = plan_book(book(typed, [*typed[:6], "Khác", *typed[7:]]), district.commune)
    assert "Mất xe máy tại chợ" in plan.rows[0].stated.summary
    assert any("TCVN3" in note for note in plan.notes)


@pytest.mark.parametrize(
    ("cells", "letter"),
    [
        ({"day": None}, "C"),
        ({"day": "hôm qua"}, "C"),
        ({"day": "2025"}, "C"),
        ({"day": "05/03/2999"}, "C"),
        ({"day": "lúc nào đó 05/03/2025"}, "C"),
        ({"kind": "Chuyện lạ"}, "F"),
        ({"what": None}, "G"),
        ({"injured": "vài người"}, "I"),
        ({"damage": "nhiều"}, "J"),
        ({"outcome": "bay mất"}, "L"),
        ({"outcome_day": None}, "L"),
        ({"outcome_day": "01/01/2025"}, "M"),
        ({"what": "#REF!"}, "G"),
    ],
)
def test_a_mistake_is_named_by_sheet_row_and_column_and_stops_everything(district, cells, letter):
    content = book(GOOD, changed(number="02", **cells))
    plan = plan_book(content, district.commune)
    errors = [problem for problem in plan.problems if problem.is_error]
    assert {(one.place.sheet, one.place.row, one.place.column_letter) for one in errors} == {
        ("Năm 2025", 5, letter)
    }
    assert all(one.what for one in errors)
    with pytest.raises(ValidationError):
        write_book(sent(district, content), plan.fingerprint, by=district.chief)
    assert not Incident.objects.exists()


@pytest.mark.parametrize(("cells", "letter"), [((10.592, None), "E"), ((None, "106,57"), "F")])
def test_half_a_point_is_a_mistake(district, cells, letter):
    row = {
        Column.ORDINAL: 1,
        Column.CATEGORY: "Trộm cắp",
        Column.DAY: "05/03/2025",
        Column.SUMMARY: "Mất xe",
        Column.LATITUDE: cells[0],
        Column.LONGITUDE: cells[1],
    }
    (problem,) = plan_book(book_of(row), district.commune).problems
    place = problem.place
    assert problem.is_error
    assert (place.sheet, place.row, place.column_letter) == ("Năm 2025", 4, letter)


@pytest.mark.parametrize("column", [Column.LATITUDE, Column.LONGITUDE])
def test_half_a_point_is_a_mistake_where_the_other_column_is_missing(district, column):
    row = dict(zip(HEADINGS, changed(hamlet=None), strict=True)) | {str(TITLES[column]): "10,6"}
    plan = plan_book(book(list(row.values()), headings=list(row)), district.commune)
    (problem,) = [one for one in plan.problems if one.is_error]
    assert problem.place.column_letter == "O"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Đá gà", "cockfight"),
        ("Bắt tụ điểm đá gà", "cockfight"),
        ("Đánh bạc", "gambling"),
        ("đánh bài", "gambling"),
        ("Tổ chức đánh bạc", "gambling_den"),
        ("Gá bạc", "gambling_den"),
        ("Trộm cắp", "theft"),
        ("Trộm xe máy", "theft"),
        ("Cướp", "robbery"),
        ("Cướp giật", "snatching"),
        ("Chiếm đoạt tài sản", "fraud"),
        ("Ma túy", "drug_use"),
        ("Mua bán ma túy", "drug_trade"),
        ("Tàng trữ ma túy", "drug_possession"),
        ("Sử dụng ma túy", "drug_use"),
        ("Tai nạn giao thông", "road_accident"),
        ("Tai nạn giao thông thủy", "water_accident"),
        ("TNGT", "road_accident"),
        ("Va chạm", "road_accident"),
        ("Làm hư hỏng tài sản", "damage"),
        ("Pháo", "fireworks"),
        ("Khác", "other"),
        ("Đ.173", "theft"),
        ("theft", "theft"),
        ("Tài sản", None),
        ("Trái phép", None),
        ("xe", None),
        ("Chuyện lạ", None),
    ],
)
def test_a_stated_kind_is_the_one_whose_name_it_shortens(district, said, code):
    plan = planned(district, changed(hamlet=None, kind=said))
    category = plan.rows[0].stated.category
    assert (category.code if category else None) == code


def test_what_is_doubtful_is_said_and_let_pass(district):
    plan = planned(
        district, changed(hamlet="Xóm Mới"), changed(number="2", day="03/2025", outcome_day="01/04/2025"),
        changed(number="3", kind=None, what="Kẻ gian trộm xe đạp"),
    )  # fmt: skip
    assert [row.action for row in plan.rows] == [Action.CREATE] * 3
    assert len(plan.problems) >= 3
    assert plan.rows[0].stated.whereabouts == "Xóm Mới, Chợ Long Hòa"
    month = plan.rows[1].stated.span
    assert month
    assert month.is_rough
    assert (month.end - month.start).days == 30


def test_a_file_that_is_no_book_is_refused_in_a_sentence(district):
    with pytest.raises(SheetRefused):
        plan_book(book(headings=["Họ tên", "Ngày sinh", "Chức vụ"]), district.commune)
    with pytest.raises(SheetRefused):
        plan_book(book(), district.commune)


def test_only_the_chief_imports(district):
    content = book(GOOD)
    plan = plan_book(content, district.commune)
    for role in ("officer", "staff", "administrator"):
        by = getattr(district, role)
        with pytest.raises(PermissionDenied):
            write_book(sent(district, content, by), plan.fingerprint, by=by)


# --- cells ---


@pytest.mark.parametrize(
    ("cell", "start", "end", "is_rough"),
    [
        ("05/03/2025", "00:00", "23:59", True),
        ("14:20 05/03/2025", "14:20", "14:20", False),
        ("khoảng 14 giờ 20, ngày 05/03/2025", "13:50", "14:50", True),
        ("khoảng 0h10 ngày 05/03/2025", "00:00", "00:40", True),
        ("8h tối ngày 05/03/2025", "20:00", "20:00", False),
        ("tối 8h30, 05/03/2025", "20:30", "20:30", False),
        ("3 giờ chiều 05/03/2025", "15:00", "15:00", False),
        ("1h trưa 05/03/2025", "13:00", "13:00", False),
        ("7 giờ kém 15 sáng 05/03/2025", "06:45", "06:45", False),
        ("8 giờ rưỡi tối 05/03/2025", "20:30", "20:30", False),
        ("2h đêm 05/03/2025", "02:00", "02:00", False),
        ("12h trưa 05/03/2025", "12:00", "12:00", False),
        ("từ 8h đến 10h tối 05/03/2025", "20:00", "22:00", True),
        ("từ 8h tới 10h ngày 05/03/2025", "08:00", "10:00", True),
        ("22h đến 2h sáng 05/03/2025", "22:00", "02:00", True),
        ("10h đêm đến 2h sáng, 05/03/2025", "22:00", "02:00", True),
        ("nửa đêm 05/03/2025", "23:00", "02:00", True),
        ("gần sáng 05/03/2025", "03:00", "06:00", True),
        ("từ 20h đến 22h30 ngày 05/03/2025", "20:00", "22:30", True),
        ("tối 05/03/2025", "18:00", "22:00", True),
        ("đêm 05/03/2025", "22:00", "05:00", True),
        (datetime.datetime(2025, 3, 5, 9, 15), "09:15", "09:15", False),
        (datetime.datetime(2025, 3, 5), "00:00", "23:59", True),
        (45721.5, "12:00", "12:00", False),
        (45721.99985, "23:59", "23:59", False),
        (45721.93819444444, "22:31", "22:31", False),
    ],
)
def test_times_as_people_write_them(cell, start, end, is_rough):
    day, rest = day_and_time(cell, timezone.localdate())
    span = span_of(day, rest, VIETNAM)
    assert (f"{span.start:%H:%M}", f"{span.end:%H:%M}", span.is_rough) == (start, end, is_rough)
    assert span.start.date() == datetime.date(2025, 3, 5)
    assert span.start <= span.end


@pytest.mark.parametrize(
    "said", ["12h sáng", "9h trưa", "10h đến 2h sáng", "25h", "13 giờ 75", "lúc vắng"]
)
def test_a_time_that_contradicts_itself_or_may_mean_two_things_is_refused(said):
    day, rest = day_and_time("05/03/2025", timezone.localdate())
    assert rest is None
    with pytest.raises(ValueRefused):
        span_of(day, said, VIETNAM)


@given(st.integers(0, 23), st.integers(0, 59))
def test_every_minute_of_a_day_is_read_back_however_it_is_kept(hour, minute):
    day, _rest = day_and_time("05/03/2025", timezone.localdate())
    for kept in (
        f"{hour}h{minute:02}", f"{hour} giờ {minute}", f"{hour}:{minute:02}", datetime.time(hour, minute), (hour * 60 + minute) / 1440,
    ):  # fmt: skip
        span = span_of(day, kept, VIETNAM)
        assert (span.start.hour, span.start.minute, span.is_rough) == (hour, minute, False)


@given(st.integers(0, 9_999_999_999_999))
def test_an_amount_written_any_way_is_the_same(amount):
    dotted = f"{amount:,}".replace(",", ".")
    assert (
        parse_amount(amount) == parse_amount(str(amount)) == parse_amount(f"{dotted} đ") == amount
    )


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("15 triệu", 15_000_000),
        ("1,5 tỷ", 1_500_000_000),
        ("500k", 500_000),
        ("khoảng 2tr", 2_000_000),
        ("1.500 triệu", 1_500_000_000),
        ("1.500.000,00", 1_500_000),
        ("1,500,000.00 đ", 1_500_000),
        ("2,35 triệu", 2_350_000),
        ("1 500 000 đồng", 1_500_000),
    ],
)
def test_amounts_in_words(text, amount):
    assert parse_amount(text) == amount


def damage_under(heading: str, district: District, *values: Any, above: str = "") -> list[Any]:
    """What the damage of rows is read as under a heading, with words in the row above it."""
    headings = [heading if name.startswith("Thiệt hại") else name for name in HEADINGS]
    rows = [changed(number=str(key), hamlet=None, damage=value) for key, value in enumerate(values)]
    content = book([above], headings, *rows, headings=["SỔ VỤ VIỆC"], title_rows=0)
    plan = plan_book(content, district.commune)
    assert [one.place.column_letter for one in plan.problems] == []
    return [row.stated.damage_vnd for row in plan.rows]


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Thiệt hại (triệu đồng)", 1_000_000),
        ("Thiệt hại tài sản (triệu)", 1_000_000),
        ("Thiệt hại (tr.đ)", 1_000_000),
        ("Thiệt hại (trđ)", 1_000_000),
        ("Thiệt hại (ĐVT: triệu đồng)", 1_000_000),
        ("Thiệt hại ĐVT: triệu đồng", 1_000_000),
        ("Thiệt hại, triệu đồng", 1_000_000),
        ("Giá trị thiệt hại [ước tính, triệu VNĐ]", 1_000_000),
        ("Thiệt hại\n(nghìn đồng)", 1_000),
        ("Thiệt hại (ngàn đ)", 1_000),
        ("Thiệt hại (1.000 đ)", 1_000),
        ("Thiệt hại (1000đ)", 1_000),
        ("Thiệt hại (ĐVT: 1.000 đồng)", 1_000),
        ("Thiệt hại (x 1.000.000 đ)", 1_000_000),
        ("Thiệt hại (100.000 đồng)", 100_000),
        ("Thiệt hại (tỷ đồng)", 1_000_000_000),
        ("Thiệt hại (đồng)", 1),
        ("Thiệt hại (VNĐ)", 1),
        ("Thiệt hại (đ)", 1),
        ("Thiệt hại (tài sản)", 1),
        ("Thiệt hại", 1),
    ],
)
def test_a_plain_number_counts_in_the_unit_of_its_heading(district, heading, unit):
    found = damage_under(heading, district, 15, "16", "17 triệu", "18.000 đ", 0, "không", None)
    assert found == [15 * unit, 16 * unit, 17_000_000, 18_000, 0, 0, None]


def test_parts_of_the_heading_s_unit_are_whole_dong(district):
    found = damage_under("Thiệt hại (triệu đồng)", district, 1.5, 1.1, "2,35", "0,125", "1,5 tỷ")
    assert found == [1_500_000, 1_100_000, 2_350_000, 125_000, 1_500_000_000]


@pytest.mark.parametrize("above", ["ĐVT: triệu đồng", "(Đơn vị tính: triệu đồng)", "Đơn vị: tr.đ"])
def test_a_unit_above_the_table_holds_where_the_heading_names_none(district, above):
    assert damage_under("Thiệt hại", district, 15, above=above) == [15_000_000]
    assert damage_under("Thiệt hại (nghìn đồng)", district, 15, above=above) == [15_000]
    assert damage_under("Thiệt hại (đồng)", district, 15, above=above) == [15]


def test_words_above_the_table_that_are_no_unit_change_nothing(district):
    assert damage_under("Thiệt hại", district, 15, above="Đơn vị: Công an xã") == [15]


def test_a_unit_in_the_heading_merged_over_the_column_holds(district):
    workbook = load_workbook(io.BytesIO(book(changed(hamlet=None, damage=2))))
    sheet = workbook.active
    assert sheet is not None
    sheet["I2"], sheet["I3"], sheet["J3"] = "Thiệt hại (triệu đồng)", "Bị thương", "Tài sản"
    sheet.merge_cells("I2:J2")
    target = io.BytesIO()
    workbook.save(target)
    (row,) = plan_book(target.getvalue(), district.commune).rows
    assert row.stated.damage_vnd == 2_000_000


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("Thiệt hại (đồng)", 1.5),
        ("Thiệt hại", "1,5"),
        ("Thiệt hại (nghìn đồng)", 1.2345),
        ("Thiệt hại (triệu đồng)", "1,500"),
        ("Thiệt hại (triệu đồng)", 15_000_000),
    ],
)
def test_part_of_a_dong_and_what_may_mean_two_sums_are_mistakes(district, heading, value):
    headings = [heading if name.startswith("Thiệt hại") else name for name in HEADINGS]
    content = book(changed(hamlet=None, damage=value), headings=headings)
    plan = plan_book(content, district.commune)
    (problem,) = [one for one in plan.problems if one.is_error]
    place = problem.place
    assert (place.sheet, place.row, place.column_letter) == ("Năm 2025", 4, "J")
    assert not plan.can_be_written


def test_a_fine_counts_in_the_unit_of_its_heading(district):
    row = dict(zip(HEADINGS, changed(hamlet=None, outcome="Xử phạt"), strict=True))
    row |= {"Tiền phạt (nghìn đồng)": 750}
    plan = plan_book(book(list(row.values()), headings=list(row)), district.commune)
    assert plan.rows[0].stated.fine_vnd == 750_000


@pytest.mark.parametrize(
    "text", ["1,5", "15.5 đ", "1,500", "1.50.000", "1.5.0", "-5", "10-20 triệu", "#N/A"]
)
def test_an_amount_that_is_none_is_refused(text):
    with pytest.raises(ValueRefused):
        parse_amount(text)


@pytest.mark.parametrize("column", list(Column))
@pytest.mark.parametrize("value", ["#N/A", "#REF!", 0.99985, 45721.99985, True, "'"])
def test_no_cell_of_any_column_breaks_the_preview(district, column, value):
    plan = plan_book(
        book_of(
            {
                Column.ORDINAL: 1,
                Column.CATEGORY: "Trộm cắp",
                Column.DAY: "05/03/2025",
                Column.SUMMARY: "Mất xe",
                column: value,
            }
        ),
        district.commune,
    )
    assert len(plan.rows) == 1


@given(st.text(max_size=30))
def test_no_text_breaks_a_cell(text):
    for parse in (parse_amount, parse_people, parse_outcome, read_persons):
        with suppress(ValueRefused):
            parse(text)


# --- pages ---


@pytest.fixture
def chief(district: District, client: Client) -> Client:
    client.force_login(district.chief)
    return client


def upload(client: Client, content: bytes) -> Any:
    file = io.BytesIO(content)
    file.name = "Sổ vụ việc 2025.xlsx"
    return client.post(reverse("incident_book_upload"), {"file": file})


def test_a_chief_looks_then_imports(chief, district):
    response = upload(chief, book(GOOD))
    batch = BookImport.objects.get()
    assert response["Location"] == reverse("incident_book", args=[batch.pk])
    page = chief.get(response["Location"]).content.decode()
    assert "Mất xe máy" in page
    assert not Incident.objects.exists()
    plan = plan_book(bytes(batch.content), district.commune)
    stale = chief.post(response["Location"], {"confirm": "1", "fingerprint": "cũ"})
    assert stale["Location"] == response["Location"]
    assert not Incident.objects.exists()
    chief.post(response["Location"], {"confirm": "1", "fingerprint": plan.fingerprint})
    assert Incident.objects.get().former_number == "01/2025"
    assert chief.get(response["Location"]).status_code == 302


def test_the_file_comes_back_with_its_mistakes_and_can_be_sent_again(chief, district):
    upload(chief, book(GOOD, changed(number="2", damage="+nhiều")))
    batch = BookImport.objects.get()
    page = chief.get(reverse("incident_book", args=[batch.pk])).content.decode()
    assert "cột J" in page
    given_back = chief.get(reverse("incident_book_mistakes", args=[batch.pk]))
    sheet = load_workbook(io.BytesIO(given_back.content)).active
    assert sheet is not None
    assert sheet.cell(5, 10).data_type == "s"
    assert "Thiệt hại" in str(sheet.cell(5, 15).value)
    sheet.cell(5, 10).value = "2.000.000"
    target = io.BytesIO()
    sheet.parent.save(target)  # type: ignore[union-attr]
    mended = plan_book(target.getvalue(), district.commune)
    assert mended.counts["create"] == 2


def test_the_template_is_understood(chief, district):
    content = chief.get(reverse("incident_book_template")).content
    workbook = load_workbook(io.BytesIO(content))
    sheet = workbook.active
    assert sheet is not None
    today = timezone.localdate()
    sheet.append([1, "", today, "08:15", "Đánh bạc", "Bắt quả tang nhóm đánh bài"])
    target = io.BytesIO()
    workbook.save(target)
    (row,) = plan_book(target.getvalue(), district.commune).rows
    assert row.problems == ()
    assert row.stated.span
    assert f"{row.stated.span.start:%H:%M}" == "08:15"


def test_an_upload_is_its_senders_alone(chief, district, client):
    upload(chief, book(GOOD))
    batch = BookImport.objects.get()
    client.force_login(district.other_chief)
    assert client.get(reverse("incident_book", args=[batch.pk])).status_code == 404
    client.force_login(district.officer)
    assert client.get(reverse("incident_book_upload")).status_code == 403
    client.force_login(district.chief)
    client.post(reverse("incident_book", args=[batch.pk]), {"discard": "1"})
    assert not BookImport.objects.exists()


def test_a_book_that_nobody_confirmed_is_dropped_after_a_day_with_its_names(district):
    fresh, stale, done = (sent(district, book()) for _upload in range(3))
    long_ago = timezone.now() - datetime.timedelta(days=2)
    BookImport.objects.filter(pk__in=[stale.pk, done.pk]).update(created_at=long_ago)
    BookImport.objects.filter(pk=done.pk).update(done_at=long_ago, content=None)
    said = io.StringIO()
    call_command("forget_uploads", stdout=said)
    assert said.getvalue().strip() == "0 rosters and 1 incident books were dropped, and 0 drafts."
    assert set(BookImport.objects.all()) == {fresh, done}
