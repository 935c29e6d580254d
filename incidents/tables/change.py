"""The table of more and fewer: this period against the one before and the same last year."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from incidents.domain.analysis.change import Change, Mark, Step
from incidents.domain.analysis.numbers import p_in_words, written

TONES = {Mark.MORE: "bad", Mark.FEWER: "ok", Mark.CHANCE: ""}
ICONS = {Mark.MORE: "arrow-up-right", Mark.FEWER: "arrow-down-right", Mark.CHANCE: ""}


@dataclass(frozen=True, slots=True)
class ChangeCell:
    """The earlier count with the address of its rows, the change as a count, in percent where that says something, and the
    mark where there is one; ``now_in_part`` is the count now of those communes alone whose books cover both periods, where
    others are in the row."""

    earlier: int
    url: str
    change: str
    percent: str
    p: str
    word: str
    tone: str
    icon: str
    now_in_part: int | None = None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One category or commune: the page that shows when, the address of the rows counted now, and what it is held against;
    None where there was no book."""

    name: str
    when_url: str
    now: int
    url: str
    before: ChangeCell | None
    last_year: ChangeCell | None


def change_row(
    name: str, change: Change, *, when_url: str = "", urls: tuple[str, str, str] = ("", "", "")
) -> ChangeRow:
    """Return a row as it is shown; ``urls`` lead to the rows counted now, before and last year."""
    now, before, year = urls
    return ChangeRow(
        name,
        when_url,
        change.now,
        now,
        _cell(change.before, before),
        _cell(change.last_year, year),
    )


def _cell(step: Step | None, url: str) -> ChangeCell | None:
    if step is None:
        return None
    words = {Mark.MORE: _("more"), Mark.FEWER: _("fewer"), Mark.CHANCE: ""}
    return ChangeCell(
        step.earlier,
        "" if step.is_part else url,  # the list knows no choice of communes
        _signed(step.difference),
        _percent(step.ratio),
        p_in_words(step.p),
        words[step.mark],
        TONES[step.mark],
        ICONS[step.mark],
        step.now if step.is_part else None,
    )


def _percent(ratio: float | None) -> str:
    """The change of the daily rate; nothing where no percentage is told."""
    if ratio is None:
        return ""
    return _("%(change)s%% a day") % {"change": _signed(round(100 * (ratio - 1)))}


def _signed(number: int) -> str:
    """Write a change with its sign: +25, −40, ±0."""
    sign = "+" if number > 0 else "−" if number < 0 else "±"
    return f"{sign}{written(abs(number))}"
