"""Small answers to the forms while they are filled: officers by name, reports close by, photos of drafts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.views.pages import key_or_none
from incidents.domain import drafts
from incidents.domain.permissions import ACT, RECORD, REPORT
from incidents.domain.places import neighbours
from incidents.forms.fields import serving_officers
from incidents.models import DraftPhoto
from incidents.views.communes import current_communes
from incidents.views.hotspots.base import HotspotView

MOST_OFFICERS = 8
FIELDS = ("responsible", "officer", "handler")


class OfficerOptions(HotspotView):
    """Officers of a commune whose name has the words typed, as choices of a form."""

    def has_permission(self) -> bool:
        """Whoever fills a form that names an officer."""
        user = self.request.user
        return any(user.has_perm(right) for right in (REPORT, ACT, RECORD))

    def get(self, request: HttpRequest) -> HttpResponse:
        """Render the choices, the one already chosen first."""
        commune = get_object_or_404(
            current_communes(self.request.scope), pk=key_or_none(request.GET.get("commune"))
        )
        asked = request.GET.get("field", "")
        field = asked if asked in FIELDS else "responsible"
        chosen = key_or_none(request.GET.get(field))
        found = serving_officers(commune)
        matching = list(found.named(request.GET.get("officer_q", ""))[:MOST_OFFICERS])  # type: ignore[attr-defined]
        if chosen and chosen not in {officer.pk for officer in matching}:
            matching = [*found.filter(pk=chosen), *matching]
        context = {"officers": matching, "chosen": chosen, "field_name": field}
        return render(request, "incidents/fields/officer_options.html", context)


class NearbyReports(HotspotView):
    """Reports of the same kind close to the point being marked."""

    permission_required = REPORT

    def get(self, request: HttpRequest) -> HttpResponse:
        """Render the warning, or nothing."""
        kind = key_or_none(request.GET.get("kind"))
        try:
            latitude = float(request.GET.get("latitude", "").replace(",", "."))
            longitude = float(request.GET.get("longitude", "").replace(",", "."))
        except ValueError:
            return HttpResponse()
        if kind is None or not (8 <= latitude <= 24 and 102 <= longitude <= 118):
            return HttpResponse()
        near = neighbours(
            self.request.scope,
            kind_id=kind,
            latitude=latitude,
            longitude=longitude,
            except_pk=key_or_none(request.GET.get("except")),
        )
        return render(request, "incidents/near.html", {"near": near})


class DraftPhotoDiscard(HotspotView):
    """Removes one photo that waits with a form, by POST from within the form's page."""

    permission_required = REPORT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, photo_pk: int) -> HttpResponse:
        """Delete it and answer with nothing, which takes its place in the page."""
        photo = get_object_or_404(DraftPhoto, pk=photo_pk, draft__owner=self.request.user)
        drafts.drop_files(photo)
        photo.delete()
        return HttpResponse()
