"""Invents what a commune counts by hand in a month: small counts with a rhythm, that obey the form's own rules.
All else in its report comes from the registers."""

from __future__ import annotations

import datetime
from random import Random

from units.demo.chance import poisson

# What happens in a commune of 10,000 people in an ordinary month.
MEANS = {
    "fines": 9.0,
    "residence_checks": 26.0,
    "trade_checks": 4.0,
    "weapons_surrendered": 0.8,
    "patrols": 22.0,
}
# Fines and patrols rise towards Tết and fall after it.
SEASON = {
    12: 1.2,
    1: 1.45,
    2: 1.35,
    3: 0.9,
    4: 1.0,
    5: 0.95,
    6: 0.9,
    7: 0.95,
    8: 1.0,
    9: 1.0,
    10: 1.0,
    11: 1.05,
}
SEASONAL = {"fines", "patrols"}


def invent_month(random: Random, month: datetime.date, size: float) -> dict[str, int]:
    """Return the figures of one month by indicator code; ``size`` is 1 for 10,000 people."""

    def draw(code: str) -> int:
        season = SEASON[month.month] if code in SEASONAL else 1.0
        return poisson(random, MEANS[code] * size * season)

    found = {code: draw(code) for code in MEANS}
    found["fines_traffic"] = _part(random, found["fines"], 0.6)
    found["fined_people"] = found["fines"] + _part(random, found["fines"], 0.15)
    found["fines_amount"] = found["fines"] * random.randrange(7, 18) * 100_000
    found["residence_violations"] = _part(random, found["residence_checks"], 0.06)
    found["patrol_people"] = found["patrols"] * random.randrange(3, 6)
    return found


def _part(random: Random, whole: int, share: float) -> int:
    return sum(1 for _one in range(whole) if random.random() < share)
