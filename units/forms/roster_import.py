"""The form that takes a roster: the file, and the day it speaks of."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from units.domain.sheets.grid import Sheet
from units.domain.sheets.tables import find_tables
from units.forms.table_file import TakesTableFile, table_file


class RosterUploadForm(TakesTableFile, forms.Form):
    """Refuses, with a sentence, whatever is no roster."""

    file = table_file(_("Roster"))
    as_of = forms.DateField(
        label=_("Roster of"),
        initial=timezone.localdate,
        help_text=_(
            "Whoever is new and has no first day in the file is entered as in position since this day."
        ),
        widget=forms.DateInput(attrs={"autocomplete": "off"}),
    )

    def look_for_tables(self, sheets: tuple[Sheet, ...]) -> None:
        """Find the roster."""
        find_tables(sheets)

    def clean_as_of(self) -> date:
        day: date = self.cleaned_data["as_of"]
        if day > timezone.localdate():
            raise ValidationError(_("This day lies in the future."))
        return day


def answers_in(data: Any) -> dict[str, int]:
    """The answers to doubtful rows among posted values: `who:<sheet>!<row>` → officer's primary key, 0 for new."""
    return {
        name.removeprefix("who:"): int(value)
        for name, value in data.items()
        if name.startswith("who:") and value.isascii() and value.isdigit() and len(value) < 19
    }
