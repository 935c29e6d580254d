"""Stations of the demonstration communes: own, shared with the People's Committee, rented, or none. Invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Holding = Literal["own", "shared", "rented", "none"]
Condition = Literal["good", "worn", "bad"]


@dataclass(frozen=True)
class StationFact:
    commune: str
    holding: Holding
    address: str = ""
    built_year: int | None = None
    floor_area_m2: int | None = None
    condition: Condition | None = None
    land_title: bool | None = None
    note: str = ""


STATIONS: tuple[StationFact, ...] = (
    StationFact("canduoc", "own", "Khu phố 1B, đường Trần Hưng Đạo", 2016, 320, "good", True),
    StationFact("longtrach", "own", "Ấp Xoài Đôi, ĐT 826", 2014, 210, "good", True),
    StationFact("longkhe", "own", "Ấp 2, cạnh UBND xã", 2009, 140, "worn", True),
    StationFact("longdinh", "own", "Ấp 3, ĐT 830", 2018, 240, "good", True),
    StationFact("phuocvan", "shared", "Ấp 3, trong trụ sở UBND xã", None, 46, "worn", None,
                "Mượn hai phòng của UBND xã."),
    StationFact("longhoa", "shared", "Ấp 1A, trong trụ sở UBND xã", None, 38, "bad", None,
                "Một phòng vừa trực vừa tiếp dân, mưa dột."),
    StationFact("longcang", "shared", "Ấp 4, nhà văn hóa cũ", None, 72, "worn", None),
    StationFact("longson", "none", note="Đã có đất 600 m², chưa bố trí vốn."),
    StationFact("tantrach", "none", note="Trực nhờ phòng Xã đội."),
    StationFact("myle", "own", "Ấp Chợ Trạm, ĐT 826", 2012, 180, "worn", True),
    StationFact("tanlan", "own", "Ấp Cầu Xây, QL50", 2015, 220, "good", True),
    StationFact("phuoctuy", "shared", "Ấp 2, trong trụ sở UBND xã", None, 40, "worn", None),
    StationFact("longhuudong", "none", note="Nhà cũ đã tháo dỡ để mở rộng đường."),
    StationFact("tanan", "own", "Ấp 4, cạnh trạm y tế cũ", 2006, 95, "bad", False,
                "Nứt tường, chưa có giấy chứng nhận quyền sử dụng đất."),
    StationFact("phuocdong", "own", "Ấp 3, ngã ba Phước Đông", 2017, 230, "good", True),
    StationFact("longhuutay", "rented", "Ấp Mỹ Điền, nhà thuê của dân", None, 85, "worn", False,
                "Hợp đồng thuê từng năm."),
    StationFact("tanchanh", "none", note="Dùng tạm hội trường ấp Lăng."),
)  # fmt: skip
