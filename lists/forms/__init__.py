"""Forms of lists."""

from lists.forms.saved_view import SavedViewForm

__all__ = ["SavedViewForm"]
