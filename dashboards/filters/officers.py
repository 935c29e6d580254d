"""Filters of the list of officers."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lists.filters import (
    CatalogueFilter,
    ChoiceFilter,
    CommuneFilter,
    DayFilter,
    JurisdictionFilter,
    ListFilterSet,
    TextSearch,
)
from lists.filters.places import commune_ids
from units.models import (
    Assignment,
    Departure,
    DepartureReason,
    Education,
    ForceType,
    Officer,
    Position,
    Training,
)

SOON = datetime.timedelta(days=60)

STATUS = (("serving", _("serving")), ("left", _("left the service")))
CERTIFICATE = (("expired", _("expired")), ("soon", _("expires within 60 days")))
# These are conditions on one post, applied together.
_OF_POSTS = frozenset(
    {"commune", "position", "force", "regular", "on", "left_after", "left_before", "left_reason"}
)
YES_NO = (("1", _("yes")), ("0", _("no")))


class OfficerSearch(TextSearch):
    """Name, service number; digits also find the whole citizen ID or phone number, for those who may
    see them: a hit would confirm a number to anybody else."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        digits = "".join((value or "").split())
        user = getattr(getattr(self.parent, "request", None), "user", None)
        sees_numbers = user is not None and user.has_perm("units.view_citizen_id")
        if sees_numbers and digits.isascii() and digits.isdigit():
            if len(digits) == 12:
                return qs.filter(citizen_id=digits)
            if len(digits) in (10, 11) and digits.startswith("0"):
                return qs.filter(phone=digits)
        return super().filter(qs, value)


class OfficerFilter(ListFilterSet):
    """With ``on`` a day, commune, position and force mean the main post held that day."""

    q = OfficerSearch("search_text")
    jurisdiction = JurisdictionFilter()
    commune = CommuneFilter()
    position = CatalogueFilter(Position, label=_("Position"))
    force = CatalogueFilter(ForceType, key="code", label=_("Force"))
    status = ChoiceFilter(label=_("Status"), choices=STATUS, method="by_status")
    on = DayFilter(label=_("Serving on the day"))
    left_after = DayFilter(label=_("Left from"))
    left_before = DayFilter(label=_("Left until"))
    left_reason = ChoiceFilter(label=_("Reason for leaving"), choices=DepartureReason.choices)
    education = ChoiceFilter(label=_("Education"), choices=Education.choices)
    certificate = ChoiceFilter(
        label=_("Certificates"), choices=CERTIFICATE, method="by_certificate"
    )
    regular = ChoiceFilter(label=_("Regular police"), choices=YES_NO)

    class Meta:
        model = Officer
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: QuerySet[Officer]) -> QuerySet[Officer]:
        """Apply the filters; those about posts as one condition on one assignment."""
        if self.form.errors:
            return queryset.none()
        values = self.form.cleaned_data
        for name, value in values.items():
            if value not in (None, "") and name not in _OF_POSTS:
                queryset = self.filters[name].filter(queryset, value)
        if any(values.get(name) for name in ("left_after", "left_before", "left_reason")):
            return self._departed(queryset, values)
        if values.get("on"):
            return self._on_day(queryset, values)
        queryset = self.filters["commune"].filter(queryset, values.get("commune"))
        conditions = self._post_conditions(values, "post__")
        return queryset.filter(**conditions) if conditions else queryset

    def by_status(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Serving means holding a main post today."""
        return queryset.filter(post__isnull=value == "left")

    def by_certificate(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Serving officers with a certificate that expired or soon will."""
        today = timezone.localdate()
        span = (
            {"expires_on__lt": today}
            if value == "expired"
            else {"expires_on__range": (today, today + SOON)}
        )
        expiring = Training.objects.filter(officer=OuterRef("pk"), **span)
        return queryset.filter(Exists(expiring), post__isnull=False)

    def _post_conditions(self, values: dict[str, Any], path: str) -> dict[str, Any]:
        """Position, force and regularity as conditions on an assignment."""
        conditions: dict[str, Any] = {}
        if values.get("position"):
            conditions[f"{path}position"] = _key(values["position"])
        if values.get("force"):
            conditions[f"{path}position__force_type__code"] = values["force"]
        if values.get("regular"):
            conditions[f"{path}position__force_type__is_regular"] = values["regular"] == "1"
        return conditions

    def _on_day(self, queryset: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Officers whose main post on the day meets the conditions."""
        held = Assignment.objects.filter(
            is_main=True, validity__contains=values["on"], **self._post_conditions(values, "")
        )
        if values.get("commune"):
            held = held.filter(commune__in=commune_ids(values["commune"], self.request.scope))
        return queryset.filter(pk__in=held.values("officer"))

    def _departed(self, queryset: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Officers who left between the days, from the commune and position then held."""
        left = Departure.objects.filter(**self._post_conditions(values, ""))
        if values.get("left_after"):
            left = left.filter(on__gte=values["left_after"])
        if values.get("left_before"):
            left = left.filter(on__lte=values["left_before"])
        if values.get("left_reason"):
            left = left.filter(reason=values["left_reason"])
        if values.get("commune"):
            left = left.filter(commune__in=commune_ids(values["commune"], self.request.scope))
        return queryset.filter(pk__in=left.values("officer"))


def _key(text: str) -> int:
    """A primary key from the address; what is no number matches nothing."""
    return int(text) if text.isascii() and text.isdigit() else 0
