"""The buttons that move a place to another state."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from incidents.domain.hotspots.workflow import make_move, moves_offered
from incidents.domain.moves import OfferedMove
from incidents.forms.hotspots import MoveForm
from incidents.models import Hotspot
from incidents.views.hotspots.detail import HotspotPage
from incidents.views.move_step import MoveStep


class HotspotMove(MoveStep, HotspotPage):
    """One move of a place."""

    kind, called, form_class = Hotspot, "hotspot", MoveForm
    changed_words = gettext_lazy(
        "Somebody changed this place since you opened it. Look at it again, then decide."
    )

    def make(self, name: str, form: MoveForm) -> Hotspot:
        """Make the move; its dates are of today."""
        values = form.cleaned_data
        return make_move(
            name,
            self.hotspot,
            by=self.request.user,
            on=self.today,
            reason=values.get("reason", ""),
            version=values["version"],
        )

    def offered(self) -> list[OfferedMove]:
        """The moves of the place as it is now."""
        return moves_offered(self.hotspot, self.request.user)
