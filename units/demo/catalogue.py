"""Forces, positions and norms of the demonstration, each with its instrument; an administrator edits the rows.

Wording of law comes from third-party copies of the texts: every row is written as not yet checked with the original.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from units.demo.careers import (
    CHIEF,
    DEPUTY,
    HAMLET_OFFICER,
    PART_TIME,
    REGULAR,
    REGULAR_POSTINGS,
    STANDING,
)
from units.demo.goods import KINDS

ND_42 = "NĐ 42/2021/NĐ-CP"
ND_73 = "NĐ 73/2009/NĐ-CP"
ND_40 = "NĐ 40/2024/NĐ-CP"
ND_73_SINCE = date(2009, 10, 25)
GRASSROOTS = "grassroots"
GRASSROOTS_SINCE = date(2024, 7, 1)
HEAD, DEPUTY_HEAD, MEMBER = "grassroots-head", "grassroots-deputy-head", "grassroots-member"


@dataclass(frozen=True)
class ForceFact:
    code: str
    name: str
    instrument: str
    is_regular: bool = False
    valid_from: date | None = None


@dataclass(frozen=True)
class PositionFact:
    code: str
    force: str
    name: str
    order: int
    instrument: str
    is_chief: bool = False
    at_hamlet: bool = False


@dataclass(frozen=True)
class Band:
    """Over ``above`` the number is ``number``, plus ``step_number`` per full ``step_size`` beyond it."""

    above: int
    number: int
    number_high: int | None = None
    step_size: int | None = None
    step_number: int = 0


@dataclass(frozen=True)
class NormFact:
    """How many of a position (or kind of equipment) are due; see units.models.norms for the shapes."""

    subject: str
    kind: str
    instrument: str
    article: str
    low: int | None = None
    high: int | None = None
    key_only: bool = False
    commune_class: int | None = None
    commune: str | None = None  # slug
    per_hamlet: bool = False
    measure: str = ""
    share_percent: int | None = None
    bands: tuple[Band, ...] = ()
    force: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    note: str = ""


FORCES: tuple[ForceFact, ...] = (
    ForceFact(REGULAR, "Công an chính quy", ND_42, is_regular=True),
    ForceFact(PART_TIME, "Công an xã bán chuyên trách", ND_73, valid_from=ND_73_SINCE),
    ForceFact(
        GRASSROOTS,
        "Lực lượng tham gia bảo vệ ANTT ở cơ sở",
        ND_40,
        valid_from=GRASSROOTS_SINCE,
    ),
)

POSITIONS: tuple[PositionFact, ...] = (
    PositionFact("regular-chief", REGULAR, "Trưởng Công an xã (chính quy)", 10, ND_42, True),
    PositionFact("regular-deputy", REGULAR, "Phó trưởng Công an xã (chính quy)", 20, ND_42),
    PositionFact("regular-standing", REGULAR, "Cán bộ Công an xã (chính quy)", 30, ND_42),
    PositionFact(CHIEF, PART_TIME, "Trưởng Công an xã", 40, ND_73, True),
    PositionFact(DEPUTY, PART_TIME, "Phó trưởng Công an xã", 50, ND_73),
    PositionFact(STANDING, PART_TIME, "Công an viên thường trực", 60, ND_73),
    PositionFact(HAMLET_OFFICER, PART_TIME, "Công an viên ở ấp", 70, ND_73, at_hamlet=True),
    PositionFact(HEAD, GRASSROOTS, "Tổ trưởng", 80, ND_40, at_hamlet=True),
    PositionFact(DEPUTY_HEAD, GRASSROOTS, "Tổ phó", 90, ND_40, at_hamlet=True),
    PositionFact(MEMBER, GRASSROOTS, "Tổ viên", 100, ND_40, at_hamlet=True),
)


def position_code(position: str, force: str) -> str:
    """The catalogue's code for a post of the careers: regular officers have positions of their own."""
    return f"regular-{position}" if force == REGULAR else position


def establishment_norms() -> tuple[NormFact, ...]:
    """NĐ 73/2009 art. 3 as rows (the most particular row wins), with two examples of today's shapes.

    A commune whose chief is a regular officer is due no part-time chief; that is a row of its own.
    """
    return (*_ordinance_norms(), *_chief_is_regular_norms(), *_example_norms())


