"""The form of receipt, in the order of the law: who came how, who gave it, what it says."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.domain.tips.informants import Informant
from incidents.domain.tips.receiving import TipFacts
from incidents.forms.incidents.fields import MomentField
from incidents.models import TipChannel, TipKind
from units.models import Commune

INFORMANT = ("full_name", "address", "phone", "id_number", "id_issued", "how_known")


class ReceiveForm(forms.Form):
    """What TT 28/2020/TT-BCA, art. 5 §3 lists: time and officer, the informant, time and place of the event,
    what happened, others concerned, why the informant knows. An anonymous tip says why."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind of tip"), choices=TipKind.choices)
    channel = forms.ChoiceField(label=_("Channel"), choices=TipChannel.choices)
    channel_code = forms.CharField(
        label=_("Code given by the channel"), max_length=60, required=False
    )
    received_at = MomentField(label=_("Received at"), initial=timezone.now)
    is_anonymous = forms.BooleanField(label=_("The informant is not named"), required=False)
    anonymous_reason = forms.CharField(
        label=_("Why the informant is not named"), max_length=300, required=False
    )
    full_name = forms.CharField(label=_("Full name"), max_length=160, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False)
    id_number = forms.CharField(label=_("Citizen ID"), max_length=20, required=False)
    id_issued = forms.CharField(label=_("Day and place of issue"), max_length=120, required=False)
    how_known = forms.CharField(label=_("Why the informant knows"), max_length=300, required=False)
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

    def __init__(self, *args: Any, commune: Commune, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commune = commune
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = _layout()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("is_anonymous"):
            if not values.get("anonymous_reason"):
                self.add_error("anonymous_reason", _("Say why the informant is not named."))
            if any(values.get(name) for name in INFORMANT):
                self.add_error(
                    "is_anonymous", _("Somebody is named below. Take one of the two away.")
                )
        elif not values.get("full_name"):
            self.add_error(
                "full_name", _("Write the name, or say that the informant is not named.")
            )
        return values

    def facts(self) -> TipFacts:
        """Return what the valid form says of the tip."""
        values = self.cleaned_data
        names = [name for name in TipFacts.__dataclass_fields__ if name != "anonymous_reason"]
        reason = values["anonymous_reason"] if values["is_anonymous"] else ""
        return TipFacts(**{name: values[name] for name in names}, anonymous_reason=reason)

    def informant(self) -> Informant | None:
        """Return who gave it, where somebody is named."""
        if self.cleaned_data["is_anonymous"]:
            return None
        return Informant(**{name: self.cleaned_data[name] for name in INFORMANT})


def _row(*names: str) -> Div:
    return Div(*[Div(name, css_class="col-sm-6") for name in names], css_class="row g-2")


def _layout() -> Layout:
    return Layout(
        "submission_key",
        Fieldset(
            _("Receipt"),
            _row("kind", "channel"),
            _row("received_at", "channel_code"),
            css_class="panel",
        ),
        Fieldset(
            _("Who gives the tip"),
            _row("full_name", "phone"),
            "address",
            _row("id_number", "id_issued"),
            "how_known",
            "is_anonymous",
            "anonymous_reason",
            css_class="panel",
        ),
        Fieldset(
            _("What the tip says"),
            "content",
            _row("event_time", "event_place"),
            "others",
            css_class="panel",
        ),
    )
