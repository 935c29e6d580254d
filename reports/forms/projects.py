"""The forms of a support project: the proposal, the hand-over, a payment."""

from __future__ import annotations

import datetime
from typing import Any

from crispy_forms.layout import Column, Div, Field, Layout, Row
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from reports.domain.handover import HandOver
from reports.domain.projects import ProjectFacts
from reports.forms.matters import DayField, LinesField, MoneyField, bare_helper
from reports.models import BudgetSource, ProjectKind, SupportProject
from units.models import Commune, EquipmentType, LandTitle, Station

BIG_CHOICES = "incidents/fields/big_choices.html"


class ProjectForm(forms.Form):
    """What is asked for one commune. ``data-kinds`` tells the page which fields a kind speaks of."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=_("What is needed?"), choices=ProjectKind.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("Build the station of the commune police")}),
    )
    need = forms.CharField(
        label=_("Why it is needed"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    station = forms.ModelChoiceField(
        label=_("Station to repair"), queryset=Station.objects.none(), required=False
    )
    equipment_type = forms.ModelChoiceField(
        label=_("Kind of equipment"), queryset=EquipmentType.objects.none(), required=False
    )
    quantity = forms.IntegerField(
        label=_("Quantity"),
        required=False,
        validators=[MinValueValidator(1), MaxValueValidator(10_000)],
        widget=forms.NumberInput(attrs={"min": 1, "inputmode": "numeric"}),
    )
    floor_area_m2 = forms.DecimalField(
        label=_("Floor area (m²)"),
        required=False,
        max_digits=8,
        decimal_places=1,
        localize=True,
        validators=[MinValueValidator(1)],
    )
    cost = MoneyField(
        label=_("Estimated cost (VND)"),
        help_text=_("2.400.000.000 or 2,4 tỷ: both are understood."),
    )
    source = forms.ChoiceField(
        label=_("Who pays"), choices=BudgetSource.choices, initial=BudgetSource.DISTRICT
    )
    year = forms.IntegerField(
        label=_("Planned year"),
        required=False,
        validators=[MinValueValidator(2000), MaxValueValidator(2100)],
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, commune: Commune, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commune = commune
        stations = Station.objects.filter(commune=commune).exclude(tenure="none")
        self.fields["station"].queryset = stations  # type: ignore[attr-defined]
        self.fields["station"].label_from_instance = _station_words  # type: ignore[attr-defined]
        self.fields["equipment_type"].queryset = EquipmentType.objects.all()  # type: ignore[attr-defined]
        self.helper = bare_helper()
        self.helper.layout = Layout(
            "version",
            Field("kind", template=BIG_CHOICES),
            "title",
            "need",
            Div("station", data_kinds=ProjectKind.REPAIR_STATION.value),
            Div("floor_area_m2", data_kinds=ProjectKind.BUILD_STATION.value),
            Div(
                Row(
                    Column("equipment_type", css_class="col-sm-8"),
                    Column("quantity", css_class="col-sm-4"),
                ),
                data_kinds=ProjectKind.BUY_EQUIPMENT.value,
            ),
            Row(
                Column("cost", css_class="col-sm-5"),
                Column("source", css_class="col-sm-4"),
                Column("year", css_class="col-sm-3"),
            ),
        )

    def clean(self) -> dict[str, Any]:
        """A repair names its station, a purchase its kind and quantity."""
        values = super().clean() or {}
        missing = {
            ProjectKind.REPAIR_STATION: {"station": _("Say which station is repaired.")},
            ProjectKind.BUY_EQUIPMENT: {
                "equipment_type": _("Say which equipment."),
                "quantity": _("Say how many."),
            },
        }
        for name, sentence in missing.get(values.get("kind", ""), {}).items():
            if name not in self.errors and not values.get(name):
                self.add_error(name, sentence)
        return values

    def facts(self) -> ProjectFacts:
        """Return what the valid form says."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return ProjectFacts(**values)


