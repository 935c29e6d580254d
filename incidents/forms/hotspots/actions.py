"""The form that records a measure, or changes one."""

from __future__ import annotations

import uuid
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.domain.hotspots.actions import ActionFacts, impossible_days
from incidents.forms.fields import DayField, OfficerField, today
from incidents.forms.plain import KeyField
from incidents.models import ActionKind, ActionState, HotspotAction
from units.models import Commune


class ActionForm(forms.Form):
    """One measure at one place; a new one is received once, by its ``submission_key``."""

    submission_key = KeyField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Kind of measure"), choices=ActionKind.choices)
    description = forms.CharField(
        label=_("What is done"),
        max_length=240,
        widget=forms.TextInput(attrs={"placeholder": _("Patrol from 2 to 6 every morning")}),
    )
    starts_on = DayField(label=_("From"))
    ends_on = DayField(
        label=_("Until"),
        required=False,
        help_text=_(
            "Empty: until further notice. Of cameras, lights and signs: the day they were put up; whether they help is looked "
            "at beyond it."
        ),
    )
    done_by = forms.CharField(
        label=_("Others who do it"),
        max_length=160,
        required=False,
        help_text=_("Team, unit, people."),
    )
    state = forms.ChoiceField(
        label=_("Progress"), choices=ActionState.choices, initial=ActionState.ONGOING
    )
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )

    def __init__(
        self, *args: Any, commune: Commune, action: HotspotAction | None = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {"starts_on": today(), "submission_key": uuid.uuid4()})
        super().__init__(*args, **kwargs)
        self.commune = commune
        self.fields["officer"] = OfficerField(
            commune, held=action.officer_id if action else None, label=_("Officer in charge")
        )
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            "submission_key",
            "version",
            Div(
                Div("kind", css_class="col-sm-6"),
                Div("state", css_class="col-sm-6"),
                css_class="row g-2",
            ),
            "description",
            Div(
                Div("starts_on", css_class="col-6"),
                Div("ends_on", css_class="col-6"),
                css_class="row g-2",
            ),
            Field("officer", template="incidents/fields/officer_choice.html"),
            "done_by",
            "note",
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("starts_on"), values.get("ends_on")
        if first:
            for name, said in impossible_days(
                values.get("state", ""), first, last, today()
            ).items():
                self.add_error(name, said)
        return values

    def facts(self) -> ActionFacts:
        """Return what the valid form says."""
        values = self.cleaned_data
        return ActionFacts(
            kind=values["kind"],
            description=values["description"],
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
            officer_id=values["officer"].pk if values["officer"] else None,
            done_by=values["done_by"],
            state=values["state"],
            note=values["note"],
        )


def initial_of(action: HotspotAction) -> dict[str, Any]:
    """Return a measure as the form's fields hold it."""
    return {
        "version": action.version,
        "kind": action.kind,
        "description": action.description,
        "starts_on": action.starts_on,
        "ends_on": action.ends_on,
        "officer": action.officer_id,
        "done_by": action.done_by,
        "state": action.state,
        "note": action.note,
    }
