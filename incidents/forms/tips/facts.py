"""The fields that receiving a tip and correcting it share: what it says and how it came, and who gave it."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.domain.tips.informants import Informant, SpecialNeed
from incidents.domain.tips.receiving import TipFacts
from incidents.forms.incidents.fields import MomentField
from incidents.models import TipChannel, TipKind

INFORMANT = tuple(Informant.__dataclass_fields__)
# Channels that give a code of their own: a letter's number, a message's, VNeID's.
WITH_CODE = (TipChannel.POST, TipChannel.ELECTRONIC, TipChannel.VNEID)


class LaidOutForm(forms.Form):
    """A form that says itself how crispy lays it out, inside a ``form`` element of the page."""

    def laid_out(self, layout: Layout) -> FormHelper:
        """Return how crispy lays the form out."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = layout
        return helper

    def row(self, *names: str) -> Div:
        """Fields side by side, those that this form has."""
        shown = [Div(name, css_class="col-sm-6") for name in self.only(*names)]
        return Div(*shown, css_class="row g-2")

    def only(self, *names: str) -> list[str]:
        """Those of the fields that this form has."""
        return [name for name in names if name in self.fields]


class FactsForm(LaidOutForm):
    """What is written of a tip on receipt, but for its informant."""

    kind = forms.ChoiceField(label=_("Kind of tip"), choices=TipKind.choices)
    channel_code = forms.CharField(
        label=_("Code given by the channel"), max_length=60, required=False
    )
    received_at = MomentField(label=_("Received at"), initial=timezone.now)
    anonymous_reason = forms.CharField(
        label=_("Why the informant is not named"), max_length=300, required=False
    )
    content = forms.CharField(
        label=_("What happened"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Without the informant's name: others read this."),
    )
    event_time = forms.CharField(label=_("Time of the event"), max_length=200, required=False)
    event_place = forms.CharField(label=_("Place of the event"), max_length=200, required=False)
    others = forms.CharField(
        label=_("Others concerned"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def said(self, *, channel: str, anonymous_reason: str) -> TipFacts:
        """Return what the valid form says of a tip that came by ``channel``."""
        values = self.cleaned_data
        names = ("kind", "content", "received_at", "event_time", "event_place", "others")
        return TipFacts(
            channel=channel,
            channel_code=values.get("channel_code", ""),
            anonymous_reason=anonymous_reason,
            **{name: values[name] for name in names},
        )


class InformantFields(LaidOutForm):
    """Who gave a tip."""

    full_name = forms.CharField(label=_("Full name"), max_length=160, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False)
    id_number = forms.CharField(label=_("Citizen ID"), max_length=20, required=False)
    id_issued = forms.CharField(label=_("Day and place of issue"), max_length=120, required=False)
    special = forms.ChoiceField(
        label=_("Special steps"),
        choices=[("", _("none are needed")), *SpecialNeed.choices],
        required=False,
    )
    assisted_by = forms.CharField(
        label=_("Who was there as representative, interpreter or help"),
        max_length=200,
        required=False,
        help_text=_("Name and relation; or why nobody could come."),
    )
    is_agency = forms.BooleanField(
        label=_("An agency or organisation gives the tip"),
        required=False,
        help_text=_(
            "Its name may then be written; phone and papers of whoever speaks for it stay secret."
        ),
    )
    how_known = forms.CharField(label=_("Why the informant knows"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("special") and not values.get("assisted_by"):
            self.add_error("assisted_by", _("Say who was there, or why nobody could come."))
        return values

    def named(self) -> Informant:
        """Return who the valid form names."""
        said = {name: self.cleaned_data.get(name, "") for name in INFORMANT}
        return Informant(**{**said, "is_agency": bool(said["is_agency"])})
