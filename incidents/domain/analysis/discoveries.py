"""Looking at many places at once without being fooled by the luckiest: the false-discovery rate."""

from __future__ import annotations

from collections.abc import Sequence


def adjusted(p_values: Sequence[float], tests: int | None = None) -> list[float]:
    """Return the q of each p, in the same order: the smallest false-discovery rate at which it is kept.

    q₍ᵢ₎ = minⱼ≥ᵢ (m · p₍ⱼ₎ / j), the step-up procedure of Benjamini & Hochberg (1995, Journal of the Royal
    Statistical Society B 57:289). ``tests`` is m where more were made than are given here (the rest having p = 1,
    such as empty cells). Raises ValueError if it is fewer.
    """
    m = len(p_values) if tests is None else tests
    if m < len(p_values):
        raise ValueError("There were at least as many tests as p-values.")
    order = sorted(range(len(p_values)), key=lambda place: p_values[place], reverse=True)
    q_values, smallest = [1.0] * len(p_values), 1.0
    for rank, place in zip(range(len(p_values), 0, -1), order, strict=True):
        smallest = min(smallest, m * p_values[place] / rank)
        q_values[place] = smallest
    return q_values
