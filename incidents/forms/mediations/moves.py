"""The forms behind the buttons that end a mediation, take it up again, and follow it up."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.domain.mediations.follow_up import CheckFacts, CheckSaid, FollowUpFacts
from incidents.domain.mediations.workflow import MediationOutcome
from incidents.forms.dressed import DressedForm
from incidents.forms.fields import DayField, today
from incidents.forms.plain import PlainForm
from incidents.models import Move, Verdict


def a_month_on() -> datetime.date:
    """Return the day on which an agreement of today is asked about where nobody says another."""
    return today() + datetime.timedelta(days=30)


class MediationMoveForm(DressedForm):
    """What a move says, and which version of the mediation the person was looking at."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    on = DayField(label=_("Day"), initial=today)
    note = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    follow_up_on = DayField(
        label=_("Next follow-up"),
        required=False,
        initial=a_month_on,
        help_text=_(
            "The day on which somebody asks whether the agreement is kept; the desk reminds of it. Empty: nobody asks."
        ),
    )

    def __init__(self, *args: Any, name: str, move: Move, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"id_{name}_%s")
        super().__init__(*args, **kwargs)
        self.fields["note"].label = move.reason_label  # type: ignore[assignment]
        if name != "settle":
            del self.fields["follow_up_on"]
        if name == "reopen":
            self.fields["on"].widget = forms.HiddenInput()

    def outcome(self) -> MediationOutcome:
        """Return what the valid form says."""
        values = self.cleaned_data
        return MediationOutcome(values["on"], values["note"], values.get("follow_up_on"))


class CheckForm(DressedForm):
    """Whether an agreement is kept, and when somebody asks again. ``version`` is what the person was looking at."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    on = DayField(label=_("Day"), initial=today)
    # Nothing is chosen beforehand: an answer that nobody gave would end the reminders.
    verdict = forms.ChoiceField(
        label=_("Is it being kept?"), choices=[("", _("choose…")), *Verdict.choices]
    )
    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    next_on = DayField(
        label=_("Next follow-up"), required=False, help_text=_("Empty: nobody asks again.")
    )

    def facts(self) -> CheckFacts:
        """Return what the valid form says."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return CheckFacts(**values)


class CheckEditForm(PlainForm):
    """What a follow-up says, and why it is corrected. ``version`` tells corrections apart."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    on = DayField(label=_("Day"))
    verdict = forms.ChoiceField(label=_("Is it being kept?"), choices=Verdict.choices)
    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    because = forms.CharField(
        label=_("Why it is corrected"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Without the parties' names."),
    )

    def facts(self) -> CheckSaid:
        """Return what the valid form says."""
        values = self.cleaned_data
        return CheckSaid(values["on"], values["verdict"], values["note"])


class FollowUpForm(PlainForm):
    """Another day of the next follow-up, and why. ``version`` tells corrections apart."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    follow_up_on = DayField(
        label=_("Next follow-up"), required=False, help_text=_("Empty: nobody asks again.")
    )
    follow_up_reason = forms.CharField(
        label=_("Why the day is corrected"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Without the parties' names."),
    )

    def facts(self) -> FollowUpFacts:
        """Return what the valid form says."""
        values = self.cleaned_data
        return FollowUpFacts(values["follow_up_on"], values["follow_up_reason"])
