"""A card of the overview, and how its numbers are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

# Where a sentence takes a number: by its name, or the only one of a plural.
GAP = re.compile(r"%\((\w+)\)s|(%s)")


@dataclass(frozen=True, slots=True)
class Rows:
    """The list that holds exactly the rows behind a number, and what they are."""

    url: str
    label: str


# The rows behind a figure, by its code.
RowsOf = Callable[[str], Rows]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, or a number that leads to its rows."""

    text: str
    rows: Rows | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words in order, some of them numbers that lead to their rows."""

    pieces: tuple[Piece, ...]

    def __str__(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Card:
    """One card, as ``partials/stat_card.html`` shows it: ``url`` leads to the rows of the value, ``badge_rows`` to
    those of the badge's number."""

    label: str
    value: str
    of: str = ""
    url: str = ""
    tone: str = ""
    badge: str = ""
    badge_rows: Rows | None = None
    note: str | Sentence = ""
    formula: str | Sentence = ""
    share: int | None = None
    share_max: int | None = None


def written(value: float | None, decimals: int = 0) -> str:
    """Write a number the reader's way, rounded to so many decimals; a dash where it is unknown."""
    if value is None:
        return "—"
    # ``number_format`` alone cuts decimals off.
    rounded = round(value, decimals) if isinstance(value, float) else value
    return str(number_format(rounded, decimal_pos=decimals, use_l10n=True, force_grouping=True))


def in_percent(share: float) -> str:
    """Write a share of 1 in per cent, with one decimal where it is not whole, as the reports do."""
    percent = round(100 * share, 1)
    return written(percent, 0 if percent.is_integer() else 1)


def number(value: int, rows: Rows) -> Piece:
    """Write a number that leads to its rows."""
    return Piece(written(value), rows)


def sentence(template: str, *plural: Piece, **named: Piece | str) -> Sentence:
    """Fill a translated template (``%(name)s``, ``%s`` for the one number of a plural, ``%%``) and keep which of its
    numbers lead where."""
    pieces, place = [], 0
    for gap in GAP.finditer(template):
        pieces.append(Piece(template[place : gap.start()].replace("%%", "%")))
        filled = named[gap[1]] if gap[1] else plural[0]
        pieces.append(Piece(filled) if isinstance(filled, str) else filled)
        place = gap.end()
    pieces.append(Piece(template[place:].replace("%%", "%")))
    return Sentence(tuple(piece for piece in pieces if piece.text))


def change_words(change: int, is_marked: bool) -> tuple[str, str]:
    """Return the tone and the words of a change; only one beyond chance is good or bad."""
    if change == 0:
        return "quiet", _("as many as the year before")
    sign = "+" if change > 0 else "−"
    text = f"{sign}{written(abs(change))} "
    if not is_marked:
        return "quiet", text + _("(within chance)")
    return ("bad" if change > 0 else "ok"), text + _("(more than chance)")


def joined(between: str, sentences: Sequence[Sentence]) -> Sentence:
    """Say several sentences one after the other."""
    pieces: list[Piece] = []
    for one in sentences:
        pieces += [Piece(between), *one.pieces] if pieces else one.pieces
    return Sentence(tuple(pieces))
