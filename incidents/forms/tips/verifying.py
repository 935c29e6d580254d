"""The form of a verification report, and the small forms of its moves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.domain.tips.verifying import Report
from incidents.forms.capitals import begin_with_capitals
from incidents.forms.plain import PlainForm
from incidents.models import Finding, TipVerification


class VerificationForm(PlainForm):
    """What was checked, what was found, what follows. ``version`` is that of the draft it corrects."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    checked = forms.CharField(
        label=_("What was checked"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Whom you heard, which places and papers you looked at, when."),
    )
    found = forms.CharField(
        label=_("What was found"), max_length=8000, widget=forms.Textarea(attrs={"rows": 6})
    )
    finding = forms.ChoiceField(
        label=_("Conclusion"), choices=Finding.choices, widget=forms.RadioSelect
    )
    proposal = forms.CharField(
        label=_("Proposal"), max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begin_with_capitals(self, "finding")

    def said(self) -> Report:
        """Return what the valid form says."""
        values = self.cleaned_data
        return Report(**{name: values[name] for name in Report.__dataclass_fields__})


def typed(report: TipVerification) -> dict[str, Any]:
    """Say a report as the form's fields hold it."""
    names = Report.__dataclass_fields__
    return {"version": report.version, **{name: getattr(report, name) for name in names}}
