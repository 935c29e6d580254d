"""The forms that correct a tip's receipt and who gave it; both say why."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from incidents.domain.sentences import says_something, too_little
from incidents.domain.tips.receiving import TipFacts
from incidents.forms.capitals import begin_with_capitals
from incidents.forms.tips.facts import WITH_CODE, FactsForm, InformantFields
from incidents.models import CrimeTip, TipChannel

MOST_REASON = 500


class ReasonField(forms.CharField):
    """Why something is corrected; it stands in the history, so it names no informant."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Why it is corrected"),
            max_length=MOST_REASON,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("Others read it in the history: without the informant's name."),
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        words = str(super().clean(value))
        # Asked for here too, so that it is said together with what else is not right.
        if not says_something(words):
            raise ValidationError(too_little())
        return words


class CorrectTipForm(FactsForm):
    """What was written on receipt; the way it came is among it, since that too may have been chosen wrongly.

    A tip that names its informant has no field for why not; the field is there, hidden and empty, for a second person
    who still has the form of before.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(label=_("Channel"), choices=TipChannel.choices)
    because = ReasonField()

    def __init__(self, *args: Any, tip: CrimeTip, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tip = tip
        if not tip.is_anonymous:
            self.fields["anonymous_reason"].widget = forms.HiddenInput()
        self.fields["channel_code"].help_text = _("Only post, electronic means and VNeID give one.")
        begin_with_capitals(self, "kind", "channel")
        self.helper = self.laid_out(self._layout())

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("channel_code") and values.get("channel") not in WITH_CODE:
            self.add_error(
                "channel_code",
                _("Only post, electronic means and VNeID give a code. Take it away."),
            )
        return values

    def facts(self) -> TipFacts:
        """Return what the valid form says."""
        values = self.cleaned_data
        return self.said(channel=values["channel"], anonymous_reason=values["anonymous_reason"])

    def _layout(self) -> Layout:
        return Layout(
            "version",
            Fieldset(
                _("Receipt"),
                self.row("received_at", "kind"),
                self.row("channel", "channel_code"),
                "anonymous_reason",
                css_class="panel",
            ),
            Fieldset(
                _("What the tip says"),
                self.row("event_time", "event_place"),
                "content",
                "others",
                css_class="panel",
            ),
            Fieldset(_("Reason"), "because", css_class="panel"),
        )


class CorrectInformantForm(InformantFields):
    """Who gave the tip, as it should read. ``version`` is that of what is sealed, 0 where nobody is named."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    because = ReasonField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["full_name"].required = True
        begin_with_capitals(self, "special")
        self.helper = self.laid_out(
            Layout(
                "version",
                Fieldset(
                    _("Who gave the tip"),
                    self.row("full_name", "phone"),
                    "is_agency",
                    "address",
                    self.row("id_number", "id_issued"),
                    self.row("special", "assisted_by"),
                    "how_known",
                    css_class="panel",
                ),
                Fieldset(_("Reason"), "because", css_class="panel"),
            )
        )
