"""Numbers as pages write them: rounded, with the language's own decimal sign."""

from __future__ import annotations

from django.utils.formats import number_format


def written(value: float, places: int = 0) -> str:
    """Write a number rounded to so many decimals (``number_format`` alone would cut them off), never as −0."""
    return str(number_format(round(value, places) + 0.0, places))


def p_in_words(p: float) -> str:
    """Write a p-value: three decimals, and “< 0,001” below."""
    return f"< {written(0.001, 3)}" if p < 0.001 else written(p, 3)
