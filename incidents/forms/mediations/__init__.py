"""Forms about mediations; import them from here."""

from incidents.forms.mediations.moves import (
    CheckEditForm,
    CheckForm,
    FollowUpForm,
    MediationMoveForm,
)
from incidents.forms.mediations.parts import PartyForm, SessionForm
from incidents.forms.mediations.record import MediationForm

__all__ = [
    "CheckEditForm",
    "CheckForm",
    "FollowUpForm",
    "MediationForm",
    "MediationMoveForm",
    "PartyForm",
    "SessionForm",
]
