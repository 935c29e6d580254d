"""What the ranking asks: a budget, the weight of each factor, which projects."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.domain.ranking import FACTORS, MOST_WEIGHT
from reports.forms.matters import MoneyField
from reports.models import BudgetSource, ProjectKind
from units.domain.scope import Scope
from units.models import Jurisdiction


class WeightInput(forms.NumberInput):
    """A slider."""

    input_type = "range"


class RankingForm(forms.Form):
    """Read from the address; what is not given has its usual value."""

    budget = MoneyField(
        label=_("Budget (VND)"),
        required=False,
        help_text=_("10.000.000.000 or 10 tỷ: both are understood."),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All")), *ProjectKind.choices], required=False
    )
    source = forms.ChoiceField(
        label=_("Who pays"), choices=[("", _("All")), *BudgetSource.choices], required=False
    )
    jurisdiction = forms.ModelChoiceField(
        label=_("Jurisdiction"),
        queryset=Jurisdiction.objects.none(),
        required=False,
        empty_label=_("All"),
    )

    def __init__(self, data: Any, *, scope: Scope) -> None:
        super().__init__(data)
        for factor in FACTORS:
            self.fields[f"w_{factor.code}"] = forms.IntegerField(
                label=str(factor.label),
                required=False,
                min_value=0,
                max_value=MOST_WEIGHT,
                help_text=str(factor.formula),
                widget=WeightInput(
                    attrs={
                        "class": "form-range",
                        "data-weight": "",
                        "step": 1,
                        "min": 0,
                        "max": MOST_WEIGHT,
                    }
                ),
            )
        places = Jurisdiction.objects.order_by("path")
        if scope.jurisdictions is not None:
            places = places.filter(pk__in=scope.jurisdictions)
        if scope.jurisdictions is not None and len(scope.jurisdictions) <= 1:
            del self.fields["jurisdiction"]
        else:
            self.fields["jurisdiction"].queryset = places  # type: ignore[attr-defined]

    @property
    def weights(self) -> dict[str, int]:
        """The weight of each factor; the usual one where none is given or it cannot be read."""
        found = {}
        for factor in FACTORS:
            given = self.cleaned_data.get(f"w_{factor.code}")
            found[factor.code] = factor.weight if given is None else given
        return found
