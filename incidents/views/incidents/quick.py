"""The quick entry: a page for one thumb, and an answer for the queue that sends when the line is back."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.views.pages import key_or_none
from incidents.domain.incidents.files import attach_files
from incidents.domain.incidents.recording import Recorded, record_incident
from incidents.domain.incidents.similar import Likeness, likely_same, linked_to, sketch_of
from incidents.domain.permissions import RECORD
from incidents.forms.incidents import QuickForm
from incidents.tables.incidents import when_words
from incidents.views.communes import CommuneOfForm, current_communes
from incidents.views.forms import add_errors, readable
from incidents.views.incidents.base import IncidentView
from incidents.views.incidents.queue import QueueAnswers, marked


class IncidentQuick(CommuneOfForm, QueueAnswers, IncidentView):
    """Records an incident; asked for JSON, says so without a page."""

    permission_required = RECORD
    form_url = "incident_quick"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the five fields; for JSON, only the token that sending takes after a new sign-in."""
        if self.wants_json:
            return self.ours({"token": get_token(request)})
        commune = self.commune_of()
        if commune is None:
            return self.ask_for_commune()
        initial = {"submission_key": uuid.uuid4()}
        return self.show(QuickForm(initial=initial, commune=commune, now=self.now))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Record the incident once, whatever the number of times it arrives."""
        try:
            commune = self.commune_of()
        except Http404:
            if not self.wants_json:
                raise
            return self.not_here()
        if commune is None:
            return self.ask_for_commune()
        form = QuickForm(readable(request.POST), request.FILES, commune=commune, now=self.now)
        if self.owner is None:
            form.add_error(None, _("This page is from before an update. Reload it and send again."))
        elif not self.is_theirs:
            return self.not_theirs(form)
        if form.is_valid():
            try:
                return self.answer(self.save(form))
            except ValidationError as problem:
                add_errors(form, problem)
        if self.wants_json:
            return self.ours(
                {"errors": form.errors.get_json_data(), "reason": _reason(form)}, status=422
            )
        return self.show(form, status=422)

    @property
    def owner(self) -> str | None:
        """Who typed the entry, by the key that the page wrote into it; ``None`` from a page that wrote none."""
        return self.request.POST.get("owner")

    @property
    def is_theirs(self) -> bool:
        """Tell whether whoever is signed in typed it."""
        return self.owner == str(self.request.user.pk)

    def not_theirs(self, form: QuickForm | None = None) -> HttpResponse:
        """On a phone that several use, an entry is filed by whoever typed it, or not at all."""
        said = _("Somebody else opened this page on this device. Sign in as them to send it.")
        if form is None or self.wants_json:
            return self.ours({"said": said}, status=409)
        form.add_error(None, said)
        return self.show(form, status=409)

    def not_here(self) -> HttpResponse:
        """Refuse an entry kept for a commune that ended or that the person has left: the queue goes on with the others,
        and corrected it goes into the book of the commune that the page is about."""
        if self.owner is not None and not self.is_theirs:
            return self.not_theirs()
        reason = _(
            "The commune that this was entered for is not yours any more, or has ended. If it was merged, correct the entry: it goes into the book of the present commune. If you have moved, tell the commune where it happened, and throw the entry away."
        )
        return self.ours({"errors": {}, "reason": reason, "is_elsewhere": True}, status=422)

    @transaction.atomic
    def save(self, form: QuickForm) -> Recorded:
        """Record, and keep the photo with it."""
        values, user = form.cleaned_data, self.request.user
        recorded = record_incident(
            form.facts(),
            commune=form.commune,
            by=user,
            at=values["entered_at"],
            key=values["submission_key"],
            is_complete=False,
        )
        if values["photo"] and not recorded.is_repeat:
            attach_files(recorded.incident, [values["photo"]], by=user)
        return recorded

    def answer(self, recorded: Recorded) -> HttpResponse:
        """Say which number the book gave."""
        incident = recorded.incident
        if self.wants_json:
            return self.ours(self.for_queue(recorded))
        said = (
            _("This entry had already been received as %(number)s; it was not recorded twice.")
            if recorded.is_repeat
            else _("Recorded as %(number)s. The rest can follow on the full form.")
        )
        messages.success(self.request, said % {"number": incident.number})
        return redirect("incident_detail", incident.pk)

    def for_queue(self, recorded: Recorded) -> dict[str, Any]:
        """The number, why there is no point, and what may be the same and is not linked yet: each can be linked."""
        incident = recorded.incident
        linked = linked_to(incident) if recorded.is_repeat else set()
        likely = likely_same(
            self.request.scope,
            incident.commune_id,
            sketch_of(incident),
            except_pks={incident.pk, *linked},
        )
        return {
            "number": incident.number,
            "url": reverse("incident_detail", args=[incident.pk]),
            "is_repeat": recorded.is_repeat,
            "same": [_said(one) for one in likely],
            "doubt": "" if incident.point else incident.whereabouts,
            "link": reverse("incident_link_new", args=[incident.pk]),
        }

    def show(self, form: QuickForm, status: int = 200) -> HttpResponse:
        """Render the page."""
        context = {"form": form, "commune": form.commune, "version": release()}
        return render(self.request, "incidents/incidents/quick.html", context, status=status)


class IncidentQuickKept(CommuneOfForm, IncidentView):
    """The page that a phone keeps: the fields alone, with nothing that a finder of the phone may not read."""

    permission_required = RECORD
    form_url = "incident_quick"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Render it, for the browser's kept pages only: no other cache may hold it."""
        commune = self.commune_of()
        if commune is None:
            return self.ask_for_commune()
        form = QuickForm(initial={"submission_key": uuid.uuid4()}, commune=commune, now=self.now)
        context = {
            "form": form.without_places(),
            "commune": commune,
            "version": release(),
            "kept_at": self.now,
        }
        response = render(request, "incidents/incidents/quick_kept.html", context)
        response["Cache-Control"] = "no-store"
        return response


