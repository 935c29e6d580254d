"""Invented persons of the demonstration."""

from __future__ import annotations

from random import Random

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng")
GIVEN = ("An", "Bình", "Cường", "Dũng", "Hạnh", "Hùng", "Lan", "Mai", "Nam", "Phúc", "Sơn")


def invented_name(random: Random) -> str:
    """Return a full name."""
    return f"{random.choice(FAMILY)} Văn {random.choice(GIVEN)}"


def invented_phone(random: Random) -> str:
    """Return a telephone number out of a block that no operator hands out."""
    return f"0900000{random.randint(0, 999):03d}"
