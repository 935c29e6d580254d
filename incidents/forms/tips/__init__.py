"""Forms about crime tips."""

from incidents.forms.tips.correct import CorrectInformantForm, CorrectTipForm
from incidents.forms.tips.handling import (
    AnswerForm,
    ClassifyForm,
    ExtendForm,
    LookForm,
    ProposeForm,
    TipMoveForm,
)
from incidents.forms.tips.receive import ReceiveForm
from incidents.forms.tips.rules import EndForm, ReasonForm, RuleForm
from incidents.forms.tips.verifying import VerificationForm

__all__ = [
    "AnswerForm",
    "ClassifyForm",
    "CorrectInformantForm",
    "CorrectTipForm",
    "EndForm",
    "ExtendForm",
    "LookForm",
    "ProposeForm",
    "ReasonForm",
    "ReceiveForm",
    "RuleForm",
    "TipMoveForm",
    "VerificationForm",
]
