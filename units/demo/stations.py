"""Stations of the demonstration communes: own, shared with the People's Committee, rented, or none. Invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tenure = Literal["own", "shared", "rented", "none"]
Condition = Literal["", "good", "worn", "poor", "unsafe"]
LandTitle = Literal["", "held", "pending", "missing"]


@dataclass(frozen=True)
class StationFact:
    commune: str
    tenure: Tenure
    address: str = ""
    built_year: int | None = None
    floor_area_m2: int | None = None
    condition: Condition = ""
    land_title: LandTitle = ""
    note: str = ""


STATIONS: tuple[StationFact, ...] = (
    StationFact("canduoc", "own", "Khu phố 1B, đường Trần Hưng Đạo", 2016, 320, "good", "held"),
    StationFact("longtrach", "own", "Ấp Xoài Đôi, ĐT 826", 2014, 210, "good", "held"),
    StationFact("longkhe", "own", "Ấp 2, cạnh UBND xã", 2009, 140, "worn", "pending"),
    StationFact("longdinh", "own", "Ấp 3, ĐT 830", 2018, 240, "good", "held"),
    StationFact("phuocvan", "shared", "Ấp 3, trong trụ sở UBND xã", None, 46, "worn", "",
                "Mượn hai phòng của UBND xã."),
    StationFact("longhoa", "shared", "Ấp 1A, trong trụ sở UBND xã", None, 38, "poor", "",
                "Một phòng vừa trực vừa tiếp dân, mưa dột."),
    StationFact("longcang", "shared", "Ấp 4, nhà văn hóa cũ", None, 72, "worn", ""),
    StationFact("longson", "none", note="Đã có đất 600 m², chưa bố trí vốn."),
    StationFact("tantrach", "none", note="Trực nhờ phòng Xã đội."),
    StationFact("myle", "own", "Ấp Chợ Trạm, ĐT 826", 2012, 180, "worn", "held"),
    StationFact("tanlan", "own", "Ấp Cầu Xây, QL50", 2015, 220, "good", "held"),
    StationFact("phuoctuy", "shared", "Ấp 2, trong trụ sở UBND xã", None, 40, "worn", ""),
    StationFact("longhuudong", "none", note="Nhà cũ đã tháo dỡ để mở rộng đường."),
    StationFact("tanan", "own", "Ấp 4, cạnh trạm y tế cũ", 2006, 95, "poor", "missing",
                "Nứt tường, chưa có giấy chứng nhận quyền sử dụng đất."),
    StationFact("phuocdong", "own", "Ấp 3, ngã ba Phước Đông", 2017, 230, "good", "held"),
    StationFact("longhuutay", "rented", "Ấp Mỹ Điền, nhà thuê của dân", None, 85, "worn", "",
                "Hợp đồng thuê từng năm."),
    StationFact("tanchanh", "none", note="Dùng tạm hội trường ấp Lăng."),
)  # fmt: skip
