"""The buttons that move an incident to another state."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from incidents.domain.incidents.workflow import make_move, moves_offered
from incidents.domain.moves import OfferedMove
from incidents.forms.incidents import OutcomeForm
from incidents.models import Incident
from incidents.views.incidents.detail import IncidentPage
from incidents.views.move_step import MoveStep


class IncidentMove(MoveStep, IncidentPage):
    """One move of an incident."""

    kind, called, form_class = Incident, "incident", OutcomeForm
    changed_words = gettext_lazy(
        "Somebody changed this incident since you opened it. Look at it again, then decide."
    )

    def make(self, name: str, form: OutcomeForm) -> Incident:
        """Make the move."""
        version = form.cleaned_data["version"]
        return make_move(name, self.incident, form.outcome(), by=self.request.user, version=version)

    def offered(self) -> list[OfferedMove]:
        """The moves of the incident as it is now."""
        return moves_offered(self.incident, self.request.user)
