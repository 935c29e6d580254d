"""Withdrawing a mediation that was entered by mistake."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from incidents.domain.permissions import DECIDE_MEDIATIONS
from incidents.domain.withdrawing import withdraw_from_book
from incidents.views.mediations.detail import MediationPage
from incidents.views.withdrawing import Withdrawal


class MediationWithdraw(Withdrawal, MediationPage):
    """Withdraws it from its page."""

    permission_required = DECIDE_MEDIATIONS

    def withdraw(self, reason: str) -> HttpResponse:
        """Withdraw the mediation."""
        withdraw_from_book(self.mediation, reason, by=self.request.user)
        return self.done(_("%s is withdrawn; it counts nowhere any more.") % self.mediation.number)

    def show_again(self, **more: Any) -> HttpResponse:
        """Render the mediation."""
        return self.show(**more)
