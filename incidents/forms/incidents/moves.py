"""The form behind a button that moves an incident: the day, in words how, for a fine the decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.domain.incidents.workflow import Outcome
from incidents.forms.dressed import DressedForm
from incidents.forms.fields import DayField, today
from incidents.forms.incidents.fields import AmountField
from incidents.models import Move

HAVE_DECISION = ("fine",)


class OutcomeForm(DressedForm):
    """What a move says, and which version of the incident the person was looking at."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    on = DayField(label=_("Day"))
    decision_number = forms.CharField(label=_("Number of the decision"), max_length=60)
    fine_vnd = AmountField(label=_("Fine (VND)"))
    note = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, name: str, move: Move, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"id_{name}_%s")
        super().__init__(*args, **kwargs)
        self.move = move
        self.fields["on"].initial = today
        if move.needs_reason:
            self.fields["note"].label = move.reason_label  # type: ignore[assignment]
        else:
            del self.fields["note"], self.fields["on"]
        if name not in HAVE_DECISION:
            del self.fields["decision_number"], self.fields["fine_vnd"]
        if name == "reopen":
            del self.fields["on"]

    def outcome(self) -> Outcome:
        """Return what the valid form says."""
        values = self.cleaned_data
        return Outcome(
            on=values.get("on") or today(),
            note=values.get("note", ""),
            decision_number=values.get("decision_number", ""),
            fine_vnd=values.get("fine_vnd"),
        )
