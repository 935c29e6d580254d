"""Hamlets of the demonstration communes: numbered or named in the manner of the place. Not an official list."""

from __future__ import annotations

HAMLETS: dict[str, tuple[str, ...]] = {
    "canduoc": ("Khu phố 1A", "Khu phố 1B", "Khu phố 2", "Khu phố 3", "Khu phố 4", "Khu phố 5", "Khu phố 6", "Khu phố 7",
                "Khu phố 8"),
    "longtrach": ("Ấp Xoài Đôi", "Ấp Cầu Tràm", "Ấp Long Thạnh", "Ấp Rạch Kiến", "Ấp 4", "Ấp 5"),
    "longkhe": ("Ấp 1", "Ấp 2", "Ấp 3", "Ấp 4", "Ấp 5"),
    "longdinh": ("Ấp 1", "Ấp 2", "Ấp 3", "Ấp 4", "Ấp 5", "Ấp 6"),
    "phuocvan": ("Ấp 1A", "Ấp 1B", "Ấp 2", "Ấp 3", "Ấp 4", "Ấp 5", "Ấp 6"),
    "longhoa": ("Ấp 1A", "Ấp 1B", "Ấp 2", "Ấp 3", "Ấp 4", "Ấp 5", "Ấp Chợ"),
    "longcang": ("Ấp 1", "Ấp 2", "Ấp 3", "Ấp 4", "Ấp 5"),
    "longson": ("Ấp 1", "Ấp 2", "Ấp 3", "Ấp 4", "Ấp 5", "Ấp 6"),
    "tantrach": ("Ấp 1", "Ấp 2", "Ấp 3", "Ấp 4", "Ấp 5", "Ấp 6", "Ấp 7"),
    "myle": ("Ấp Chợ Trạm", "Ấp Rạch Đào", "Ấp Vạn Phước", "Ấp Cầu Nhỏ", "Ấp Bình Điền", "Ấp Mỹ Tây", "Ấp Tân Mỹ",
             "Ấp Lộc Hưng"),
    "tanlan": ("Ấp Ao Gòn", "Ấp Bình Hòa", "Ấp Cầu Xây", "Ấp Nhà Dài", "Ấp Nhà Thờ", "Ấp Xóm Chùa", "Ấp Xóm Mới",
               "Ấp Bà Chủ"),
    "phuoctuy": ("Ấp 1", "Ấp 2", "Ấp 3", "Ấp 4", "Ấp 5", "Ấp 6"),
    "longhuudong": ("Ấp Chợ", "Ấp Cầu Ngang", "Ấp Trung", "Ấp Tây", "Ấp Rạch Cát", "Ấp Long Ninh"),
    "tanan": ("Ấp 1", "Ấp 2", "Ấp 3", "Ấp 4", "Ấp 5", "Ấp 6"),
    "phuocdong": ("Ấp 1", "Ấp 2", "Ấp 3", "Ấp 4", "Ấp 5", "Ấp 6", "Ấp 7"),
    "longhuutay": ("Ấp Mỹ Điền", "Ấp Hựu Lộc", "Ấp Tân Thành", "Ấp Long Hưng"),
    "tanchanh": ("Ấp Đông Nhất", "Ấp Đông Nhì", "Ấp Đông Trung", "Ấp Hòa Quới", "Ấp Lăng", "Ấp Bà Nghĩa", "Ấp Tân Hiệp"),
}  # fmt: skip
