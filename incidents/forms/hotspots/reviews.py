"""The form that records a visit to a place."""

from __future__ import annotations

import uuid
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.domain.hotspots.reviews import ReviewFacts
from incidents.forms.fields import DayField, PhotosField, today
from incidents.models import UNDER_REVIEW, Hotspot

STILL = (("yes", _("Still complicated")), ("no", _("No longer complicated")))


class ReviewForm(forms.Form):
    """What was found at a place, and when it is looked at again."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    on = DayField(label=_("Day of the visit"))
    finding = forms.CharField(
        label=_("What was found"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    still = forms.ChoiceField(label=_("Judgement"), choices=STILL, widget=forms.RadioSelect)
    next_review_on = DayField(label=_("Next review"), required=False)
    photos = PhotosField(label=_("Photos"), required=False)

    def __init__(self, *args: Any, hotspot: Hotspot, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": today(), "submission_key": uuid.uuid4()})
        super().__init__(*args, **kwargs)
        if hotspot.state in UNDER_REVIEW:
            self.fields["next_review_on"].help_text = _("Empty: %(days)s days after the visit.") % {
                "days": hotspot.review_interval_days
            }
        else:
            del self.fields["next_review_on"]
        self.fields["on"].widget.attrs["max"] = today().isoformat()
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        days = [Div("on", css_class="col-sm-6")]
        if "next_review_on" in self.fields:
            days.append(Div("next_review_on", css_class="col-sm-6"))
        self.helper.layout = Layout(
            "submission_key",
            "finding",
            Field("still", template="incidents/fields/big_choices.html"),
            Div(*days, css_class="row g-2"),
            Field("photos", template="incidents/fields/photo_input.html"),
        )

    def facts(self) -> ReviewFacts:
        """Return what the valid form says."""
        values = self.cleaned_data
        return ReviewFacts(
            on=values["on"],
            finding=values["finding"],
            still_complicated=values["still"] == "yes",
            next_review_on=values.get("next_review_on"),
        )
