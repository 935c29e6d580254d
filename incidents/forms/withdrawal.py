"""The form that withdraws what was entered by mistake."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.forms.dressed import DressedForm


class WithdrawForm(DressedForm):
    """Why a row is withdrawn."""

    reason = forms.CharField(
        label=_("Why it is withdrawn"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stays readable with this reason and counts nowhere any more."),
    )
