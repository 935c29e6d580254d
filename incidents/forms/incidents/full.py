"""The full form of an incident, new or to be completed and corrected."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.domain.incidents.recording import IncidentFacts
from incidents.domain.places import Verdict, judge_point
from incidents.forms.fields import CoordinateField, CountField, OfficerField, today
from incidents.forms.incidents.fields import MOMENT, AmountField, CategoryField, MomentField
from incidents.forms.incidents.layout import full_layout
from incidents.forms.plain import KeyField
from incidents.models import OPEN, Hotspot, Incident, PointSource, TimeKnown
from units.models import Commune, Hamlet
from units.queries.successors import line_of

MOST_HURT = 9999

# Decimals of a degree as the form shows a point: about 0.1 m.
POINT = ".6f"


class IncidentForm(forms.Form):
    """What is recorded of an incident in one commune."""

    submission_key = KeyField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    # Of a point that the phone gave, in metres; empty once somebody has marked another.
    accuracy = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    category = CategoryField()
    summary = forms.CharField(
        label=_("What happened"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Without names: persons involved are written down separately, where only those who handle it see them."
        ),
    )
    time_known = forms.ChoiceField(
        label=_("The time is known"),
        choices=TimeKnown.choices,
        widget=forms.RadioSelect,
        initial=TimeKnown.EXACT,
    )
    occurred_from = MomentField(label=_("From when"))
    occurred_until = MomentField(
        label=_("Until when"),
        required=False,
        help_text=_("Needed where the time is known only roughly: it happened somewhere between."),
    )
    latitude = CoordinateField(label=_("Latitude"), min_value=8, max_value=24, required=False)
    longitude = CoordinateField(label=_("Longitude"), min_value=102, max_value=118, required=False)
    point_is_right = forms.BooleanField(
        label=_("The point on the map is right"), required=False, widget=forms.HiddenInput
    )
    hotspot = forms.ModelChoiceField(
        Hotspot.objects.none(),
        label=_("Complicated place"),
        required=False,
        empty_label=_("none"),
        help_text=_("An open one within 150 m is suggested when the point is marked."),
    )
    hamlet = forms.ModelChoiceField(
        Hamlet.objects.none(), label=_("Hamlet"), required=False, empty_label=_("not known")
    )
    whereabouts = forms.CharField(
        label=_("Where exactly"),
        max_length=200,
        required=False,
        help_text=_("Road, house, landmark."),
    )
    deaths = CountField(label=_("Deaths"), min_value=0, max_value=MOST_HURT)
    injured = CountField(label=_("Injured"), min_value=0, max_value=MOST_HURT)
    damage_vnd = AmountField(
        label=_("Damage (VND)"), help_text=_("Empty: not known. 0: there was none.")
    )
    handler_note = forms.CharField(
        label=_("Others who deal with it"), max_length=160, required=False
    )

    def __init__(
        self, *args: Any, commune: Commune, incident: Incident | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.commune, self.incident = commune, incident
        held = incident
        self.fields["category"] = CategoryField(held=held.category_id if held else None)
        self.fields["hamlet"].queryset = hamlets_of(commune, held.hamlet_id if held else None)  # type: ignore[attr-defined]
        self.fields["hotspot"].queryset = places_of(commune, held.hotspot_id if held else None)  # type: ignore[attr-defined]
        self.fields["handler"] = OfficerField(
            commune, held=held.handler_id if held else None, label=_("Officer who deals with it")
        )
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = full_layout()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        self._check_time(values)
        self._check_point(values)
        return values

    def _check_time(self, values: dict[str, Any]) -> None:
        start, end = values.get("occurred_from"), values.get("occurred_until")
        if end is None and start is not None:
            if values.get("time_known") == TimeKnown.ROUGH and not self.has_error("occurred_until"):
                self.add_error(
                    "occurred_until", _("Say until when it may have happened, or choose “exactly”.")
                )
            values["occurred_until"] = start

    def _check_point(self, values: dict[str, Any]) -> None:
        latitude, longitude = values.get("latitude"), values.get("longitude")
        if (latitude is None) != (longitude is None):
            if not (self.has_error("latitude") or self.has_error("longitude")):
                missing = "latitude" if latitude is None else "longitude"
                self.add_error(missing, _("A point has a latitude and a longitude."))
            return
        if latitude is None or longitude is None:
            return
        if self.incident and self.incident.point == (latitude, longitude):
            return
        verdict = judge_point(self.commune, latitude, longitude)
        name = {"commune": self.commune.full_name}
        if verdict is Verdict.OUTSIDE:
            self.add_error(
                "latitude", _("This point lies outside %(commune)s. Move it on the map.") % name
            )
        elif verdict is Verdict.DOUBTFUL and not values.get("point_is_right"):
            self.fields["point_is_right"].widget = forms.CheckboxInput()
            said = _(
                "By the map known here the point lies outside %(commune)s. Move it, or tick that it is right."
            )
            self.add_error("point_is_right", said % name)

    def facts(self) -> IncidentFacts:
        """Return what the valid form says. Without a point of its own, the complicated place's is taken."""
        values = self.cleaned_data
        place: Hotspot | None = values["hotspot"]
        latitude, longitude = self._point_meant()
        source = self._source_of(latitude, longitude)
        if latitude is None and place is not None:
            latitude, longitude, source = place.latitude, place.longitude, PointSource.HOTSPOT.value
        same_point = self.incident is not None and self.incident.point == (latitude, longitude)
        accuracy = values["accuracy"] if source == PointSource.PHONE else None
        return IncidentFacts(
            category_id=values["category"].pk,
            occurred_from=values["occurred_from"],
            occurred_until=values["occurred_until"],
            time_known=values["time_known"],
            summary=values["summary"],
            hamlet_id=values["hamlet"].pk if values["hamlet"] else None,
            whereabouts=values["whereabouts"],
            latitude=latitude,
            longitude=longitude,
            point_source=source,
            accuracy_m=self.incident.accuracy_m if self.incident and same_point else accuracy,
            hotspot_id=place.pk if place else None,
            deaths=values["deaths"],
            injured=values["injured"],
            damage_vnd=values["damage_vnd"],
            handler_id=values["handler"].pk if values["handler"] else None,
            handler_note=values["handler_note"],
        )

    def _point_meant(self) -> tuple[float | None, float | None]:
        """The point that was typed; where it is the record's own as the form shows it, that one with all its decimals."""
        typed = self.cleaned_data["latitude"], self.cleaned_data["longitude"]
        held = self.incident.point if self.incident else None
        is_held = held is not None and typed == tuple(float(f"{one:{POINT}}") for one in held)
        return held if held is not None and is_held else typed

    def _source_of(self, latitude: float | None, longitude: float | None) -> str:
        if latitude is None:
            return ""
        if self.incident and self.incident.point == (latitude, longitude):
            return self.incident.point_source
        is_phone = self.cleaned_data["accuracy"] is not None
        return PointSource.PHONE.value if is_phone else PointSource.MAP.value


