"""The forms of a model, its rating for a year, and a session of outreach."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.domain.movement.keeping import ModelFacts, RatingFacts
from incidents.domain.movement.outreach import OutreachFacts
from incidents.forms.dressed import DressedForm
from incidents.forms.fields import CountField, DayField, today
from incidents.forms.plain import OnceForm
from incidents.models import (
    ModelScale,
    ModelState,
    MovementKind,
    MovementModel,
    OutreachKind,
    Rating,
)
from units.models import Commune, Hamlet

MOST = 100_000


class InCommuneForm(OnceForm):
    """A form about something of one commune, which may lie in one of its hamlets."""

    def __init__(self, *args: Any, commune: Commune, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commune = commune
        hamlets = Hamlet.objects.filter(commune=commune).order_by("name")
        self.fields["hamlet"].queryset = hamlets  # type: ignore[attr-defined]


def hamlet_field() -> forms.ModelChoiceField:
    """Return a choice of hamlets, filled by ``InCommuneForm``."""
    return forms.ModelChoiceField(
        Hamlet.objects.none(), label=_("Hamlet"), required=False, empty_label=_("the whole commune")
    )


def _key(row: Any) -> int | None:
    return row.pk if row else None


class ModelForm(InCommuneForm):
    """What is kept of a model."""

    kind = forms.ModelChoiceField(
        MovementKind.objects.none(), label=_("Kind"), empty_label=_("choose…")
    )
    name = forms.CharField(label=_("Name of the model"), max_length=160)
    scale = forms.ChoiceField(
        label=_("Scale"), choices=ModelScale.choices, initial=ModelScale.COMMUNE
    )
    hamlet = hamlet_field()
    since = DayField(label=_("Since"))
    members = CountField(label=_("Members"), min_value=0, max_value=MOST)
    cameras = CountField(label=_("Cameras"), min_value=0, max_value=MOST)
    state = forms.ChoiceField(label=_("State"), choices=ModelState.choices)
    stopped_on = DayField(label=_("Stopped on"), required=False)
    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, model: MovementModel | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Q(is_active=True) | Q(pk=model.kind_id if model else None)
        self.fields["kind"].queryset = MovementKind.objects.filter(offered)  # type: ignore[attr-defined]

    def facts(self) -> ModelFacts:
        """Return what the valid form says."""
        values = {**self.cleaned_data}
        del values["submission_key"], values["version"]
        return ModelFacts(
            kind_id=values.pop("kind").pk, hamlet_id=_key(values.pop("hamlet")), **values
        )


class RatingFields(forms.Form):
    """How a model did in a year."""

    year = forms.IntegerField(
        label=_("Year"),
        min_value=2000,
        max_value=2100,
        initial=lambda: today().year,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    rating = forms.ChoiceField(label=_("Rating"), choices=Rating.choices)
    note = forms.CharField(
        label=_("Note"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def facts(self) -> RatingFacts:
        """Return what the valid form says."""
        values = self.cleaned_data
        return RatingFacts(values["year"], values["rating"], values["note"])


class RatingForm(RatingFields, DressedForm):
    """A new rating, on the model's page."""


class RatingCorrectionForm(RatingFields, OnceForm):
    """A rating to be corrected."""


class OutreachForm(InCommuneForm):
    """What is recorded of a session of outreach."""

    on = DayField(label=_("Day"), initial=today)
    kind = forms.ChoiceField(label=_("Kind"), choices=OutreachKind.choices)
    topic = forms.CharField(label=_("Topic"), max_length=200)
    hamlet = hamlet_field()
    attendance = CountField(
        label=_("Attendance"),
        min_value=0,
        max_value=MOST,
        help_text=_("Persons; empty where nobody can count them."),
    )
    place = forms.CharField(label=_("Place"), max_length=160, required=False)
    held_by = forms.CharField(label=_("Who spoke"), max_length=200, required=False)
    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def facts(self) -> OutreachFacts:
        """Return what the valid form says."""
        values = {**self.cleaned_data}
        del values["submission_key"], values["version"]
        return OutreachFacts(hamlet_id=_key(values.pop("hamlet")), **values)
