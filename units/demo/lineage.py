"""One of the demonstration's 17 communes through time: what it was, and what it is today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from units.models import Commune, Officer


@dataclass(frozen=True)
class Lineage:
    """One of the 17: the commune it ``was``, the one it is ``today`` (the same, but for a reform), and who answers there."""

    was: Commune
    today: Commune
    answering: Officer | None = None

    @property
    def communes(self) -> list[Commune]:
        """The commune, or the two of them, the earlier first."""
        return [self.was] if self.was.pk == self.today.pk else [self.was, self.today]

    def on(self, day: date) -> Commune:
        """The commune that stood on a day: what happened before a reform happened there."""
        ended = self.was.valid_until
        return self.today if ended is not None and day > ended else self.was
