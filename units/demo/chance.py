"""Chance for the demonstrations: small counts that happen by themselves."""

from __future__ import annotations

from math import exp
from random import Random

LARGEST_MEAN = 60.0


def poisson(random: Random, mean: float) -> int:
    """Draw a Poisson number (Knuth 1969, The Art of Computer Programming 2, 3.4.1); means are small, at most ``LARGEST_MEAN``."""
    limit, product, number = exp(-min(mean, LARGEST_MEAN)), random.random(), 0
    while product > limit:
        product *= random.random()
        number += 1
    return number
