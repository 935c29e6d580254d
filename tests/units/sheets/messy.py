"""Files as offices really send them, each messy in its own way, all holding the same people."""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import openpyxl
from openpyxl.styles import Font

from tests.units.sheets.old_excel import xls_of
from tests.units.sheets.people import PEOPLE, Person
from units.domain.sheets.tcvn3 import TABLE

HEADERS = (
    "STT",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Số CCCD",
    "Số điện thoại",
    "Xã",
    "Chức vụ",
)
TO_TCVN3 = {ord(letter): chr(code) for code, letter in TABLE.items()}


def rows_of(people: Sequence[Person] = PEOPLE) -> list[list[object]]:
    return [
        [
            number,
            p.name,
            p.born.strftime("%d/%m/%Y"),
            p.sex,
            p.citizen_id,
            p.phone,
            p.commune,
            p.position,
        ]
        for number, p in enumerate(people, start=1)
    ]


def workbook_of(rows: Iterable[Sequence[object]], title: str = "Danh sách") -> openpyxl.Workbook:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return workbook


def saved(workbook: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def csv_of(rows: Iterable[Sequence[object]], delimiter: str = ",") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue()


def to_tcvn3(text: str) -> str:
    """Text as typed in .VnTime; capitals with a tone are drawn from small letters there."""
    return "".join(
        TO_TCVN3.get(ord(character)) or TO_TCVN3.get(ord(character.lower()), character)
        for character in text
    )


def plain(people: Sequence[Person] = PEOPLE) -> bytes:
    return saved(workbook_of([HEADERS, *rows_of(people)]))


def with_official_heading(people: Sequence[Person] = PEOPLE) -> bytes:
    """Issuing body and national motto above, merged title, (1)(2)(3) row, blank rows, total and signatures below."""
    rows: list[Sequence[object]] = [
        ["ỦY BAN NHÂN DÂN", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["HUYỆN CẦN ĐƯỚC", None, None, None, "Độc lập - Tự do - Hạnh phúc"],
        [],
        ["DANH SÁCH CÔNG AN XÃ NĂM 2020"],
        ["(Kèm theo Báo cáo số 12/BC-PNV ngày 28/02/2020)"],
        [],
        [header.upper().replace("SỐ CCCD", "Số\nCCCD") for header in HEADERS],
        [f"({number})" for number in range(1, 9)],
    ]
    people_rows = rows_of(people)
    rows += [*people_rows[:2], [], *people_rows[2:]]
    rows += [
        [],
        ["Tổng cộng", None, None, None, len(people_rows)],
        ["Danh sách này có 05 người."],
        [None, None, None, None, "Cần Đước, ngày 28 tháng 02 năm 2020"],
        ["Người lập biểu", None, None, None, "TRƯỞNG PHÒNG"],
    ]
    workbook = workbook_of(rows)
    workbook.active.merge_cells("A4:H4")
    workbook.active.merge_cells("A5:H5")
    return saved(workbook)


def without_diacritics_in_headers(people: Sequence[Person] = PEOPLE) -> bytes:
    headers = (
        "STT",
        "HO TEN",
        "NGAY THANG NAM SINH",
        "GIOI TINH",
        "CMND/CCCD",
        "SDT",
        "DON VI CONG TAC",
        "CHUC DANH",
    )
    return saved(workbook_of([headers, *rows_of(people)]))


def numbers_that_lost_zeros(people: Sequence[Person] = PEOPLE) -> bytes:
    """CCCD and phone typed as numbers; dates as Excel serials, real dates and text by turns."""
    rows = rows_of(people)
    for position, (row, person) in enumerate(zip(rows, people, strict=True)):
        row[4], row[5] = int(person.citizen_id), int(person.phone)
        serial = (person.born - date(1899, 12, 30)).days
        row[2] = (serial, datetime(*person.born.timetuple()[:3]), row[2])[position % 3]
    return saved(workbook_of([HEADERS, *rows]))


def only_years(people: Sequence[Person] = PEOPLE) -> bytes:
    """Birth years under “Năm sinh” over “Nam | Nữ”: the column says the sex."""
    upper = ["STT", "Họ và tên", "Năm sinh", None, "CCCD", "Điện thoại", "Đơn vị", "Chức vụ"]
    lower = [None, None, "Nam", "Nữ"]
    rows = [
        [n, p.name, p.born.year if p.sex == "Nam" else None, p.born.year if p.sex == "Nữ" else None,
         p.citizen_id, p.phone, p.commune, p.position]
        for n, p in enumerate(people, start=1)
    ]  # fmt: skip
    workbook = workbook_of([upper, lower, *rows])
    workbook.active.merge_cells("C1:D1")
    for letter in "ABEFGH":
        workbook.active.merge_cells(f"{letter}1:{letter}2")
    return saved(workbook)


def decomposed_unicode(people: Sequence[Person] = PEOPLE) -> bytes:
    rows = [
        [unicodedata.normalize("NFD", value) if isinstance(value, str) else value for value in row]
        for row in [HEADERS, *rows_of(people)]
    ]
    return saved(workbook_of(rows))


def in_vntime(people: Sequence[Person] = PEOPLE) -> bytes:
    """Everything typed in the old TCVN3 font."""
    rows = [
        [to_tcvn3(value) if isinstance(value, str) else value for value in row]
        for row in [HEADERS, *rows_of(people)]
    ]
    workbook = workbook_of(rows)
    for row in workbook.active.iter_rows():
        for cell in row:
            cell.font = Font(name=".VnTime")
    return saved(workbook)


def semicolons_in_windows_1258(people: Sequence[Person] = PEOPLE) -> bytes:
    text = csv_of([HEADERS, *rows_of(people)], ";")
    return in_windows_1258(text)


def in_windows_1258(text: str) -> bytes:
    """Windows-1258 writes a tone as a mark of its own behind the letter, and has no ạ or ế."""
    out = bytearray()
    for character in unicodedata.normalize("NFC", text):
        try:
            out += character.encode("cp1258")
        except UnicodeEncodeError:
            base, tones = [], []
            for part in unicodedata.normalize("NFD", character):
                (tones if part in "\u0300\u0301\u0303\u0309\u0323" else base).append(part)
            out += unicodedata.normalize("NFC", "".join(base)).encode("cp1258")
            out += "".join(tones).encode("cp1258")
    return bytes(out)


def csv_in_tcvn3(people: Sequence[Person] = PEOPLE) -> bytes:
    return to_tcvn3(csv_of([HEADERS, *rows_of(people)])).encode("latin-1")


def csv_with_mark(people: Sequence[Person] = PEOPLE) -> bytes:
    return csv_of([HEADERS, *rows_of(people)]).encode("utf-8-sig")


def csv_in_utf16(people: Sequence[Person] = PEOPLE) -> bytes:
    """What Excel calls “Unicode Text”: UTF-16 with tabs."""
    return csv_of([HEADERS, *rows_of(people)], "\t").encode("utf-16")


def grouped_by_commune(people: Sequence[Person] = PEOPLE) -> bytes:
    """No column for the commune: a row “I. Xã …” stands above its people; the name lies in two columns."""
    headers = ["STT", "Họ và tên", None, "Ngày sinh", "Giới tính", "CCCD", "SĐT", "Chức danh"]
    rows: list[Sequence[object]] = [headers]
    for number, commune in enumerate(dict.fromkeys(person.commune for person in people)):
        rows.append([("I", "II", "III", "IV", "V")[number], commune])
        members = [person for person in people if person.commune == commune]
        rows += [
            [
                n,
                p.family_and_middle,
                p.given,
                p.born.strftime("%d-%m-%Y"),
                p.sex,
                p.citizen_id,
                p.phone,
                p.position,
            ]
            for n, p in enumerate(members, start=1)
        ]
        rows.append([None, "Cộng", None, None, None, len(members)])
    workbook = workbook_of(rows)
    workbook.active.merge_cells("B1:C1")
    return saved(workbook)


def commune_merged_downwards(people: Sequence[Person] = PEOPLE) -> bytes:
    """The commune written once in a cell merged over its people; two sheets; another sheet that is no roster."""
    ordered = sorted(people, key=lambda person: person.commune)
    rows = rows_of(ordered)
    workbook = workbook_of([HEADERS, *rows])
    sheet = workbook.active
    first = 2
    for row in range(3, len(rows) + 3):
        if sheet.cell(row, 7).value != sheet.cell(first, 7).value:
            if row - 1 > first:
                sheet.merge_cells(start_row=first, end_row=row - 1, start_column=7, end_column=7)
            first = row
    notes = workbook.create_sheet("Ghi chú")
    notes.append(["Số liệu đến ngày 28/02/2020"])
    return saved(workbook)


def old_xls(people: Sequence[Person] = PEOPLE) -> bytes:
    """Excel 97–2003, with the numbers as numbers and the commune merged downwards."""
    rows = rows_of(people)
    for row in rows:
        row[4], row[5] = int(str(row[4])), int(str(row[5]))
    return xls_of([HEADERS, *rows])


MESSY = (
    old_xls,
    plain,
    with_official_heading,
    without_diacritics_in_headers,
    numbers_that_lost_zeros,
    only_years,
    decomposed_unicode,
    in_vntime,
    semicolons_in_windows_1258,
    csv_in_tcvn3,
    csv_with_mark,
    csv_in_utf16,
    grouped_by_commune,
    commune_merged_downwards,
)


# --- Files that must be refused ------------------------------------------------------------------------------------------


def repacked(data: bytes, replace: dict[str, bytes]) -> bytes:
    """The workbook with some of its parts exchanged or added."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, replace.get(name, old.read(name)))
        for name in replace.keys() - set(old.namelist()):
            new.writestr(name, replace[name])
    return stream.getvalue()


def zip_bomb() -> bytes:
    return repacked(plain(), {"xl/media/image1.xml": b"\0" * 200_000_000})


def tight_bomb() -> bytes:
    """Below the limit of size, packed tighter than any sheet."""
    return repacked(
        plain(), {"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * 30_000_000 + b"</worksheet>"}
    )


def with_entity() -> bytes:
    strings = (
        b'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&x;</t></si></sst>'
    )
    return repacked(plain(), {"xl/sharedStrings.xml": strings})


def huge_dimensions() -> bytes:
    """One cell in the last place of the sheet, and a merged area over everything."""
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>'
        b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c><c r="XFD1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    )
    return repacked(plain(), {"xl/worksheets/sheet1.xml": sheet})


def encrypted() -> bytes:
    """The head of an Office file with a password: an OLE container with the stream EncryptedPackage."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 600
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 600
    )
