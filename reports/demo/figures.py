"""Invents what a commune reports in a month: small counts with a rhythm, that obey the form's own rules."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from math import exp
from random import Random

# What happens in a commune of 10,000 people in an ordinary month.
MEANS = {
    "tips_reports": 1.1,
    "tips_denunciations": 1.6,
    "incidents_property": 2.2,
    "incidents_injury": 0.7,
    "incidents_gambling": 0.9,
    "incidents_drugs": 0.6,
    "incidents_disorder": 0.8,
    "incidents_vices": 0.4,
    "incidents_other": 1.0,
    "accidents": 1.2,
    "fires": 0.12,
    "fines": 9.0,
    "residence_checks": 26.0,
    "trade_checks": 4.0,
    "weapons_surrendered": 0.8,
    "mediations_land": 0.8,
    "mediations_debt": 0.6,
    "mediations_family": 0.9,
    "mediations_other": 1.1,
    "outreach": 3.0,
    "patrols": 22.0,
}
# Theft, gambling and accidents rise towards Tết and fall after it.
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
SEASONAL = {
    "incidents_property",
    "incidents_gambling",
    "incidents_disorder",
    "accidents",
    "fines",
    "patrols",
}


@dataclass
class Carried:
    """What goes over from one month to the next in a commune."""

    tips_closing: int = 1
    models: int = 3


def poisson(random: Random, mean: float) -> int:
    """Draw a Poisson count (Knuth's method; the means here are small)."""
    limit, product, count = exp(-min(mean, 60.0)), random.random(), 0
    while product > limit:
        product *= random.random()
        count += 1
    return count


def invent_month(
    random: Random, month: datetime.date, size: float, carried: Carried
) -> dict[str, int]:
    """Return the figures of one month by indicator code; ``size`` is 1 for 10,000 people."""

    def draw(code: str) -> int:
        season = SEASON[month.month] if code in SEASONAL else 1.0
        return poisson(random, MEANS[code] * size * season)

    found = {code: draw(code) for code in MEANS}
    _tips(random, found, carried)
    _incidents(random, found)
    _others(random, found, carried)
    return found


def _part(random: Random, whole: int, share: float) -> int:
    return sum(1 for _one in range(whole) if random.random() < share)


def _tips(random: Random, found: dict[str, int], carried: Carried) -> None:
    found["tips_petitions"] = 0
    found["tips_received"] = found["tips_denunciations"] + found["tips_reports"]
    found["tips_opening"] = carried.tips_closing
    open_now = found["tips_opening"] + found["tips_received"]
    found["tips_settled"] = _part(random, open_now, 0.8)
    found["tips_in_time"] = _part(random, found["tips_settled"], 0.93)
    found["tips_closing"] = carried.tips_closing = open_now - found["tips_settled"]


def _incidents(random: Random, found: dict[str, int]) -> None:
    kinds = ("property", "injury", "gambling", "drugs", "disorder", "vices", "other")
    total = found["incidents"] = sum(found[f"incidents_{kind}"] for kind in kinds)
    pending = found["incidents_pending"] = _part(random, total, 0.08)
    transferred = found["settled_transferred"] = _part(random, total - pending, 0.22)
    rest = total - pending - transferred
    found["settled_fined"] = _part(random, rest, 0.4)
    found["settled_at_base"] = rest - found["settled_fined"]
    found["incident_deaths"] = 1 if random.random() < 0.01 else 0
    found["incident_injured"] = _part(random, found["incidents_injury"], 0.8)
    found["incident_damage"] = found["incidents_property"] * random.randrange(15, 90) * 100_000


def _others(random: Random, found: dict[str, int], carried: Carried) -> None:
    found["accident_deaths"] = _part(random, found["accidents"], 0.12)
    found["accident_injured"] = _part(random, found["accidents"], 0.7)
    found["accident_damage"] = found["accidents"] * random.randrange(20, 120) * 100_000
    found["fire_damage"] = found["fires"] * random.randrange(50, 900) * 1_000_000
    found["fines_traffic"] = _part(random, found["fines"], 0.6)
    found["fined_people"] = found["fines"] + _part(random, found["fines"], 0.15)
    found["fines_amount"] = found["fines"] * random.randrange(7, 18) * 100_000
    found["residence_violations"] = _part(random, found["residence_checks"], 0.06)
    kinds = ("land", "debt", "family", "other")
    found["mediations"] = sum(found[f"mediations_{kind}"] for kind in kinds)
    found["mediations_settled"] = _part(random, found["mediations"], 0.82)
    found["outreach_people"] = found["outreach"] * random.randrange(25, 70)
    found["patrol_people"] = found["patrols"] * random.randrange(3, 6)
    carried.models += 1 if random.random() < 0.08 else 0
    found["models"] = carried.models