def _station_words(station: Station) -> str:
    parts = [
        station.get_tenure_display(),
        station.address,
        station.get_condition_display() if station.condition else "",
    ]
    return " · ".join(str(part) for part in parts if part)


def typed_of(project: SupportProject) -> dict[str, Any]:
    """Return the form's values for a project as it is."""
    names = ("kind", "title", "need", "cost", "source", "year", "quantity", "floor_area_m2")
    return {
        **{name: getattr(project, name) for name in names},
        "station": project.station_id,
        "equipment_type": project.equipment_type_id,
        "version": project.version,
    }


class HandOverForm(forms.Form):
    """What is known on the day of handing over; only what the kind of project speaks of is asked."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    on = DayField(label=_("Handed over on"))
    address = forms.CharField(label=_("Address of the new station"), max_length=200)
    built_year = forms.IntegerField(
        label=_("Year built"), validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    floor_area_m2 = forms.DecimalField(
        label=_("Floor area (m²)"),
        required=False,
        max_digits=7,
        decimal_places=1,
        localize=True,
        validators=[MinValueValidator(1)],
    )
    land_title = forms.ChoiceField(
        label=_("Land title"),
        required=False,
        choices=[("", _("not known")), *LandTitle.choices],
    )
    place = forms.CharField(label=_("Kept at"), max_length=120, required=False)
    serials = LinesField(
        label=_("Serial numbers or number plates"),
        required=False,
        longest=60,
        most=500,
        rows=3,
        help_text=_("One a line, in the order of the items; leave out what is not known."),
    )
    licence_number = forms.CharField(label=_("Licence number"), max_length=60, required=False)
    licence_expires_on = DayField(label=_("Licence expires on"), required=False)
    on_paper = forms.BooleanField(label=_("Handed over on paper"), required=False, initial=True)
    note = forms.CharField(
        label=_("Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *args: Any, project: SupportProject, today: datetime.date, **kwargs: Any
    ) -> None:
        kwargs.setdefault(
            "initial",
            {
                "on": today,
                "built_year": today.year,
                "floor_area_m2": project.floor_area_m2,
                "version": project.version,
                "on_paper": True,
            },
        )
        super().__init__(*args, **kwargs)
        asked = ["version", "on", *asked_of(project), "note"]
        for name in [name for name in self.fields if name not in asked]:
            del self.fields[name]
        self.fields["on"].widget.attrs["max"] = today.isoformat()
        self.helper = bare_helper()
        self.helper.layout = Layout(*asked)

    def facts(self) -> HandOver:
        """Return what the valid form says."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        values["serials"] = tuple(values.get("serials", ()))
        return HandOver(**values)


def asked_of(project: SupportProject) -> list[str]:
    """Return the fields that handing over this project asks for."""
    if project.kind == ProjectKind.BUILD_STATION:
        return ["address", "built_year", "floor_area_m2", "land_title"]
    if project.kind == ProjectKind.REPAIR_STATION:
        return ["floor_area_m2"]
    kind = project.equipment_type
    if project.kind != ProjectKind.BUY_EQUIPMENT or kind is None:
        return []
    licence = ["licence_number", "licence_expires_on"] if kind.needs_licence else []
    return licence if kind.is_countable else ["serials", "place", *licence, "on_paper"]


class PaymentForm(forms.Form):
    """Money paid on a day."""

    on = DayField(label=_("Paid on"))
    amount = MoneyField(label=_("Amount (VND)"))
    document = forms.CharField(label=_("Document"), max_length=120, required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": today})
        kwargs.setdefault("auto_id", "id_payment_%s")
        super().__init__(*args, **kwargs)
        self.fields["on"].widget.attrs["max"] = today.isoformat()
        self.helper = bare_helper()
        self.helper.layout = Layout(
            Row(Column("on", css_class="col-sm-4"), Column("amount", css_class="col-sm-8")),
            Row(Column("document", css_class="col-sm-6"), Column("note", css_class="col-sm-6")),
        )