class IncidentQuickWorker(IncidentView):
    """The service worker; where it lies bounds what it may touch to the quick entry."""

    permission_required = RECORD

    def get(self, request: HttpRequest) -> HttpResponse:
        """Render it anew at each asking, so that a release replaces it."""
        context = {
            "page": reverse("incident_quick"),
            "kept": reverse("incident_quick_kept"),
            "files": settings.STATIC_URL,
            "version": release(),
        }
        response = render(
            request, "incidents/incidents/quick_worker.js", context, content_type="text/javascript"
        )
        response["Cache-Control"] = "no-cache"
        return response


def release() -> str:
    """Name what is served now: the hash of the static files' list; one name while they have none."""
    return getattr(staticfiles_storage, "manifest_hash", "") or "unhashed"


class IncidentQuickNear(IncidentView):
    """What may be the same as the entry that is being made, once kind, place and time are known."""

    permission_required = RECORD

    def get(self, request: HttpRequest) -> HttpResponse:
        """Render the hint, or nothing."""
        scope = self.request.scope
        commune = get_object_or_404(
            current_communes(scope), pk=key_or_none(request.GET.get("commune"))
        )
        sketch = QuickForm(readable(request.GET), commune=commune, now=self.now).sketch()
        same = likely_same(scope, commune.pk, sketch) if sketch else []
        return marked(render(request, "incidents/incidents/same.html", {"same": same}))


def _reason(form: QuickForm) -> str:
    """Say in a line what is wrong, field by field."""
    said = []
    for name, problems in form.errors.items():
        words = " ".join(str(problem) for problem in problems)
        label = form.fields[name].label if name in form.fields else None
        said.append(f"{label}: {words}" if label else words)
    return " ".join(said)


def _said(likeness: Likeness) -> dict[str, str]:
    """Name what may be the same, for the queue."""
    one, metres = likeness.incident, likeness.metres
    said = when_words(one)
    if metres is not None:
        said = f"{said} · {_('%(metres)s m away') % {'metres': metres}}"
    return {"number": one.number, "url": reverse("incident_detail", args=[one.pk]), "said": said}
