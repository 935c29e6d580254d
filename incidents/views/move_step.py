"""The step that moves a record to another state; what was typed stays when somebody was faster."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.views.pages import StepByPost
from incidents.domain.locking import ChangedMeanwhileError
from incidents.domain.moves import OfferedMove, declared_moves
from incidents.models import Hotspot, Incident, Mediation
from incidents.views.forms import add_errors, at_version


class MoveStep(StepByPost):
    """One move, by POST from the record's page; whether it is allowed now is asked where it is carried out."""

    kind: type[Hotspot | Incident | Mediation]
    # The cached property that holds the row.
    called: str
    form_class: Callable[..., Any]
    changed_words: Any  # a sentence, perhaps a lazy one

    show: Callable[..., HttpResponse]
    done: Callable[..., HttpResponse]

    def make(self, name: str, form: Any) -> Hotspot | Incident | Mediation:
        """Make the move that the valid form speaks of."""
        raise NotImplementedError

    def offered(self) -> list[OfferedMove]:
        """The moves that this person may make now."""
        raise NotImplementedError

    def post(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Make the move and say so, or show the page again with what was typed and what is wrong."""
        move = declared_moves(self.kind).get(name)
        if move is None:
            raise Http404
        form = self.form_class(request.POST, name=name, move=move)
        if not form.is_valid():
            return self.show({name: form}, status=422)
        try:
            moved = self.make(name, form)
        except ChangedMeanwhileError:
            return self.look_again(name, form)
        except ValidationError as problem:
            add_errors(form, problem)
            return self.show({name: form}, status=422)
        said = {"name": moved, "state": moved.get_state_display()}
        return self.done(_("%(name)s is now “%(state)s”.") % said)

    def look_again(self, name: str, form: Any) -> HttpResponse:
        """Show the record as it is now with what was typed: in its form, or where the move is over, above the page."""
        self.__dict__.pop(self.called, None)
        row = getattr(self, self.called)
        messages.warning(self.request, self.changed_words)
        at_version(form, row.version)
        if name not in {one.name for one in self.offered()} and (
            words := _typed(form.cleaned_data)
        ):
            messages.info(self.request, _("What you typed: %s") % words)
        return self.show({name: form}, status=409)


def _typed(values: Mapping[str, Any]) -> str:
    return str(values.get("note") or values.get("reason") or "").strip()
