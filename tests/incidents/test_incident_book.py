"""Importing an existing book: as tolerant as people write, all or nothing, every mistake named by its place."""

import datetime
import io
import uuid
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from incidents.domain.book.cells import (
    day_and_time,
    parse_amount,
    parse_outcome,
    parse_people,
    parse_persons,
    span_of,
)
from incidents.domain.book.plan import Action, Plan, plan_book
from incidents.domain.book.write import write_book
from incidents.domain.incidents.recording import IncidentFacts, record_incident
from incidents.models import BookCounter, BookImport, Incident, IncidentCategory, IncidentPerson
from tests.factories import HamletFactory, OfficerFactory
from tests.incidents.factories import VIETNAM
from tests.incidents.people import District
from units.domain.sheets.problems import SheetRefused, ValueRefused

HEADINGS = [
    "STT", "Số vào sổ", "Ngày giờ xảy ra", "Ấp", "Địa điểm", "Loại vụ việc", "Nội dung vụ việc", "Bị hại", "Số người bị thương",
    "Thiệt hại (đồng)", "Cán bộ thụ lý", "Kết quả giải quyết", "Ngày giải quyết", "Màu xe",
]  # fmt: skip


def book(*rows: list[Any], headings: list[str] | None = None, title_rows: int = 2) -> bytes:
    """A workbook as offices keep it: a title above, then headings, then rows."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Năm 2025"
    for number in range(title_rows):
        sheet.append([f"CÔNG AN XÃ LONG HÒA {number}"])
    sheet.append(headings or HEADINGS)
    for row in rows:
        sheet.append(row)
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


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
    assert plan.counts == {"create": 2, "known": 1, "error": 0}
    write_book(sent(district, content), plan.fingerprint, by=district.chief)
    again = plan_book(content, district.commune)
    assert again.counts == {"create": 0, "known": 3, "error": 0}
    assert not again.can_be_written


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
        ("khoảng 14 giờ 20, ngày 05/03/2025", "14:20", "14:20", False),
        ("từ 20h đến 22h30 ngày 05/03/2025", "20:00", "22:30", True),
        ("tối 05/03/2025", "18:00", "22:00", True),
        ("đêm 05/03/2025", "22:00", "05:00", True),
        (datetime.datetime(2025, 3, 5, 9, 15), "09:15", "09:15", False),
        (datetime.datetime(2025, 3, 5), "00:00", "23:59", True),
        (45721.5, "12:00", "12:00", False),
    ],
)
def test_times_as_people_write_them(cell, start, end, is_rough):
    day, rest = day_and_time(cell)
    span = span_of(day, rest, VIETNAM)
    assert (f"{span.start:%H:%M}", f"{span.end:%H:%M}", span.is_rough) == (start, end, is_rough)
    assert span.start.date() == datetime.date(2025, 3, 5)
    assert span.start <= span.end


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
    ],
)
def test_amounts_in_words(text, amount):
    assert parse_amount(text) == amount


@given(st.text(max_size=30))
def test_no_text_breaks_a_cell(text):
    for parse in (parse_amount, parse_people, parse_outcome, parse_persons):
        with suppress(ValueRefused):
            parse(text)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Hòa giải thành", "settled"), ("XPHC 500.000đ", "fined"), ("Chuyển CQĐT", "transferred"),
        ("Tạm đình chỉ", "suspended"), ("Đang xác minh", "handling"), ("chưa giải quyết", "recorded"),
    ],
)  # fmt: skip
def test_outcomes_as_people_write_them(text, state):
    assert parse_outcome(text) == state


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
