"""A card of the overview, and how its numbers are written."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Card:
    """One card, as ``partials/stat_card.html`` shows it."""

    label: str
    value: str
    of: str = ""
    url: str = ""
    tone: str = ""
    badge: str = ""
    note: str = ""
    formula: str = ""
    share: int | None = None
    share_max: int | None = None


def written(value: float | None, decimals: int = 0) -> str:
    """Write a number the reader's way; a dash where it is unknown."""
    if value is None:
        return "—"
    return str(number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True))


def change_words(change: int, is_marked: bool) -> tuple[str, str]:
    """Return the tone and the words of a change; only one beyond chance is good or bad."""
    if change == 0:
        return "quiet", _("as many as the year before")
    sign = "+" if change > 0 else "−"
    text = f"{sign}{written(abs(change))} "
    if not is_marked:
        return "quiet", text + _("(within chance)")
    return ("bad" if change > 0 else "ok"), text + _("(more than chance)")
