"""The two measures of crime tips with their targets: taken up, and resolved in time; said in words and by tone."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.domain.analysis.numbers import written
from incidents.queries.tips import IN_TIME_TARGET, TAKEN_UP_TARGET, TipCounts

TAKEN_UP_PARTS = gettext_lazy("%(part)s ÷ %(whole)s received")
IN_TIME_PARTS = gettext_lazy("%(part)s ÷ (%(resolved)s resolved + %(late)s open and overdue)")


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: its share (a dash where nothing can be divided), the parts it is divided from in words and in
    ``figures`` alone (both empty then), its target, and whether that is reached, by tone and in words."""

    label: str
    share: str
    parts: str
    figures: str
    target: str
    tone: str
    verdict: str

    @property
    def around_parts(self) -> tuple[str, str]:
        """What a line with share, parts and target says before the parts and after them."""
        return f"{self.label}: {self.share} = ", f", {self.target}"


def taken_up(counts: TipCounts) -> Measure:
    """Tips with a class of those received; every tip is to be taken up."""
    part, whole = written(counts.taken_up), written(counts.received)
    return _measure(
        _("taken up"),
        counts.taken_up_share,
        (
            TAKEN_UP_PARTS % {"part": part, "whole": whole},
            f"{part} ÷ {whole}",
        ),
        _("target %(percent)s %%") % {"percent": TAKEN_UP_TARGET},
        is_reached=counts.taken_up_share == TAKEN_UP_TARGET,
    )


def resolved_in_time(counts: TipCounts) -> Measure:
    """Tips resolved in time of those resolved and those late; what is open and overdue counts against it."""
    share = counts.in_time_share
    part, resolved, late = map(written, (counts.in_time, counts.resolved, counts.late))
    return _measure(
        _("resolved in time"),
        share,
        (
            IN_TIME_PARTS % {"part": part, "resolved": resolved, "late": late},
            f"{part} ÷ ({resolved} + {late})",
        ),
        _("target over %(percent)s %%") % {"percent": IN_TIME_TARGET},
        is_reached=share is not None and share > IN_TIME_TARGET,
    )


def _measure(
    label: str, share: float | None, parts: tuple[str, str], target: str, *, is_reached: bool
) -> Measure:
    if share is None:
        return Measure(label, "—", "", "", target, "quiet", _("nothing to measure yet"))
    # Rounded down: 99.96 % is not written as the target it misses.
    text = f"{written(floor(share * 10) / 10, 0 if share == int(share) else 1)} %"
    tone, verdict = ("ok", _("target reached")) if is_reached else ("bad", _("target missed"))
    return Measure(label, text, *parts, target, tone, verdict)
