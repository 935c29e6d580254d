"""Names, numbers and marks as offices type them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.domain.sheets import values
from units.domain.sheets.headers import TITLES, Column, column_of
from units.domain.sheets.identity import (
    PROVINCE_CODES,
    birth_year_in,
    parse_citizen_id,
    parse_phone,
    sex_in,
)
from units.domain.sheets.problems import ValueRefused

CITIZEN_IDS = st.builds(
    lambda province, rest: province + rest,
    st.sampled_from(sorted(PROVINCE_CODES)),
    st.from_regex(r"[0-3]\d{8}", fullmatch=True),
).filter(str.isascii)
PHONES = st.from_regex(r"0[35789][0-9]{8}", fullmatch=True)


@given(CITIZEN_IDS)
def test_a_citizen_id_that_lost_its_zeros_is_whole_again(citizen_id: str) -> None:
    assert parse_citizen_id(int(citizen_id)) == citizen_id
    assert parse_citizen_id(float(citizen_id)) == citizen_id
    assert parse_citizen_id(citizen_id.lstrip("0")) == citizen_id
    assert parse_citizen_id(f"'{citizen_id[:3]} {citizen_id[3:]}") == citizen_id


@given(PHONES)
def test_a_phone_that_lost_its_zero_is_whole_again(phone: str) -> None:
    for written in (
        int(phone),
        phone,
        f"+84{phone[1:]}",
        f"84 {phone[1:]}",
        f"{phone[:4]}.{phone[4:7]}.{phone[7:]}",
    ):
        assert parse_phone(written) == phone


def test_a_citizen_id_tells_sex_and_birth_year() -> None:
    assert (sex_in("080085012345"), birth_year_in("080085012345")) == ("m", 1985)
    assert (sex_in("080301004567"), birth_year_in("080301004567")) == ("f", 2001)


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("123456789", "old 9-digit"),
        ("8.0085E+10", "shortened"),
        ("08008501234", "not 11"),
        ("999085012345", "999"),
        ("không có", "not a citizen ID"),
        ("#REF!", "formula"),
    ],
)
def test_a_wrong_citizen_id_is_explained(value: str, word: str) -> None:
    with pytest.raises(ValueRefused) as refusal:
        parse_citizen_id(value)
    assert word in refusal.value.what


def test_old_eleven_digit_numbers_are_asked_about_not_changed() -> None:
    with pytest.raises(ValueRefused) as refusal:
        parse_phone("01621234567")
    assert "0321234567" in refusal.value.how_to_mend


def test_a_landline_is_taken_two_numbers_are_not() -> None:
    assert parse_phone("0272 3881 234") == "02723881234"
    with pytest.raises(ValueRefused):
        parse_phone("0912345678 / 0387654321")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Nguyễn Văn Án", ("Nguyễn", "Văn", "Án")),
        ("NGUYỄN THỊ ÁNH TUYẾT", ("Nguyễn", "Thị Ánh", "Tuyết")),
        ("  lê   bé ", ("Lê", "", "Bé")),
        ("Đ/c Trần Quốc Toản", ("Trần", "Quốc", "Toản")),
        ("Nguye\u0302\u0303n Va\u0306n A\u0301n", ("Nguyễn", "Văn", "Án")),
        ("H'Hen Niê", ("H'Hen", "", "Niê")),
    ],
)
def test_a_name_is_taken_apart(text: str, parts: tuple[str, str, str]) -> None:
    name = values.parse_full_name(text)
    assert (name.family, name.middle, name.given) == parts


@pytest.mark.parametrize("text", ["Án", "12 người", "Nguyễn Văn A (chết)", "", "a@b c"])
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(ValueRefused):
        values.parse_full_name(text)


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=30))
def test_formula_signs_are_neutralised_and_come_back(text: str) -> None:
    safe = values.neutralise(text)
    assert not re.match(r"[=+\-@\t\r]", safe)
    assert values.restore(safe) == text


@pytest.mark.parametrize(
    ("text", "mark"),
    [("x", True), ("X", True), ("có", True), ("", False), ("không", False), ("✓", True)],
)
def test_marks(text: str, mark: bool) -> None:
    assert values.parse_mark(text) is mark


def test_an_unclear_mark_is_refused() -> None:
    with pytest.raises(ValueRefused):
        values.parse_mark("12/05/2010")


@pytest.mark.parametrize("column", list(TITLES))
def test_our_own_titles_are_understood(column: Column) -> None:
    assert column_of(str(TITLES[column])) is column


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("HỌ VÀ TÊN", Column.FULL_NAME),
        ("Ho va ten", Column.FULL_NAME),
        ("Số\nCCCD (12 số)", Column.CITIZEN_ID),
        ("Ngày, tháng, năm sinh", Column.BIRTH_DATE),
        ("Năm sinh", Column.BIRTH_DATE),
        ("SĐT", Column.PHONE),
        ("Chức vụ/Chức danh", Column.POSITION),
        ("Xã, thị trấn", Column.COMMUNE),
        ("S.T.T", None),
        ("Số QĐ", Column.DECISION_NUMBER),
    ],
)
def test_headings_of_offices_are_understood(title: str, column: Column | None) -> None:
    assert column_of(title) is column
