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
    """The earlier count with the address of its rows, the change in words, and the mark where there is one."""

    earlier: int
    url: str
    change: str
    p: str
    word: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One category or commune: the page that shows when, and the address of the rows counted now."""

    name: str
    when_url: str
    now: int
    url: str
    before: ChangeCell
    last_year: ChangeCell


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


def _cell(step: Step, url: str) -> ChangeCell:
    words = {Mark.MORE: _("more"), Mark.FEWER: _("fewer"), Mark.CHANCE: ""}
    return ChangeCell(
        step.earlier,
        url,
        _percent(step.ratio),
        p_in_words(step.p),
        words[step.mark],
        TONES[step.mark],
        ICONS[step.mark],
    )


def _percent(ratio: float | None) -> str:
    """The change of the daily rate: +25 %, −40 %; a dash from none."""
    if ratio is None:
        return "—"
    change = round(100 * (ratio - 1))
    sign = "+" if change > 0 else "−" if change < 0 else "±"
    return f"{sign}{written(abs(change))}%"
