"""The form of receipt, in the order of the law: who came how, who gave it, what it says."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.domain.tips.informants import Informant, SpecialNeed
from incidents.domain.tips.receiving import TipFacts
from incidents.forms.incidents.fields import MomentField
from incidents.models import TipChannel, TipKind
from units.models import Commune

INFORMANT = tuple(Informant.__dataclass_fields__)
IN_PERSON = (TipChannel.SPOKEN, TipChannel.WRITTEN)
# Channels that give a code of their own: a letter's number, a message's, VNeID's.
WITH_CODE = (TipChannel.POST, TipChannel.ELECTRONIC, TipChannel.VNEID)


class ReceiveForm(forms.Form):
    """What is asked for a tip that came by ``channel``.

    By telephone that is what TT 28/2020/TT-BCA, art. 5 §3 lists and no more: time and officer, the informant's
    name, address, phone and papers, time and place of the event, what happened, others concerned, why the
    informant knows. Whoever comes in person may need special steps (§6); other channels give a code. An
    anonymous tip says why.
    """

    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind of tip"), choices=TipKind.choices)
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

    def __init__(self, *args: Any, commune: Commune, channel: TipChannel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commune, self.channel = commune, channel
        if channel not in WITH_CODE:
            del self.fields["channel_code"]
        if channel not in IN_PERSON:
            del self.fields["special"], self.fields["assisted_by"]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = self._layout()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("special") and not values.get("assisted_by"):
            self.add_error("assisted_by", _("Say who was there, or why nobody could come."))
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
        return TipFacts(
            kind=values["kind"],
            channel=self.channel,
            channel_code=values.get("channel_code", ""),
            content=values["content"],
            received_at=values["received_at"],
            event_time=values["event_time"],
            event_place=values["event_place"],
            others=values["others"],
            anonymous_reason=values["anonymous_reason"] if values["is_anonymous"] else "",
        )

    def informant(self) -> Informant | None:
        """Return who gave it, where somebody is named."""
        if self.cleaned_data["is_anonymous"]:
            return None
        return Informant(**{name: self.cleaned_data.get(name, "") for name in INFORMANT})

    def _row(self, *names: str) -> Div:
        shown = [name for name in names if name in self.fields]
        return Div(*[Div(name, css_class="col-sm-6") for name in shown], css_class="row g-2")

    def _layout(self) -> Layout:
        return Layout(
            "submission_key",
            Fieldset(
                _("Receipt"),
                self._row("received_at", "kind", "channel_code"),
                css_class="panel",
            ),
            Fieldset(
                _("Who gives the tip"),
                self._row("full_name", "phone"),
                "address",
                self._row("id_number", "id_issued"),
                self._row("special", "assisted_by"),
                "is_anonymous",
                "anonymous_reason",
                css_class="panel",
            ),
            Fieldset(
                _("What the tip says"),
                self._row("event_time", "event_place"),
                "content",
                "others",
                "how_known",
                css_class="panel",
            ),
        )
