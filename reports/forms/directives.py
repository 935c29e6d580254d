"""The form of a directive, and of a note of its progress."""

from __future__ import annotations

import datetime
from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from incidents.views.communes import current_communes
from reports.forms.matters import DayField, LinesField, bare_helper
from reports.models import OPEN_DIFFICULTIES, Difficulty
from units.domain.scope import Scope
from units.models import Commune, Jurisdiction

MOST_COMMUNES = 300


class DirectiveForm(forms.Form):
    """What is to be done, who answers for it, by when, for which difficulties."""

    jurisdiction = forms.ModelChoiceField(
        label=_("Issued by"), queryset=Jurisdiction.objects.none(), empty_label=None
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        widget=forms.TextInput(
            attrs={"placeholder": _("Find land and money for the stations of two communes")}
        ),
    )
    what = forms.CharField(
        label=_("What is to be done"), max_length=6000, widget=forms.Textarea(attrs={"rows": 4})
    )
    offices = LinesField(
        label=_("Offices that answer for it"),
        required=False,
        help_text=_("One a line."),
        widget=forms.Textarea(
            attrs={"rows": 2, "placeholder": _("Office of Finance and Planning")}
        ),
    )
    communes = forms.ModelMultipleChoiceField(
        label=_("Communes that answer for it"),
        queryset=Commune.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    due_on = DayField(label=_("Due on"))
    document_number = forms.CharField(
        label=_("Document number"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "87/UBND-NC"}),
    )
    document_date = DayField(label=_("Document date"), required=False)
    difficulties = forms.ModelMultipleChoiceField(
        label=_("Difficulties that it answers"),
        queryset=Difficulty.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their communes see the directive and say in the end whether it helped."),
    )

    def __init__(
        self,
        *args: Any,
        scope: Scope,
        jurisdictions: list[Jurisdiction],
        difficulties: list[Difficulty],
        today: datetime.date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choose_from(scope, jurisdictions, difficulties)
        self.fields["due_on"].widget.attrs["min"] = today.isoformat()
        self.helper = bare_helper()
        self.helper.layout = Layout(
            *(["jurisdiction"] if "jurisdiction" in self.fields else []),
            *(["difficulties"] if "difficulties" in self.fields else []),
            "title",
            "what",
            "offices",
            "communes",
            Row(
                Column("due_on", css_class="col-sm-4"),
                Column("document_number", css_class="col-sm-4"),
                Column("document_date", css_class="col-sm-4"),
            ),
        )

    def _choose_from(
        self, scope: Scope, jurisdictions: list[Jurisdiction], difficulties: list[Difficulty]
    ) -> None:
        keys = [one.pk for one in jurisdictions]
        if len(keys) > 1:
            offered = Jurisdiction.objects.filter(pk__in=keys).order_by("path")
            self.fields["jurisdiction"].queryset = offered  # type: ignore[attr-defined]
            self.fields["jurisdiction"].initial = keys[0]
        else:
            del self.fields["jurisdiction"]
        communes = current_communes(scope).defer("boundary")
        raised = [one.commune_id for one in difficulties]
        first = list(communes.values_list("pk", flat=True)[:MOST_COMMUNES])
        self.fields["communes"].queryset = communes.filter(  # type: ignore[attr-defined]
            pk__in=[*first, *raised]
        )
        if difficulties:
            open_ones = [one.pk for one in difficulties if one.state in OPEN_DIFFICULTIES]
            field = self.fields["difficulties"]
            field.queryset = (  # type: ignore[attr-defined]
                Difficulty.objects.visible_to(scope)
                .filter(pk__in=open_ones)
                .select_related("commune")
                .defer("commune__boundary")
            )
            field.initial = open_ones
            field.label_from_instance = _with_commune  # type: ignore[attr-defined]
        else:
            del self.fields["difficulties"]

    def clean(self) -> dict[str, Any]:
        """Somebody answers for it."""
        values = super().clean() or {}
        if "communes" in values and not values["communes"] and not values.get("offices"):
            self.add_error(
                "offices", _("Say who answers for it: a commune, an office, or several.")
            )
        return values


def _with_commune(difficulty: Difficulty) -> str:
    return f"{difficulty.commune.full_name}: {difficulty.title}"


class ProgressForm(forms.Form):
    """What has been done so far, how much of it, and what shows it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=_("What was done"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    percent = forms.IntegerField(
        label=_("Done (%)"),
        required=False,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        widget=forms.NumberInput(attrs={"min": 0, "max": 100, "inputmode": "numeric"}),
    )
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=2000,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Number of the paper, minutes, receipt")}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_progress_%s")
        super().__init__(*args, **kwargs)
        self.helper = bare_helper()
        self.helper.layout = Layout(
            "version",
            "text",
            Row(Column("percent", css_class="col-sm-4"), Column("evidence", css_class="col-sm-8")),
        )
