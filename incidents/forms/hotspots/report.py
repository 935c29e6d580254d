"""The form that reports a complicated place, made for a phone; the same form corrects a report."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.domain.hotspots.photos import CleanPhoto
from incidents.domain.hotspots.reporting import ReportFacts
from incidents.domain.partial_dates import write_partial_date
from incidents.domain.places import Neighbour, Verdict, judge_point, neighbours
from incidents.forms.fields import (
    CoordinateField,
    OfficerField,
    PartialDateField,
    PhotosField,
    today,
)
from incidents.forms.hotspots.report_layout import report_layout
from incidents.forms.plain import KeyField
from incidents.models import Hotspot, HotspotKind
from units.domain.scope import Scope
from units.models import Commune, Hamlet

INTERVALS = (7, 15, 30, 60, 90, 180)


class ReportForm(forms.Form):
    """What a report says, about a place in one commune."""

    submission_key = KeyField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    near_seen = forms.CharField(widget=forms.HiddenInput, required=False)
    suggestion = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    kind = forms.ModelChoiceField(
        HotspotKind.objects.none(),
        label=_("Kind of place"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what kind of place it is.")},
    )
    name = forms.CharField(
        label=_("Name of the place"),
        max_length=120,
        widget=forms.TextInput(attrs={"placeholder": _("Long Hòa market"), "autocomplete": "off"}),
    )
    latitude = CoordinateField(
        label=_("Latitude"),
        min_value=8,
        max_value=24,
        error_messages={"required": _("Mark the place on the map, or use the phone's position.")},
    )
    longitude = CoordinateField(label=_("Longitude"), min_value=102, max_value=118)
    point_is_right = forms.BooleanField(
        label=_("The point on the map is right"), required=False, widget=forms.HiddenInput
    )
    hamlet = forms.ModelChoiceField(
        Hamlet.objects.none(), label=_("Hamlet"), required=False, empty_label=_("not known")
    )
    whereabouts = forms.CharField(
        label=_("How to find it"),
        max_length=200,
        required=False,
        help_text=_("Road, house, landmark."),
    )
    reason = forms.CharField(
        label=_("Why it is complicated"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What happens there, when, who is affected. No names of persons."),
    )
    since = PartialDateField(
        label=_("Complicated since"),
        required=False,
        help_text=_("15/03/2024, or 03/2024 or 2024 when no more is known."),
    )
    responsible_note = forms.CharField(
        label=_("Others who answer for it"),
        max_length=160,
        required=False,
        help_text=_("Market board, hamlet head, self-managed group…"),
    )
    review_interval_days = forms.TypedChoiceField(
        label=_("Review it every"), coerce=int, initial=30, choices=()
    )
    camera = PhotosField(label=_("Take a photo"), required=False, camera=True)
    photos = PhotosField(label=_("Choose photos"), required=False)

    def __init__(
        self,
        *args: Any,
        commune: Commune,
        scope: Scope,
        hotspot: Hotspot | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.commune, self.scope, self.hotspot = commune, scope, hotspot
        self.near: list[Neighbour] = []
        self._offer_choices()
        if hotspot:
            del self.fields["camera"], self.fields["photos"]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = report_layout(with_photos=hotspot is None)

    def _offer_choices(self) -> None:
        held = self.hotspot
        kinds = Q(is_active=True) | (Q(pk=held.kind_id) if held else Q())
        self.fields["kind"].queryset = HotspotKind.objects.filter(kinds)  # type: ignore[attr-defined]
        hamlets = Q(commune=self.commune) & (
            Q(valid_until__isnull=True) | Q(valid_until__gte=today())
        )
        if held and held.hamlet_id:
            hamlets |= Q(pk=held.hamlet_id)
        self.fields["hamlet"].queryset = Hamlet.objects.filter(hamlets)  # type: ignore[attr-defined]
        self.fields["responsible"] = OfficerField(
            self.commune,
            held=held.responsible_id if held else None,
            label=_("Officer who answers for it"),
        )
        days = sorted({*INTERVALS, held.review_interval_days if held else 30})
        self.fields["review_interval_days"].choices = [  # type: ignore[attr-defined]
            (day, _("%(days)s days") % {"days": day}) for day in days
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        latitude, longitude = values.get("latitude"), values.get("longitude")
        if latitude is None or longitude is None:
            if self.has_error("latitude", "required"):
                self.errors.pop("longitude", None)  # one missing point is one mistake
            return values
        moved = not self.hotspot or (self.hotspot.latitude, self.hotspot.longitude) != (
            latitude,
            longitude,
        )
        if moved:
            self._judge_point(latitude, longitude, confirmed=bool(values.get("point_is_right")))
            if values.get("kind"):
                self._look_for_neighbours(values["kind"].pk, latitude, longitude)
        return values

    def _judge_point(self, latitude: float, longitude: float, *, confirmed: bool) -> None:
        verdict = judge_point(self.commune, latitude, longitude)
        if verdict is Verdict.OUTSIDE:
            self.add_error(
                "latitude",
                _("This point lies outside %(commune)s. Move it on the map.")
                % {"commune": self.commune.full_name},
            )
        elif verdict is Verdict.DOUBTFUL and not confirmed:
            self.fields["point_is_right"].widget = forms.CheckboxInput()
            self.add_error(
                "point_is_right",
                _(
                    "By the map known here the point lies outside %(commune)s. Move it, or tick that it is right."
                )
                % {"commune": self.commune.full_name},
            )

    def _look_for_neighbours(self, kind_id: int, latitude: float, longitude: float) -> None:
        """Stop once at reports of the same kind close by; sending again means they were seen."""
        self.near = neighbours(
            self.scope,
            kind_id=kind_id,
            latitude=latitude,
            longitude=longitude,
            except_pk=self.hotspot.pk if self.hotspot else None,
        )
        seen = set(str(self.cleaned_data.get("near_seen") or "").split(","))
        # The same form sent again finds the place that its first sending made.
        own = self.cleaned_data.get("submission_key")
        self.near = [one for one in self.near if one.hotspot.submission_key != own]
        if any(str(one.hotspot.pk) not in seen for one in self.near):
            raise ValidationError(
                _(
                    "The same kind of place has already been reported close by. If yours is another place, send again."
                ),
                code="near",
            )

    def facts(self) -> ReportFacts:
        """Return what the valid form says."""
        values = self.cleaned_data
        since = values["since"]
        return ReportFacts(
            name=values["name"],
            kind_id=values["kind"].pk,
            latitude=values["latitude"],
            longitude=values["longitude"],
            reason=values["reason"],
            hamlet_id=values["hamlet"].pk if values["hamlet"] else None,
            whereabouts=values["whereabouts"],
            since=since.value if since else None,
            since_precision=since.precision if since else "month",
            responsible_id=values["responsible"].pk if values["responsible"] else None,
            responsible_note=values["responsible_note"],
            review_interval_days=values["review_interval_days"],
        )

    @property
    def whole_photos(self) -> list[CleanPhoto]:
        """The photos that arrived whole, whether or not the rest of the form is valid."""
        fields = [self.fields[name] for name in ("camera", "photos")]
        return [photo for one in fields if isinstance(one, PhotosField) for photo in one.whole]


def typed_values(facts: ReportFacts) -> dict[str, str]:
    """Return facts as the form's fields hold them."""
    return {
        "kind": str(facts.kind_id),
        "name": facts.name,
        "latitude": f"{facts.latitude:.6f}",
        "longitude": f"{facts.longitude:.6f}",
        "hamlet": str(facts.hamlet_id or ""),
        "whereabouts": facts.whereabouts,
        "reason": facts.reason,
        "since": write_partial_date(facts.since, facts.since_precision),
        "responsible": str(facts.responsible_id or ""),
        "responsible_note": facts.responsible_note,
        "review_interval_days": str(facts.review_interval_days),
    }
