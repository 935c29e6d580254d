"""Every messy file gives the same people; every harmful or foreign file one sentence, at once."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.units.sheets import messy
from tests.units.sheets.people import PEOPLE
from units.domain.sheets.dates import parse_date
from units.domain.sheets.headers import Column
from units.domain.sheets.identity import parse_citizen_id, parse_phone
from units.domain.sheets.problems import SheetRefused
from units.domain.sheets.reading import read_sheets
from units.domain.sheets.tables import Line, Table, find_tables
from units.domain.sheets.values import parse_full_name, parse_name_parts, text_of


def read(data: bytes) -> list[Table]:
    return list(find_tables(read_sheets(data)))


def lines_of(data: bytes) -> list[Line]:
    return [line for table in read(data) for line in table.lines]


def name_of(line: Line) -> str:
    if Column.FULL_NAME in line.values:
        return str(parse_full_name(line.values[Column.FULL_NAME]))
    parts = (Column.FAMILY_AND_MIDDLE, Column.MIDDLE_NAME, Column.GIVEN_NAME)
    return str(parse_name_parts(*(line.values.get(part) for part in parts)))


@pytest.mark.parametrize("make", messy.MESSY, ids=lambda make: make.__name__)
def test_the_same_people_come_out_of_every_messy_file(make: Callable[[], bytes]) -> None:
    lines = lines_of(make())
    by_id = {parse_citizen_id(line.values[Column.CITIZEN_ID]): line for line in lines}
    assert set(by_id) == {person.citizen_id for person in PEOPLE}
    for person in PEOPLE:
        line = by_id[person.citizen_id]
        assert name_of(line) == person.name
        assert parse_phone(line.values[Column.PHONE]) == person.phone
        assert text_of(line.values.get(Column.COMMUNE) or line.section) == person.commune
        assert text_of(line.values[Column.POSITION]) == person.position


@pytest.mark.parametrize(
    "make",
    [make for make in messy.MESSY if make is not messy.only_years],
    ids=lambda make: make.__name__,
)
def test_birth_dates_survive(make: Callable[[], bytes]) -> None:
    born = {
        parse_citizen_id(line.values[Column.CITIZEN_ID]): parse_date(line.values[Column.BIRTH_DATE])
        for line in lines_of(make())
    }
    assert {key: known.value for key, known in born.items()} == {
        p.citizen_id: p.born for p in PEOPLE
    }


def test_a_year_under_its_sex_stays_a_year() -> None:
    first, second = lines_of(messy.only_years())[:2]
    assert first.values[Column.MALE_BIRTH] == 1985
    assert Column.FEMALE_BIRTH not in first.values
    assert second.values[Column.FEMALE_BIRTH] == 1990


def test_rows_keep_the_numbers_that_excel_shows() -> None:
    assert [line.number for line in lines_of(messy.with_official_heading())] == [9, 10, 12, 13, 14]


def test_totals_and_signatures_are_named_not_swallowed() -> None:
    (table,) = read(messy.with_official_heading())
    assert any("16" in note and "19" in note for note in table.notes)


def test_conversion_from_the_old_font_is_told() -> None:
    (table,) = read(messy.in_vntime())
    assert any("TCVN3" in note for note in table.notes)


def test_unknown_columns_are_named() -> None:
    rows = [[*messy.HEADERS, "Màu áo"], *([*row, "xanh"] for row in messy.rows_of())]
    (table,) = read(messy.saved(messy.workbook_of(rows)))
    assert [(heading.letter, heading.title) for heading in table.ignored] == [("I", "Màu áo")]


def test_a_hidden_sheet_is_not_read() -> None:
    workbook = messy.workbook_of([messy.HEADERS, *messy.rows_of()])
    hidden = workbook.create_sheet("Cũ")
    for row in [messy.HEADERS, *messy.rows_of()]:
        hidden.append(list(row))
    hidden.sheet_state = "hidden"
    assert len(read(messy.saved(workbook))) == 1


REFUSED: tuple[tuple[str, bytes, str], ...] = (
    ("renamed_pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF"),
    ("zip_bomb", messy.zip_bomb(), "unpacks"),
    ("tight_bomb", messy.tight_bomb(), "unpacks"),
    ("xml_entity", messy.with_entity(), "entities"),
    ("huge_dimensions", messy.huge_dimensions(), "heading"),
    ("too_many_rows", messy.csv_of([messy.HEADERS, *messy.rows_of() * 4_001]).encode(), "larger"),
    ("encrypted", messy.encrypted(), "password"),
    ("empty", b"  \n", "empty"),
    ("web_page_named_xls", b"<html><table><tr><td>STT</td></tr></table></html>", "web page"),
    ("picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "picture"),
    ("binary", bytes(range(256)) * 20, "spreadsheet"),
    ("truncated_xlsx", messy.plain()[:2000], "damaged"),
    (
        "western_csv",
        "Họ tên,Ngày sinh\nJosé,1985\nRenée,1986\nFrançois,1987\n".encode("cp1258", "ignore"),
        "certainty",
    ),
    (
        "twice_encoded",
        "Họ tên,CCCD\nNguyễn Đước,1\n".encode().decode("cp1252", "replace").encode(),
        "damaged",
    ),
    ("no_heading", b"a,b\nc,d\n", "heading"),
    ("archive", messy.repacked(messy.plain(), {})[:0] + b"Rar!\x1a\x07\x00", "archive"),
)


@pytest.mark.parametrize(("name", "data", "word"), REFUSED, ids=[case[0] for case in REFUSED])
def test_a_file_that_is_no_roster_gets_one_sentence_within_seconds(
    name: str, data: bytes, word: str
) -> None:
    started = time.perf_counter()
    with pytest.raises(SheetRefused) as refusal:
        read(data)
    assert word in refusal.value.sentence
    assert time.perf_counter() - started < 3


def test_a_sheet_formatted_to_the_last_row_is_read_at_once() -> None:
    """One blank, coloured cell in row 1,048,576: real rosters have them."""
    workbook = messy.workbook_of([messy.HEADERS, *messy.rows_of()])
    workbook.active["H1048576"] = " "
    started = time.perf_counter()
    assert len(lines_of(messy.saved(workbook))) == len(PEOPLE)
    assert time.perf_counter() - started < 3


def test_vni_text_is_refused_not_guessed() -> None:
    rows = [
        ["Họ tên", "CCCD"],
        *[[f"Nguyeãn Vaên {word}", "1"] for word in ("Thaéng", "Höõu", "Ñöôùc", "Quyønh")],
    ]
    with pytest.raises(SheetRefused) as refusal:
        read(messy.saved(messy.workbook_of(rows)))
    assert "VNI" in refusal.value.sentence


def test_a_cell_that_fits_both_alphabets_follows_its_column() -> None:
    people = [*messy.rows_of(), *messy.rows_of()]
    rows = [[messy.to_tcvn3(v) if isinstance(v, str) else v for v in row] for row in people]
    rows[3][1] = "BÐ"  # é in TCVN3 is Ð: read as Unicode this word fits nothing
    rows[4][1] = "Nguyen Bé"  # Bộ in TCVN3, Bé in Unicode
    lines = lines_of(messy.saved(messy.workbook_of([messy.HEADERS, *rows])))
    assert lines[4].values[Column.FULL_NAME] == "Nguyen Bộ"


def test_a_unicode_file_is_left_alone() -> None:
    """Names that would be other names in TCVN3 (Bé, Lý) stay as they are."""
    rows = messy.rows_of()
    rows[0][1], rows[1][1] = "Nguyễn Văn Bé", "Lý Bé"
    lines = lines_of(messy.saved(messy.workbook_of([messy.HEADERS, *rows])))
    assert [line.values[Column.FULL_NAME] for line in lines[:2]] == ["Nguyễn Văn Bé", "Lý Bé"]
