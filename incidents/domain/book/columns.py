"""The columns of a book of incidents and the many ways in which offices head them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from incidents.domain.book.amounts import unit_in, without_unit
from units.domain.sheets.headers import simplify


class Column(StrEnum):
    """What a column of a book can hold; the order is that of the template."""

    ORDINAL = "ordinal"
    NUMBER = "number"
    DAY = "day"
    TIME = "time"
    CATEGORY = "category"
    SUMMARY = "summary"
    HAMLET = "hamlet"
    WHEREABOUTS = "whereabouts"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    VICTIM = "victim"
    SUSPECT = "suspect"
    WITNESS = "witness"
    REPORTER = "reporter"
    DEATHS = "deaths"
    INJURED = "injured"
    DAMAGE = "damage"
    HANDLER = "handler"
    OUTCOME = "outcome"
    OUTCOME_DAY = "outcome_day"
    OUTCOME_NOTE = "outcome_note"
    DECISION = "decision"
    FINE = "fine"
    MISTAKES = "mistakes"


TITLES: dict[Column, str | Promise] = {
    Column.ORDINAL: _("No."),
    Column.NUMBER: _("Number in the old book"),
    Column.DAY: _("Day it happened"),
    Column.TIME: _("Time it happened"),
    Column.CATEGORY: _("What kind of incident"),
    Column.SUMMARY: _("What happened"),
    Column.HAMLET: _("Hamlet"),
    Column.WHEREABOUTS: _("Where exactly"),
    Column.LATITUDE: _("Latitude"),
    Column.LONGITUDE: _("Longitude"),
    Column.VICTIM: _("Victim"),
    Column.SUSPECT: _("Suspect"),
    Column.WITNESS: _("Witness"),
    Column.REPORTER: _("Who reported it"),
    Column.DEATHS: _("Deaths"),
    Column.INJURED: _("Injured"),
    Column.DAMAGE: _("Damage (VND)"),
    Column.HANDLER: _("Who deals with it"),
    Column.OUTCOME: _("Outcome"),
    Column.OUTCOME_DAY: _("Outcome on"),
    Column.OUTCOME_NOTE: _("How it was settled"),
    Column.DECISION: _("Number of the decision"),
    Column.FINE: _("Fine (VND)"),
    Column.MISTAKES: _("Mistakes to mend"),
}
NEEDED = (Column.DAY, Column.SUMMARY)
SUMS = (Column.DAMAGE, Column.FINE)
PERSONS = (Column.VICTIM, Column.SUSPECT, Column.WITNESS, Column.REPORTER)

# Keys as `simplify` leaves them: no diacritics, no signs, small letters, nothing in brackets.
_VARIANTS: dict[Column, str] = {
    Column.ORDINAL: "stt|tt|so tt|so thu tu|thu tu|no",
    Column.NUMBER: "so|so vu|so vao so|so thu ly|so ho so|ma vu viec|so vu viec|ma vu|so so|number",
    Column.DAY: (
        "ngay|ngay xay ra|ngay thang|ngay thang nam|thoi gian|thoi gian xay ra|ngay gio xay ra|ngay gio|ngay thang xay ra|"
        "ngay xay ra vu viec|thoi diem xay ra|ngay tiep nhan|date|day"
    ),
    Column.TIME: "gio|gio xay ra|thoi diem|luc|khoang gio|gio phut|time",
    Column.CATEGORY: (
        "loai|loai vu viec|loai viec|phan loai|hanh vi|loai an|linh vuc|loai vu|hanh vi vi pham|toi danh|loai hinh|category"
    ),
    Column.SUMMARY: (
        "noi dung|noi dung vu viec|tom tat|tom tat noi dung|noi dung su viec|dien bien|noi dung tom tat|tom tat vu viec|"
        "vu viec|su viec|mo ta|summary"
    ),
    Column.HAMLET: "ap|khu pho|ap khu pho|thon|thon ap|hamlet",
    Column.WHEREABOUTS: "dia diem|noi xay ra|dia diem xay ra|noi xay ra vu viec|vi tri|dia chi|where",
    Column.LATITUDE: "vi do|lat|latitude|toa do y",
    Column.LONGITUDE: "kinh do|lon|lng|long|longitude|toa do x",
    Column.VICTIM: "bi hai|nguoi bi hai|nan nhan|ben bi hai|victim",
    Column.SUSPECT: "doi tuong|nghi can|nghi pham|nguoi vi pham|doi tuong vi pham|doi tuong gay an|suspect",
    Column.WITNESS: "nguoi lam chung|nhan chung|nguoi chung kien|nguoi biet viec|witness",
    Column.REPORTER: "nguoi bao tin|nguoi trinh bao|nguoi to giac|nguoi bao|reporter",
    Column.DEATHS: "chet|so nguoi chet|nguoi chet|so chet|deaths",
    Column.INJURED: "bi thuong|so nguoi bi thuong|nguoi bi thuong|so bi thuong|thuong tich|injured",
    Column.DAMAGE: "thiet hai|thiet hai tai san|tai san thiet hai|gia tri thiet hai|thiet hai dong|damage",
    Column.HANDLER: "can bo thu ly|nguoi thu ly|can bo xu ly|nguoi giai quyet|nguoi xu ly|can bo|thu ly|handler",
    Column.OUTCOME: "ket qua|ket qua giai quyet|ket qua xu ly|hinh thuc xu ly|tinh trang|trang thai|xu ly|outcome",
    Column.OUTCOME_DAY: "ngay giai quyet|ngay ket thuc|ngay xu ly|ngay ket qua|ngay co ket qua|ngay giai quyet xong",
    Column.OUTCOME_NOTE: "noi dung giai quyet|noi dung xu ly|ghi chu|dien giai|bien phap|note",
    Column.DECISION: "so quyet dinh|quyet dinh|so qd|qd xu phat|so quyet dinh xu phat|decision number",
    Column.FINE: "tien phat|so tien phat|muc phat|phat tien|fine",
    Column.MISTAKES: "loi can sua|mistakes to mend",
}
BY_VARIANT = {
    variant: column for column, variants in _VARIANTS.items() for variant in variants.split("|")
}
# Days of the event and of its receipt: “ngày xảy ra vụ việc”, “ngày tiếp nhận tin báo”, “ngày ghi sổ”.
_DAY_NAMED = re.compile(
    r"(?:ngay|ngay gio|gio ngay|ngay thang|ngay thang nam|thoi gian|thoi diem) "
    r"(?:(?:xay ra|dien ra|vu viec|su viec)(?: (?:xay ra|vu viec|su viec|vu an))*"
    r"|(?:tiep nhan|nhan|ghi so|vao so|ghi nhan|dang ky|bao|trinh bao|to giac)"
    r"(?: (?:tin|bao|to giac|vu viec|su viec|vao so|so))*)"
)
_EVENT = re.compile(r"\b(?:xay ra|dien ra|vu viec|su viec|happened)\b")
_RECEIPT = re.compile(
    r"\b(?:tiep nhan|nhan|ghi so|vao so|ghi nhan|dang ky|bao|trinh bao|to giac)\b"
)
# Of two headings for the same, one of these gives way.
_GENERAL = frozenset(
    ["so", "loai", "linh vuc", "vu viec", "su viec", "mo ta", "dia chi", "thiet hai", "can bo", "xu ly", "tinh trang", "trang thai", "ghi chu", "quyet dinh"]
)  # fmt: skip
OF_RECEIPT, PLAIN, OF_EVENT = 0, 1, 2


@lru_cache(maxsize=1)
def _own_titles() -> dict[str, Column]:
    """Our own headings in every language of the interface: the template is always understood."""
    found: dict[str, Column] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {simplify(str(title)): column for column, title in TITLES.items()}
    return found


def column_of(title: object) -> Column | None:
    """The column that a heading means, or None."""
    if not isinstance(title, str) or len(title) > 80:
        return None
    named = _column_named(simplify(title))
    if named is not None:
        return named
    of_a_sum = _column_named(without_unit(title))
    return of_a_sum if of_a_sum in SUMS else None


def _column_named(plain: str) -> Column | None:
    named = _own_titles().get(plain) or BY_VARIANT.get(plain)
    return Column.DAY if named is None and _DAY_NAMED.fullmatch(plain) else named


def telling(column: Column, title: str, group: str = "") -> int:
    """How much a heading tells beside others of its column; ``group`` is the heading over it. Of days and times:
    ``OF_EVENT``, ``PLAIN`` or ``OF_RECEIPT``."""
    plain = simplify(title)
    if column in (Column.DAY, Column.TIME):
        for words in (plain, simplify(group)):
            if _RECEIPT.search(words):
                return OF_RECEIPT
            if _EVENT.search(words):
                return OF_EVENT
        return PLAIN
    if column in SUMS and unit_in(title) is not None:
        return 2
    if column in (Column.WHEREABOUTS, Column.HAMLET) and column_of(group) in PERSONS:
        return 0
    return 0 if plain in _GENERAL else 2 if _EVENT.search(plain) else 1


def known_headers_in(titles: Sequence[object]) -> int:
    """How many different columns a row of cells would head."""
    return len({column_of(title) for title in titles} - {None})
