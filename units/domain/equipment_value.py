"""What equipment is still worth on a day, by straight line, in whole VND."""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal

from units.models import EquipmentItem


def remaining_value(
    cost: Decimal | int | None,
    in_use_from: datetime.date | None,
    life_years: int | None,
    day: datetime.date,
) -> Decimal | None:
    """Return what is left of ``cost`` on ``day``: cost × (whole years of life left) ÷ (years of life).

    A year of use is taken off at each anniversary of the day put to use, as asset books do. ``None``
    where a part of the formula is unknown; 0 once the life has passed; nothing is taken off before use.
    """
    if cost is None or in_use_from is None or not life_years:
        return None
    before_anniversary = (day.month, day.day) < (in_use_from.month, in_use_from.day)
    used = max(0, day.year - in_use_from.year - before_anniversary)
    left = Decimal(max(0, life_years - used)) / life_years
    return (Decimal(cost) * left).quantize(Decimal(1), rounding=ROUND_HALF_UP)


def value_of(item: EquipmentItem, day: datetime.date) -> Decimal | None:
    """Return the remaining value of ``item`` (its ``type`` loaded); ``None`` once it left the book."""
    if item.disposed_on is not None and item.disposed_on <= day:
        return None
    return remaining_value(item.original_cost, item.in_use_from, item.type.life_years, day)