def _ordinance_norms() -> list[NormFact]:
    rows = [
        _rule(CHIEF, 1),
        _rule(STANDING, 3, note="Tối đa 3; hội đồng nhân dân tỉnh quyết định số lượng."),
        _rule(DEPUTY, 1),
        _rule(HAMLET_OFFICER, 1, per_hamlet=True),
    ]
    for commune_class in (1, 2):
        rows.append(_rule(DEPUTY, 2, commune_class=commune_class))
        rows.append(_rule(HAMLET_OFFICER, 2, commune_class=commune_class, per_hamlet=True))
    rows.append(_rule(DEPUTY, 2, key_only=True))
    rows.append(_rule(HAMLET_OFFICER, 2, key_only=True, per_hamlet=True))
    return rows


def _rule(
    subject: str,
    number: int,
    *,
    commune_class: int | None = None,
    key_only: bool = False,
    per_hamlet: bool = False,
    note: str = "",
) -> NormFact:
    return NormFact(
        subject,
        "fixed",
        ND_73,
        "Điều 3",
        low=number,
        commune_class=commune_class,
        key_only=key_only,
        per_hamlet=per_hamlet,
        valid_from=ND_73_SINCE,
        note=note,
    )


def _chief_is_regular_norms() -> list[NormFact]:
    return [
        NormFact(
            CHIEF,
            "fixed",
            ND_42,
            "Điều 6",
            low=0,
            commune=commune,
            note="Trưởng Công an xã là Công an chính quy.",
        )
        for commune, position in REGULAR_POSTINGS
        if position == CHIEF
    ]


def _example_norms() -> list[NormFact]:
    """Shapes that today's provincial resolutions take; valid in no commune of the demonstration (ended rows)."""
    note = "Ví dụ theo nghị quyết TP.HCM (báo chí 24/11/2025): cần kiểm tra với văn bản gốc."
    return [
        NormFact(
            MEMBER,
            "band",
            "Nghị quyết HĐND TP.HCM 2025",
            "ví dụ",
            per_hamlet=True,
            measure="population",
            bands=(Band(0, 1), Band(2_700, 2, step_size=900, step_number=1)),
            valid_from=GRASSROOTS_SINCE,
            valid_until=GRASSROOTS_SINCE,
            note=note,
        )
    ]


def equipment_norms() -> tuple[NormFact, ...]:
    """The demonstration's own numbers by class, with NĐ 40/2024's bands and shares as example rows."""
    by_class = [
        NormFact(kind.code, "fixed", "Quy định minh họa", "", low=number, commune_class=number_of)
        for kind in KINDS
        for number_of, number in enumerate(kind.norms, start=1)
    ]
    return (*by_class, *_grassroots_kit())


def _grassroots_kit() -> list[NormFact]:
    desks = (Band(0, 3, 4), Band(5, 6, 8), Band(10, 11, 13), Band(15, 16, 18), Band(20, 20, 30))
    cabinets = (Band(0, 1, 2), Band(5, 3, 5), Band(10, 6, 10), Band(20, 10, 15))
    rows = [
        _kit(code, "band", measure="headcount", bands=bands)
        for code, bands in (("ban-lam-viec", desks), ("tu-tai-lieu", cabinets))
    ]
    shares = (
        ("gay-cao-su", 80),
        ("gay-kim-loai", 50),
        ("ao-giap-chong-dam", 30),
        ("gang-tay-bat-dao", 30),
    )
    return rows + [_kit(code, "share", share_percent=percent) for code, percent in shares]


def _kit(
    subject: str,
    kind: str,
    *,
    measure: str = "",
    bands: tuple[Band, ...] = (),
    share_percent: int | None = None,
) -> NormFact:
    # One day long: an example of the shape that an administrator copies, in force for nobody here.
    return NormFact(
        subject,
        kind,
        ND_40,
        "ví dụ",
        measure=measure,
        bands=bands,
        share_percent=share_percent,
        force=GRASSROOTS,
        valid_from=GRASSROOTS_SINCE,
        valid_until=GRASSROOTS_SINCE,
        note="Định mức cho một tổ bảo vệ ANTT: cần kiểm tra với văn bản gốc.",
    )
