"""The form of an entry of the yearly official list."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.forms.fields import DayField
from incidents.models import ListingResult, OfficialListing, OfficialType


class ListingForm(forms.ModelForm):
    """One place's entry: the decision, the official types, and how the year ended."""

    types = forms.MultipleChoiceField(
        label=_("Official types"),
        choices=OfficialType.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    decision_date = DayField(label=_("Decision date"), required=False)
    converted_on = DayField(label=_("Converted on"), required=False)
    result = forms.ChoiceField(
        label=_("Result"), choices=ListingResult.choices, initial=ListingResult.PENDING
    )

    class Meta:
        model = OfficialListing
        fields = (
            "year",
            "decision_number",
            "decision_date",
            "types",
            "result",
            "converted_on",
            "follow_months",
            "note",
        )
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            Div(
                Div("year", css_class="col-4 col-sm-2"),
                Div("decision_number", css_class="col-8 col-sm-6"),
                Div("decision_date", css_class="col-sm-4"),
                css_class="row g-2",
            ),
            Field("types"),
            Div(
                Div("result", css_class="col-sm-4"),
                Div("converted_on", css_class="col-sm-4"),
                Div("follow_months", css_class="col-sm-4"),
                css_class="row g-2",
            ),
            "note",
        )
