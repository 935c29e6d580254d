"""Pages of outreach: one session, a new one, correcting and withdrawing one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
from incidents.views.movement.base import (
    DetailPage,
    EditPage,
    NewOfCommune,
    OnePage,
    WithdrawPage,
)
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


class OutreachPage(OnePage):
    """A page about one session."""

    permission_required: str | tuple[str, ...] = VIEW_OUTREACH
    kind = OutreachSession
    called, page_name, list_name = "session", "outreach_detail", "outreach_list"
    one: OutreachSession

    def show_one(self, status: int = 200, **forms: Any) -> HttpResponse:
        """Render the session with its history."""
        session = self.one
        context = {
            "session": session,
            "withdraw_form": WithdrawForm(),
            "may_record": not session.is_withdrawn and self.request.user.has_perm(RECORD_OUTREACH),
            "story": history_of(session),
            **forms,
        }
        return render(self.request, "incidents/movement/outreach.html", context, status=status)


class OutreachDetail(OutreachPage, DetailPage):
    """One session with its history."""


class OutreachEdit(EditPage, OutreachPage):
    """Correcting a session."""

    permission_required = RECORD_OUTREACH
    facts_class = OutreachFacts
    form_title = gettext_lazy("Correct the session")
    said = gettext_lazy("The session is corrected.")

    def form(self, *args: Any, **kwargs: Any) -> OutreachForm:
        """Make the form of this session."""
        return OutreachForm(*args, commune=self.one.commune, **kwargs)

    def correct(self, facts: OutreachFacts, version: int) -> None:
        """Write the corrected facts."""
        correct_outreach(self.one, facts, by=self.request.user, version=version)


class OutreachWithdraw(WithdrawPage, OutreachPage):
    """Withdrawing a session that was recorded by mistake, by POST from its page."""

    permission_required = RECORD_OUTREACH
    said = gettext_lazy("The session is withdrawn; it counts nowhere any more.")

    def take_back(self, reason: str) -> None:
        """Withdraw the session."""
        withdraw_outreach(self.one, reason, by=self.request.user)
