"""Sessions of a mediation: writing minutes down, correcting and withdrawing them, and their papers."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from incidents.domain.mediations.sessions import (
    SessionFacts,
    correct_session,
    hold_session,
    remove_paper,
    withdraw_session,
)
from incidents.domain.permissions import RECORD_MEDIATIONS, SEE_IDENTITY
from incidents.forms.mediations import SessionForm
from incidents.forms.withdrawal import WithdrawForm
from incidents.models import MediationFile, MediationSession
from incidents.views.corrections import Correction
from incidents.views.files import given_file
from incidents.views.forms import add_errors
from incidents.views.mediations.base import MediationView, PartPage


class SessionFormPage(PartPage):
    """A page with the form of a session."""

    def show_session(self, form: SessionForm, title: str, status: int, **more: Any) -> HttpResponse:
        """Render the form; where papers came with it, say that a browser does not keep them."""
        if form.is_bound and self.request.FILES:
            form.add_error("papers", _("Choose the files once more: a browser does not keep them."))
        return self.show_part(form, title, status, **more)


class SessionNew(SessionFormPage):
    """Writing down a session's minutes, with its papers."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the empty form, unless the mediation has ended."""
        if not self.mediation.is_open:
            raise PermissionDenied
        return self.show_session(SessionForm(), self.title, 200)

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
        return self.show_session(form, self.title, 422)

    @property
    def title(self) -> str:
        """The page's title."""
        return _("Add a session")


class SessionPage(SessionFormPage):
    """A page about one session."""

    @cached_property
    def session(self) -> MediationSession:
        """The session of the address, of this mediation; else 404."""
        rows = MediationSession.objects.visible_to(self.request.scope).select_related("mediation")
        session: MediationSession = get_object_or_404(
            rows, pk=self.kwargs["session_pk"], mediation=self.mediation
        )
        return session


class SessionEdit(Correction, SessionPage):
    """Correcting minutes and adding papers, such as the signed minutes."""

    facts_class = SessionFacts

    def check(self) -> None:
        """Raise ``PermissionDenied`` where this person may not correct it."""
        self.ask_to_correct()

    @property
    def row(self) -> MediationSession:
        """The session."""
        return self.session

    def form(self, *args: Any, **kwargs: Any) -> SessionForm:
        """Make the form of this session."""
        kwargs["files"] = self.request.FILES or None
        return SessionForm(*args, **kwargs)

    def save(self, form: SessionForm, version: int) -> HttpResponse:
        """Write what the valid form says and show the mediation."""
        papers = form.cleaned_data["papers"]
        correct_session(self.session, form.facts(), papers, by=self.request.user, version=version)
        return self.done(_("The session is corrected."), "sessions")

    def show(self, form: Any, status: int = 200, **more: Any) -> HttpResponse:
        """Render the form, with the way to withdraw the session."""
        context = {"session": self.session, "withdraw_form": WithdrawForm(), **more}
        return self.show_session(form, _("Correct a session"), status, **context)


class SessionWithdraw(SessionEdit):
    """Withdrawing a session that was written down by mistake, by POST."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_keys: int) -> HttpResponse:
        """Withdraw it with its reason, or say what is missing."""
        self.check()
        form = WithdrawForm(request.POST)
        if not form.is_valid():
            return self.show(self.form_as_it_is(), status=422, withdraw_form=form)
        withdraw_session(self.session, form.cleaned_data["reason"], by=self.request.user)
        return self.done(_("The session is withdrawn."), "sessions")


class MediationFileGiven(MediationView):
    """One paper of a session, to those who see the parties: the signed minutes name them."""

    permission_required: str | tuple[str, ...] = SEE_IDENTITY

    @cached_property
    def attached(self) -> MediationFile:
        """The paper of the address, of this mediation; else 404."""
        rows = MediationFile.objects.visible_to(self.request.scope).select_related("mediation")
        attached: MediationFile = get_object_or_404(
            rows, pk=self.kwargs["file_pk"], mediation=self.kwargs["pk"]
        )
        return attached

    def get(self, request: HttpRequest, pk: int, file_pk: int) -> FileResponse:
        """Show a photo, or give a paper to be saved, and record that it was opened."""
        attached, of = self.attached, self.attached.mediation
        return given_file(attached, self.request, commune=of.commune_id, number=of.number)


class MediationFileRemove(MediationFileGiven):
    """Taking a paper away, by POST."""

    permission_required = (RECORD_MEDIATIONS, SEE_IDENTITY)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
        """Remove it from the session and from the disk."""
        remove_paper(self.attached, by=self.request.user)
        return self.done(_("The file is removed."), "sessions")
