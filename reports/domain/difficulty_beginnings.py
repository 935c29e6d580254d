"""What a line of a report says, as the beginning of a difficulty: nothing is typed twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lists.domain.folding import fold
from reports.models import DifficultyKind, DifficultySeverity, Indicator

LONGEST_TITLE = 200
BULLETS = " -–•+*"
# Columns of the standard forms whose meaning is known by their code.
KIND, WHAT, PROPOSAL = "kind", "what", "proposal"
# Words that tell what a difficulty is about, without diacritics; the first that fits.
KIND_WORDS: tuple[tuple[str, DifficultyKind], ...] = (
    ("tru so", DifficultyKind.STATION),
    ("phu cap", DifficultyKind.ALLOWANCE),
    ("che do", DifficultyKind.ALLOWANCE),
    ("chinh sach", DifficultyKind.ALLOWANCE),
    ("cong cu ho tro", DifficultyKind.EQUIPMENT),
    ("trang thiet bi", DifficultyKind.EQUIPMENT),
    ("phuong tien", DifficultyKind.EQUIPMENT),
    ("co so vat chat", DifficultyKind.FACILITIES),
    ("luc luong", DifficultyKind.FORCE),
    ("bien che", DifficultyKind.FORCE),
    ("nghi viec", DifficultyKind.FORCE),
    ("bo viec", DifficultyKind.FORCE),
)


def guessed_kind(text: str) -> str:
    """Return the kind that the words of a report suggest; the person sees it and may choose another."""
    folded = fold(text)
    return str(next((kind for word, kind in KIND_WORDS if word in folded), DifficultyKind.OTHER))


def begun_from_text(indicator: Indicator, text: str) -> dict[str, Any]:
    """Return the form's first values: the text's first line as the sentence, all of it as the description."""
    said = text.strip()
    lines = [line.strip(BULLETS) for line in said.splitlines() if line.strip(BULLETS)]
    return {
        "title": lines[0][:LONGEST_TITLE] if lines else indicator.name,
        "description": said if len(lines) > 1 or len(said) > LONGEST_TITLE else "",
        "kind": guessed_kind(said),
        "severity": DifficultySeverity.SERIOUS,
    }


def _kind_of(told: Mapping[str, str]) -> str:
    """The kind that the row's own column names; else the one that all its words suggest."""
    named = guessed_kind(told.get(KIND, ""))
    return named if named != DifficultyKind.OTHER else guessed_kind(" ".join(told.values()))


def begun_from_row(indicator: Indicator, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the form's first values from one row of a table: what hinders, what is proposed, and every other
    column in the description under its name."""
    told = {
        column["code"]: str(row.get(column["code"]) or "").strip()
        for column in indicator.columns or ()
    }
    labels = {column["code"]: column.get("label", "") for column in indicator.columns or ()}
    filled = [code for code, text in told.items() if text]
    what = WHAT if told.get(WHAT) else next((code for code in filled if code != PROPOSAL), "")
    title = told.get(what, "")
    rest = [f"{labels[code]}: {told[code]}" for code in filled if code not in (what, PROPOSAL)]
    if len(title) > LONGEST_TITLE:
        rest.insert(0, title)
    return {
        "title": title[:LONGEST_TITLE] or indicator.name,
        "description": "\n".join(rest),
        "proposal": told.get(PROPOSAL, ""),
        "kind": _kind_of(told),
        "severity": DifficultySeverity.SERIOUS,
    }
