"""Exact tests of small counts: how surprising a count is, and how two rates compare.

Counts are whole numbers up to about 100,000; exposures are in any unit (days, km²) as long as both are in the
same one. Tails are accurate to about 10 digits (checked against SciPy); no table and no approximation is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, lgamma, log, log1p

SMALLEST = 1e-300
CLOSE = 1e-15
NEAR = 1e-13
MOST_TERMS = 20_000
MOST_STEPS = 2_000


@dataclass(frozen=True, slots=True)
class RateRatio:
    """How many times the second rate the first one is, with an interval.

    ``ratio`` is None when both counts are zero; ``low`` may be 0 and ``high`` infinite.
    """

    ratio: float | None
    low: float
    high: float

    @property
    def is_below_one(self) -> bool:
        """The first rate is lower, by more than chance at the interval's level."""
        return self.high < 1

    @property
    def is_above_one(self) -> bool:
        """The first rate is higher, by more than chance at the interval's level."""
        return self.low > 1


def poisson_tail(count: int, expected: float) -> float:
    """Return P(X ≥ ``count``) for a Poisson count of mean ``expected``.

    P(X ≥ k) = P(k, μ), the regularised lower incomplete gamma function (DLMF 8.4.10): by its series below the
    mean's neighbourhood and by the continued fraction of the complement above (DLMF 8.11.4, 8.9.2).
    Raises ValueError for a negative count or mean.
    """
    if count < 0 or expected < 0:
        raise ValueError("A count and its mean are not negative.")
    if count == 0:
        return 1.0
    if expected == 0:
        return 0.0
    front = exp(count * log(expected) - expected - lgamma(count + 1))
    if expected < count + 1:
        return min(1.0, front * _gamma_series(count, expected))
    return max(0.0, 1.0 - front * count * _gamma_fraction(count, expected))


def binomial_at_most(successes: int, trials: int, share: float) -> float:
    """Return P(X ≤ ``successes``) of a binomial count: I₁₋ₚ(n − k, k + 1) (DLMF 8.17.5)."""
    if successes < 0:
        return 0.0
    if successes >= trials:
        return 1.0
    return incomplete_beta(trials - successes, successes + 1, 1.0 - share)


def binomial_at_least(successes: int, trials: int, share: float) -> float:
    """Return P(X ≥ ``successes``) of a binomial count: Iₚ(k, n − k + 1)."""
    if successes <= 0:
        return 1.0
    if successes > trials:
        return 0.0
    return incomplete_beta(successes, trials - successes + 1, share)


def two_counts_p(
    first: int, second: int, first_exposure: float = 1.0, second_exposure: float = 1.0
) -> float:
    """Return the two-sided p that two Poisson counts come from one rate.

    Given their sum n, the first count is binomial with share t₁ / (t₁ + t₂) (Przyborowski & Wilenski 1940,
    Biometrika 31:313). Two-sided means *central*: twice the smaller tail, at most 1; so p < 5 % exactly when the
    95 % interval of ``rate_ratio`` leaves out 1 (Fay 2010, The R Journal 2(1):53).
    """
    share = _share(first, second, first_exposure, second_exposure)
    total = first + second
    low = binomial_at_most(first, total, share)
    high = binomial_at_least(first, total, share)
    return min(1.0, 2 * min(low, high))


def smallest_p(total: int, first_exposure: float = 1.0, second_exposure: float = 1.0) -> float:
    """Return the smallest p that ``two_counts_p`` could give for counts that add up to ``total``.

    Above the level asked for, no outcome whatever could have been told from chance: there is too little data.
    """
    return min(
        two_counts_p(0, total, first_exposure, second_exposure),
        two_counts_p(total, 0, first_exposure, second_exposure),
    )


