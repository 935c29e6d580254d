"""Pages of outreach: one session, a new one, correcting and withdrawing one."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.views.pages import RightView
from commune_police.history import history_of
from incidents.domain.movement.outreach import (
    OutreachFacts,
    correct_outreach,
    record_outreach,
    withdraw_outreach,
)
from incidents.domain.permissions import RECORD_OUTREACH, VIEW_OUTREACH
from incidents.forms.movement import OutreachForm
from incidents.forms.withdrawal import WithdrawForm
from incidents.models import OutreachSession
from incidents.views.corrections import Correction
from incidents.views.movement.base import NewOfCommune
from units.models import Commune


class OutreachNew(NewOfCommune):
    """A new session of outreach."""

    permission_required = RECORD_OUTREACH
    form_class = OutreachForm
    form_title = gettext_lazy("Record outreach")
    list_name = "outreach_list"

    def save(self, form: OutreachForm, commune: Commune) -> HttpResponse:
        """Record the session and show it."""
        key = form.cleaned_data["submission_key"]
        session = record_outreach(form.facts(), commune=commune, by=self.request.user, key=key)
        messages.success(self.request, _("The session is recorded."))
        return redirect("outreach_detail", session.pk)


class OutreachPage(RightView):
    """A page about one session."""

    permission_required: str | tuple[str, ...] = VIEW_OUTREACH

    @cached_property
    def session(self) -> OutreachSession:
        """The session of the address, among those this person may see; else 404."""
        rows = OutreachSession.objects.visible_to(self.request.scope)
        session: OutreachSession = get_object_or_404(
            rows.select_related("commune__jurisdiction", "hamlet"), pk=self.kwargs["pk"]
        )
        return session

    def done(self, sentence: str) -> HttpResponse:
        """Say what happened and go back to the session."""
        messages.success(self.request, sentence)
        return redirect("outreach_detail", self.session.pk)

    def show_session(self, form: WithdrawForm | None = None, status: int = 200) -> HttpResponse:
        """Render the session with its history."""
        session = self.session
        context = {
            "session": session,
            "withdraw_form": form or WithdrawForm(),
            "may_record": not session.is_withdrawn and self.request.user.has_perm(RECORD_OUTREACH),
            "story": history_of(session),
        }
        return render(self.request, "incidents/movement/outreach.html", context, status=status)


class OutreachDetail(OutreachPage):
    """One session with its history."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Render the page."""
        return self.show_session()


class OutreachEdit(Correction, OutreachPage):
    """Correcting a session."""

    permission_required = RECORD_OUTREACH
    facts_class = OutreachFacts

    @property
    def row(self) -> OutreachSession:
        """The session."""
        return self.session

    def form(self, *args: Any, **kwargs: Any) -> OutreachForm:
        """Make the form of this session."""
        return OutreachForm(*args, commune=self.session.commune, **kwargs)

    def save(self, form: OutreachForm, version: int) -> HttpResponse:
        """Write what the valid form says and show the session."""
        correct_outreach(self.session, form.facts(), by=self.request.user, version=version)
        return self.done(_("The session is corrected."))

    def show(self, form: Any, status: int = 200, **more: Any) -> HttpResponse:
        """Render the form."""
        context = {
            "form": form,
            "session": self.session,
            "commune": self.session.commune,
            "title": _("Correct the session"),
            "list_name": "outreach_list",
            **more,
        }
        return render(self.request, "incidents/movement/form.html", context, status=status)


class OutreachWithdraw(OutreachPage):
    """Withdrawing a session that was recorded by mistake, by POST from its page."""

    permission_required = RECORD_OUTREACH
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Withdraw it with its reason, or say what is missing."""
        form = WithdrawForm(request.POST)
        if not form.is_valid():
            return self.show_session(form, status=422)
        withdraw_outreach(self.session, form.cleaned_data["reason"], by=self.request.user)
        return self.done(_("The session is withdrawn; it counts nowhere any more."))
