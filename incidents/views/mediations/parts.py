"""What belongs to a mediation: parties and the recorded look at them, sessions and papers, incidents."""

from __future__ import annotations

from functools import cached_property

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts.requests import client_address
from commune_police.files import private_file
from incidents.domain.mediations.parts import (
    add_party,
    change_party,
    hold_session,
    link_incident,
    remove_party,
    see_parties,
    unlink_incident,
)
from incidents.domain.mediations.recording import may_correct
from incidents.domain.permissions import RECORD_MEDIATIONS, SEE_IDENTITY
from incidents.forms.incidents import IdentityForm
from incidents.forms.mediations import IncidentOfForm, PartyForm, SessionForm
from incidents.forms.plain import PlainForm
from incidents.models import (
    FileType,
    MediationFile,
    MediationIncident,
    MediationParty,
    MediationSession,
)
from incidents.views.forms import add_errors
from incidents.views.mediations.base import MediationView
from incidents.views.mediations.detail import MediationPage

KEPT_SECONDS = 600
hide_identity = method_decorator(
    sensitive_post_parameters("full_name", "birth_year", "phone", "address"), name="dispatch"
)


class PartPage(MediationView):
    """A page with a form about something that belongs to a mediation."""

    permission_required: str | tuple[str, ...] = RECORD_MEDIATIONS

    def show(self, form: PlainForm, title: str, status: int = 200) -> HttpResponse:
        """Render the form below the mediation's number."""
        context = {"form": form, "mediation": self.mediation, "title": title}
        return render(self.request, "incidents/mediations/part.html", context, status=status)


@hide_identity
class PartyNew(PartPage):
    """Writing down a party."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the empty form."""
        if not may_correct(self.mediation, self.request.user):
            raise PermissionDenied
        return self.show(PartyForm(), _("Add a party"))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write the party down."""
        form = PartyForm(request.POST)
        if form.is_valid():
            try:
                add_party(self.mediation, form.facts(), by=self.request.user)
                return self.done(_("The party is written down."), "parties")
            except ValidationError as problem:
                add_errors(form, problem)
        return self.show(form, _("Add a party"), status=422)


@hide_identity
class PartyEdit(PartPage):
    """Correcting who a party is: opening the form shows it, so the look is recorded."""

    permission_required = (RECORD_MEDIATIONS, SEE_IDENTITY)

    @cached_property
    def party(self) -> MediationParty:
        """The party of the address, of this mediation."""
        rows = MediationParty.objects.visible_to(self.request.scope).select_related("mediation")
        party: MediationParty = get_object_or_404(
            rows, pk=self.kwargs["party_pk"], mediation=self.mediation
        )
        return party

    def get(self, request: HttpRequest, pk: int, party_pk: int) -> HttpResponse:
        """Show what is known, and record that it was seen."""
        party = self.party
        if not may_correct(self.mediation, self.request.user):
            raise PermissionDenied
        see_parties(
            self.mediation,
            by=self.request.user,
            reason=_("to correct it"),
            address=client_address(self.request),
        )
        names = PartyForm.base_fields
        return self.show(
            PartyForm(initial={name: getattr(party, name) for name in names}), _("Correct a party")
        )

    def post(self, request: HttpRequest, pk: int, party_pk: int) -> HttpResponse:
        """Save what was corrected."""
        form, party = PartyForm(request.POST), self.party
        if form.is_valid():
            change_party(party, form.facts(), by=self.request.user)
            return self.done(_("The party is corrected."), "parties")
        return self.show(form, _("Correct a party"), status=422)


class PartyRemove(PartyEdit):
    """Taking a party off the record, by POST."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, party_pk: int) -> HttpResponse:
        """Delete the row; the history keeps that there was one."""
        remove_party(self.party, by=self.request.user)
        return self.done(_("The party is taken off the record."), "parties")


class PartyIdentities(MediationPage):
    """Showing who the parties are, once the reason is said; each look is recorded."""

    permission_required = SEE_IDENTITY
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record the look and show the page, or the minutes for printing, with the names."""
        mediation = self.mediation
        form = IdentityForm(request.POST)
        if not form.is_valid():
            return self.show(identity_form=form, status=422)
        parties = see_parties(
            mediation,
            by=self.request.user,
            reason=form.cleaned_data["reason"],
            address=client_address(self.request),
        )
        response = self.show(seen=parties)
        response["Cache-Control"] = "no-store"
        return response


class SessionNew(PartPage):
    """Writing down a session's minutes, with its papers."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the empty form."""
        return self.show(SessionForm(), self.title)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep minutes and papers, or say what is wrong with which."""
        form = SessionForm(request.POST, request.FILES)
        if form.is_valid():
            papers = form.cleaned_data["papers"]
            try:
                hold_session(self.mediation, form.facts(), papers, by=self.request.user)
                return self.done(_("The session is written down."), "sessions")
            except ValidationError as problem:
                add_errors(form, problem)
        return self.show(form, self.title, status=422)

    @property
    def title(self) -> str:
        """The page's title."""
        return _("Add a session")


class SessionPrint(MediationView):
    """The minutes of one session on paper; the parties by their initials, names are written in by hand."""

    def get(self, request: HttpRequest, pk: int, session_pk: int) -> HttpResponse:
        """Render the minutes."""
        rows = MediationSession.objects.visible_to(self.request.scope)
        session = get_object_or_404(rows, pk=session_pk, mediation=self.mediation)
        context = {
            "mediation": self.mediation,
            "session": session,
            "parties": self.mediation.parties.all(),
        }
        return render(request, "incidents/mediations/minutes.html", context)


class MediationFileGiven(MediationView):
    """One paper of a session, to those who see the parties: the signed minutes name them."""

    permission_required = SEE_IDENTITY

    def get(self, request: HttpRequest, pk: int, file_pk: int) -> FileResponse:
        """Show a photo, or give a paper to be saved."""
        rows = MediationFile.objects.visible_to(self.request.scope)
        attached = get_object_or_404(rows, pk=file_pk, mediation=pk)
        is_photo = attached.content_type == FileType.PHOTO
        return private_file(
            attached.file,
            content_type="image/jpeg" if is_photo else "application/pdf",
            name=attached.name,
            is_saved=not is_photo,
            seconds=KEPT_SECONDS,
        )


class IncidentLinked(MediationPage):
    """Saying which incident came of the quarrel, by POST from the mediation's page."""

    permission_required = RECORD_MEDIATIONS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Link the incident."""
        form = IncidentOfForm(request.POST, mediation=self.mediation, auto_id="id_link_%s")
        if form.is_valid():
            link_incident(self.mediation, form.cleaned_data["number"], by=self.request.user)
            return self.done(_("The incident is linked."), "incidents")
        return self.show(link_form=form, status=422)


class IncidentUnlinked(MediationView):
    """Taking a link away, by POST."""

    permission_required = RECORD_MEDIATIONS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, link_pk: int) -> HttpResponse:
        """Remove the link."""
        rows = MediationIncident.objects.visible_to(self.request.scope)
        unlink_incident(
            get_object_or_404(rows, pk=link_pk, mediation=self.mediation), by=self.request.user
        )
        return self.done(_("The link is taken away."), "incidents")
