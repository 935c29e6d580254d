"""What each commune is due on a day, computed from the rows in plain Python: the tests' own second opinion."""

from __future__ import annotations

import datetime
import math
from decimal import Decimal
from typing import Any, NamedTuple

from units.models import Commune, Hamlet


class Given(NamedTuple):
    """Low and high of a due; ``None`` in both where it cannot be known."""

    low: int | None
    high: int | None


NOTHING = Given(None, None)


def in_force(row: Any, day: datetime.date) -> bool:
    """Tell whether ``row`` with valid_from and valid_until (last day) holds on ``day``."""
    return (row.valid_from is None or row.valid_from <= day) and (
        row.valid_until is None or day <= row.valid_until
    )


def winning_norm(norms: list[Any], commune: Commune, day: datetime.date) -> Any | None:
    """Return the most particular norm for ``commune`` on ``day``."""

    def above(jurisdiction: Any) -> list[int]:
        found = []
        while jurisdiction is not None:
            found.append(jurisdiction.pk)
            jurisdiction = jurisdiction.parent
        return found

    def concerns(norm: Any) -> bool:
        return (
            in_force(norm, day)
            and norm.commune_id in (None, commune.pk)
            and (not norm.key_only or commune.is_key)
            and norm.commune_class in (None, commune.commune_class)
            and (
                norm.jurisdiction_id is None or norm.jurisdiction_id in above(commune.jurisdiction)
            )
        )

    def particular(norm: Any) -> tuple[Any, ...]:
        return (
            norm.commune_id is not None,
            norm.key_only,
            norm.commune_class is not None,
            len(above(norm.jurisdiction)),
            norm.valid_from or datetime.date.min,
            norm.pk,
        )

    return max((norm for norm in norms if concerns(norm)), key=particular, default=None)


def amount(norm: Any, measured: int | None) -> Given:
    """Return what ``norm`` gives for one measured value."""
    if norm.kind == "fixed":
        return Given(norm.low, norm.low)
    if norm.kind == "range":
        return Given(norm.low, norm.high)
    if measured is None:
        return NOTHING
    if norm.kind == "share":
        exact = Decimal(norm.share_percent) * measured / 100
        if norm.rounding == "up":
            whole = math.ceil(exact)
        elif norm.rounding == "down":
            whole = math.floor(exact)
        else:
            whole = math.floor(exact + Decimal("0.5"))
        return Given(whole, whole)
    below = [band for band in norm.bands.all() if band.above < measured]
    if not below:
        return Given(0, 0)
    band = max(below, key=lambda b: b.above)
    added = (measured - band.above) // band.step_size * band.step_number if band.step_size else 0
    return Given(band.number + added, max(band.number, band.number_high or 0) + added)


def due_on(
    norms: list[Any],
    commune: Commune,
    day: datetime.date,
    headcount: int = 0,
    by_hamlet: dict[int, int] | None = None,
) -> tuple[Any | None, Given]:
    """Return the winning norm and what it gives ``commune`` on ``day``."""
    norm = winning_norm(norms, commune, day) if in_force(commune, day) else None
    if norm is None:
        return None, NOTHING
    hamlets = [h for h in Hamlet.objects.filter(commune=commune) if in_force(h, day)]
    measure = "headcount" if norm.kind == "share" else norm.measure
    if not norm.per_hamlet:
        whole = {"population": commune.population, "hamlets": len(hamlets), "headcount": headcount}
        return norm, amount(norm, whole.get(measure))
    parts = [
        amount(
            norm,
            {
                "population": h.population,
                "hamlets": 1,
                "headcount": (by_hamlet or {}).get(h.pk, 0),
            }.get(measure),
        )
        for h in hamlets
    ]
    if any(part.low is None for part in parts):
        return norm, NOTHING
    return norm, Given(sum(p.low or 0 for p in parts), sum(p.high or 0 for p in parts))
