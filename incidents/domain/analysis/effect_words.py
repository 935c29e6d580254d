"""What the evidence of a measure allows to say, in one plain sentence."""

from __future__ import annotations

from math import isinf

from django.utils.translation import gettext as _

from incidents.domain.analysis.effect import Effect, Judged
from incidents.domain.analysis.numbers import written
from incidents.domain.analysis.poisson import RateRatio


def sentence(judged: Judged) -> str:
    """Return the verdict on a measure as one sentence in the language of the page."""
    return _sentences()[judged.effect] % {
        "change": change_in_words(judged.place),
        "ring": change_in_words(judged.ring),
        "rest": change_in_words(judged.rest),
    }


def change_in_words(ratio: RateRatio) -> str:
    """Return “fell by 60 %”, “rose by 25 %”, or that nothing happened at either time."""
    if ratio.ratio is None:
        return _("had no incidents before or after")
    if isinf(ratio.ratio):
        return _("rose from none")
    percent = round(100 * abs(ratio.ratio - 1))
    if not percent:
        return _("stayed the same")
    words = _("fell by %(percent)s%%") if ratio.ratio < 1 else _("rose by %(percent)s%%")
    return words % {"percent": written(percent)}


def interval_in_words(ratio: RateRatio) -> str:
    """Return a ratio with its interval: “0.40 (0.21–0.74)”, an open end as ∞; a dash where there is none."""
    if ratio.ratio is None:
        return "–"
    shown = ["∞" if isinf(end) else written(end, 2) for end in (ratio.ratio, ratio.low, ratio.high)]
    return f"{shown[0]} ({shown[1]}–{shown[2]})"


def _sentences() -> dict[Effect, str]:
    return {
        Effect.NOT_ENOUGH: _("There is not enough data yet to say whether it helped."),
        Effect.HELPED: _(
            "It helped: incidents at the place %(change)s, and no move to the surroundings shows."
        ),
        Effect.SPREAD: _(
            "It helped, and the surroundings gained too: incidents at the place %(change)s, around it %(ring)s."
        ),
        Effect.PARTLY_MOVED: _(
            "It helped in part: incidents at the place %(change)s, but around it they %(ring)s, so some have moved next door."
        ),
        Effect.MOVED: _(
            "It mostly moved the trouble next door: incidents at the place %(change)s, but around it they %(ring)s."
        ),
        Effect.AS_ELSEWHERE: _(
            "Incidents at the place %(change)s; that this is more than in the rest of the commune, where they %(rest)s, cannot be said yet."
        ),
        Effect.NO_CLEAR_CHANGE: _(
            "No clear change: that incidents at the place %(change)s may be chance."
        ),
        Effect.WORSE: _("It did not help: incidents at the place %(change)s, more than chance."),
    }
