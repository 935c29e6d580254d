"""What the movement's forms share: writing something new down for one commune."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.views.pages import RightView
from incidents.forms.movement.keeping import InCommuneForm
from incidents.views.communes import CommuneOfForm
from incidents.views.forms import add_errors, readable
from units.models import Commune


class NewOfCommune(CommuneOfForm, RightView):
    """A page that writes something new down for one commune."""

    form_class: type[InCommuneForm]
    list_name = ""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form for the person's commune; whoever sees several chooses one first."""
        commune = self.commune_of()
        if commune is None:
            return self.ask_for_commune()
        return self.show(self.form_class(commune=commune))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write it down once; on any failure keep every value for another try."""
        commune = self.commune_of()
        if commune is None:
            return self.ask_for_commune()
        form = self.form_class(readable(request.POST), commune=commune)
        if form.is_valid():
            try:
                return self.save(form, commune)
            except ValidationError as problem:
                add_errors(form, problem)
        return self.show(form, status=422)

    def save(self, form: Any, commune: Commune) -> HttpResponse:
        """Write down what the valid form says and lead on."""
        raise NotImplementedError

    def show(self, form: InCommuneForm, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {
            "form": form,
            "commune": form.commune,
            "title": self.form_title,
            "list_name": self.list_name,
        }
        return render(self.request, "incidents/movement/form.html", context, status=status)
