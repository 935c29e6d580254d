"""Kinds in a book's words: a denied kind is none, and two in a cell are asked about."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.domain.book.columns import TITLES, Column
from incidents.domain.book.kinds import words_of
from incidents.domain.book.plan import RowPlan, plan_book
from incidents.models import IncidentCategory
from tests.incidents.books import book_of
from tests.incidents.people import District


def row_of(district: District, kind: str | None, summary: str = "Mất xe") -> RowPlan:
    cells: dict[Column, Any] = {Column.ORDINAL: 1, Column.DAY: "05/03/2025"}
    if kind is not None:
        cells[Column.CATEGORY] = kind
    (row,) = plan_book(book_of(cells | {Column.SUMMARY: summary}), district.commune).rows
    return row


def name_of(code: str) -> str:
    return IncidentCategory.objects.get(code=code).name


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Xô xát, không trộm cắp", "fight"),
        ("Xô xát (không trộm cắp)", "fight"),
        ("Xô xát không có trộm cắp", "fight"),
        ("Không phải trộm cắp mà là cướp giật", "snatching"),
        ("Không phải trộm cắp, cướp giật", "snatching"),
        ("Xô xát, chưa gây thương tích", "fight"),
        ("Va chạm, không gây thương tích", "road_accident"),
        ("Tai nạn giao thông, không gây thương tích", "road_accident"),
        ("Xô xát; trộm cắp: không", "fight"),
        ("Xô xát, không đánh bạc hay trộm cắp", "fight"),
        ("Gây rối; loại trừ ma túy", "disturbance"),
        # one kind, however often and however exactly
        ("Cướp giật; cướp", "snatching"),
        ("Trộm cắp, trộm xe máy", "theft"),
        ("Đánh bạc, tổ chức đánh bạc", "gambling_den"),
        ("Tổ chức đánh bạc, gá bạc tại nhà", "gambling_den"),
        ("Đánh nhau, xô xát tại quán", "fight"),
        ("Trộm cắp rồi bỏ chạy", "theft"),
        ("Trộm cắp và việc khác", "theft"),
        ("Tai nạn giao thông và va chạm", "road_accident"),
        ("Tai nạn (giao thông)", "road_accident"),
        ("Xô xát, không mua bán ma túy", "fight"),
        ("Bắt quả tang mua bán ma túy", "drug_use"),
        ("Mua bán ma túy (không phải sử dụng)", "drug_trade"),
        ("Làm nhục, vu khống", "insult"),
        # denied is something else than the kind
        ("Trộm cắp, không rõ đối tượng", "theft"),
        ("Không khóa cửa nên mất trộm", "theft"),
    ],
)
def test_a_denied_kind_is_none_and_one_said_twice_is_one(district, said, code):
    row = row_of(district, said)
    assert not [one for one in row.problems if one.is_error]
    assert row.stated.category == IncidentCategory.objects.get(code=code)


@pytest.mark.parametrize(
    "said",
    ["Không phải trộm cắp", "không trộm cắp", "Ko phải trộm cắp", "Trộm cắp: không", "Không có đánh bạc, không đá gà",
     "Không trộm cắp hay cướp giật", "Trộm cắp hay không"],
)  # fmt: skip
def test_a_cell_that_only_denies_is_refused(district, said):
    row = row_of(district, said)
    (problem,) = [one for one in row.problems if one.is_error]
    assert problem.place.column_title == str(TITLES[Column.CATEGORY])
    assert "không phải" in problem.what
    assert row.stated.category is None


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("Trộm cắp tài sản; cướp giật", {"theft", "snatching"}),
        ("Đánh bạc, đá gà", {"gambling", "cockfight"}),
        ("Trộm cắp và lừa đảo", {"theft", "fraud"}),
        ("Trộm cắp + gây rối", {"theft", "disturbance"}),
        ("Tàng trữ, mua bán ma túy", {"drug_possession", "drug_trade"}),
        ("Va chạm giao thông, xô xát", {"road_accident", "fight"}),
        ("Vu khống trộm cắp, làm nhục, vu khống", {"theft", "insult"}),
        ("Đánh nhau/trộm cắp", {"fight", "theft"}),
        ("Trộm cắp\nđánh nhau", {"theft", "fight"}),
        ("Đánh bạc, tổ chức đánh bạc, trộm cắp", {"gambling_den", "theft"}),
    ],
)
def test_two_kinds_in_a_cell_are_refused_with_both_named(district, said, codes):
    row = row_of(district, said)
    (problem,) = [one for one in row.problems if one.is_error]
    assert problem.place.column_title == str(TITLES[Column.CATEGORY])
    assert all(f"“{name_of(code)}”" in problem.what for code in codes)


@pytest.mark.parametrize(
    ("said", "code", "other"),
    [
        ("Đánh nhau gây thương tích", "injury", "fight"),
        ("Đánh bạc (đá gà)", "gambling", "cockfight"),
        ("Tai nạn giao thông gây cháy xe", "road_accident", "fire"),
    ],
)
def test_two_kinds_in_one_breath_are_doubted_with_both_named(district, said, code, other):
    row = row_of(district, said)
    assert row.stated.category == IncidentCategory.objects.get(code=code)
    (doubt,) = row.problems
    assert not doubt.is_error
    assert f"“{name_of(code)}”" in doubt.what
    assert f"“{name_of(other)}”" in doubt.what


def test_a_kind_after_a_denied_one_is_doubted(district):
    (doubt,) = row_of(district, "Không trộm cắp, xô xát").problems
    assert not doubt.is_error
    assert f"“{name_of('fight')}”" in doubt.what


def test_a_kind_denied_in_the_words_of_the_incident_is_none_either(district):
    row = row_of(district, None, "Hai bên xô xát, không trộm cắp tài sản")
    assert row.stated.category == IncidentCategory.objects.get(code="fight")
    row = row_of(district, None, "Mất xe, không phải trộm cắp tài sản")
    assert any(one.is_error for one in row.problems)


def test_other_kinds_in_the_words_of_the_incident_are_named_with_the_doubt(district):
    (doubt,) = row_of(district, None, "Đánh bạc rồi xô xát").problems
    assert f"“{name_of('gambling')}”" in doubt.what
    assert f"“{name_of('fight')}”" in doubt.what


@pytest.mark.parametrize("said", ["Không", "không có", "ko"])
def test_none_is_no_kind(district, said):
    row = row_of(district, said)
    assert row.stated.category is None
    assert [one.is_error for one in row.problems] == [True]


@given(st.text(max_size=40))
def test_no_text_breaks_the_words_of_a_kind(text):
    assert isinstance(words_of(text), str)
