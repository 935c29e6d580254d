"""Forms about incidents; import them from here."""

from incidents.forms.incidents.full import IncidentForm
from incidents.forms.incidents.moves import OutcomeForm
from incidents.forms.incidents.numbered import NumberedForm
from incidents.forms.incidents.parts import FilesForm, IdentityForm, LinkForm, PersonForm
from incidents.forms.incidents.quick import QuickForm

__all__ = [
    "FilesForm",
    "IdentityForm",
    "IncidentForm",
    "LinkForm",
    "NumberedForm",
    "OutcomeForm",
    "PersonForm",
    "QuickForm",
]
