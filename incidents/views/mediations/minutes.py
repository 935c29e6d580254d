"""The minutes of a session on paper, from the page or as a Word file: the parties by their initials, or named after
a look that is recorded."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.requests import client_address
from commune_police.files import attachment
from commune_police.paper.minutes import word_file
from commune_police.paper.word_parts import DOCX
from incidents.domain.mediations.papers import minutes_of
from incidents.domain.mediations.parts import see_parties
from incidents.domain.permissions import SEE_IDENTITY, VIEW_MEDIATIONS
from incidents.forms.incidents import IdentityForm
from incidents.models import MediationParty
from incidents.views.forms import add_errors
from incidents.views.mediations.sessions import SessionPage
from units.domain.issuing import commune_police


class SessionPrint(SessionPage):
    """The minutes of one session; the parties by their initials, names are written in by hand."""

    permission_required = VIEW_MEDIATIONS

    def get(self, request: HttpRequest, pk: int, session_pk: int) -> HttpResponse:
        """Render the minutes."""
        return self.show_minutes(IdentityForm())

    def show_minutes(self, form: IdentityForm, status: int = 200) -> HttpResponse:
        """Render the minutes, with the form that asks why the names should be printed."""
        parties = list(self.mediation.parties.all())
        may_see = self.request.user.has_perm(SEE_IDENTITY)
        context = {
            "mediation": self.mediation,
            "session": self.session,
            "parties": parties,
            "may_name": may_see and any(not one.anonymised_on for one in parties),
            "identity_form": form,
        }
        return render(self.request, "incidents/mediations/minutes.html", context, status=status)


class SessionPaper(SessionPrint):
    """The minutes as a Word file: by initials for everybody who sees them, with the names after a reason."""

    def get(self, request: HttpRequest, pk: int, session_pk: int) -> HttpResponse:
        """Give the minutes with dots for the names."""
        return self.file(list(self.mediation.parties.all()))

    def post(self, request: HttpRequest, pk: int, session_pk: int) -> HttpResponse:
        """Record a look at each party, then give the minutes with their names."""
        self.refuse_withdrawn()
        form = IdentityForm(request.POST)
        if not form.is_valid():
            return self.show_minutes(form, status=422)
        paper = _("minutes of %(day)s, printed: %(reason)s") % {
            "day": date_format(self.session.on, "SHORT_DATE_FORMAT"),
            "reason": form.cleaned_data["reason"],
        }
        try:
            see_parties(
                self.mediation,
                by=self.request.user,
                reason=paper,
                address=client_address(self.request),
            )
        except ValidationError as problem:
            add_errors(form, problem)
            return self.show_minutes(form, status=422)
        return self.file(list(self.mediation.parties.all()), names=True)

    @sensitive_variables("parties", "paper")
    def file(self, parties: Sequence[MediationParty], *, names: bool = False) -> HttpResponse:
        """Answer with the Word file."""
        self.refuse_withdrawn()
        paper = minutes_of(
            self.session,
            parties,
            issuer=commune_police(self.mediation.commune),
            today=self.today,
            names=names,
        )
        name = f"{self.mediation.number} bien ban {self.session.on:%Y-%m-%d}"
        return attachment(word_file(paper), DOCX, name, "docx")

    def refuse_withdrawn(self) -> None:
        """Raise 404 for a session entered by mistake: there is no paper of what did not happen."""
        if self.session.is_withdrawn:
            raise Http404
