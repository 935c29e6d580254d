"""Did it help? A place before and after a measure, the ring around it, and the rest of the commune.

What the figures cannot tell: places are taken up when they are at their worst, so some fall would have come by itself
(regression to the mean; Hauer 1997, Observational Before–After Studies in Road Safety). Pages say so beside the sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import exp, lgamma

from incidents.domain.analysis.poisson import RateRatio, rate_ratio, smallest_p


class Effect(StrEnum):
    """What may be said of a measure."""

    NOT_ENOUGH = "not_enough"
    HELPED = "helped"
    SPREAD = "spread"
    PARTLY_MOVED = "partly_moved"
    MOVED = "moved"
    AS_ELSEWHERE = "as_elsewhere"
    LESS_THAN_ELSEWHERE = "less_than_elsewhere"
    NO_CLEAR_CHANGE = "no_clear_change"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Span:
    """Incidents before and after: in the place (A), in the ring around it (B), in the rest of the commune (C)."""

    place: int
    ring: int
    rest: int
    days: int


@dataclass(frozen=True, slots=True)
class Judged:
    """The evidence and what it allows to say. ``wdq`` is None where it is not defined."""

    before: Span
    after: Span
    place: RateRatio
    ring: RateRatio
    rest: RateRatio
    against_rest_p: float
    wdq: float | None
    effect: Effect


def judge(before: Span, after: Span, *, level: float = 0.05, shortest_days: int = 28) -> Judged:
    """Judge a measure from incidents before and after.

    Rate ratios are exact (``rate_ratio``). Nothing is said while either span is shorter than ``shortest_days``, or while
    even no incident at all afterwards could not be told from chance.
    """

    def ratio(now: int, then: int) -> RateRatio:
        return rate_ratio(now, then, after.days, before.days, confidence=1 - level)

    place = ratio(after.place, before.place)
    ring = ratio(after.ring, before.ring)
    rest = ratio(after.rest, before.rest)
    against = against_rest(before, after)
    wdq = displacement_quotient(before, after)
    enough = (
        min(before.days, after.days) >= shortest_days
        and smallest_p(before.place + after.place, after.days, before.days) < level
    )
    effect = Effect.NOT_ENOUGH
    if enough:
        differs = _direction(before.place, after.place, before, after) if against < level else 0
        effect = _effect(place, ring, wdq, differs, _changed_alone(before, after, level))
    return Judged(before, after, place, ring, rest, against, wdq, effect)


def displacement_quotient(before: Span, after: Span) -> float | None:
    """Return the weighted displacement quotient (Bowers & Johnson 2003, Journal of Quantitative Criminology 19:275).

    WDQ = (Bₐ/Cₐ − B_b/C_b) / (Aₐ/Cₐ − A_b/C_b). Below −1: more moved to the ring than was gained; −1 to 0: some of the gain
    moved; above 0: the ring gained too. It speaks of a measure that gained: None where the place did not fall against the
    rest, or the rest has no incident.
    """
    if not before.rest or not after.rest:
        return None
    gained = after.place / after.rest - before.place / before.rest
    if gained >= 0:
        return None
    return (after.ring / after.rest - before.ring / before.rest) / gained


def against_rest(before: Span, after: Span) -> float:
    """Return the two-sided p that the place changed as the rest of the commune did.

    Given the sums, the place's later count is hypergeometric when both changed by one factor (Fisher's exact test, 1935,
    Journal of the Royal Statistical Society 98:39); central, as ``two_counts_p``.
    """
    return _changed_alike_p(before.place, after.place, before, after)


def _changed_alike_p(then: int, now: int, before: Span, after: Span) -> float:
    """The two-sided p that one zone's count changed from ``then`` to ``now`` as the rest of the commune did."""
    zone, later = then + now, now + after.rest
    total = zone + before.rest + after.rest
    low = _hypergeometric_at_most(now, zone, later, total)
    high = 1 - _hypergeometric_at_most(now - 1, zone, later, total)
    return min(1.0, 2 * min(low, high))


def _direction(then: int, now: int, before: Span, after: Span) -> int:
    """1 where a zone rose against the rest of the commune, -1 where it fell against it, 0 where it did neither."""
    rose, fell = now * before.rest, then * after.rest
    return (rose > fell) - (rose < fell)


def _changed_alone(before: Span, after: Span, level: float) -> int:
    """1 where the ring rose against the rest of the commune by more than chance, -1 where it fell against it, else 0."""
    is_clear = _changed_alike_p(before.ring, after.ring, before, after) < level
    return _direction(before.ring, after.ring, before, after) if is_clear else 0


def _hypergeometric_at_most(count: int, marked: int, drawn: int, total: int) -> float:
    """P(X ≤ count) when ``drawn`` are taken of ``total`` of which ``marked`` are marked."""
    first = max(0, drawn + marked - total)
    return min(
        1.0,
        sum(
            exp(_choose(marked, k) + _choose(total - marked, drawn - k) - _choose(total, drawn))
            for k in range(first, min(count, marked, drawn) + 1)
        ),
    )


def _choose(n: int, k: int) -> float:
    """The logarithm of the binomial coefficient."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _effect(
    place: RateRatio, ring: RateRatio, wdq: float | None, differs: int, ring_differs: int
) -> Effect:
    """The verdict; ``differs`` and ``ring_differs`` say which way the place and the ring changed against the rest of the
    commune by more than chance, 0 where it may be chance.

    That a measure *helped* or did harm, that trouble moved to the ring or the ring gained too, takes a change which the
    rest of the commune does not share (a book that begins to be kept better makes every place rise).
    """
    if place.is_above_one:
        return (Effect.LESS_THAN_ELSEWHERE, Effect.AS_ELSEWHERE, Effect.WORSE)[differs + 1]
    if not place.is_below_one:
        return Effect.NO_CLEAR_CHANGE
    if differs >= 0:
        return Effect.LESS_THAN_ELSEWHERE if differs else Effect.AS_ELSEWHERE
    if ring.is_above_one and ring_differs > 0:
        return Effect.MOVED if (wdq or 0) <= -1 else Effect.PARTLY_MOVED
    return Effect.SPREAD if ring.is_below_one and ring_differs < 0 else Effect.HELPED
