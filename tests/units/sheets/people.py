"""A few invented people of a roster, and the ways to write them into files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Person:
    family_and_middle: str
    given: str
    born: date
    sex: str
    citizen_id: str
    phone: str
    commune: str
    position: str

    @property
    def name(self) -> str:
        return f"{self.family_and_middle} {self.given}"


PEOPLE = (
    Person("Nguyễn Văn", "Án", date(1985, 3, 5), "Nam", "080085012345", "0912345678", "Xã Long Hòa", "Trưởng Công an xã"),
    Person("Trần Thị", "Đước", date(1990, 12, 31), "Nữ", "080190067890", "0387654321", "Xã Long Hòa", "Công an viên"),
    Person("Lê Hoàng", "Phúc", date(1978, 7, 9), "Nam", "001078000123", "0701112223", "Xã Tân Lân", "Phó trưởng Công an xã"),
    Person("Huỳnh", "Thắng", date(2001, 1, 20), "Nam", "080201004567", "0856667778", "Thị trấn Cần Đước", "Công an viên"),
    Person("Phạm Ngọc", "Quỳnh", date(1995, 10, 2), "Nữ", "079195008901", "0934567890", "Xã Tân Lân", "Công an viên"),
)  # fmt: skip
