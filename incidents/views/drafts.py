"""Keeps what is typed into a long form every few seconds, and says whether the form has arrived."""

from __future__ import annotations

import json
import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import time_format

from accounts.views.pages import RightView
from incidents.domain import drafts
from incidents.domain.permissions import RECORD, REPORT
from incidents.models import DraftOf

MOST_BYTES = 40_000


class DraftView(RightView):
    """One draft of one kind of form, as JSON."""

    form = DraftOf.HOTSPOT
    permission_required = REPORT

    def get(self, request: HttpRequest, key: uuid.UUID) -> JsonResponse:
        """Say whether the form arrived under this key (sent just before the line dropped)."""
        arrived = drafts.has_arrived(self.request.user, key, self.form)
        return JsonResponse({"received": arrived})

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
        draft = drafts.save_draft(self.request.user, key, values, self.form)
        if draft is None:
            return JsonResponse({"received": True})
        return JsonResponse({"saved": time_format(timezone.localtime(draft.updated_at))})


class DraftDiscard(RightView):
    """Throws a draft away, by POST."""

    form = DraftOf.HOTSPOT
    permission_required = REPORT
    back = "hotspot_create"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, key: uuid.UUID) -> HttpResponse:
        """Delete the person's own draft and what came with it."""
        draft = drafts.draft_of(self.request.user, key, self.form)
        if draft:
            drafts.throw_away(draft)
        return redirect(self.back)


class IncidentDraftView(DraftView):
    """A draft of an incident's full form."""

    form = DraftOf.INCIDENT
    permission_required = RECORD


class IncidentDraftDiscard(DraftDiscard):
    """Throws away a draft of an incident's full form."""

    form = DraftOf.INCIDENT
    permission_required = RECORD
    back = "incident_create"
