"""Tables of the lists app."""

from lists.models.column_choice import ColumnChoice
from lists.models.saved_view import SavedView
from lists.models.selection import Selection

__all__ = ["ColumnChoice", "SavedView", "Selection"]
