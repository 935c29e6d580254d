"""What the bytes of an uploaded file really are, whatever its name says; harmful files are refused before reading."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

from django.utils.translation import gettext as _

from units.domain.sheets.problems import SheetRefused

MAX_FILE_BYTES = 10 * 1024 * 1024
# A roster of 20,000 rows unpacks to about 25 MB. More, or packing tighter than any sheet does, is a bomb.
MAX_UNPACKED_BYTES = 80 * 1024 * 1024
RATIO_LOOKED_AT_FROM = 8 * 1024 * 1024
MAX_RATIO = 150
MAX_PARTS = 2000

DOCUMENT_TYPE = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C|E\x00?N\x00?T)")
SAFE_ENCODINGS = (b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1")
CONTROL_CODES = (*range(1, 9), *range(14, 27), 127)
OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class FileKind(StrEnum):
    XLSX = "xlsx"
    XLS = "xls"
    CSV = "csv"


def detect(data: bytes) -> FileKind:
    """The kind of spreadsheet; SheetRefused with one sentence for everything else."""
    _refuse_size(data)
    if data.startswith(b"PK\x03\x04"):
        return _detect_zip(data)
    if data.startswith(OLE_HEAD):
        return _detect_ole(data)
    for heads, name in _foreign_heads():
        if data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(heads):
            raise _not_a_sheet(name)
    _refuse_binary(data)
    return FileKind.CSV


def _refuse_size(data: bytes) -> None:
    if not data.strip():
        raise SheetRefused(_("The file is empty. Choose the right file and send it again."))
    if len(data) > MAX_FILE_BYTES:
        raise SheetRefused(
            _(
                "The file is larger than %(limit)s MB. Remove pictures and unused sheets, or split it in two."
            )
            % {"limit": MAX_FILE_BYTES // 1024 // 1024}
        )


def _foreign_heads() -> tuple[tuple[tuple[bytes, ...], str], ...]:
    return (
        ((b"%pdf",), _("a PDF document")),
        ((b"\x89png", b"\xff\xd8\xff", b"gif8", b"ii*\x00", b"mm\x00*"), _("a picture")),
        ((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head"), _("a web page")),
        ((b"<?xml", b"<!doctype", b"<workbook"), _("an XML document")),
        ((b"{\\rtf",), _("a text document")),
        ((b"rar!", b"7z\xbc\xaf", b"\x1f\x8b"), _("a packed archive")),
        ((b"mz\x90", b"\x7felf"), _("a program")),
    )


def _not_a_sheet(name: str) -> SheetRefused:
    return SheetRefused(
        _(
            "This file is %(kind)s, not a spreadsheet, whatever its name says. Open the right file in Excel and save it as "
            "Excel Workbook (.xlsx)."
        )
        % {"kind": name}
    )


def _detect_ole(data: bytes) -> FileKind:
    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        raise locked()
    if has("WordDocument"):
        raise _not_a_sheet(_("a Word document"))
    if has("Workbook") or has("Book"):
        return FileKind.XLS
    raise _not_a_sheet(_("an old Office document"))


def locked() -> SheetRefused:
    """The refusal of a file that opens only with a password."""
    return SheetRefused(
        _(
            "The file is locked with a password. Open it in Excel, remove the password, save it and send it again."
        )
    )


def damaged() -> SheetRefused:
    """The refusal of a file that is a spreadsheet by its head and cannot be opened."""
    return SheetRefused(
        _(
            "The file is damaged and cannot be opened. Open it in Excel, save it as a new .xlsx and send that one."
        )
    )


def _detect_zip(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _refuse_bomb(parts, len(data))
            names = {part.filename for part in parts}
            if any(part.flag_bits & 0x1 for part in parts):
                raise locked()
            _refuse_other_office(names)
            _refuse_entities(archive, parts)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        OSError,
        EOFError,
        ValueError,
    ) as error:
        raise damaged() from error
    except Exception as error:
        if isinstance(error, SheetRefused):
            raise
        raise damaged() from error  # zlib.error, lzma errors: packed data that does not unpack
    return FileKind.XLSX


def _refuse_bomb(parts: list[zipfile.ZipInfo], packed: int) -> None:
    """`file_size` is binding: zipfile never unpacks more of a part than its directory promises."""
    unpacked = sum(part.file_size for part in parts)
    too_tight = unpacked > RATIO_LOOKED_AT_FROM and unpacked > packed * MAX_RATIO
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED_BYTES or too_tight:
        raise SheetRefused(
            _(
                "The file unpacks to far more than it can hold (%(size)s MB); it was not opened. Copy its rows into a "
                "new workbook and send that one."
            )
            % {"size": unpacked // 1024 // 1024}
        )


def _refuse_other_office(names: set[str]) -> None:
    if "xl/workbook.bin" in names:
        raise SheetRefused(
            _("The file is a binary workbook (.xlsb). Save it in Excel as Excel Workbook (.xlsx).")
        )
    if "word/document.xml" in names:
        raise _not_a_sheet(_("a Word document"))
    if "content.xml" in names and "mimetype" in names:
        raise SheetRefused(
            _("The file is in OpenDocument format. Save it as Excel Workbook (.xlsx).")
        )
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise _not_a_sheet(_("a packed archive"))


def _refuse_entities(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """No part of a real workbook declares a document type; entities come in only through one."""
    for part in parts:
        if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        content = archive.read(part)
        if not _is_plain_xml(content) or DOCUMENT_TYPE.search(content):
            raise SheetRefused(
                _(
                    "The file contains declarations that no sheet needs and that can harm (XML entities); it was not "
                    "opened. Copy the rows into a new workbook and send that one."
                )
            )


def _is_plain_xml(content: bytes) -> bool:
    """UTF-8 or UTF-16 only: in other codes a declaration could hide from the search."""
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:300]
    if start.startswith((b"\xff\xfe<\x00", b"\xfe\xff\x00<", b"<\x00?\x00", b"\x00<\x00?")):
        return True
    declared = re.match(rb"<\?xml[^>]*encoding=[\"']([\w.:-]+)[\"']", start)
    return (not start or (start.startswith(b"<") and b"\x00" not in start)) and (
        declared is None or declared.group(1).lower() in SAFE_ENCODINGS
    )


def _refuse_binary(data: bytes) -> None:
    """Text has no control characters; UTF-16 text has NUL in one byte of two only."""
    sample = data[:8192]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    if bool(odd) != bool(even) and max(odd, even) > len(sample) * 0.2:
        return
    if odd or even or any(bytes([code]) in sample for code in CONTROL_CODES):
        raise _not_a_sheet(_("an unknown kind of file"))
