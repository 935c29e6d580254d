"""Forms of what belongs to a mediation: parties, sessions with their papers, incidents that came of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from incidents.domain.mediations.parts import PartyFacts
from incidents.domain.mediations.sessions import MOST_FILES, SessionFacts
from incidents.forms.dressed import DressedForm
from incidents.forms.fields import AttachmentsField, DayField, today
from incidents.forms.plain import PlainForm
from incidents.models import Incident, Mediation

OFF = {"autocomplete": "off"}


class PartyForm(PlainForm):
    """One party; all but the name may be unknown. ``version`` tells corrections apart."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    full_name = forms.CharField(
        label=_("Full name"), max_length=120, widget=forms.TextInput(attrs=OFF)
    )
    birth_year = forms.IntegerField(
        label=_("Year of birth"), required=False, min_value=1900, max_value=2100
    )
    phone = forms.RegexField(
        r"^0\d{9}$",
        label=_("Phone"),
        required=False,
        max_length=12,
        error_messages={"invalid": _("A phone number has 10 digits and begins with 0.")},
        widget=forms.TextInput(attrs={"inputmode": "tel", **OFF}),
    )
    address = forms.CharField(
        label=_("Address"), max_length=200, required=False, widget=forms.TextInput(attrs=OFF)
    )

    def facts(self) -> PartyFacts:
        """Return what the valid form says."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return PartyFacts(**values)


class SessionForm(PlainForm):
    """The minutes of one session and its papers. ``version`` tells corrections apart."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    on = DayField(label=_("Day"), initial=today)
    place = forms.CharField(label=_("Place"), max_length=160, required=False)
    mediated_by = forms.CharField(label=_("Who mediated"), max_length=240)
    minutes = forms.CharField(
        label=_("Minutes"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Write “party A”, “party B” instead of names."),
    )
    signed_by = forms.CharField(
        label=_("Signed by"),
        max_length=240,
        required=False,
        help_text=_("By office, without the parties' names."),
    )
    papers = AttachmentsField(
        most=MOST_FILES,
        required=False,
        label=_("Photos or PDF files"),
        help_text=format_lazy(
            _("Up to {most} files; a photo's position and camera data are removed."),
            most=MOST_FILES,
        ),
    )

    def facts(self) -> SessionFacts:
        """Return what the valid form says, without its papers."""
        values = {**self.cleaned_data}
        del values["papers"], values["version"]
        return SessionFacts(**values)


class IncidentOfForm(DressedForm):
    """An incident of the commune that came of the quarrel, by its number."""

    number = forms.CharField(
        label=_("Number of the incident"),
        max_length=40,
        widget=forms.TextInput(attrs={"placeholder": "VV-2026-LH-0012", **OFF}),
    )

    def __init__(self, *args: Any, mediation: Mediation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mediation = mediation

    def clean_number(self) -> Incident:
        """Return the incident of the same commune with this number."""
        number = self.cleaned_data["number"].strip().upper()
        incident = Incident.objects.filter(commune=self.mediation.commune_id, number=number).first()
        if incident is None:
            raise forms.ValidationError(_("The commune's book has no incident of this number."))
        return incident
