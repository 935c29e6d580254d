"""Forms of what belongs to an incident: persons, the reason for a look, files, links."""

from __future__ import annotations

import uuid
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from incidents.domain.incidents.files import MOST_FILES
from incidents.domain.incidents.persons import PersonFacts
from incidents.forms.dressed import DressedForm
from incidents.forms.fields import AttachmentsField, digits_of, phone_digits
from incidents.forms.incidents.numbered import NumberedForm, number_field
from incidents.forms.plain import KeyField
from incidents.models import IncidentPerson, LinkKind


class PersonForm(forms.ModelForm[IncidentPerson]):
    """One person involved; all but the role may be unknown. Received once by its ``submission_key``;
    ``version`` tells corrections apart."""

    submission_key = KeyField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    citizen_id = forms.CharField(
        label=_("Citizen ID"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    class Meta:
        model = IncidentPerson
        fields = ("role", "full_name", "birth_year", "citizen_id", "phone", "address", "note")
        widgets = {
            "full_name": forms.TextInput(attrs={"autocomplete": "off"}),
            "address": forms.TextInput(attrs={"autocomplete": "off"}),
            "note": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"submission_key": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            "submission_key",
            "version",
            "role",
            Div(
                Div("full_name", css_class="col-sm-8"),
                Div("birth_year", css_class="col-sm-4"),
                Div("citizen_id", css_class="col-sm-6"),
                Div("phone", css_class="col-sm-6"),
                css_class="row g-2",
            ),
            "address",
            "note",
        )

    def clean_citizen_id(self) -> str:
        """Spaces and dots that people type between digits are left out."""
        return digits_of(self.cleaned_data["citizen_id"])

    def clean_phone(self) -> str:
        """Likewise; +84 is written as 0."""
        return phone_digits(self.cleaned_data["phone"])

    def facts(self) -> PersonFacts:
        """Return what the valid form says."""
        return PersonFacts(**{name: self.cleaned_data[name] for name in self.Meta.fields})


class IdentityForm(DressedForm):
    """Why somebody needs to see who a person is."""

    reason = forms.CharField(
        label=_("What you need it for"),
        max_length=200,
        min_length=4,
        error_messages={"required": _("Say what you need it for; it is recorded.")},
    )


class FilesForm(DressedForm):
    """Photos and papers to attach."""

    papers = AttachmentsField(
        most=MOST_FILES,
        label=_("Photos or PDF files"),
        help_text=format_lazy(
            _("Up to {most} files; a photo's position and camera data are removed."),
            most=MOST_FILES,
        ),
    )


class LinkForm(NumberedForm):
    """Another incident, by its number, and what the two have to do with each other."""

    number = number_field(_("Number of the other incident"))
    kind = forms.ChoiceField(label=_("Kind of link"), choices=LinkKind.choices)
