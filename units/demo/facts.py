"""What is publicly known of Cần Đước district: the 17 communes of before 1 July 2025, their codes and successors.

Sources: codes, names, kinds and successors from the General Statistics Office's public list of administrative units
(Decision 124/2004/QĐ-TTg as kept up to date; reorganisation of 1 July 2025). Centres and outline are rough (±1 km),
read off a public map by eye: enough for a schematic drawing, never for measuring. Everything else in this package
(populations, people, stations, goods) is invented with a fixed seed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from units.domain.geometry import Position

REFORM_DAY = date(2025, 7, 1)  # districts ended, communes were merged


@dataclass(frozen=True)
class JurisdictionFact:
    code: str
    name: str
    kind: str


@dataclass(frozen=True)
class CommuneFact:
    """One of the 17 communes; the class, population, hamlet count and notes are invented for the demonstration."""

    code: str
    kind: str  # town | commune
    name: str
    slug: str
    centre: Position
    successor_code: str
    commune_class: int
    population: int
    is_key: bool
    difficulty: str = ""

    @property
    def full_name(self) -> str:
        return f"{'Thị trấn' if self.kind == 'town' else 'Xã'} {self.name}"


@dataclass(frozen=True)
class SuccessorFact:
    """One of the 6 communes since 1 July 2025."""

    code: str
    name: str
    slug: str


PROVINCE = JurisdictionFact("80", "Long An", "province")
DISTRICT = JurisdictionFact("806", "Cần Đước", "district")
PROVINCE_SINCE_REFORM = JurisdictionFact("80", "Tây Ninh", "province")

COMMUNES: tuple[CommuneFact, ...] = (
    CommuneFact("28108", "town", "Cần Đước", "canduoc", (106.606, 10.508), "28108", 2, 14_260, True,
                "Chợ trung tâm huyện, nhiều người tạm trú, giao thông QL50 đông."),
    CommuneFact("28111", "commune", "Long Trạch", "longtrach", (106.585, 10.616), "28114", 2, 13_480, True,
                "Giáp Bình Chánh, nhiều nhà trọ công nhân, ngã tư Xoài Đôi hay ùn ứ."),
    CommuneFact("28114", "commune", "Long Khê", "longkhe", (106.569, 10.623), "28114", 2, 9_870, False),
    CommuneFact("28117", "commune", "Long Định", "longdinh", (106.513, 10.607), "28126", 2, 10_950, True,
                "Có cụm công nghiệp, lao động ngoài tỉnh đông."),
    CommuneFact("28120", "commune", "Phước Vân", "phuocvan", (106.543, 10.591), "28126", 2, 10_120, False),
    CommuneFact("28123", "commune", "Long Hòa", "longhoa", (106.573, 10.592), "28114", 2, 11_340, True,
                "Chợ Long Hòa họp sớm, nhiều tiểu thương nơi khác đến."),
    CommuneFact("28126", "commune", "Long Cang", "longcang", (106.504, 10.588), "28126", 2, 14_020, True,
                "Khu công nghiệp, nhà trọ dày, ven sông Vàm Cỏ Đông."),
    CommuneFact("28129", "commune", "Long Sơn", "longson", (106.545, 10.567), "28132", 2, 10_480, False),
    CommuneFact("28132", "commune", "Tân Trạch", "tantrach", (106.574, 10.553), "28132", 2, 10_210, False),
    CommuneFact("28135", "commune", "Mỹ Lệ", "myle", (106.603, 10.557), "28132", 1, 15_640, True,
                "Địa bàn rộng, chợ Trạm và trục ĐT 826 đông xe."),
    CommuneFact("28138", "commune", "Tân Lân", "tanlan", (106.627, 10.523), "28138", 1, 16_150, True,
                "Trục QL50 qua địa bàn, tai nạn giao thông phức tạp."),
    CommuneFact("28141", "commune", "Phước Tuy", "phuoctuy", (106.580, 10.515), "28108", 2, 9_640, False),
    CommuneFact("28144", "commune", "Long Hựu Đông", "longhuudong", (106.717, 10.495), "28144", 2, 11_020, False,
                "Xã cù lao, qua phà và cầu Kinh Nước Mặn."),
    CommuneFact("28147", "commune", "Tân Ân", "tanan", (106.597, 10.479), "28108", 2, 9_380, False),
    CommuneFact("28150", "commune", "Phước Đông", "phuocdong", (106.637, 10.489), "28138", 2, 13_270, True,
                "Ngã ba đi Long Hựu, bến phà, vựa thủy sản."),
    CommuneFact("28153", "commune", "Long Hựu Tây", "longhuutay", (106.680, 10.471), "28144", 3, 7_150, False,
                "Xã cù lao, sông rạch nhiều, tuần tra phải dùng ghe."),
    CommuneFact("28156", "commune", "Tân Chánh", "tanchanh", (106.605, 10.453), "28108", 2, 11_730, False,
                "Ven sông Vàm Cỏ, nuôi tôm, mất trộm tôm và máy bơm."),
)  # fmt: skip

SUCCESSORS: tuple[SuccessorFact, ...] = (
    SuccessorFact("28108", "Cần Đước", "canduoc"),
    SuccessorFact("28114", "Rạch Kiến", "rachkien"),
    SuccessorFact("28126", "Long Cang", "longcang"),
    SuccessorFact("28132", "Mỹ Lệ", "myle"),
    SuccessorFact("28138", "Tân Lân", "tanlan"),
    SuccessorFact("28144", "Long Hựu", "longhuu"),
)

# Rough outline of the district; its last point is its first.
OUTLINE: tuple[Position, ...] = (
    (106.67, 10.50), (106.71, 10.50), (106.72, 10.52), (106.74, 10.50), (106.68, 10.44), (106.66, 10.44),
    (106.66, 10.47), (106.65, 10.48), (106.63, 10.45), (106.59, 10.44), (106.58, 10.47), (106.56, 10.51),
    (106.57, 10.55), (106.53, 10.55), (106.49, 10.59), (106.48, 10.61), (106.51, 10.62), (106.55, 10.61),
    (106.57, 10.64), (106.59, 10.64), (106.59, 10.61), (106.60, 10.60), (106.59, 10.59), (106.60, 10.58),
    (106.63, 10.55), (106.63, 10.54), (106.65, 10.54), (106.65, 10.51), (106.67, 10.50),
)  # fmt: skip


def centres() -> dict[str, Position]:
    """Rough centre of each of the 17 communes, by code."""
    return {commune.code: commune.centre for commune in COMMUNES}
