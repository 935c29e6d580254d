"""Withdrawing an incident that was entered by mistake or twice."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from incidents.domain.permissions import DECIDE
from incidents.domain.withdrawing import withdraw_from_book
from incidents.views.incidents.detail import IncidentPage
from incidents.views.withdrawing import Withdrawal


class IncidentWithdraw(Withdrawal, IncidentPage):
    """Withdraws it from its page."""

    permission_required = DECIDE

    def withdraw(self, reason: str) -> HttpResponse:
        """Withdraw the incident."""
        withdraw_from_book(self.incident, reason, by=self.request.user)
        return self.done(_("%s is withdrawn; it counts nowhere any more.") % self.incident.number)

    def show_again(self, **more: Any) -> HttpResponse:
        """Render the incident."""
        return self.show(**more)
