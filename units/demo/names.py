"""Believable Southern Vietnamese names, in about the proportions of the Mekong delta.

Family names follow the widely reported shares (Nguyễn about three in ten); the South's Huỳnh and Võ stand where the
North has Hoàng and Vũ. Middle and given names go by sex and by generation. All of it is invented; no real person is meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

Sex = Literal["male", "female"]

FAMILY_NAMES: dict[str, float] = {
    "Nguyễn": 30.5, "Trần": 11.0, "Lê": 9.2, "Phạm": 6.6, "Huỳnh": 6.4, "Võ": 5.0, "Phan": 4.4, "Trương": 3.2,
    "Bùi": 2.6, "Đặng": 2.5, "Đỗ": 1.9, "Ngô": 1.8, "Hồ": 1.8, "Dương": 1.7, "Lý": 1.1, "Đoàn": 1.0, "Mai": 0.9,
    "Lâm": 0.9, "Châu": 0.7, "Cao": 0.7, "Đinh": 0.7, "Tô": 0.6, "Lương": 0.6, "Hà": 0.5, "Thái": 0.5, "Trịnh": 0.5,
    "Kiều": 0.3, "Quách": 0.3, "Tống": 0.3, "Tạ": 0.3, "La": 0.2, "Từ": 0.2, "Lưu": 0.2, "Ông": 0.1,
}  # fmt: skip

MALE_MIDDLE_NAMES: dict[str, float] = {
    "Văn": 34, "Minh": 7, "Thanh": 7, "Hoàng": 6, "Quốc": 5, "Hữu": 5, "Thành": 4, "Công": 3, "Tấn": 4, "Ngọc": 3,
    "Đức": 3, "Anh": 2, "Trọng": 2, "Trường": 2, "Phước": 3, "Nhật": 1, "Duy": 2, "Chí": 2, "Phú": 1.5, "Xuân": 1, "Bá": 1,
    "Hồng": 1.5, "Kim": 0.5, "Trung": 1, "": 2,
}  # fmt: skip
FEMALE_MIDDLE_NAMES: dict[str, float] = {
    "Thị": 40, "Thị Kim": 8, "Thị Ngọc": 8, "Thị Thanh": 6, "Thị Mỹ": 4, "Thị Hồng": 4, "Ngọc": 6, "Kim": 4, "Thanh": 3,
    "Mỹ": 3, "Bích": 2, "Thị Cẩm": 3, "Thúy": 2, "Thị Bích": 3, "Thị Thu": 3, "Hoàng": 1,
}  # fmt: skip

MALE_GIVEN_ELDER: dict[str, float] = {
    "Hùng": 5, "Dũng": 5, "Thành": 4, "Tâm": 3, "Sơn": 4, "Hải": 4, "Phước": 4, "Lợi": 3, "Phúc": 3, "Long": 3, "Bình": 4,
    "Nghĩa": 3, "Tài": 3, "Đức": 3, "Hiếu": 2, "Minh": 3, "Tuấn": 3, "Thắng": 3, "Cường": 3, "Hòa": 3, "An": 1, "Án": 0.5,
    "Bé": 1.5, "Út": 1, "Tám": 0.6, "Sáu": 0.5, "Đực": 0.4, "Mười": 0.6, "Năm": 0.4, "Rê": 0.3, "Lộc": 2, "Thọ": 1.5, "Quang": 2,
    "Kiệt": 1, "Trung": 2.5, "Dân": 1, "Liêm": 1, "Khánh": 1.5, "Vinh": 2, "Xuân": 1, "Nhân": 2, "Tùng": 1.5, "Thuận": 2,
}  # fmt: skip
MALE_GIVEN_YOUNGER: dict[str, float] = {
    "Tuấn": 4, "Khang": 2, "Huy": 4, "Duy": 4, "Khoa": 3, "Phong": 4, "Tân": 2, "Linh": 1.5, "Nhựt": 2, "Đạt": 4,
    "Thịnh": 3, "Hậu": 3, "Toàn": 3, "Trí": 3, "Nam": 3, "Kiệt": 3, "Bảo": 2, "Vũ": 3, "Luân": 2, "Quí": 2, "Qui": 0.5, "Tính": 1,
    "Giang": 1.5, "Hưng": 2.5, "Nguyên": 1.5, "Lâm": 2, "Đăng": 2, "Thái": 2.5, "Hoàng": 3, "Trọng": 1.5, "Tiến": 2, "Đông": 1,
    "Pháp": 0.7, "Thiện": 2, "Cảnh": 0.7, "Quân": 2, "Lực": 1, "Khải": 1.5, "Nhân": 2.5, "Phát": 3, "Sang": 2.5, "Tú": 2,
}  # fmt: skip
FEMALE_GIVEN: dict[str, float] = {
    "Hương": 4, "Lan": 4, "Loan": 3, "Hoa": 3, "Thảo": 4, "Trang": 4, "Ngân": 3, "Tuyền": 2, "Hạnh": 3, "Nhung": 3,
    "Phượng": 3, "Yến": 3, "Thủy": 3, "Trinh": 3, "Diễm": 2, "Nga": 2, "Liên": 2, "Hằng": 3, "Mai": 2, "Chi": 2, "Như": 3, "Vân": 2,
    "Tiên": 2, "Duyên": 2, "Xuyến": 1, "Thắm": 1.5, "Dung": 2.5, "Quyên": 2, "Kiều": 1, "Ngọc": 2,
}  # fmt: skip

FIRST_YOUNGER_YEAR = 1985  # born from here on, parents chose from the newer list


@dataclass(frozen=True)
class PersonName:
    family: str
    middle: str
    given: str

    @property
    def full(self) -> str:
        return " ".join(part for part in (self.family, self.middle, self.given) if part)


def draw_name(random: Random, sex: Sex, birth_year: int) -> PersonName:
    """One name, by sex and generation; a person never has the same middle and given name."""
    given_names = _given_names(sex, birth_year)
    middle_names = MALE_MIDDLE_NAMES if sex == "male" else FEMALE_MIDDLE_NAMES
    family = _weighted(random, FAMILY_NAMES)
    middle = _weighted(random, middle_names)
    given = _weighted(random, given_names)
    while given in middle.split() or given == family:
        given = _weighted(random, given_names)
    return PersonName(family, middle, given)


def draw_distinct_names(random: Random, people: list[tuple[Sex, int]]) -> list[PersonName]:
    """One name for each (sex, birth year), namesakes as rare as they are in a district of a few hundred officers."""
    seen: dict[str, int] = {}
    names: list[PersonName] = []
    for sex, birth_year in people:
        name = draw_name(random, sex, birth_year)
        while seen.get(name.full, 0) >= (2 if sum(times > 1 for times in seen.values()) < 3 else 1):
            name = draw_name(random, sex, birth_year)
        seen[name.full] = seen.get(name.full, 0) + 1
        names.append(name)
    return names


def _given_names(sex: Sex, birth_year: int) -> dict[str, float]:
    if sex == "female":
        return FEMALE_GIVEN
    return MALE_GIVEN_YOUNGER if birth_year >= FIRST_YOUNGER_YEAR else MALE_GIVEN_ELDER


def _weighted(random: Random, weights: dict[str, float]) -> str:
    return random.choices(list(weights), weights=list(weights.values()))[0]
