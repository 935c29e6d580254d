"""The quick entry: five fields for a phone in the market; the rest follows on the full form."""

from __future__ import annotations

import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from incidents.domain.attachments import CleanFile, clean_file
from incidents.domain.incidents.recording import CLOCKS_APART, IncidentFacts
from incidents.domain.incidents.similar import Sketch
from incidents.domain.places import Verdict, judge_point
from incidents.forms.dressed import DressedForm
from incidents.forms.fields import ACCEPTED, CoordinateField
from incidents.forms.incidents.fields import MomentField, categories
from incidents.forms.incidents.full import hamlets_of, places_of
from incidents.models import Hotspot, IncidentCategory, PointSource, TimeKnown
from units.models import Commune, Hamlet

# An entry that waited longer on a phone is written down anew, so that no wrong clock dates it.
LONGEST_WAIT = datetime.timedelta(days=30)
# A phone that knows no better where it is says no point: it would lie in somebody else's crowd.
WORST_ACCURACY_M = 1_000
# What one fills in last: kind, place and time are known without it.
YET_TO_COME = {"submission_key", "summary", "photo"}


class When(models.TextChoices):
    """When it happened, in one tap."""

    NOW = "now", _("just now")
    HOUR = "hour", _("within the last hour")
    TODAY = "today", _("earlier today")
    NIGHT = "night", _("last night")
    OTHER = "other", _("another time")


# What "just now" means is told by the clock of the device.
FROM_ITS_CLOCK = frozenset(When) - {When.OTHER}


class PhotoField(forms.FileField):
    """One photo, cleaned to ``CleanFile``."""

    def clean(self, data: Any, initial: Any = None) -> CleanFile | None:
        upload = super().clean(data, initial)
        return clean_file(upload) if upload else None


