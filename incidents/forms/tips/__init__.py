"""Forms about crime tips."""

from incidents.forms.tips.correct import CorrectInformantForm, CorrectTipForm
from incidents.forms.tips.handling import ClassifyForm, ExtendForm, LookForm, TipMoveForm
from incidents.forms.tips.receive import ReceiveForm
from incidents.forms.tips.verifying import VerificationForm

__all__ = [
    "ClassifyForm",
    "CorrectInformantForm",
    "CorrectTipForm",
    "ExtendForm",
    "LookForm",
    "ReceiveForm",
    "TipMoveForm",
    "VerificationForm",
]
