"""The form that takes an existing book of incidents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from incidents.domain.book.tables import find_tables
from incidents.forms.dressed import DressedForm
from units.domain.sheets.detect import MAX_FILE_BYTES
from units.domain.sheets.problems import SheetRefused
from units.domain.sheets.reading import read_sheets

LONGEST_NAME = 200


class BookForm(DressedForm):
    """Refuses, with a sentence, whatever is no book; ``content`` holds the file's bytes afterwards."""

    file = forms.FileField(
        label=_("Book of incidents"),
        help_text=_("Excel (.xlsx, .xls) or CSV, 10 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.xlsm,.csv,.txt"}),
    )
    content: bytes = b""

    def clean_file(self) -> Any:
        """Read the file as far as finding its table."""
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

    @property
    def file_name(self) -> str:
        """The end of the file's name, which tells it apart."""
        return str(self.cleaned_data["file"].name)[-LONGEST_NAME:]
