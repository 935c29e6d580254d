"""Sessions of a mediation: writing minutes down, correcting and withdrawing them, and their papers."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.views.pages import StepByPost
from incidents.domain.mediations.sessions import (
    SessionFacts,
    correct_session,
    hold_session,
    remove_paper,
    withdraw_session,
)
from incidents.domain.permissions import RECORD_MEDIATIONS, SEE_IDENTITY
from incidents.forms.fields import today
from incidents.forms.mediations import SessionForm
from incidents.forms.withdrawal import WithdrawForm
from incidents.models import DraftOf, Mediation, MediationFile, MediationSession
from incidents.views.corrections import Correction
from incidents.views.drafts import Drafted, DraftOfPage
from incidents.views.files import given_file
from incidents.views.forms import add_errors, readable
from incidents.views.mediations.base import MediationView, PartPage
from incidents.views.withdrawing import Withdrawal


class SessionFormPage(Drafted, PartPage):
    """A page with the form of a session; its papers are no part of the draft."""

    def show_session(self, form: SessionForm, title: str, status: int, **more: Any) -> HttpResponse:
        """Render the form; where papers came with it, say that a browser does not keep them."""
        if form.is_bound and self.request.FILES:
            form.add_error("papers", _("Choose the files once more: a browser does not keep them."))
        return self.show_part(form, title, status, **self.said_of_draft(form), **more)


class SessionNew(SessionFormPage):
    """Writing down a session's minutes, with its papers."""

    draft_of = DraftOf.SESSION
    page_name = "mediation_session_new"

    @property
    def row(self) -> Mediation:
        """The mediation, which the draft of a new session is about."""
        return self.mediation

    def check(self) -> None:
        """Raise ``PermissionDenied`` once the mediation has ended."""
        if not self.mediation.is_open:
            raise PermissionDenied

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the empty form, or what this person typed here and has not sent."""
        self.check()
        form = SessionForm(initial=self.begun({"on": today().isoformat()}))
        return self.show_session(form, self.title, 200)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep minutes and papers, or say what is wrong with which."""
        form = SessionForm(readable(request.POST), request.FILES)
        if not form.is_valid():
            return self.refuse(form)
        papers, key = form.cleaned_data["papers"], form.cleaned_data["submission_key"]
        try:
            held = hold_session(self.mediation, form.facts(), papers, by=self.request.user, key=key)
        except ValidationError as problem:
            add_errors(form, problem)
            return self.refuse(form)
        self.received()
        said = (
            _("This form had already been received. Correct the session that stands here instead.")
            if held.is_repeat
            else _("The session is written down.")
        )
        return self.done(said, "sessions")

    def refuse(self, form: SessionForm) -> HttpResponse:
        """Show the form with what is wrong in it."""
        self.came_back(form)
        return self.show_session(form, self.title, 422)

    @property
    def title(self) -> str:
        """The page's title."""
        return _("Add a session")


class SessionNewDraft(DraftOfPage, SessionNew):
    """The draft of a new session."""


class SessionPage(SessionFormPage):
    """A page about one session."""

    draft_of = DraftOf.SESSION_EDIT
    page_name = "mediation_session_edit"

    @cached_property
    def session(self) -> MediationSession:
        """The session of the address, of this mediation; else 404."""
        rows = MediationSession.objects.visible_to(self.request.scope).select_related("mediation")
        session: MediationSession = get_object_or_404(
            rows, pk=self.kwargs["session_pk"], mediation=self.mediation
        )
        return session


class SessionEdit(SessionPage, Correction):
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


class SessionEditDraft(DraftOfPage, SessionEdit):
    """The draft of a session's correction."""


class SessionWithdraw(Withdrawal, SessionEdit):
    """Withdrawing a session that was written down by mistake, from its form."""

    def post(self, request: HttpRequest, **keys: int) -> HttpResponse:
        """Withdraw it with its reason, or say what is missing."""
        self.check()
        return super().post(request, **keys)

    def withdraw(self, reason: str) -> HttpResponse:
        """Withdraw the session."""
        withdraw_session(self.session, reason, by=self.request.user)
        return self.done(_("The session is withdrawn."), "sessions")

    def show_again(self, **more: Any) -> HttpResponse:
        """Render the form of the session."""
        return self.show(self.form_as_it_is(), **more)


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


class MediationFileRemove(StepByPost, MediationFileGiven):
    """Taking a paper away, by POST."""

    permission_required = (RECORD_MEDIATIONS, SEE_IDENTITY)

    def post(self, request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
        """Remove it from the session and from the disk."""
        remove_paper(self.attached, by=self.request.user)
        return self.done(_("The file is removed."), "sessions")
