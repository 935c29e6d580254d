"""Opening a mediation, and correcting one, also by two people at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.domain.mediations.recording import (
    MediationFacts,
    correct_mediation,
    open_mediation,
)
from incidents.domain.permissions import RECORD_MEDIATIONS
from incidents.forms.mediations import MediationForm
from incidents.models import Mediation
from incidents.views.communes import CommuneOfForm
from incidents.views.corrections import Correction
from incidents.views.forms import add_errors, readable
from incidents.views.mediations.base import MediationView


class MediationNew(CommuneOfForm, MediationView):
    """The empty form, or what was typed when it could not be saved."""

    permission_required = RECORD_MEDIATIONS
    form_title = gettext_lazy("Open a mediation")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form for the person's commune; whoever sees several chooses one first."""
        commune = self.commune_of()
        if commune is None:
            return self.ask_for_commune()
        return self.show(MediationForm(commune=commune))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Open the mediation once; on any failure keep every value for another try."""
        commune = self.commune_of()
        if commune is None:
            return self.ask_for_commune()
        form = MediationForm(readable(request.POST), commune=commune)
        if form.is_valid():
            key = form.cleaned_data["submission_key"]
            try:
                opened = open_mediation(
                    form.facts(), commune=commune, by=self.request.user, key=key
                )
            except ValidationError as problem:
                add_errors(form, problem)
            else:
                said = _("Opened as %(number)s. Write down the parties below.")
                messages.success(request, said % {"number": opened.number})
                return redirect("mediation_detail", opened.pk)
        return self.show(form, status=422)

    def show(self, form: MediationForm, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {"form": form, "commune": form.commune, "title": self.form_title}
        return render(self.request, "incidents/mediations/record.html", context, status=status)


class MediationEdit(Correction, MediationView):
    """Correcting a record."""

    permission_required = RECORD_MEDIATIONS
    facts_class = MediationFacts

    @property
    def row(self) -> Mediation:
        """The mediation."""
        return self.mediation

    def check(self) -> None:
        """Raise ``PermissionDenied`` where this person may not correct it."""
        self.ask_to_correct()

    def form(self, *args: Any, **kwargs: Any) -> MediationForm:
        """Make the form of this mediation."""
        mediation = self.mediation
        return MediationForm(*args, commune=mediation.commune, mediation=mediation, **kwargs)

    def save(self, form: MediationForm, version: int) -> HttpResponse:
        """Write what the valid form says and show the mediation."""
        correct_mediation(self.mediation, form.facts(), by=self.request.user, version=version)
        return self.done(_("The record is corrected."))

    def show(self, form: MediationForm, status: int = 200, **more: Any) -> HttpResponse:
        """Render the form."""
        context = {
            "form": form,
            "mediation": self.mediation,
            "commune": self.mediation.commune,
            "title": _("Correct the record"),
            **more,
        }
        return render(self.request, "incidents/mediations/record.html", context, status=status)
