"""The form of receipt, in the order of the law: who came how, who gave it, what it says."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.domain.tips.informants import Informant
from incidents.domain.tips.receiving import TipFacts
from incidents.forms.capitals import begin_with_capitals
from incidents.forms.tips.facts import INFORMANT, WITH_CODE, FactsForm, InformantFields
from incidents.models import TipChannel
from units.models import Commune

IN_PERSON = (TipChannel.SPOKEN, TipChannel.WRITTEN)


class ReceiveForm(FactsForm, InformantFields):
    """What is asked for a tip that came by ``channel``.

    By telephone that is what TT 28/2020/TT-BCA, art. 5 §3 lists and no more: time and officer, the informant's
    name, address, phone and papers, time and place of the event, what happened, others concerned, why the
    informant knows. Whoever comes in person may need special steps (§6); other channels give a code. An
    anonymous tip says why.
    """

    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    is_anonymous = forms.BooleanField(label=_("The informant is not named"), required=False)
    # As the page shows them, so that what is not right yet is listed in that order.
    field_order = (
        "submission_key", "received_at", "kind", "channel_code", "full_name", "phone", "is_agency",
        "address", "id_number", "id_issued", "special", "assisted_by", "is_anonymous", "anonymous_reason",
        "event_time", "event_place", "content", "others", "how_known",
    )  # fmt: skip

    def __init__(self, *args: Any, commune: Commune, channel: TipChannel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commune, self.channel = commune, channel
        if channel not in WITH_CODE:
            del self.fields["channel_code"]
        if channel == TipChannel.TELEPHONE:
            del self.fields["is_agency"]
        if channel not in IN_PERSON:
            del self.fields["special"], self.fields["assisted_by"]
        begin_with_capitals(self, "kind", "special")
        self.helper = self.laid_out(self._layout())

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
        is_anonymous = self.cleaned_data["is_anonymous"]
        reason = self.cleaned_data["anonymous_reason"] if is_anonymous else ""
        return self.said(channel=self.channel, anonymous_reason=reason)

    def informant(self) -> Informant | None:
        """Return who gave it, where somebody is named."""
        if self.cleaned_data["is_anonymous"]:
            return None
        return self.named()

    def _layout(self) -> Layout:
        return Layout(
            "submission_key",
            Fieldset(
                _("Receipt"),
                self.row("received_at", "kind", "channel_code"),
                css_class="panel",
            ),
            Fieldset(
                _("Who gives the tip"),
                self.row("full_name", "phone"),
                *self.only("is_agency"),
                "address",
                self.row("id_number", "id_issued"),
                self.row("special", "assisted_by"),
                "is_anonymous",
                "anonymous_reason",
                css_class="panel",
            ),
            Fieldset(
                _("What the tip says"),
                self.row("event_time", "event_place"),
                "content",
                "others",
                "how_known",
                css_class="panel",
            ),
        )
