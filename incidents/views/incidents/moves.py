"""The buttons that move an incident to another state."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from incidents.domain.incidents.workflow import make_move
from incidents.domain.locking import ChangedMeanwhileError
from incidents.domain.moves import declared_moves
from incidents.forms.incidents import OutcomeForm
from incidents.models import Incident
from incidents.views.forms import add_errors
from incidents.views.incidents.detail import IncidentPage


class IncidentMove(IncidentPage):
    """One move, by POST; whether it is allowed now is asked where it is carried out."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Make the move and say so, or show the page again with what was typed and what is wrong."""
        move = declared_moves(Incident).get(name)
        if move is None:
            raise Http404
        form = OutcomeForm(request.POST, name=name, move=move)
        if not form.is_valid():
            return self.show({name: form}, status=422)
        try:
            moved = make_move(
                name,
                self.incident,
                form.outcome(),
                by=self.request.user,
                version=form.cleaned_data["version"],
            )
        except ChangedMeanwhileError:
            messages.warning(
                request,
                _(
                    "Somebody changed this incident since you opened it. Look at it again, then decide."
                ),
            )
            return redirect("incident_detail", pk)
        except ValidationError as problem:
            add_errors(form, problem)
            return self.show({name: form}, status=422)
        state = moved.get_state_display()
        messages.success(
            request, _("%(name)s is now “%(state)s”.") % {"name": moved.number, "state": state}
        )
        return redirect("incident_detail", pk)
