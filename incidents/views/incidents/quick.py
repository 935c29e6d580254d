"""The quick entry: a page for one thumb, and an answer for the queue that sends when the line is back."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
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
        commune = self.commune_of()
        if commune is None:
            return self.ask_for_commune()
        form = QuickForm(readable(request.POST), request.FILES, commune=commune, now=self.now)
        if request.POST.get("owner", str(self.request.user.pk)) != str(self.request.user.pk):
            return self.not_theirs(form)
        if form.is_valid():
            try:
                return self.answer(self.save(form))
            except ValidationError as problem:
                add_errors(form, problem)
        if self.wants_json:
            return self.ours({"errors": form.errors.get_json_data()}, status=422)
        return self.show(form, status=422)

    def not_theirs(self, form: QuickForm) -> HttpResponse:
        """On a phone that several use, an entry is filed by whoever typed it, or not at all."""
        said = _("Somebody else opened this page on this device. Sign in as them to send it.")
        if self.wants_json:
            return self.ours({"said": said}, status=409)
        form.add_error(None, said)
        return self.show(form, status=409)

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
        """The number, and what may be the same and is not linked yet: each can be linked from there."""
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
            "link": reverse("incident_link_new", args=[incident.pk]),
        }

    def show(self, form: QuickForm, status: int = 200) -> HttpResponse:
        """Render the page."""
        context = {"form": form, "commune": form.commune}
        return render(self.request, "incidents/incidents/quick.html", context, status=status)


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


def _said(likeness: Likeness) -> dict[str, str]:
    """Name what may be the same, for the queue."""
    one, metres = likeness.incident, likeness.metres
    said = when_words(one)
    if metres is not None:
        said = f"{said} · {_('%(metres)s m away') % {'metres': metres}}"
    return {"number": one.number, "url": reverse("incident_detail", args=[one.pk]), "said": said}
