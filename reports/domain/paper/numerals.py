"""Roman numerals, which number the parts of an official paper."""

from __future__ import annotations

VALUES = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


def roman(number: int) -> str:
    """Write a number from 1 as I, II, III, IV…"""
    written = ""
    for value, letters in VALUES:
        count, number = divmod(number, value)
        written += letters * count
    return written
