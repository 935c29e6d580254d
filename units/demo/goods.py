"""Equipment of the demonstration: kinds, norms by commune class, and what each commune holds. Invented counts and costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal

from units.demo.facts import COMMUNES, CommuneFact

Category = Literal["support-tool", "vehicle", "radio", "camera", "office", "protection"]


@dataclass(frozen=True)
class GoodsKind:
    """One kind of equipment; numbered kinds are kept item by item, the others by quantity and condition."""

    code: str
    mark: str  # in asset codes
    name: str
    category: Category
    unit: str
    numbered: bool
    life_years: int
    cost: int  # VND
    norms: tuple[int, int, int]  # due in a commune of class 1, 2, 3
    inspection_months: int | None = None
    licensed: bool = False


KINDS: tuple[GoodsKind, ...] = (
    GoodsKind("gay-cao-su", "GCS", "Gậy cao su", "support-tool", "cái", False, 5, 180_000, (12, 10, 8), licensed=True),
    GoodsKind("gay-kim-loai", "GKL", "Gậy kim loại", "support-tool", "cái", False, 5, 320_000, (6, 5, 4), licensed=True),
    GoodsKind("khoa-so-tam", "KST", "Khóa số tám", "support-tool", "cái", False, 8, 450_000, (8, 6, 4), licensed=True),
    GoodsKind("ao-giap-chong-dam", "AGC", "Áo giáp chống đâm", "protection", "cái", False, 5, 2_900_000, (5, 4, 3)),
    GoodsKind("gang-tay-bat-dao", "GTD", "Găng tay bắt dao", "protection", "đôi", False, 3, 650_000, (5, 4, 3)),
    GoodsKind("den-pin", "DPN", "Đèn pin tuần tra", "protection", "cái", False, 3, 350_000, (8, 6, 5)),
    GoodsKind("mu-bao-hiem", "MBH", "Mũ bảo hiểm tuần tra", "protection", "cái", False, 3, 280_000, (10, 8, 6)),
    GoodsKind("xe-mo-to", "XMT", "Xe mô tô tuần tra", "vehicle", "chiếc", True, 15, 42_000_000, (3, 2, 2), 12),
    GoodsKind("ghe-may", "GMA", "Ghe máy, xuồng máy", "vehicle", "chiếc", True, 15, 68_000_000, (1, 0, 1), 12),
    GoodsKind("bo-dam", "BDM", "Máy bộ đàm", "radio", "máy", True, 5, 4_200_000, (4, 3, 2), 12),
    GoodsKind("camera", "CAM", "Camera an ninh", "camera", "chiếc", True, 5, 6_500_000, (8, 5, 3), 6),
    GoodsKind("may-vi-tinh", "MVT", "Máy vi tính để bàn", "office", "bộ", True, 5, 13_500_000, (3, 2, 2)),
    GoodsKind("may-in", "MIN", "Máy in", "office", "máy", True, 5, 4_800_000, (2, 1, 1)),
    GoodsKind("ban-lam-viec", "BLV", "Bàn làm việc", "office", "cái", False, 8, 2_100_000, (6, 5, 4)),
    GoodsKind("tu-tai-lieu", "TDS", "Tủ đựng tài liệu", "office", "cái", False, 8, 3_600_000, (4, 3, 2)),
    GoodsKind("binh-chua-chay", "BCC", "Bình chữa cháy", "protection", "bình", True, 5, 420_000, (4, 3, 3), 6),
)  # fmt: skip

# How well a commune is equipped, as a share of its norm; 0.8 where nothing is said.
EQUIPPED: dict[str, float] = {
    "canduoc": 0.97, "longtrach": 0.97, "longkhe": 1.0, "longdinh": 1.0, "phuocvan": 0.7, "longhoa": 0.62, "longcang": 0.88,
    "longson": 0.86, "tantrach": 0.7, "myle": 0.96, "tanlan": 1.0, "phuoctuy": 0.55, "longhuudong": 0.95, "tanan": 0.5,
    "phuocdong": 0.75, "longhuutay": 0.72, "tanchanh": 0.48,
}  # fmt: skip


@dataclass(frozen=True)
class Inspection:
    on: date
    passed: bool
    note: str


@dataclass(frozen=True)
class GoodsItem:
    commune: str
    kind: GoodsKind
    asset_code: str
    serial: str
    plate: str
    in_use_since: date
    cost: int
    condition: Literal["good", "worn", "broken"]
    inspections: tuple[Inspection, ...]
    next_inspection: date | None
    disposed_on: date | None


@dataclass(frozen=True)
class GoodsStock:
    commune: str
    kind: GoodsKind
    good: int
    worn: int
    broken: int
    licence: str
    licence_until: date | None


def due(kind: GoodsKind, commune: CommuneFact) -> int:
    """How many of the kind a commune of this class is due by the demonstration's norm rows."""
    return kind.norms[commune.commune_class - 1]


