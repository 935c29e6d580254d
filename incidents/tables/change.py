"""The table of more and fewer: this period against the one before and the same last year."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from incidents.domain.analysis.change import Change, Mark, Step

TONES = {Mark.MORE: "bad", Mark.FEWER: "ok", Mark.CHANCE: ""}
ICONS = {Mark.MORE: "arrow-up-right", Mark.FEWER: "arrow-down-right", Mark.CHANCE: ""}


@dataclass(frozen=True, slots=True)
class ChangeCell:
    """The earlier count, the change in words, and the mark where there is one."""

    earlier: int
    change: str
    p: str
    word: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One category or commune."""

    name: str
    url: str
    now: int
    before: ChangeCell
    last_year: ChangeCell


def change_row(name: str, url: str, change: Change) -> ChangeRow:
    """Return a row as it is shown."""
    return ChangeRow(name, url, change.now, _cell(change.before), _cell(change.last_year))


def p_in_words(p: float) -> str:
    """Write a p-value: three decimals, and “< 0,001” below."""
    return f"< {number_format(0.001, 3)}" if p < 0.001 else number_format(p, 3)


def _cell(step: Step) -> ChangeCell:
    words = {Mark.MORE: _("more"), Mark.FEWER: _("fewer"), Mark.CHANCE: ""}
    return ChangeCell(
        step.earlier,
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
    return f"{sign}{number_format(abs(change), 0)}%"
