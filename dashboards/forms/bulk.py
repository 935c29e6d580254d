"""What the bulk actions on officers and equipment ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lists.domain.bulk import BulkForm
from lists.filters.widgets import DayInput
from units.models import Commune, DepartureKind, DepartureReason


class DayField(forms.DateField):
    """A day; today unless another is given."""

    widget = DayInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("initial", timezone.localdate)
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)
        self.widget.attrs["class"] = "form-control"


class EndServiceForm(BulkForm):
    """When, how and why these people leave."""

    on = DayField(label=_("Last day of service"))
    kind = forms.ChoiceField(label=_("Way of leaving"), choices=DepartureKind.choices)
    reason = forms.ChoiceField(
        label=_("Stated reason"),
        choices=DepartureReason.choices,
        initial=DepartureReason.UNSTATED,
    )
    decision_number = forms.CharField(label=_("Decision number"), max_length=60, required=False)


class MoveOfficersForm(BulkForm):
    """Where to, from which day, by which decision."""

    commune = forms.ModelChoiceField(label=_("New commune"), queryset=Commune.objects.none())
    from_day = DayField(label=_("From"))
    decision_number = forms.CharField(label=_("Decision number"), max_length=60, required=False)
    signed_by = forms.CharField(label=_("Signed by"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        communes = Commune.objects.visible_to(self.scope).filter(
            validity__contains=timezone.localdate()
        )
        self.fields["commune"].queryset = communes.only("pk", "name", "kind")  # type: ignore[attr-defined]


class InspectionForm(BulkForm):
    """One inspection of many items."""

    on = DayField(label=_("Inspected on"))
    passed = forms.BooleanField(label=_("Passed"), initial=True, required=False)
    by = forms.CharField(label=_("Inspected by"), max_length=120, required=False)
    finding = forms.CharField(
        label=_("Finding"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
