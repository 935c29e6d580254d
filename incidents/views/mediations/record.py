"""Opening a mediation, and correcting one, also by two people at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.domain.locking import ChangedMeanwhileError
from incidents.domain.mediations.recording import (
    correct_mediation,
    facts_at,
    facts_of,
    may_correct,
    open_mediation,
)
from incidents.domain.permissions import RECORD_MEDIATIONS
from incidents.forms.mediations import MediationForm, typed_values
from incidents.models import Mediation
from incidents.views.communes import CommuneOfForm
from incidents.views.conflicts import Corrections, form_of_both
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


class MediationEdit(MediationView):
    """Correcting a record. Two people at once: the second sees both versions before saving."""

    permission_required = RECORD_MEDIATIONS

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the record as it is."""
        if not may_correct(self.mediation, self.request.user):
            raise PermissionDenied
        initial = {**typed_values(facts_of(self.mediation)), "version": self.mediation.version}
        return self.show(self.form(initial=initial))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save the correction, or show what somebody else saved meanwhile."""
        form = self.form(readable(request.POST))
        if not form.is_valid():
            return self.show(form, status=422)
        version = form.cleaned_data["version"] or 0
        try:
            correct_mediation(self.mediation, form.facts(), by=self.request.user, version=version)
        except ChangedMeanwhileError as change:
            return self.show_both(form, change)
        except ValidationError as problem:
            add_errors(form, problem)
            return self.show(form, status=422)
        return self.done(_("The record is corrected."))

    def form(self, *args: Any, **kwargs: Any) -> MediationForm:
        """Make the form of this mediation."""
        mediation = self.mediation
        return MediationForm(*args, commune=mediation.commune, mediation=mediation, **kwargs)

    def show_both(self, form: MediationForm, change: ChangedMeanwhileError) -> HttpResponse:
        """Fill the form with both people's changes and say which fields both of them changed."""
        current = change.current
        assert isinstance(current, Mediation)
        base = facts_at(current, form.cleaned_data["version"] or 0)
        corrections = Corrections(base, form.facts(), facts_of(current))
        both, context = form_of_both(
            self.form, self.request.POST, current, corrections, typed_values
        )
        return self.show(both, status=409, **context)

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
