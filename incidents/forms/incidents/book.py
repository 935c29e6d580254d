"""The form that takes an existing book of incidents."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from incidents.domain.book.tables import find_tables, refuse_empty
from incidents.forms.dressed import DressedForm
from units.domain.sheets.grid import Sheet
from units.forms.table_file import TakesTableFile, table_file


class BookForm(TakesTableFile, DressedForm):
    """Refuses, with a sentence, whatever is no book."""

    file = table_file(_("Book of incidents"))

    def look_for_tables(self, sheets: tuple[Sheet, ...]) -> None:
        """Find the book."""
        refuse_empty(find_tables(sheets))
