"""A form that names an incident of a commune's books by its number."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.forms.dressed import DressedForm
from incidents.models import Incident
from incidents.queries.grounds import incident_numbered


def number_field(label: Any) -> forms.CharField:
    """Return the field for the number, as VV-2026-LH-0012; ``label`` may be a lazy sentence."""
    hints = {"placeholder": "VV-2026-LH-0012", "autocomplete": "off"}
    return forms.CharField(label=label, max_length=40, widget=forms.TextInput(attrs=hints))


class NumberedForm(DressedForm):
    """The incident with a ``number`` in the books of the ground that ``commune_id`` lies on."""

    number = number_field(_("Number of the incident"))

    def __init__(self, *args: Any, commune_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commune_id = commune_id

    def clean_number(self) -> Incident:
        """Return the incident with this number."""
        number = self.cleaned_data["number"].strip().upper()
        incident = incident_numbered(number, self.commune_id)
        if incident is None:
            raise forms.ValidationError(_("The commune's book has no incident of this number."))
        return incident
