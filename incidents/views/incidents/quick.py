"""The quick entry: a page for one thumb, and an answer for the queue that sends when the line is back."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from incidents.domain.incidents.files import attach_files
from incidents.domain.incidents.recording import Recorded, record_incident
from incidents.domain.permissions import RECORD
from incidents.forms.incidents import QuickForm
from incidents.views.communes import CommuneOfForm
from incidents.views.forms import add_errors, readable
from incidents.views.incidents.base import IncidentView

# The queue knows an answer of ours by this header: a sign-in page or a proxy has none.
OURS = "X-Incident-Entry"


class IncidentQuick(CommuneOfForm, IncidentView):
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
        if form.is_valid():
            try:
                return self.answer(self.save(form))
            except ValidationError as problem:
                add_errors(form, problem)
        if self.wants_json:
            return self.ours({"errors": form.errors.get_json_data()}, status=422)
        return self.show(form, status=422)

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
            url = reverse("incident_detail", args=[incident.pk])
            return self.ours(
                {"number": incident.number, "url": url, "is_repeat": recorded.is_repeat}
            )
        said = (
            _("This entry had already been received as %(number)s; it was not recorded twice.")
            if recorded.is_repeat
            else _("Recorded as %(number)s. The rest can follow on the full form.")
        )
        messages.success(self.request, said % {"number": incident.number})
        return redirect("incident_detail", incident.pk)

    def show(self, form: QuickForm, status: int = 200) -> HttpResponse:
        """Render the page."""
        context = {"form": form, "commune": form.commune}
        return render(self.request, "incidents/incidents/quick.html", context, status=status)

    @property
    def wants_json(self) -> bool:
        """Tell whether the queue asks, rather than a person."""
        return self.request.headers.get("Accept", "").startswith("application/json")

    def ours(self, answer: dict[str, Any], status: int = 200) -> JsonResponse:
        """Answer the queue."""
        response = JsonResponse(answer, status=status)
        response[OURS] = "1"
        return response
