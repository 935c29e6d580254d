"""Taking a file with a table in it: a roster, a book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from units.domain.sheets.detect import MAX_FILE_BYTES
from units.domain.sheets.grid import Sheet
from units.domain.sheets.problems import SheetRefused
from units.domain.sheets.reading import read_sheets

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LONGEST_NAME = 200


def table_file(label: str | StrPromise) -> forms.FileField:
    """Return the field that takes the file."""
    return forms.FileField(
        label=label,
        help_text=_("Excel (.xlsx, .xls) or CSV, 10 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.xlsm,.csv,.txt"}),
    )


class TakesTableFile:
    """Mixed into a form with such a ``file``: refuses, with a sentence, whatever has no table; ``content`` holds the
    file's bytes afterwards."""

    cleaned_data: dict[str, Any]
    content: bytes = b""

    def look_for_tables(self, sheets: tuple[Sheet, ...]) -> None:
        """Raise ``SheetRefused`` where the sheets have no table of this kind."""
        raise NotImplementedError

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
            self.look_for_tables(read_sheets(content))
        except SheetRefused as refused:
            raise ValidationError(refused.sentence) from refused
        self.content = content
        return uploaded

    @property
    def file_name(self) -> str:
        """The end of the file's name, which tells it apart."""
        return str(self.cleaned_data["file"].name)[-LONGEST_NAME:]