def hamlets_of(commune: Commune, held: int | None = None) -> QuerySet[Hamlet]:
    """Return the hamlets of a commune today, and the one that a record already names."""
    current = Q(commune=commune) & (Q(valid_until__isnull=True) | Q(valid_until__gte=today()))
    rows: QuerySet[Hamlet] = Hamlet.objects.filter(current | Q(pk=held) if held else current)
    return rows


def places_of(commune: Commune, held: int | None = None) -> QuerySet[Hotspot]:
    """Return the open complicated places of a commune and of those that ended whole in it, and the one that a record already
    names; two queries."""
    offered = Q(commune__in=line_of(commune.pk), state__in=OPEN)
    rows: QuerySet[Hotspot] = Hotspot.objects.filter(offered | Q(pk=held) if held else offered)
    return rows.order_by("sort_key", "pk")


def typed_values(facts: IncidentFacts) -> dict[str, str]:
    """Return facts as the form's fields hold them."""
    amount = f"{facts.damage_vnd:,}".replace(",", ".") if facts.damage_vnd is not None else ""
    until = facts.occurred_until if facts.occurred_until != facts.occurred_from else None
    return {
        "category": str(facts.category_id),
        "summary": facts.summary,
        "time_known": facts.time_known,
        "occurred_from": timezone.localtime(facts.occurred_from).strftime(MOMENT),
        "occurred_until": timezone.localtime(until).strftime(MOMENT) if until else "",
        "latitude": f"{facts.latitude:{POINT}}" if facts.latitude is not None else "",
        "longitude": f"{facts.longitude:{POINT}}" if facts.longitude is not None else "",
        "hotspot": str(facts.hotspot_id or ""),
        "hamlet": str(facts.hamlet_id or ""),
        "whereabouts": facts.whereabouts,
        "deaths": "" if facts.deaths is None else str(facts.deaths),
        "injured": "" if facts.injured is None else str(facts.injured),
        "damage_vnd": amount,
        "handler": str(facts.handler_id or ""),
        "handler_note": facts.handler_note,
    }
