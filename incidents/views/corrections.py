"""Correcting one record. Two people at once: the second sees both versions before saving."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from incidents.domain.facts import facts_at, facts_of
from incidents.domain.locking import ChangedMeanwhileError
from incidents.forms.typed import typed
from incidents.views.conflicts import Corrections, form_of_both
from incidents.views.forms import add_errors, readable


class Correction:
    """For a page that corrects ``row``, which its form speaks of as ``facts_class``; the form has a hidden ``version``.

    Fields named ``together`` are one thing said by one person.
    """

    request: Any
    row: Any
    facts_class: type[Any]
    # The facts as the form's fields hold them.
    as_typed: Callable[[Any], dict[str, str]] = staticmethod(typed)
    together: Sequence[tuple[str, ...]] = ()

    def form(self, *args: Any, **kwargs: Any) -> Any:
        """Make the form of this row."""
        raise NotImplementedError

    def save(self, form: Any, version: int) -> HttpResponse:
        """Write what the valid form says, unless somebody saved since ``version``, and lead on."""
        raise NotImplementedError

    def show(self, form: Any, status: int = 200, **more: Any) -> HttpResponse:
        """Render the form."""
        raise NotImplementedError

    def check(self) -> None:
        """Raise ``PermissionDenied`` where this person may not correct this row."""

    def get(self, request: HttpRequest, **_keys: int) -> HttpResponse:
        """Show the row as it is."""
        self.check()
        return self.show(self.form_as_it_is())

    def form_as_it_is(self) -> Any:
        """Return the form filled with what the row says now."""
        said = self.as_typed(facts_of(self.row, self.facts_class))
        return self.form(initial=self.begun({**said, "version": self.row.version}))

    def begun(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the form begins with, where the row has ``said`` this."""
        return dict(said)

    def came_back(self, form: Any) -> None:
        """Hear of a form that could not be saved yet."""

    def received(self) -> None:
        """Hear that the form was saved."""

    def post(self, request: HttpRequest, **_keys: int) -> HttpResponse:
        """Save the correction, or show what somebody else saved meanwhile; nothing that was typed is lost."""
        self.check()
        form = self.form(readable(request.POST))
        if not form.is_valid():
            return self.refuse(form)
        try:
            response = self.save(form, form.cleaned_data["version"] or 0)
        except ChangedMeanwhileError as change:
            return self.show_both(form, change)
        except ValidationError as problem:
            add_errors(form, problem)
            return self.refuse(form)
        self.received()
        return response

    def refuse(self, form: Any) -> HttpResponse:
        """Show the form with what is wrong in it."""
        self.came_back(form)
        return self.show(form, status=422)

    def show_both(self, form: forms.Form, change: ChangedMeanwhileError) -> HttpResponse:
        """Fill the form with both people's corrections and say which fields both of them changed."""
        current = change.current
        base = facts_at(current, form.cleaned_data["version"] or 0, self.facts_class)
        mine: Any = form.facts()  # type: ignore[attr-defined]
        theirs = facts_of(current, self.facts_class)
        corrections = Corrections(base, mine, theirs, self.together)
        both, context = form_of_both(
            self.form, self.request.POST, current, corrections, self.as_typed
        )
        return self.show(both, status=409, **context)
