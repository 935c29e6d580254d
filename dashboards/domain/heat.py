"""Heat colours: at most five steps, the same on map and table, with the legend that says what each means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

STEPS = 5


@dataclass(frozen=True, slots=True)
class LegendStep:
    """One colour and its meaning: ``heat-{step}`` is its CSS class."""

    step: int
    label: str


@dataclass(frozen=True, slots=True)
class HeatScale:
    """Where each step begins. Step 0 is nothing; ``bounds`` are the least whole values of steps 1 to 4."""

    bounds: tuple[int, ...]

    def step(self, value: float | None) -> int | None:
        """The step of a value, 0 to 4; None where the value is unknown, which is not zero."""
        if value is None:
            return None
        return sum(value >= bound for bound in self.bounds)

    @property
    def legend(self) -> list[LegendStep]:
        """Every step in use, lightest first."""
        if not self.bounds:
            return [LegendStep(0, "0")]
        first = [LegendStep(0, "0")]
        ends = [*(bound - 1 for bound in self.bounds[1:]), None]
        return first + [
            LegendStep(step, _range_label(bound, end))
            for step, (bound, end) in enumerate(zip(self.bounds, ends, strict=True), start=1)
        ]


def heat_scale(values: Iterable[float | None]) -> HeatScale:
    """Divide the values above zero into at most four steps of about as many different values each.

    Whole numbers only: the figures are counts. Ranking the different values, not their spread, keeps one
    extreme commune from making all others look alike.
    """
    different = sorted({int(value) for value in values if value is not None and value >= 1})
    wanted = min(len(different), STEPS - 1)
    return HeatScale(tuple(different[len(different) * part // wanted] for part in range(wanted)))


def _range_label(low: int, high: int | None) -> str:
    shown = number_format(low, use_l10n=True, force_grouping=True)
    if high is None:
        return _("%(low)s or more") % {"low": shown}
    if high == low:
        return shown
    return f"{shown}–{number_format(high, use_l10n=True, force_grouping=True)}"
