"""Forms about the movement; import them from here."""

from incidents.forms.movement.keeping import ModelForm, OutreachForm, RatingForm, typed_model
from incidents.forms.movement.standards import YearForm

__all__ = ["ModelForm", "OutreachForm", "RatingForm", "YearForm", "typed_model"]
