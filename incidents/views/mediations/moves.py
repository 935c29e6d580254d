"""The buttons that end a mediation or take it up again."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from incidents.domain.mediations.workflow import make_move, moves_offered
from incidents.domain.moves import OfferedMove
from incidents.forms.mediations import MediationMoveForm
from incidents.models import Mediation
from incidents.views.mediations.detail import MediationPage
from incidents.views.move_step import MoveStep


class MediationMove(MoveStep, MediationPage):
    """One move of a mediation."""

    kind, called, form_class = Mediation, "mediation", MediationMoveForm
    changed_words = gettext_lazy(
        "Somebody changed this mediation since you opened it. Look at it again, then decide."
    )

    def make(self, name: str, form: MediationMoveForm) -> Mediation:
        """Make the move."""
        version = form.cleaned_data["version"]
        return make_move(
            name, self.mediation, form.outcome(), by=self.request.user, version=version
        )

    def offered(self) -> list[OfferedMove]:
        """The moves of the mediation as it is now."""
        return moves_offered(self.mediation, self.request.user)
