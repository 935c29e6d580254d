"""The buttons that move a place to another state."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from incidents.domain.hotspots.workflow import make_move
from incidents.domain.locking import ChangedMeanwhileError
from incidents.domain.moves import declared_moves
from incidents.forms.hotspots import MoveForm
from incidents.models import Hotspot
from incidents.models.states import HOTSPOT_MOVES
from incidents.views.hotspots.base import HotspotView


class HotspotMove(HotspotView):
    """One move, by POST; whether it is allowed now is asked where it is carried out."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Make the move and say so, or say why it is not possible."""
        if name not in HOTSPOT_MOVES:
            raise Http404
        place = self.hotspot
        form = MoveForm(request.POST, move=declared_moves(Hotspot)[name])
        back = redirect("hotspot_detail", place.pk)
        if not form.is_valid():
            said = [str(text) for texts in form.errors.values() for text in texts]
            messages.error(request, " ".join(said))
            return back
        values = form.cleaned_data
        try:
            moved = make_move(
                name,
                place,
                by=self.request.user,
                on=self.today,
                reason=values.get("reason", ""),
                version=values["version"],
            )
        except ChangedMeanwhileError:
            messages.warning(
                request,
                _(
                    "Somebody changed this place since you opened it. Look at it again, then decide."
                ),
            )
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
        else:
            state = moved.get_state_display()
            messages.success(
                request,
                _("%(name)s is now “%(state)s”.") % {"name": moved.name, "state": state},
            )
        return back
