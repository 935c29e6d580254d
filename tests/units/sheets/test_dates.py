"""Dates keep the precision that the office knew, whichever way they were written."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from units.domain.sheets.dates import EXCEL_START, KnownDate, Precision, parse_date
from units.domain.sheets.problems import ValueRefused

DAYS = st.dates(date(1928, 1, 1), date(2099, 12, 31))


@given(DAYS, st.sampled_from(["/", "-", ".", " / ", "."]))
def test_day_month_year_text_is_that_day(day: date, sign: str) -> None:
    assert parse_date(sign.join((str(day.day), str(day.month), str(day.year)))) == KnownDate(day)


@given(DAYS)
def test_a_serial_a_real_date_and_iso_text_agree(day: date) -> None:
    serial = (day - EXCEL_START).days
    expected = KnownDate(day)
    assert parse_date(serial) == expected
    assert parse_date(float(serial) + 0.5) == expected
    assert parse_date(str(serial)) == expected
    assert parse_date(datetime(day.year, day.month, day.day)) == expected
    assert parse_date(day.isoformat()) == expected


@given(st.integers(1900, 2100), st.integers(1, 12))
def test_a_year_or_month_stays_one(year: int, month: int) -> None:
    for written in (year, float(year), str(year), f"00/00/{year}", f"năm {year}"):
        assert parse_date(written) == KnownDate(date(year, 1, 1), Precision.YEAR)
    for text in (
        f"{month:02d}/{year}",
        f"{month}-{year}",
        f"tháng {month}/{year}",
        f"00/{month}/{year}",
    ):
        assert parse_date(text) == KnownDate(date(year, month, 1), Precision.MONTH)


@given(DAYS, st.sampled_from(Precision))
def test_what_is_shown_reads_back_the_same(day: date, precision: Precision) -> None:
    first = {
        Precision.DAY: day,
        Precision.MONTH: day.replace(day=1),
        Precision.YEAR: day.replace(month=1, day=1),
    }
    known = KnownDate(first[precision], precision)
    assert parse_date(str(known)) == known


def test_a_year_typed_into_a_cell_formatted_as_a_date_is_the_year() -> None:
    assert parse_date(datetime(1905, 6, 7)) == KnownDate(date(1985, 1, 1), Precision.YEAR)


def test_a_date_in_words() -> None:
    assert parse_date("ngày 05 tháng 3 năm 1985") == KnownDate(date(1985, 3, 5))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("31/02/1990", "no such day"),
        ("05/13/1985", "exchanged"),
        ("5/3/85", "century"),
        ("abc", "not a date"),
        ("00/1985/03", "not a date"),
        ("05/00/1985", "not a date"),
        ("1/1/1850", "outside the years 1900 to 2100"),
        (0.5, "not a date"),
        (3000, "not a date"),
        (True, "not a date"),
        ("", "not a date"),
    ],
)
def test_what_cannot_be_a_date_is_explained(text: object, word: str) -> None:
    with pytest.raises(ValueRefused) as refusal:
        parse_date(text)  # type: ignore[arg-type]
    assert word in refusal.value.what
    assert refusal.value.how_to_mend


def test_imprecise_dates_agree_as_far_as_they_are_known() -> None:
    day, other = KnownDate(date(1985, 3, 5)), KnownDate(date(1985, 3, 6))
    month, year = (
        KnownDate(date(1985, 3, 1), Precision.MONTH),
        KnownDate(date(1985, 1, 1), Precision.YEAR),
    )
    assert day.agrees_with(month)
    assert month.agrees_with(year)
    assert year.agrees_with(day)
    assert not day.agrees_with(other)
    assert not month.agrees_with(KnownDate(date(1985, 4, 9)))
    assert not year.agrees_with(KnownDate(date(1986, 3, 5)))
