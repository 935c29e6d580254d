"""Small answers to the forms while they are filled: officers by name, reports close by, drafts."""

from __future__ import annotations

import json
import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import time_format

from accounts.views.pages import key_or_none
from incidents.domain.hotspots import drafts
from incidents.domain.permissions import ACT, REPORT
from incidents.domain.places import neighbours
from incidents.forms.fields import serving_officers
from incidents.models import DraftPhoto, Hotspot
from incidents.views.communes import current_communes
from incidents.views.hotspots.base import HotspotView

MOST_OFFICERS = 8
MOST_BYTES = 40_000


class OfficerOptions(HotspotView):
    """Officers of a commune whose name has the words typed, as choices of a form."""

    def has_permission(self) -> bool:
        """Whoever fills a form that names an officer."""
        user = self.request.user
        return user.has_perm(REPORT) or user.has_perm(ACT)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Render the choices, the one already chosen first."""
        commune = get_object_or_404(
            current_communes(self.request.scope), pk=key_or_none(request.GET.get("commune"))
        )
        field = "officer" if "officer" in request.GET.get("field", "") else "responsible"
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


class DraftView(HotspotView):
    """Keeps what is typed every few seconds; says whether the form has already arrived."""

    permission_required = REPORT

    def get(self, request: HttpRequest, key: uuid.UUID) -> JsonResponse:
        """Say whether a report arrived under this key (a form sent just before the line dropped)."""
        arrived = Hotspot.objects.visible_to(self.request.scope).filter(
            submission_key=key, reported_by=self.request.user
        )
        return JsonResponse({"received": arrived.exists()})

    def post(self, request: HttpRequest, key: uuid.UUID) -> HttpResponse:
        """Keep the values sent as JSON."""
        if len(request.body) > MOST_BYTES:
            return HttpResponseBadRequest()
        try:
            values = json.loads(request.body)
        except ValueError:
            return HttpResponseBadRequest()
        if not isinstance(values, dict):
            return HttpResponseBadRequest()
        draft = drafts.save_draft(self.request.user, key, values)
        if draft is None:
            return JsonResponse({"received": True})
        return JsonResponse({"saved": time_format(timezone.localtime(draft.updated_at))})


class DraftDiscard(HotspotView):
    """Throws a draft away, by POST."""

    permission_required = REPORT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, key: uuid.UUID) -> HttpResponse:
        """Delete the person's own draft and its photos."""
        draft = drafts.draft_of(self.request.user, key)
        if draft:
            drafts.throw_away(draft)
        return redirect("hotspot_create")


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
