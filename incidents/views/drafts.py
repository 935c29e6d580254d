"""Keeps what is typed into a long form every few seconds, and says whether the form has arrived."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format

from accounts.views.pages import RightView
from incidents.domain import drafts
from incidents.domain.permissions import RECORD, RECORD_MEDIATIONS, REPORT
from incidents.models import DraftOf, ReportDraft

# The longest form holds 20,000 signs of up to three bytes, and its names.
MOST_BYTES = 80_000
JSON = "application/json"


def typed_as_json(request: HttpRequest) -> dict[str, str] | None:
    """Return the values sent as JSON; ``None`` where that is no form of ours."""
    if len(request.body) > MOST_BYTES:
        return None
    try:
        values = json.loads(request.body)
    except ValueError:
        return None
    return values if isinstance(values, dict) else None


def answer_about(draft: ReportDraft | None) -> JsonResponse:
    """Say when the draft was saved; without one, that the form has been received."""
    if draft is None:
        return JsonResponse({"received": True})
    return JsonResponse({"saved": time_format(timezone.localtime(draft.updated_at))})


def draft_asked_for(request: Any, form: DraftOf) -> ReportDraft | None:
    """Return the person's own draft of a new record that the address names."""
    try:
        key = uuid.UUID(request.GET.get("draft", ""))
    except ValueError:
        return None
    return drafts.draft_of(request.user, key, form)


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
        values = typed_as_json(request)
        if values is None:
            return HttpResponseBadRequest()
        return answer_about(drafts.save_draft(self.request.user, key, values, self.form))


class DraftDiscard(RightView):
    """Throws a draft away, by POST."""

    form = DraftOf.HOTSPOT
    permission_required = REPORT
    back = "hotspot_create"

    def get(self, request: HttpRequest, key: uuid.UUID) -> HttpResponse:
        """Go to the form, where the draft still stands: whoever comes here had to sign in anew."""
        return redirect(self.back)

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


class MediationDraftView(DraftView):
    """A draft of the form that opens a mediation."""

    form = DraftOf.MEDIATION
    permission_required = RECORD_MEDIATIONS


class MediationDraftDiscard(DraftDiscard):
    """Throws away a draft of the form that opens a mediation."""

    form = DraftOf.MEDIATION
    permission_required = RECORD_MEDIATIONS
    back = "mediation_create"


class Drafted:
    """For a page with a long form about ``row``, put before what it is built on: what is typed is kept for its writer
    until it is saved.

    ``page_name`` is that of the page's address; the draft's is ``<page_name>_draft`` and takes the same keys.
    """

    request: Any
    kwargs: dict[str, Any]
    row: Any
    draft_of: DraftOf
    page_name: str

    def check(self) -> None:
        """Raise ``PermissionDenied`` where this person may not write the form."""
        raise NotImplementedError

    @cached_property
    def draft(self) -> ReportDraft | None:
        """What this person typed here before and has not sent."""
        return drafts.draft_about(self.request.user, self.draft_of, self.row.pk)

    def begun(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the form begins with: what the record has ``said``, and above it what was typed before, with the
        version that it was typed at. A draft whose form came, or that says what the record says, is needed no longer."""
        typed = drafts.typed_in(self.draft) if self.draft else {}
        if not typed:  # nothing was, or no key opens it today
            self.draft = None
            return dict(said)
        key = typed.get("submission_key")
        if drafts.has_arrived_about(self.draft_of, self.row.pk, key) or all(
            _same(typed[name], said.get(name)) for name in typed.keys() - NOT_TYPED
        ):
            self.received()
            return dict(said)
        return {**said, "version": "", **typed}

    def came_back(self, form: Any) -> None:
        """Keep what was typed into a form that could not be saved yet; a missing key of the seal stops no page."""
        typed = {name: str(value) for name, value in form.data.items()}
        with suppress(ImproperlyConfigured):
            drafts.save_draft_about(self.request.user, self.draft_of, self.row.pk, typed)

    def received(self) -> None:
        """Let the draft go: its form was received."""
        if self.draft:
            drafts.throw_away(self.draft)
        self.draft = None

    def said_of_draft(self, form: Any) -> dict[str, Any]:
        """What the page says of the draft, and where its script keeps what is typed."""
        address = reverse(f"{self.page_name}_draft", kwargs=self.kwargs)
        key = form["submission_key"].value() if "submission_key" in form.fields else ""
        return {
            "draft_address": f"{address}?key={key}" if key else address,
            "draft": None if form.is_bound else self.draft,
        }


# Not said by the record: the version it was typed at, and the form's own key.
NOT_TYPED = {"version", "submission_key"}


def _same(typed: str, said: object) -> bool:
    """Compare as the form would save them: a browser's line ends and blanks around a text say nothing."""
    return typed.split() == ("" if said is None else str(said)).split()


class DraftOfPage(Drafted):
    """The draft of a page, put before it: kept by JSON, thrown away by the button of the page."""

    def get(self, request: HttpRequest, *_args: Any, **_keys: Any) -> HttpResponse:
        """Say whether the form has been received; whoever comes here after signing in anew is led to the form."""
        self.check()
        if JSON not in request.headers.get("Accept", ""):
            return redirect(self.page_name, **self.kwargs)
        key = request.GET.get("key")
        arrived = drafts.has_arrived_about(self.draft_of, self.row.pk, key)
        return JsonResponse({"received": arrived})

    def post(self, request: HttpRequest, *_args: Any, **_keys: Any) -> HttpResponse:
        """Keep the values sent as JSON, or throw the draft away."""
        self.check()
        if request.content_type != JSON:
            self.received()
            return redirect(self.page_name, **self.kwargs)
        values = typed_as_json(request)
        if values is None:
            return HttpResponseBadRequest()
        try:
            saved = drafts.save_draft_about(self.request.user, self.draft_of, self.row.pk, values)
        except ImproperlyConfigured:
            return HttpResponse(status=503)
        return answer_about(saved)