def draw_stocks(random: Random, today: date) -> list[GoodsStock]:
    """Countable goods of every commune, by quantity and condition."""
    return [
        _stock(random, commune, kind, today)
        for commune in COMMUNES
        for kind in KINDS
        if not kind.numbered
    ]


def draw_items(random: Random, today: date) -> list[GoodsItem]:
    """Numbered goods of every commune, each with its inspections; some worn out, some disposed of."""
    items: list[GoodsItem] = []
    for commune in COMMUNES:
        for kind in KINDS:
            if kind.numbered:
                items += _items(random, commune, kind, today, len(items))
    return items


def _count(random: Random, commune: CommuneFact, kind: GoodsKind) -> int:
    wanted = due(kind, commune) * EQUIPPED.get(commune.slug, 0.8)
    return int(wanted) + (random.random() < wanted - int(wanted))


def _stock(random: Random, commune: CommuneFact, kind: GoodsKind, today: date) -> GoodsStock:
    usable = _count(random, commune, kind)
    worn = sum(random.random() < 0.25 for _ in range(usable))
    broken = sum(random.random() < 0.12 for _ in range(due(kind, commune)))
    licence = f"GP-{commune.code}-{kind.mark}" if kind.licensed and usable else ""
    expires = today + timedelta(days=random.randint(-60, 900)) if licence else None
    return GoodsStock(commune.slug, kind, usable - worn, worn, broken, licence, expires)


def _items(
    random: Random, commune: CommuneFact, kind: GoodsKind, today: date, start: int
) -> Iterator[GoodsItem]:
    usable = _count(random, commune, kind)
    old = random.random() < 0.25  # one more that no longer serves
    for order in range(usable + old):
        worn_out = order == usable
        yield _item(random, commune, kind, today, start + order, worn_out)


def _item(
    random: Random, commune: CommuneFact, kind: GoodsKind, today: date, number: int, worn_out: bool
) -> GoodsItem:
    years = kind.life_years + random.random() * 3 if worn_out else random.random() * kind.life_years
    since = today - timedelta(days=int(years * 365) + 20)
    disposed = worn_out and random.random() < 0.5
    inspections, following = _inspections(random, kind, since, today)
    return GoodsItem(
        commune=commune.slug,
        kind=kind,
        asset_code=f"{commune.code}-{kind.mark}-{number + 1:04d}",
        serial=f"{kind.mark}{random.randint(10_000_000, 99_999_999)}",
        plate=f"62-B1 {random.randint(100, 999)}.{random.randint(10, 99)}"
        if kind.mark == "XMT"
        else "",
        in_use_since=since,
        cost=int(kind.cost * random.uniform(0.85, 1.15) / 10_000) * 10_000,
        condition="broken" if worn_out else random.choices(("good", "worn"), (75, 25))[0],
        inspections=inspections,
        next_inspection=None if worn_out else following,
        disposed_on=today - timedelta(days=random.randint(5, 300)) if disposed else None,
    )


def _inspections(
    random: Random, kind: GoodsKind, since: date, today: date
) -> tuple[tuple[Inspection, ...], date | None]:
    if kind.inspection_months is None:
        return (), None
    step = timedelta(days=30 * kind.inspection_months)
    done: list[Inspection] = []
    on = since + step
    while on < today - timedelta(days=random.randint(0, 40)):
        passed = random.random() < 0.93
        note = "Hoạt động bình thường" if passed else "Cần sửa chữa"
        done.append(Inspection(on, passed, note))
        on += step
    return tuple(done[-3:]), on
