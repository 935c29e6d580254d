"""The persons that a cell names: whole names with a year of birth and an address; a place or a number is no person."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from incidents.domain.book.person_words import (
    CAPITALS,
    LONG_NUMBER,
    NOBODY,
    PAPERS,
    STILL_JOINED,
    STREETS,
    akin,
    is_addressed,
    names_nobody,
    parted,
    unaddressed,
)
from incidents.domain.family_names import COMMON, OTHERS
from units.domain.sheets.grid import CellValue
from units.domain.sheets.headers import simplify
from units.domain.sheets.problems import ValueRefused
from units.domain.sheets.values import text_of

MOST_NAME, MOST_ADDRESS = 120, 200
UNITS = r"ấp|xã|huyện|tỉnh|thị trấn|thị xã|khu phố|phường|quận|thành phố|tổ dân phố|thôn|khóm|xóm|kp|tp|tt"
IN_TOWN = re.compile(
    r"(?:phường|quận|thành phố|tp|[pq](?=\.))(?:[\s.:]*\d|\.\s*|\s+)\S|[pq]\s?\d", re.I
)
UNIT = re.compile(rf"(?:{UNITS})(?:[\s.:]*\d|\.\s*|\s+)\S", re.I)
ADDRESS = re.compile(
    rf"(?:{UNITS}|tổ|khu|đường|hẻm|số nhà|số|nhà số|quốc lộ|tỉnh lộ|chợ|cầu|kênh|[xhtpq](?=\.))(?:[\s.:]*\d|\.\s*|\s+)\S"
    r"|\d{1,4}[a-z]?(?:(?:/\d{1,4}[a-z]?)+\b|\s+(?:đường|hẻm|quốc lộ|tỉnh lộ)\b)"
    r"|(?:ngụ|trú|thường trú|tạm trú|cư trú|hktt|đkhktt|địa chỉ|đ/c|nơi ở|nhà ở|quê quán|quê|ở)\b",
    re.I,
)
# “ấp 2. Trần Thị B”: a full stop, or the number of a list.
LISTED_IN_ADDRESS = re.compile(
    rf"\d[.)]\s+(?!(?i:{UNITS}|đường)\b)[{CAPITALS}][^\W\d_]*\s+[{CAPITALS}]"
)
# Where an address goes on after a name without a comma.
WITHIN = re.compile(
    r"\s+(?=(?:ngụ|thường trú|tạm trú|cư trú|HKTT|trú|ấp|xã|huyện|thị trấn|khu phố|phường)[\s:])"
)
DASH = re.compile(r"\s[-–]\s")
# Brackets hold together what stands in them.
PIECES = re.compile(r"(?P<sign>[;,])|(?:\([^)]*\)|[^;,])+")
BRACKETS = re.compile(r"\(([^)]*)\)?")
_YEAR = r"(?P<year>19\d\d|20[0-2]\d)"
# A capital “Năm” or “Sinh” after other words is a given name.
BORN = re.compile(rf"[\s,-]*(?:sinh năm|(?-i:sinh|năm)|s\.?n|n\.?s)?[\s.:]*\b{_YEAR}\b", re.I)
NAMED_OR_BORN = re.compile(rf"[^\W\d_]\s+(?:Sinh\s+năm|SINH\s+NĂM)[\s.:]*{_YEAR}")
# Stands where a year of birth stood; of line breaks none is left in a piece.
AFTER_YEAR = "\n"
BORN_ALONE = re.compile(
    rf"(?:sinh năm|sinh ngày|ngày sinh|năm sinh|sinh|sn|năm|ns)?[\s.:]*(?:\d\d?[/.-]\d\d?[/.-])?{_YEAR}",
    re.I,
)
NAMED_OR_BORN_SMALL = re.compile(rf"\w\s+\w+\s+(?:năm|sinh)\s+{_YEAR}")
# “Bảy Nam”, “Hai Nữ”: how people in the south are called.
BY_NAME = re.compile(r"(?:Hai|Ba|Bốn|Tư|Năm|Sáu|Bảy|Tám|Chín|Mười|Út)\s+(?:Nam|Nữ|Tên)")
NUMBER_OF_PERSONS = re.compile(
    r"(?:khoảng\s+)?(?:\d{1,3}|một số|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|vài|nhiều|mấy|(?:một\s+)?nhóm(?:\s+\d+)?)\s+"
    r"(?:tên\s+)?(?:đối tượng|người|thanh niên|thiếu niên|tên|nam|nữ|phụ nữ|đàn ông|nghi can|nghi phạm|kẻ)\b"
    r"(?:\s*(?::|gồm|là)\s*:?)?\s*(?P<rest>.*)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Named:
    """A person as a cell names one."""

    full_name: str
    birth_year: int | None = None
    address: str = ""
    citizen_id: str = ""


@dataclass(frozen=True, slots=True)
class Persons:
    """The persons of a cell, and what is doubtful about them: what, and how to mend it."""

    named: tuple[Named, ...] = ()
    doubts: tuple[tuple[str, str], ...] = ()


def read_persons(value: CellValue, places: Set[str] = frozenset()) -> Persons:
    """Read “Nguyễn Văn A (1980); Trần Thị B, sn 1975, ấp 2, xã Long Hòa”, “Lê C và Đỗ D”; nobody for “không rõ”.

    A comma parts two persons only where a name follows it. ``places`` are names of administrative units as ``simplify``
    leaves them. Raises ``ValueRefused`` for what is too long to be a name or an address.
    """
    text = parted(value.strip()).replace("\n", ";") if isinstance(value, str) else text_of(value)
    text = DASH.sub(", ", text_of(text))
    reading, is_apart = _Reading(places), True
    pieces = list(PIECES.finditer(text))
    for index, found in enumerate(pieces):
        if found["sign"]:
            is_apart = is_apart or found["sign"] == ";"
            continue
        piece = found.group().strip(" .-–")
        if piece:
            following = pieces[index + 2].group().strip() if index + 2 < len(pieces) else ""
            reading.take(piece, is_apart=is_apart, is_in_town=bool(IN_TOWN.match(following)))
            is_apart = False
    return reading.done()


@dataclass
class _Person:
    """A person whose pieces are being gathered."""

    names: list[str] = field(default_factory=list)
    year: int | None = None
    address: list[str] = field(default_factory=list)
    citizen_id: str = ""


class _Reading:
    """Piece after piece of a cell: whose each is, or whether it begins another person."""

    def __init__(self, places: Set[str]) -> None:
        self.places = places
        self.persons: list[_Person] = []
        self.doubts: list[tuple[str, str]] = []

    def take(self, piece: str, *, is_apart: bool, is_in_town: bool) -> None:
        """Understand one piece; ``is_apart`` says that a line break, a semicolon or “và” stands before it, and
        ``is_in_town`` that a ward follows it."""
        number = NUMBER_OF_PERSONS.fullmatch(piece)
        if number and not _is_capital(number["rest"]) and not BY_NAME.fullmatch(piece):
            self.nobody(
                _("“%(value)s” is a number of persons and no name; nobody is written down for it."),
                piece,
            )
            return
        if number and _is_capital(number["rest"]):
            piece, is_apart = number["rest"], True
        if simplify(piece) in NOBODY:
            return
        if papers := PAPERS.search(piece):
            self.papers(papers[1], piece, is_alone=papers.start() == 0)
            piece = PAPERS.sub(" ", piece, count=1).strip()
            if not piece:
                return
        if not self.persons:
            self.first(piece)
        else:
            self.further(piece, self.persons[-1], is_apart=is_apart, is_in_town=is_in_town)
        if papers:
            self.persons[-1].citizen_id = re.sub(r"\D", "", papers[1])

    def papers(self, number: str, piece: str, *, is_alone: bool) -> None:
        """Raise ``ValueRefused`` for a number that papers do not have, or that is nobody's."""
        digits = re.sub(r"\D", "", number)
        owner = self.persons[-1] if self.persons else None
        if len(digits) not in (9, 12) or (is_alone and (owner is None or owner.citizen_id)):
            raise _long_number(piece)
        if is_alone and owner:
            owner.citizen_id = digits

    def first(self, piece: str) -> None:
        is_place = simplify(piece) in self.places
        if UNIT.match(piece) or (is_place and not _is_name(piece)[0]):
            self.doubt(
                _("“%(value)s” is an address and no person; nobody is written down for it."), piece
            )
            return
        if is_place:
            self.may_be_a_place(piece)
        self.begin_named(piece)

    def nobody(self, what: str, piece: str) -> None:
        mend = _("Write a name for each, one person a line; leave it out where nobody is named.")
        self.doubts.append((what % {"value": piece[:60]}, mend))

    def may_be_a_place(self, piece: str) -> None:
        self.doubt(_("“%(value)s” was taken as a person; it may be a place."), piece)

    def begin_named(self, piece: str) -> None:
        """Begin a person, unless words stand there that name nobody."""
        left = None if _is_name(piece)[1] else names_nobody(BORN.sub("", piece))
        if left is not None and any(_is_name(left)):
            piece, left = left, None
        if left is None:
            self.begin(piece)
            return
        self.nobody(_("“%(value)s” is no name; nobody is written down for it."), piece)

    def further(self, piece: str, person: _Person, *, is_apart: bool, is_in_town: bool) -> None:
        is_sure, is_likely = _is_name(piece)
        born = BORN_ALONE.fullmatch(piece)
        plain = simplify(BORN.sub("", piece))
        if born and person.year is None:
            person.year = int(born["year"])
        elif ADDRESS.match(piece):
            person.address.append(piece)
        elif plain in self.places or (
            plain in STREETS and not is_apart and plain == simplify(piece)
        ):
            person.address.append(piece)
            if is_sure or plain in STREETS:
                self.taken_as_address(piece)
        elif is_apart or is_addressed(piece):
            self.begin_named(piece)
        elif name := akin(piece):
            self.begin_named(name)
            self.doubt(
                _("“%(value)s” was taken as a person; it may only say whose kin somebody is."),
                piece,
            )
        elif is_sure or (_is_capital(piece) and BORN.search(piece)):
            self.begin(piece)
            if is_in_town and not BORN.search(piece):
                self.may_be_a_place(piece)
        elif is_likely:
            self.begin(piece)
            self.may_be_a_place(piece)
        elif _is_capital(piece):
            person.address.append(piece)
            self.taken_as_address(piece)
        elif piece[0].isupper() and names_nobody(piece) is not None:
            self.begin_named(piece)
        else:
            (person.address or person.names).append(piece)

    def begin(self, piece: str) -> None:
        """Begin a person; an address may follow the name or the year without a comma, or stand in brackets."""
        if NAMED_OR_BORN.search(piece) or (piece.islower() and NAMED_OR_BORN_SMALL.search(piece)):
            raise ValueRefused(
                _("“%(value)s” does not say whether a word belongs to the name or to the year.")
                % {"value": piece[:60]},
                _("Write the year of birth in brackets, like Trần Văn Năm (1970)."),
            )
        person = _Person()
        self.persons.append(person)
        for bracket in BRACKETS.finditer(piece):
            kept = [
                part for part in re.split(r"[,;]", bracket[1]) if not self.belongs(part, person)
            ]
            sign = AFTER_YEAR if person.year else " "
            piece = piece.replace(bracket.group(), f" ({','.join(kept)})" if kept else sign)
        within = WITHIN.search(piece)
        if within and any(_is_name(piece[: within.start()])):
            piece, address = piece[: within.start()], piece[within.end() :]
            person.address.append(address)
        if person.year is None and (born := BORN.search(piece)):
            person.year = int(born["year"])
            sign = AFTER_YEAR if piece[: born.start()].strip() else ""
            piece = f"{piece[: born.start()]}{sign}{piece[born.end() :]}"
        piece = self.without_what_follows_the_year(piece, person)
        if name := " ".join(piece.split()).strip(" ,-–"):
            person.names.append(unaddressed(name))

    def without_what_follows_the_year(self, piece: str, person: _Person) -> str:
        """The name before a year of birth; what follows is the address, doubtful where it does not begin like one.

        Raises ``ValueRefused`` where it may be another person.
        """
        name, _sign, rest = piece.partition(AFTER_YEAR)
        rest = " ".join(rest.split()).strip(" ,-–.")
        if not rest or not name.strip() or rest[0] == "(":
            return piece
        if STILL_JOINED.search(f" {rest} ") or (
            _is_name(rest)[0] and simplify(rest) not in self.places | STREETS
        ):
            raise _several(f"{name.strip()} {rest}")
        is_address = ADDRESS.match(rest)
        if rest[0].isdigit() and not is_address:
            return piece
        person.address.append(rest)
        if not is_address:
            self.taken_as_address(rest)
        return name

    def belongs(self, part: str, person: _Person) -> bool:
        """Whether a part of a bracket is a year of birth or an address, which then is the person's."""
        part = part.strip()
        if born := BORN_ALONE.fullmatch(part):
            person.year = int(born["year"])
        elif ADDRESS.match(part) or simplify(part) in self.places:
            person.address.append(part)
        else:
            return not part
        return True

    def taken_as_address(self, piece: str) -> None:
        self.doubt(_("“%(value)s” was taken as a place of the address and not as a person."), piece)

    def doubt(self, what: str, piece: str) -> None:
        mend = _(
            "Write one person a line, or part them by semicolons; write ấp, xã, huyện or tỉnh before a place."
        )
        self.doubts.append((what % {"value": piece[:60]}, mend))

    def done(self) -> Persons:
        named = tuple(
            Named(
                _name(", ".join(one.names)),
                one.year,
                _address(", ".join(one.address)),
                one.citizen_id,
            )
            for one in self.persons
            if one.names
        )
        return Persons(named, tuple(self.doubts))


