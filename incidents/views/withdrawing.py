"""The step that withdraws what was entered by mistake, for every record that can be withdrawn."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from accounts.views.pages import StepByPost
from incidents.forms.withdrawal import WithdrawForm
from incidents.views.forms import add_errors


class Withdrawal(StepByPost):
    """Takes the form of ``withdraw.html``, by POST from the record's page."""

    def post(self, request: HttpRequest, **_keys: int) -> HttpResponse:
        """Withdraw the record with its reason, or say what is missing."""
        form = WithdrawForm(request.POST)
        if form.is_valid():
            try:
                return self.withdraw(form.cleaned_data["reason"])
            except ValidationError as problem:
                add_errors(form, problem)
        return self.show_again(withdraw_form=form, status=422)

    def withdraw(self, reason: str) -> HttpResponse:
        """Withdraw it and go where it is shown. Raises ``ValidationError`` where the reason says nothing."""
        raise NotImplementedError

    def show_again(self, **more: Any) -> HttpResponse:
        """Render the record's page with the form that came back."""
        raise NotImplementedError
