"""What a concern of the overview is, and how its numbers are written."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import number_format

MOST_OF_A_KIND = 3


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing to look at: how urgent, what, about what, and the next step with its address."""

    tone: str
    what: str
    note: str
    step: str
    url: str


def n(value: int) -> str:
    """Write a count the reader's way."""
    return str(number_format(value, use_l10n=True, force_grouping=True))
