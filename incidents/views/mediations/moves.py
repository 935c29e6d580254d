"""The buttons that end a mediation or take it up again."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from incidents.domain.locking import ChangedMeanwhileError
from incidents.domain.mediations.workflow import make_move
from incidents.domain.moves import declared_moves
from incidents.forms.mediations import MediationMoveForm
from incidents.models import Mediation
from incidents.views.forms import add_errors
from incidents.views.mediations.detail import MediationPage


class MediationMove(MediationPage):
    """One move, by POST; whether it is allowed now is asked where it is carried out."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Make the move and say so, or show the page again with what was typed and what is wrong."""
        move = declared_moves(Mediation).get(name)
        if move is None:
            raise Http404
        form = MediationMoveForm(request.POST, name=name, move=move)
        if not form.is_valid():
            return self.show({name: form}, status=422)
        version = form.cleaned_data["version"]
        try:
            moved = make_move(
                name, self.mediation, form.outcome(), by=self.request.user, version=version
            )
        except ChangedMeanwhileError:
            messages.warning(
                request,
                _(
                    "Somebody changed this mediation since you opened it. Look at it again, then decide."
                ),
            )
            return redirect("mediation_detail", pk)
        except ValidationError as problem:
            add_errors(form, problem)
            return self.show({name: form}, status=422)
        said = {"name": moved.number, "state": moved.get_state_display()}
        return self.done(_("%(name)s is now “%(state)s”.") % said)
