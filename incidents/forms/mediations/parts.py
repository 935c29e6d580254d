"""Forms of what belongs to a mediation: parties, sessions with their papers, incidents that came of it."""

from __future__ import annotations

from dataclasses import fields

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from incidents.domain.days import year_to_come
from incidents.domain.mediations.parts import PartyFacts
from incidents.domain.mediations.sessions import MOST_FILES, SessionFacts
from incidents.forms.fields import (
    AttachmentsField,
    CountField,
    DayField,
    phone_digits,
    today,
)
from incidents.forms.plain import OnceForm
from units.models.fields import person_phone_validator

OFF = {"autocomplete": "off"}


class PartyForm(OnceForm):
    """One party; all but the name may be unknown."""

    full_name = forms.CharField(
        label=_("Full name"), max_length=120, widget=forms.TextInput(attrs=OFF)
    )
    birth_year = CountField(
        label=_("Year of birth"),
        min_value=1900,
        error_messages={"invalid": _("Write the year in four digits, such as 1985.")},
    )
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=24,
        widget=forms.TextInput(attrs={"inputmode": "tel", **OFF}),
    )
    address = forms.CharField(
        label=_("Address"), max_length=200, required=False, widget=forms.TextInput(attrs=OFF)
    )

    def clean_phone(self) -> str:
        """Spaces and dots that people type between digits are left out; +84 is written as 0."""
        phone = phone_digits(self.cleaned_data["phone"])
        if phone:
            person_phone_validator(phone)
        return phone

    def clean_birth_year(self) -> int | None:
        """Refuse a birth to come."""
        year: int | None = self.cleaned_data["birth_year"]
        if year and (problem := year_to_come(year, today())):
            raise forms.ValidationError(problem)
        return year

    def facts(self) -> PartyFacts:
        """Return what the valid form says."""
        return PartyFacts(**{one.name: self.cleaned_data[one.name] for one in fields(PartyFacts)})


class SessionForm(OnceForm):
    """The minutes of one session and its papers."""

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
        del values["papers"], values["version"], values["submission_key"]
        return SessionFacts(**values)
