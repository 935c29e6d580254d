"""Files open well in Excel, keep true dates and numbers, and carry no formula."""

import datetime
import io

import pytest
from django.utils import translation
from openpyxl import load_workbook

from lists.domain.exporting import csv_delimiter, harmless, write_csv, write_xlsx

DANGEROUS = ["=1+1", "+84901", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_a_spreadsheet_would_run_is_disarmed(text: str) -> None:
    assert harmless(text).startswith("'")


def test_ordinary_text_and_negative_numbers_stay_as_they_are() -> None:
    assert harmless("Nguyễn Văn Án") == "Nguyễn Văn Án"
    content = write_csv(["Số"], [[-5]], delimiter=";")
    assert content.decode("utf-8-sig") == "Số\r\n-5\r\n"


def test_a_workbook_keeps_dates_numbers_and_no_formula() -> None:
    rows = [["=HYPERLINK(1)", datetime.date(2020, 2, 28), 12, None, "a\x00b"]]
    book = load_workbook(io.BytesIO(write_xlsx("Cán bộ", ["A", "B", "C", "D", "E"], rows, ["Ghi"])))
    text, day, number, empty, cleaned = next(book.worksheets[0].iter_rows(min_row=2))
    assert (text.data_type, text.value) == ("s", "'=HYPERLINK(1)")
    assert day.value.date() == datetime.date(2020, 2, 28)
    assert day.number_format == "dd/mm/yyyy"
    assert (number.value, empty.value, cleaned.value) == (12, None, "ab")
    assert book.worksheets[1]["A1"].value == "Ghi"


def test_csv_says_it_is_utf_8_and_splits_as_the_readers_excel_does() -> None:
    with translation.override("vi"):
        content = write_csv(
            ["Tên", "Ngày"], [["Án", datetime.date(2020, 2, 28)]], delimiter=csv_delimiter()
        )
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines()[1] == "Án;28/02/2020"
    with translation.override("en"):
        assert csv_delimiter() == ","
