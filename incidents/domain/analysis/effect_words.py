"""What the evidence of a measure allows to say, in one plain sentence."""

from __future__ import annotations

from math import isinf

from django.utils.translation import gettext as _

from incidents.domain.analysis.change import LEAST_FOR_PERCENT
from incidents.domain.analysis.effect import Effect, Judged
from incidents.domain.analysis.numbers import written
from incidents.domain.analysis.poisson import RateRatio

# A weighted displacement quotient of −0.1: a tenth of the gain stands in the ring. Less is not worth a word.
SPOKEN_OF = -0.1


def sentence(judged: Judged) -> str:
    """Return the verdict on a measure as one sentence in the language of the page."""
    words = _sentences()[judged.effect]
    if judged.effect is Effect.HELPED and judged.ring.is_above_one:
        words = _(
            "It helped: incidents at the place %(change)s. Around it they %(ring)s; that this is more than in the rest of the commune, where they %(rest)s, and that some moved there, cannot be said yet."
        )
    elif judged.effect is Effect.HELPED and _may_have_moved(judged):
        words = _(
            "It helped: incidents at the place %(change)s. Around it they %(ring)s, which may be chance: whether some moved there cannot be said yet."
        )
        if judged.before.ring == judged.after.ring:
            words = _(
                "It helped: incidents at the place %(change)s. Around it they %(ring)s, while they fell elsewhere: whether some moved there cannot be said yet."
            )
    before, after = judged.before, judged.after
    if judged.effect is Effect.NO_CLEAR_CHANGE and before.place == after.place:
        words = _("No clear change: incidents at the place %(change)s.")
    return words % {
        "change": change_in_words(judged.place, (before.place, after.place)),
        "ring": change_in_words(judged.ring, (before.ring, after.ring)),
        "rest": change_in_words(judged.rest, (before.rest, after.rest)),
    }


def _may_have_moved(judged: Judged) -> bool:
    """Whether some of what the place gained may stand in the ring: by the quotient, or where there is none, by a rise."""
    if judged.wdq is not None:
        return judged.wdq <= SPOKEN_OF
    return judged.ring.ratio is not None and judged.ring.ratio > 1


def change_in_words(ratio: RateRatio, counts: tuple[int, int] | None = None) -> str:
    """Return “fell by 60 %”, “rose by 25 %”, or that nothing happened at either time.

    Of ``counts`` before and after equally many days, one of which is below ``LEAST_FOR_PERCENT``, the numbers themselves.
    """
    if ratio.ratio is None:
        return _("had no incidents before or after")
    if isinf(ratio.ratio):
        return _("rose from none")
    if counts is not None and counts[0] == counts[1]:
        return _("stayed the same")
    if counts is not None and min(counts) < LEAST_FOR_PERCENT:
        numbers = _("fell from %(before)s to %(after)s")
        if ratio.ratio > 1:
            numbers = _("rose from %(before)s to %(after)s")
        return numbers % {"before": written(counts[0]), "after": written(counts[1])}
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
        Effect.LESS_THAN_ELSEWHERE: _(
            "Incidents at the place %(change)s, and by more in the rest of the commune, where they %(rest)s: nothing says that the measure did it."
        ),
        Effect.NO_CLEAR_CHANGE: _(
            "No clear change: that incidents at the place %(change)s may be chance."
        ),
        Effect.WORSE: _("It did not help: incidents at the place %(change)s, more than chance."),
    }
