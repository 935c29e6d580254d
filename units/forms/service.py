"""What is asked before many officers' service ends or moves at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from units.domain.scope import Scope
from units.models import Commune, DepartureKind, DepartureReason, Position


def date_field(label: Any, **kwargs: Any) -> forms.DateField:
    """Return a day field with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **kwargs)


class EndServiceForm(forms.Form):
    """The last day of service and why."""

    on = date_field(_("last day of service"))
    kind = forms.ChoiceField(label=_("way of leaving"), choices=DepartureKind.choices)
    reason = forms.ChoiceField(label=_("stated reason"), choices=DepartureReason.choices)
    decision_number = forms.CharField(label=_("decision number"), max_length=60, required=False)
    note = forms.CharField(label=_("note"), widget=forms.Textarea({"rows": 2}), required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate()


class MoveForm(forms.Form):
    """Where to, from when, by whose decision."""

    commune = forms.ModelChoiceField(label=_("to commune"), queryset=Commune.objects.none())
    position = forms.ModelChoiceField(
        label=_("position"),
        queryset=Position.objects.all(),
        required=False,
        empty_label=_("the same as now"),
    )
    from_day = date_field(_("from"))
    decision_number = forms.CharField(label=_("decision number"), max_length=60, required=False)
    decision_date = date_field(_("decision date"), required=False)
    signed_by = forms.CharField(label=_("signed by"), max_length=120, required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        communes = Commune.objects.visible_to(scope).filter(valid_until__isnull=True)
        self.fields["commune"].queryset = communes  # type: ignore[attr-defined]
        self.fields["from_day"].initial = timezone.localdate()
