"""What the periods of retention have in common: the last day that is due, and who is."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from incidents.models import RetentionOf, RetentionPeriod
from units.domain.months import months_later


@dataclass(frozen=True, slots=True)
class Due:
    """Whose time is over: what was closed until ``until``, and how many are to be made anonymous by commune."""

    until: datetime.date
    by_commune: dict[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_commune.values())


def due_until(subject: RetentionOf, today: datetime.date) -> datetime.date | None:
    """Return the last day whose closed records are due today; ``None`` while no period is set."""
    period = RetentionPeriod.objects.filter(subject=subject).first()
    return months_later(today, -period.months) if period else None
