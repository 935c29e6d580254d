"""Whether two counts differ by more than chance: exact tests, without any library."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

ALPHA = 0.05
# Counts as likely as the observed one are told apart from rounding, as R's poisson.test does.
SLACK = 1 + 1e-7


@lru_cache(maxsize=65_536)  # small counts repeat: a nation compares some thousand pairs at once
def rate_change_p(count: int, exposure: float, earlier: int, earlier_exposure: float) -> float:
    """Return the two-sided p-value that two Poisson counts come from the same rate per exposure.

    The conditional test of J. Przyborowski and H. Wilenski, "Homogeneity of results in testing
    samples from Poisson series", Biometrika 31 (1940) 313-323: given the sum n of both counts, the
    first is binomial with n and p = exposure / (exposure + earlier_exposure). Two-sided by the
    method of minimum likelihood: the sum over all outcomes no likelier than the observed one. An
    exposure of zero, or no count at all, says nothing: 1.
    """
    total = count + earlier
    if total == 0 or exposure <= 0 or earlier_exposure <= 0:
        return 1.0
    return binomial_p(count, total, exposure / (exposure + earlier_exposure))


def binomial_p(successes: int, trials: int, share: float) -> float:
    """Return the two-sided exact binomial p-value of ``successes`` in ``trials`` at ``share``.

    Time grows with the width of the distribution, not with ``trials``.
    """

    def log_likelihood(k: int) -> float:
        return (
            math.lgamma(trials + 1)
            - math.lgamma(k + 1)
            - math.lgamma(trials - k + 1)
            + k * math.log(share)
            + (trials - k) * math.log1p(-share)
        )

    limit = log_likelihood(successes) + math.log(SLACK)
    mode = min(trials, math.floor((trials + 1) * share))
    if log_likelihood(mode) <= limit:
        return 1.0
    # Left of the mode likelihood rises, right of it falls: each tail ends where the limit is crossed.
    last_left = _first_true(0, mode, lambda k: log_likelihood(k) > limit) - 1
    first_right = _first_true(mode, trials + 1, lambda k: k > trials or log_likelihood(k) <= limit)
    left = _tail(range(last_left, -1, -1), log_likelihood)
    right = _tail(range(first_right, trials + 1), log_likelihood)
    return min(1.0, left + right)


def _first_true(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """Return the least k in [low, high] for which a condition that stays true once true holds."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _tail(outcomes: Iterable[int], log_likelihood: Callable[[int], float]) -> float:
    """Add up likelihoods that only fall, until they no longer matter."""
    total = 0.0
    for k in outcomes:
        term = math.exp(log_likelihood(k))
        total += term
        if term < total * 1e-16:
            break
    return total


def is_plain_chance(count: int, exposure: float, earlier: int, earlier_exposure: float) -> bool:
    """Tell that p is surely above 5 %, without reckoning it: less than one standard deviation from what one rate makes
    of the sum, for shares of the exposure from a tenth to nine tenths."""
    total = count + earlier
    if total == 0 or exposure <= 0 or earlier_exposure <= 0:
        return True
    share = exposure / (exposure + earlier_exposure)
    return 0.1 <= share <= 0.9 and (count - total * share) ** 2 < total * share * (1 - share)


def beyond_chance(
    p_values: Mapping[Any, float], alpha: float = ALPHA, *, looked_at: int | None = None
) -> set[Any]:
    """Return the keys whose difference is more than chance among all that were looked at: as many as there are p values,
    or ``looked_at``, where those that are surely above ``alpha`` are left out of them.

    Holm's step-down method (S. Holm, Scandinavian Journal of Statistics 6 (1979) 65-70): with 17
    communes looked at, one "significant" change in twenty would otherwise always be found.
    """
    marked: set[Any] = set()
    ordered = sorted(p_values, key=lambda key: p_values[key])
    number = len(ordered) if looked_at is None else looked_at
    for place, key in enumerate(ordered):
        if p_values[key] > alpha / (number - place):
            break
        marked.add(key)
    return marked
