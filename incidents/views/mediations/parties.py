"""Parties of a mediation: writing them down, correcting, and the recorded look at who they are."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts.requests import client_address
from accounts.views.pages import StepByPost
from incidents.domain.mediations.parts import (
    PartyFacts,
    add_party,
    change_party,
    remove_party,
    see_parties,
)
from incidents.domain.permissions import RECORD_MEDIATIONS, SEE_IDENTITY
from incidents.forms.incidents import IdentityForm
from incidents.forms.mediations import PartyForm
from incidents.models import MediationParty
from incidents.views.corrections import Correction
from incidents.views.forms import add_errors
from incidents.views.mediations.base import PartPage
from incidents.views.mediations.detail import MediationPage

hide_identity = method_decorator(
    sensitive_post_parameters("full_name", "birth_year", "phone", "address"), name="dispatch"
)


@hide_identity
class PartyNew(PartPage):
    """Writing down a party."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the empty form."""
        self.ask_to_correct()
        return self.show_part(PartyForm(), _("Add a party"))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write the party down."""
        form = PartyForm(request.POST)
        if form.is_valid():
            try:
                key = form.cleaned_data["submission_key"]
                add_party(self.mediation, form.facts(), by=self.request.user, key=key)
                return self.done(_("The party is written down."), "parties")
            except ValidationError as problem:
                add_errors(form, problem)
        return self.show_part(form, _("Add a party"), status=422)


class PartyPage(PartPage):
    """A page about one party."""

    permission_required = (RECORD_MEDIATIONS, SEE_IDENTITY)

    @cached_property
    def party(self) -> MediationParty:
        """The party of the address, of this mediation."""
        rows = MediationParty.objects.visible_to(self.request.scope).select_related("mediation")
        party: MediationParty = get_object_or_404(
            rows, pk=self.kwargs["party_pk"], mediation=self.mediation
        )
        return party


@hide_identity
class PartyEdit(Correction, PartyPage):
    """Correcting who a party is: the form shows it, so the look is recorded."""

    facts_class = PartyFacts

    @property
    def row(self) -> MediationParty:
        """The party."""
        return self.party

    def check(self) -> None:
        """Raise ``PermissionDenied`` where this person may not correct it, or nothing is kept of the party."""
        self.ask_to_correct()
        if self.party.anonymised_on:
            raise PermissionDenied

    def form(self, *args: Any, **kwargs: Any) -> PartyForm:
        """Make the form of this party."""
        return PartyForm(*args, **kwargs)

    def save(self, form: PartyForm, version: int) -> HttpResponse:
        """Write what the valid form says and show the mediation."""
        change_party(self.party, form.facts(), by=self.request.user, version=version)
        return self.done(_("The party is corrected."), "parties")

    def show(self, form: Any, status: int = 200, **more: Any) -> HttpResponse:
        """Render the form; what it shows of the party is recorded as a look, unless it was only typed."""
        if status in (200, 409):
            see_parties(
                self.mediation,
                by=self.request.user,
                reason=_("to correct it"),
                address=client_address(self.request),
                only=self.party,
            )
        return self.show_part(form, _("Correct a party"), status, **more)


class PartyRemove(StepByPost, PartyPage):
    """Taking a party off the record, by POST."""

    def post(self, request: HttpRequest, pk: int, party_pk: int) -> HttpResponse:
        """Delete the row; the history keeps that there was one."""
        try:
            remove_party(self.party, by=self.request.user)
        except ValidationError as problem:
            messages.warning(request, " ".join(problem.messages))
            return redirect(f"{self.page_of_record()}#parties")
        return self.done(_("The party is taken off the record."), "parties")


class PartyIdentities(StepByPost, MediationPage):
    """Showing who the parties are, once the reason is said; each look is recorded."""

    permission_required = SEE_IDENTITY

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record the look and show the page with the names."""
        mediation = self.mediation
        form = IdentityForm(request.POST)
        if not form.is_valid():
            return self.show(identity_form=form, status=422)
        try:
            parties = see_parties(
                mediation,
                by=self.request.user,
                reason=form.cleaned_data["reason"],
                address=client_address(self.request),
            )
        except ValidationError as problem:
            add_errors(form, problem)
            return self.show(identity_form=form, status=422)
        response = self.show(seen=parties)
        response["Cache-Control"] = "no-store"
        return response
