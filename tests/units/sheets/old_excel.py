"""Writes the smallest .xls (BIFF8 in an OLE container) that Excel 97–2003 would have saved: text and numbers only."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

SECTOR = 512
END_OF_CHAIN, FREE, FAT_SECTOR = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def xls_of(rows: Iterable[Sequence[object]], name: str = "Danh sach") -> bytes:
    return _container(_workbook_stream(rows, name))


def _record(code: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", code, len(body)) + body


def _workbook_stream(rows: Iterable[Sequence[object]], name: str) -> bytes:
    opening = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    opening += _record(0x0042, struct.pack("<H", 1200))
    title = name.encode("latin-1")
    bound = 4 + 8 + len(title)
    start = len(opening) + bound + 4
    opening += _record(0x0085, struct.pack("<IHBB", start, 0, len(title), 0) + title)
    return opening + _record(0x000A) + _sheet_stream(rows)


def _sheet_stream(rows: Iterable[Sequence[object]]) -> bytes:
    stream = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, str):
                text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
                stream += _record(0x0204, struct.pack("<HHH", row, column, 0) + text)
            elif isinstance(value, int | float):
                stream += _record(0x0203, struct.pack("<HHHd", row, column, 0, value))
    return stream + _record(0x000A)


def _container(stream: bytes) -> bytes:
    """One stream “Workbook” of at least 4,096 bytes, so that no small-stream table is needed."""
    stream = stream.ljust(4096, b"\0")
    stream += b"\0" * (-len(stream) % SECTOR)
    sectors = len(stream) // SECTOR
    assert sectors < 120
    fat = [FAT_SECTOR, END_OF_CHAIN, *range(3, sectors + 2), END_OF_CHAIN]
    fat += [FREE] * (SECTOR // 4 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH6s", 0x3E, 3, 0xFFFE, 9, 6, b"")
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END_OF_CHAIN, 0, END_OF_CHAIN, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", FREE) * 108
    directory = _entry("Root Entry", 5, 1, END_OF_CHAIN, 0) + _entry(
        "Workbook", 2, FREE, 2, len(stream)
    )
    directory += _entry("", 0, FREE, 0, 0) * 2
    return header + struct.pack(f"<{len(fat)}I", *fat) + directory + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    length = len(text) + 2 if name else 0
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", length, kind, 1, FREE, FREE, child)
        + b"\0" * 36
        + struct.pack("<III", start, size, 0)
    )