def rate_ratio(
    first: int,
    second: int,
    first_exposure: float = 1.0,
    second_exposure: float = 1.0,
    confidence: float = 0.95,
) -> RateRatio:
    """Return (first / t₁) / (second / t₂) with its exact interval.

    The Clopper–Pearson limits p of the conditional binomial (Clopper & Pearson 1934, Biometrika 26:404), which are
    quantiles of beta distributions, turned into p / (1 − p) · t₂ / t₁.
    """
    _share(first, second, first_exposure, second_exposure)
    total, tail = first + second, (1 - confidence) / 2
    scale = second_exposure / first_exposure
    low = _odds(_beta_quantile(tail, first, second + 1)) if first else 0.0
    high = _odds(_beta_quantile(1 - tail, first + 1, second)) if second else inf
    ratio = None if not total else first / second * scale if second else inf
    return RateRatio(ratio, low * scale, high * scale)


def incomplete_beta(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function Iₓ(a, b), by its continued fraction (DLMF 8.17.22)."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return min(1.0, front * _beta_fraction(a, b, x) / a)
    return max(0.0, 1.0 - front * _beta_fraction(b, a, 1 - x) / b)


def _share(first: int, second: int, first_exposure: float, second_exposure: float) -> float:
    if first < 0 or second < 0:
        raise ValueError("A count is not negative.")
    if first_exposure <= 0 or second_exposure <= 0:
        raise ValueError("An exposure is more than nothing.")
    return first_exposure / (first_exposure + second_exposure)


def _gamma_series(count: float, expected: float) -> float:
    """1 + μ/(k+1) + μ²/((k+1)(k+2)) + …"""
    term = total = 1.0
    for step in range(1, MOST_TERMS):
        term *= expected / (count + step)
        total += term
        if term < total * CLOSE:
            break
    return total


def _gamma_fraction(count: float, expected: float) -> float:
    """The continued fraction of Γ(k, μ) / (μᵏ e^−μ), by Lentz's method (1976, Applied Optics 15:668)."""
    base = expected + 1 - count
    ratio = 1 / SMALLEST
    inverse = 1 / base
    value = inverse
    for step in range(1, MOST_TERMS):
        above = -step * (step - count)
        base += 2
        inverse = 1 / _not_zero(above * inverse + base)
        ratio = _not_zero(base + above / ratio)
        change = inverse * ratio
        value *= change
        if abs(change - 1) < CLOSE:
            break
    return value


def _beta_fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of the incomplete beta function, by Lentz's method; about √max(a, b) steps."""
    ratio = 1.0
    inverse = 1 / _not_zero(1 - (a + b) * x / (a + 1))
    value = inverse
    for step in range(1, MOST_TERMS):
        double = 2 * step
        for above in (
            step * (b - step) * x / ((a + double - 1) * (a + double)),
            -(a + step) * (a + b + step) * x / ((a + double) * (a + double + 1)),
        ):
            inverse = 1 / _not_zero(1 + above * inverse)
            ratio = _not_zero(1 + above / ratio)
            change = inverse * ratio
            value *= change
        if abs(change - 1) < CLOSE:
            break
    return value


def _not_zero(value: float) -> float:
    return value if abs(value) > SMALLEST else SMALLEST


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else inf


def _beta_quantile(tail: float, a: float, b: float) -> float:
    """Return the x at which Iₓ(a, b) is ``tail``: Newton's steps from the mean, halving where one leaves the bracket."""
    low, high, x = 0.0, 1.0, a / (a + b)
    scale = lgamma(a + b) - lgamma(a) - lgamma(b)
    for _step in range(MOST_STEPS):
        surplus = incomplete_beta(a, b, x) - tail
        low, high = (low, x) if surplus > 0 else (x, high)
        slope = exp(scale + (a - 1) * log(x) + (b - 1) * log1p(-x))
        following = x - surplus / slope if slope > SMALLEST else low
        if not low < following < high:
            following = (low + high) / 2
        if abs(following - x) <= NEAR * x:
            return following
        x = following
    return x