class QuickForm(DressedForm):
    """What kind, where, when, what happened, a photo."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    entered_at = forms.DateTimeField(widget=forms.HiddenInput, required=False)
    category = forms.ModelChoiceField(
        IncidentCategory.objects.none(),
        label=_("What kind of incident"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what kind of incident it is.")},
    )
    latitude = CoordinateField(widget=forms.HiddenInput, min_value=8, max_value=24, required=False)
    longitude = CoordinateField(
        widget=forms.HiddenInput, min_value=102, max_value=118, required=False
    )
    accuracy = forms.FloatField(widget=forms.HiddenInput, min_value=0, required=False)
    place = forms.ChoiceField(label=_("Where"), required=False)
    when = forms.ChoiceField(
        label=_("When"), choices=When.choices, widget=forms.RadioSelect, initial=When.NOW
    )
    occurred_from = MomentField(label=_("From when"), required=False)
    occurred_until = MomentField(label=_("Until when"), required=False)
    summary = forms.CharField(
        label=_("What happened"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": _("In a sentence, without names")}),
    )
    photo = PhotoField(
        label=_("Take a photo"),
        required=False,
        widget=forms.FileInput(
            attrs={"accept": ACCEPTED, "capture": "environment", "data-shrink": "1600"}
        ),
    )

    def __init__(self, *args: Any, commune: Commune, now: datetime.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.commune, self.now = commune, now
        self.has_a_clock = (
            False  # whether the time of typing can be told; without a script it is now
        )
        self.fields["category"].queryset = categories().filter(is_quick=True)  # type: ignore[attr-defined]
        self.places = {f"p{one.pk}": one for one in places_of(commune)}
        self.hamlets = {f"h{one.pk}": one for one in hamlets_of(commune)}
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            ("", _("the phone's position")),
            (_("Complicated places"), [(key, one.name) for key, one in self.places.items()]),
            (_("Hamlets"), [(key, str(one)) for key, one in self.hamlets.items()]),
        ]

    def without_places(self) -> QuickForm:
        """Offer no complicated places: what a phone keeps must not say where they are."""
        choices = self.fields["place"].choices  # type: ignore[attr-defined]
        self.fields["place"].choices = [choices[0], choices[2]]  # type: ignore[attr-defined]
        return self

    def clean_entered_at(self) -> datetime.datetime:
        """Return when it was typed: what the phone says, while its clock can be believed."""
        typed: datetime.datetime | None = self.cleaned_data["entered_at"]
        self.has_a_clock = (
            typed is None or self.now - LONGEST_WAIT <= typed <= self.now + CLOCKS_APART
        )
        return min(typed, self.now) if typed and self.has_a_clock else self.now

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        has_point = values.get("latitude") is not None and values.get("longitude") is not None
        if not (has_point or values.get("place") or self.has_error("place")):
            self.add_error("place", _("Use the phone's position, or choose a place or hamlet."))
        needs_time = values.get("when") == When.OTHER and not values.get("occurred_from")
        if needs_time and not self.has_error("occurred_from"):
            self.add_error("occurred_from", _("Say when it happened."))
        if values.get("when") in FROM_ITS_CLOCK and not self.has_a_clock:
            said = _("This entry waited too long, or the clock of this device is wrong.")
            self.add_error("when", said)
            self.add_error("when", _("Choose “another time” and say when it happened."))
        return values

    def facts(self) -> IncidentFacts:
        """Return what the valid form says."""
        values = self.cleaned_data
        start, end, known = self._time()
        place, hamlet = self._chosen()
        return IncidentFacts(
            category_id=values["category"].pk,
            summary=values["summary"],
            occurred_from=start,
            occurred_until=end,
            time_known=known,
            hamlet_id=hamlet.pk if hamlet else None,
            hotspot_id=place.pk if place else None,
            whereabouts=self.doubt,
            **self._point(place, hamlet),
        )

    @cached_property
    def doubt(self) -> str:
        """Why the phone's position is not taken for the place; empty where it is, or another was chosen."""
        values = self.cleaned_data
        latitude, longitude = values["latitude"], values["longitude"]
        if any(self._chosen()) or latitude is None or longitude is None:
            return ""
        where = {"latitude": f"{latitude:.5f}", "longitude": f"{longitude:.5f}"}
        if self._is_vague():
            metres = {"metres": number_format(WORST_ACCURACY_M, force_grouping=True)}
            said = _(
                "The phone knew its position (%(latitude)s, %(longitude)s) to no %(metres)s m."
            )
            return said % {**where, **metres}
        if judge_point(self.commune, latitude, longitude) is Verdict.OUTSIDE:
            said = _("The phone was outside the commune (%(latitude)s, %(longitude)s).")
            return said % where
        return ""

    def _is_vague(self) -> bool:
        accuracy: float | None = self.cleaned_data["accuracy"]
        return accuracy is not None and accuracy > WORST_ACCURACY_M

    def sketch(self) -> Sketch | None:
        """Return what a form that is still being filled says; nothing before kind, place and time are known."""
        if set(self.errors) - YET_TO_COME:
            return None
        start, end, _known = self._time()
        place, hamlet = self._chosen()
        point = self._point(place, hamlet)
        return Sketch(
            category_id=self.cleaned_data["category"].pk,
            occurred=(start, max(start, end)),
            point=(point["latitude"], point["longitude"]) if point else None,
            hamlet_id=hamlet.pk if hamlet else None,
        )

    def _chosen(self) -> tuple[Hotspot | None, Hamlet | None]:
        """The complicated place or the hamlet that was chosen."""
        chosen = self.cleaned_data["place"]
        return self.places.get(chosen), self.hamlets.get(chosen)

    def _time(self) -> tuple[datetime.datetime, datetime.datetime, str]:
        """From when, until when, and how well that is known."""
        values = self.cleaned_data
        typed: datetime.datetime = values["entered_at"].replace(second=0, microsecond=0)
        local = timezone.localtime(typed)
        midnight = local.replace(hour=0, minute=0)
        rough = TimeKnown.ROUGH.value
        if values["when"] == When.HOUR:
            return typed - datetime.timedelta(hours=1), typed, rough
        if values["when"] == When.TODAY:
            return midnight, typed, rough
        if values["when"] == When.NIGHT:
            evening = midnight - datetime.timedelta(hours=6)
            return evening, min(midnight + datetime.timedelta(hours=6), typed), rough
        if values["when"] == When.OTHER:
            start = values["occurred_from"]
            end = values["occurred_until"] or start
            return start, end, rough if end > start else TimeKnown.EXACT.value
        return typed, typed, TimeKnown.EXACT.value

    def _point(self, place: Hotspot | None, hamlet: Hamlet | None) -> dict[str, Any]:
        """The chosen place's point; else the phone's, unless a hamlet says that it was elsewhere."""
        values = self.cleaned_data
        if place:
            return {
                "latitude": place.latitude,
                "longitude": place.longitude,
                "point_source": PointSource.HOTSPOT.value,
            }
        if hamlet or values["latitude"] is None or values["longitude"] is None or self.doubt:
            return {}
        accuracy = values["accuracy"]
        return {
            "latitude": values["latitude"],
            "longitude": values["longitude"],
            "accuracy_m": round(accuracy) if accuracy is not None else None,
            "point_source": PointSource.PHONE.value,
        }
