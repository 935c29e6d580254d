"""Forms about mediations; import them from here."""

from incidents.forms.mediations.moves import CheckForm, FollowUpForm, MediationMoveForm
from incidents.forms.mediations.parts import IncidentOfForm, PartyForm, SessionForm
from incidents.forms.mediations.record import MediationForm

__all__ = [
    "CheckForm",
    "FollowUpForm",
    "IncidentOfForm",
    "MediationForm",
    "MediationMoveForm",
    "PartyForm",
    "SessionForm",
]