def _is_name(piece: str) -> tuple[bool, bool]:
    """Whether a piece is surely the name of a person, and whether it is likely one."""
    words = re.findall(r"[^\W\d_]+", piece)
    if len(words) < 2:
        return False, False
    family, is_capital = words[0].lower(), _is_capital(piece)
    is_common = family in COMMON
    is_likely = is_common or (is_capital and family in OTHERS)
    return is_likely and (is_common or len(words) > 2), is_likely


def _is_capital(piece: str) -> bool:
    """Whether a piece begins like a name: two words with capitals."""
    words = re.findall(r"[^\W\d_]+", piece)[:2]
    return len(words) == 2 and all(word[0].isupper() for word in words)


def _name(text: str) -> str:
    """The name. Raises ``ValueRefused`` where a number or another person may be in it."""
    if re.search(r"\d", text):
        raise _long_number(text)
    if STILL_JOINED.search(text):
        raise _several(text)
    return _short(text, MOST_NAME)


def _address(text: str) -> str:
    if LONG_NUMBER.search(text):
        raise _long_number(text)
    if LISTED_IN_ADDRESS.search(text):
        raise _several(text)
    return _short(text, MOST_ADDRESS)


def _several(text: str) -> ValueRefused:
    return ValueRefused(
        _("“%(value)s” may name more than one person.") % {"value": text[:60]},
        _("Write one person a line, or part them by semicolons."),
    )


def _long_number(text: str) -> ValueRefused:
    return ValueRefused(
        _("“%(value)s” holds a number that is no year of birth, no address and no CMND or CCCD.")
        % {"value": text[:60]},
        _("Write CMND or CCCD before the number of the papers, and leave out every other number."),
    )


def _short(text: str, most: int) -> str:
    if len(text) > most:
        raise ValueRefused(
            _("“%(value)s…” is too long for the name or the address of a person.")
            % {"value": text[:60]},
            _("Part persons by semicolons; what happened belongs into its own column."),
        )
    return text
