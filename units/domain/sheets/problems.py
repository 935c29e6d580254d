"""What is wrong with a file, a row or a cell, said so that the person at the desk can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _


class SheetRefused(Exception):  # noqa: N818  the name says what happens
    """The file as a whole cannot be read; the message is one translated sentence for the person who sent it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class ValueRefused(Exception):  # noqa: N818  the name says what happens
    """One value cannot be understood: what is wrong with it, and how to mend it (both translated)."""

    def __init__(self, what: str, how_to_mend: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.how_to_mend = how_to_mend


class Severity(StrEnum):
    """An error stops the import; a warning is shown and lets it pass."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a workbook: sheet name, row number and column letter as the spreadsheet program shows them."""

    sheet: str
    row: int
    column_letter: str = ""
    column_title: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake at a place, with the way to mend it."""

    place: Place
    what: str
    how_to_mend: str = ""
    severity: Severity = Severity.ERROR

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    @property
    def sentence(self) -> str:
        """The whole problem in one line, as it stands in the file that goes back."""
        where = (
            _("Column “%(title)s”: ") % {"title": self.place.column_title}
            if self.place.column_title
            else ""
        )
        return f"{where}{self.what} {self.how_to_mend}".strip()
