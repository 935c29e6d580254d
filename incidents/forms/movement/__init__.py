"""Forms about the movement; import them from here."""

from incidents.forms.movement.keeping import (
    ModelForm,
    OutreachForm,
    RatingCorrectionForm,
    RatingForm,
)
from incidents.forms.movement.standards import YearForm

__all__ = ["ModelForm", "OutreachForm", "RatingCorrectionForm", "RatingForm", "YearForm"]
