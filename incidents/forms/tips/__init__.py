"""Forms about crime tips."""

from incidents.forms.tips.handling import ClassifyForm, ExtendForm, LookForm, TipMoveForm
from incidents.forms.tips.receive import ReceiveForm

__all__ = ["ClassifyForm", "ExtendForm", "LookForm", "ReceiveForm", "TipMoveForm"]
