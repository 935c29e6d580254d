"""The form that takes a roster: the file, and the day it speaks of."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from units.domain.sheets.detect import MAX_FILE_BYTES
from units.domain.sheets.problems import SheetRefused
from units.domain.sheets.reading import read_sheets
from units.domain.sheets.tables import find_tables

LONGEST_NAME = 200


class RosterUploadForm(forms.Form):
    """Refuses, with a sentence, whatever is no roster; `content` holds the file's bytes afterwards."""

    file = forms.FileField(
        label=_("Roster"),
        help_text=_("Excel (.xlsx, .xls) or CSV, 10 MB at most."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.xlsm,.csv,.txt"}),
    )
    as_of = forms.DateField(
        label=_("Roster of"),
        initial=timezone.localdate,
        help_text=_(
            "Whoever is new and has no first day in the file is entered as in position since this day."
        ),
        widget=forms.DateInput(attrs={"autocomplete": "off"}),
    )
    content: bytes = b""

    def clean_file(self) -> Any:
        uploaded = self.cleaned_data["file"]
        if uploaded.size > MAX_FILE_BYTES:
            raise ValidationError(
                _(
                    "The file is larger than %(limit)s MB. Remove pictures and unused sheets, or split it in two."
                ),
                params={"limit": MAX_FILE_BYTES // 1024 // 1024},
            )
        content = uploaded.read()
        try:
            find_tables(read_sheets(content))
        except SheetRefused as refused:
            raise ValidationError(refused.sentence) from refused
        self.content = content
        return uploaded

    def clean_as_of(self) -> date:
        day: date = self.cleaned_data["as_of"]
        if day > timezone.localdate():
            raise ValidationError(_("This day lies in the future."))
        return day

    @property
    def file_name(self) -> str:
        return str(self.cleaned_data["file"].name)[-LONGEST_NAME:]


def answers_in(data: Any) -> dict[str, int]:
    """The answers to doubtful rows among posted values: `who:<sheet>!<row>` → officer's primary key, 0 for new."""
    return {
        name.removeprefix("who:"): int(value)
        for name, value in data.items()
        if name.startswith("who:") and value.isascii() and value.isdigit() and len(value) < 19
    }
