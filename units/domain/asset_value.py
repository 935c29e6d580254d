"""What an item is still worth: original cost less straight-line wear over its life."""

from __future__ import annotations

import datetime
from decimal import Decimal


def remaining_value(
    cost: Decimal | None,
    in_use_from: datetime.date | None,
    life_years: int | None,
    day: datetime.date,
) -> Decimal | None:
    """Return the value left on ``day`` in whole VND, or ``None`` when a part is not known.

    Wear is even from the day of use over ``life_years``; whole months count, as asset books do. Before
    the day of use nothing is worn, after the life nothing is left; the value is never negative.
    """
    if cost is None or in_use_from is None or not life_years:
        return None
    months = (day.year - in_use_from.year) * 12 + day.month - in_use_from.month
    if day.day < in_use_from.day:
        months -= 1
    worn = min(max(months, 0), life_years * 12)
    return (cost * (life_years * 12 - worn) / (life_years * 12)).quantize(Decimal(1))
