"""Whatever bytes are sent, reading answers with rows or with one sentence, never with a crash."""

from __future__ import annotations

import io
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.units.sheets import messy
from units.domain.sheets.grid import Sheet
from units.domain.sheets.problems import SheetRefused
from units.domain.sheets.reading import read_sheets
from units.domain.sheets.tables import find_tables

XLSX, XLS = messy.plain(), messy.old_xls()


def read_or_refuse(data: bytes) -> tuple[Sheet, ...]:
    """The sheets, or none where the file is refused with a sentence."""
    try:
        sheets = read_sheets(data)
        find_tables(sheets)
    except SheetRefused:
        return ()
    return sheets


@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    read_or_refuse(data)


@given(st.text(max_size=200), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_any_text(text: str, codec: str) -> None:
    heading = "Họ và tên,CCCD\n"
    read_or_refuse((heading + text).encode(codec, "ignore"))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_workbook_with_a_damaged_place(data: st.DataObject) -> None:
    original = data.draw(st.sampled_from([XLSX, XLS]))
    position = data.draw(st.integers(0, len(original) - 1))
    length = data.draw(st.integers(1, 40))
    noise = data.draw(st.binary(min_size=length, max_size=length))
    read_or_refuse(original[:position] + noise + original[position + length :])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_workbook_with_a_damaged_part(data: st.DataObject) -> None:
    """The parts are damaged before they are packed, so that no checksum catches it."""
    with zipfile.ZipFile(io.BytesIO(XLSX)) as archive:
        name = data.draw(st.sampled_from(sorted(archive.namelist())))
        content = archive.read(name)
    position = data.draw(st.integers(0, len(content)))
    noise = data.draw(
        st.sampled_from([b"", b"<", b">", b"&x;", b"\xff", b"999999999999", b"</row>", b'r="ZZZ9"'])
    )
    read_or_refuse(messy.repacked(XLSX, {name: content[:position] + noise + content[position:]}))


@given(
    st.lists(
        st.text(alphabet=st.characters(blacklist_categories=("Cs",)), max_size=20),
        min_size=1,
        max_size=4,
    )
)
def test_no_control_character_gets_through(values: list[str]) -> None:
    text = messy.csv_of([["Họ và tên", "CCCD"], values])
    for sheet in read_or_refuse(text.encode("utf-8-sig")):
        for row in sheet.rows:
            for value in row.values:
                assert not any(
                    ord(character) < 32 and character != "\n" for character in str(value)
                )
