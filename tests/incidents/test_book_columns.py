"""Headings of a book that say the same: the one that tells of the event is read, and the page says what was not."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from incidents.domain.book.plan import Plan, plan_book
from tests.incidents.books import book
from tests.incidents.people import District
from units.domain.sheets.problems import SheetRefused

TELLING = {"Loại vụ việc": "Trộm cắp", "Nội dung": "Mất xe"}


def planned(district: District, **cells: Any) -> Plan:
    """The plan of a book with one row under these headings, in their order, beside kind and words."""
    row = {"STT": 1} | cells | TELLING
    return plan_book(book(list(row.values()), headings=list(row)), district.commune)


def day_of(plan: Plan) -> str:
    (row,) = plan.rows
    assert row.stated.span, row.problems
    return f"{row.stated.span.start:%d/%m/%Y %H:%M}"


@pytest.mark.parametrize(
    "event",
    ["Ngày xảy ra", "Thời gian xảy ra", "Ngày vụ việc", "Ngày giờ xảy ra", "Ngày", "Ngày tháng"],
)
@pytest.mark.parametrize(
    "receipt",
    ["Ngày tiếp nhận", "Ngày ghi sổ", "Ngày báo", "Ngày báo tin", "Thời gian tiếp nhận", "Ngày vào sổ",
     "Ngày nhận tin báo", "Ngày tiếp nhận tin báo", "Ngày trình báo"],
)  # fmt: skip
def test_the_day_of_the_event_wins_over_that_of_the_receipt(district, event, receipt):
    first = planned(district, **{receipt: "06/03/2025", event: "05/03/2025"})
    last = planned(district, **{event: "05/03/2025", receipt: "06/03/2025"})
    assert day_of(first) == day_of(last) == "05/03/2025 00:00"
    (note,) = first.notes
    assert f"cột B “{receipt}”" in note
    assert f"cột C “{event}”" in note
    assert "không có trong hệ thống" not in note


@pytest.mark.parametrize("plain", ["Ngày", "Ngày tháng năm"])
def test_a_heading_that_names_the_event_wins_over_one_that_only_says_day(district, plain):
    plan = planned(district, **{plain: "06/03/2025", "Ngày xảy ra": "05/03/2025"})
    assert day_of(plan) == "05/03/2025 00:00"


@pytest.mark.parametrize("receipt", ["Ngày tiếp nhận", "Ngày ghi sổ", "Ngày báo"])
def test_a_day_of_receipt_alone_is_taken_and_said(district, receipt):
    plan = planned(district, **{receipt: "06/03/2025"})
    assert day_of(plan) == "06/03/2025 00:00"
    (note,) = plan.notes
    assert f"cột B “{receipt}”" in note


def test_a_heading_over_two_days_tells_which_is_which(district):
    content = book(
        [1, "06/03/2025", "8h", "05/03/2025", "22h", "Trộm cắp", "Mất xe"],
        headings=["STT", "Ngày", "Giờ", "Ngày", "Giờ", "Loại vụ việc", "Nội dung"],
    )
    workbook = load_workbook(io.BytesIO(content))
    sheet = workbook.active
    assert sheet is not None
    sheet["B2"], sheet["D2"] = "Tiếp nhận", "Xảy ra"
    sheet.merge_cells("B2:C2")
    sheet.merge_cells("D2:E2")
    target = io.BytesIO()
    workbook.save(target)
    plan = plan_book(target.getvalue(), district.commune)
    assert day_of(plan) == "05/03/2025 22:00"
    assert len(plan.notes) == 2


def test_a_day_over_receipt_and_event_is_read_with_each(district):
    content = book(
        [1, "06/03/2025", "05/03/2025", "Trộm cắp", "Mất xe"],
        headings=["STT", "Tiếp nhận", "Xảy ra", "Loại vụ việc", "Nội dung"],
    )
    workbook = load_workbook(io.BytesIO(content))
    sheet = workbook.active
    assert sheet is not None
    sheet["B2"] = "Thời gian"
    sheet.merge_cells("B2:C2")
    target = io.BytesIO()
    workbook.save(target)
    assert day_of(plan_book(target.getvalue(), district.commune)) == "05/03/2025 00:00"


def test_the_hour_of_the_receipt_is_not_that_of_the_event(district):
    plan = planned(
        district, **{"Ngày tiếp nhận": "06/03/2025", "Giờ": "8h", "Ngày xảy ra": "05/03/2025"}
    )
    assert day_of(plan) == "05/03/2025 00:00"
    assert any("cột C “Giờ”" in note for note in plan.notes)
    plan = planned(district, **{"Ngày tiếp nhận": "06/03/2025", "Giờ": "8h"})
    assert day_of(plan) == "06/03/2025 08:00"
    plan = planned(
        district,
        **{"Ngày tiếp nhận": "06/03/2025", "Giờ xảy ra": "22h", "Ngày xảy ra": "05/03/2025"},
    )
    assert day_of(plan) == "05/03/2025 22:00"


@pytest.mark.parametrize(
    ("headings", "day", "notes"),
    [
        (["Giờ", "Ngày tiếp nhận", "Ngày xảy ra"], "05/03/2025 00:00", 2),
        (["Ngày xảy ra", "Giờ", "Ngày tiếp nhận"], "05/03/2025 08:00", 1),
        (["Giờ", "Ngày xảy ra", "Ngày tiếp nhận"], "05/03/2025 08:00", 1),
        (["Ngày xảy ra", "Ngày tiếp nhận", "Giờ"], "05/03/2025 00:00", 2),
        (["Giờ", "Ngày tiếp nhận"], "06/03/2025 08:00", 1),
        # the hour of the event is not put to the day of the receipt either
        (["Giờ xảy ra", "Ngày tiếp nhận"], "06/03/2025 00:00", 2),
        (["Ngày tiếp nhận", "Thời gian xảy ra"], "06/03/2025 00:00", 2),
    ],
)  # fmt: skip
def test_an_hour_belongs_to_the_day_beside_it(district, headings, day, notes):
    cells = {"Ngày tiếp nhận": "06/03/2025", "Ngày xảy ra": "05/03/2025"}
    plan = planned(district, **{heading: cells.get(heading, "8h") for heading in headings})
    assert day_of(plan) == day
    assert len(plan.notes) == notes


def test_where_each_day_has_its_hour_before_it_each_keeps_its_own(district):
    headings = ["STT", "Giờ", "Ngày tiếp nhận", "Giờ", "Ngày xảy ra", "Loại vụ việc", "Nội dung"]
    row = [1, "8h", "06/03/2025", "22h", "05/03/2025", "Trộm cắp", "Mất xe"]
    plan = plan_book(book(row, headings=headings), district.commune)
    assert day_of(plan) == "05/03/2025 22:00"


MIXED = ["STT", "Ngày", "Thời gian", "Loại vụ việc", "Nội dung"]


@pytest.mark.parametrize("first", [[1, 2, 3, 4, 5], None])
@pytest.mark.parametrize("last", ["không rõ", "22h 05/03/2025", None])
def test_a_column_of_hours_is_the_time_whatever_one_cell_holds(district, first, last):
    rows = [[1, "05/03/2025", "22h", "Trộm cắp", "Mất xe"], [2, "05/03/2025", "20h", "Trộm cắp", "Mất gà"]]  # fmt: skip
    odd = [[3, "05/03/2025", last, "Trộm cắp", "Mất chó"]] if last else []
    content = book(*([first] if first else []), *rows, *odd, headings=MIXED)
    plan = plan_book(content, district.commune)
    assert not plan.notes
    spans = [row.stated.span for row in plan.rows]
    assert [span and span.start.strftime("%H:%M") for span in spans] == ["22:00", "20:00"] + [None] * bool(last)  # fmt: skip
    errors = [one.place.column_title for row in plan.rows for one in row.problems if one.is_error]
    assert errors == (["Thời gian"] if last else [])


def test_column_numbers_over_one_row_of_hours_are_no_cell(district):
    content = book([1, 2, 3, 4, 5], [1, "05/03/2025", "22h", "Trộm cắp", "Mất xe"], headings=MIXED)
    assert day_of(plan_book(content, district.commune)) == "05/03/2025 22:00"


def test_a_day_of_the_event_among_hours_is_never_passed_over_for_that_of_the_receipt(district):
    headings = ["STT", "Ngày tiếp nhận", "Thời gian xảy ra", "Loại vụ việc", "Nội dung"]
    rows = [[number, "06/03/2025", time, "Trộm cắp", "Mất xe"]
            for number, time in enumerate(["22h 05/03/2025", "20h", "21h"], 1)]  # fmt: skip
    read, *refused = plan_book(book(*rows, headings=headings), district.commune).rows
    assert read.stated.span
    assert f"{read.stated.span.start:%d/%m/%Y %H:%M}" == "05/03/2025 22:00"
    assert [row.stated.span for row in refused] == [None, None]


@pytest.mark.parametrize("heading", ["Thời gian", "Thời gian xảy ra", "Thời điểm xảy ra"])
@pytest.mark.parametrize("time", ["22h", "khoảng 22h30", 0.9375])
def test_a_heading_over_hours_alone_is_the_time_beside_the_day(district, heading, time):
    plan = planned(district, **{"Ngày": "05/03/2025", heading: time})
    assert day_of(plan).startswith("05/03/2025 22:")
    assert not plan.notes


@pytest.mark.parametrize(
    ("general", "telling", "field"),
    [
        ("Địa chỉ", "Nơi xảy ra", "whereabouts"),
        ("Địa chỉ", "Địa điểm", "whereabouts"),
        ("Số", "Số vào sổ", "number"),
        ("Ghi chú", "Nội dung giải quyết", "outcome_note"),
        ("Cán bộ", "Cán bộ thụ lý", "handler_note"),
        ("Vụ việc", "Nội dung vụ việc", "summary"),
        ("Quyết định", "Số quyết định", "decision_number"),
    ],
)
def test_the_more_telling_heading_wins_whichever_stands_first(district, general, telling, field):
    row = {"STT": 1, "Ngày xảy ra": "05/03/2025", "Loại vụ việc": "Trộm cắp", "Nội dung": "Mất xe"}
    if field == "summary":
        del row["Nội dung"]
    for cells in ({general: "đây", telling: "đó"}, {telling: "đó", general: "đây"}):
        whole = row | cells
        plan = plan_book(book(list(whole.values()), headings=list(whole)), district.commune)
        assert getattr(plan.rows[0].stated, field) == "đó"
        (note,) = plan.notes
        assert f"“{general}”" in note
        assert f"“{telling}”" in note
        assert "không có trong hệ thống" not in note


def test_of_headings_that_tell_as_much_the_first_is_read_and_the_other_named(district):
    plan = planned(
        district, **{"Ngày xảy ra": "05/03/2025", "Bị hại": "Lê Mít", "Nạn nhân": "Lê Bưởi", "Màu xe": "đỏ"}
    )  # fmt: skip
    assert [one.full_name for one in plan.rows[0].stated.persons] == ["Lê Mít"]
    unknown, doubled = sorted(plan.notes, key=lambda note: "Nạn nhân" in note)
    assert "E “Màu xe”" in unknown
    assert "cột D “Nạn nhân”" in doubled
    assert "cột C “Bị hại”" in doubled


def test_a_book_without_any_day_is_still_none(district):
    with pytest.raises(SheetRefused):
        planned(district, **{"Ngày báo cáo": "05/03/2025"})
