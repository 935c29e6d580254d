"""The full form of an incident: new, from a draft, completed, corrected by two people at once."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from incidents.domain import drafts
from incidents.domain.incidents.recording import (
    SAID_TOGETHER,
    IncidentFacts,
    correct_incident,
    may_correct,
    record_incident,
)
from incidents.domain.permissions import RECORD
from incidents.forms.incidents import IncidentForm
from incidents.forms.incidents.full import typed_values
from incidents.models import DraftOf, Incident, ReportDraft
from incidents.views.communes import CommuneOfForm
from incidents.views.corrections import Correction
from incidents.views.drafts import Drafted, DraftOfPage, draft_asked_for
from incidents.views.forms import add_errors, readable
from incidents.views.incidents.base import IncidentView, no_longer_theirs
from units.models import Commune

# A form with none of these has nothing that anybody would miss.
WORTH_KEEPING = ("category", "summary", "whereabouts", "latitude", "damage_vnd", "handler_note")


class IncidentNew(CommuneOfForm, IncidentView):
    """The empty form, a draft of it, or what was typed when it could not be saved."""

    permission_required = RECORD

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form for the person's commune; whoever sees several chooses one first."""
        draft = draft_asked_for(request, DraftOf.INCIDENT)
        commune = self.commune_of(draft.values.get("commune") if draft else None)
        if commune is None:
            return self.ask_for_commune()
        initial = {"submission_key": uuid.uuid4()}
        if draft:
            initial = {**draft.values, "submission_key": draft.submission_key}
        return self.show(IncidentForm(initial=initial, commune=commune), draft)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Record the incident; on any failure keep every value for another try."""
        commune = self.commune_of()
        if commune is None:
            return self.ask_for_commune()
        form = IncidentForm(readable(request.POST), commune=commune)
        if form.is_valid():
            try:
                return self.save(form, commune)
            except ValidationError as problem:
                add_errors(form, problem)
        return self.show(form, self.keep(form), status=422)

    def save(self, form: IncidentForm, commune: Commune) -> HttpResponse:
        """Record once, whatever the number of times the form arrives."""
        user, key = self.request.user, form.cleaned_data["submission_key"]
        recorded = record_incident(form.facts(), commune=commune, by=user, at=self.now, key=key)
        draft = drafts.draft_of(user, key, DraftOf.INCIDENT)
        if draft:
            draft.delete()
        said = (
            _("This entry had already been received as %(number)s; it was not recorded twice.")
            if recorded.is_repeat
            else _(
                "Recorded as %(number)s. Write down the persons involved and attach photos below."
            )
        )
        messages.success(self.request, said % {"number": recorded.incident.number})
        return redirect("incident_detail", recorded.incident.pk)

    def keep(self, form: IncidentForm) -> ReportDraft | None:
        """Keep what was typed while the form is not right yet."""
        key = form.cleaned_data.get("submission_key")
        typed = {name: str(value) for name, value in form.data.items()}
        if key is None or not any(typed.get(name) for name in WORTH_KEEPING):
            return None
        values = {**typed, "commune": str(form.commune.pk)}
        return drafts.save_draft(self.request.user, key, values, DraftOf.INCIDENT)

    def show(
        self, form: IncidentForm, draft: ReportDraft | None, status: int = 200
    ) -> HttpResponse:
        """Render the form with the drafts that wait, except the one being written."""
        own = drafts.drafts_of(self.request.user, DraftOf.INCIDENT)
        others = [one for one in own if one != draft]
        context = {
            "form": form,
            "commune": form.commune,
            "draft": draft,
            "drafts": others if self.request.method == "GET" and not draft else [],
        }
        return render(self.request, "incidents/incidents/new.html", context, status=status)


class IncidentEdit(Drafted, Correction, IncidentView):
    """Completing or correcting a record. Two people at once: the second sees both versions before saving."""

    permission_required = RECORD
    draft_of = DraftOf.INCIDENT_EDIT
    page_name = "incident_edit"
    facts_class = IncidentFacts
    as_typed = staticmethod(typed_values)
    together = SAID_TOGETHER

    @property
    def row(self) -> Incident:
        """The incident."""
        return self.incident

    def check(self) -> None:
        """Raise ``PermissionDenied`` where this person may not correct it."""
        if not may_correct(self.incident, self.request.user):
            raise PermissionDenied

    def form(self, *args: Any, **kwargs: Any) -> IncidentForm:
        """Make the form of this incident."""
        incident = self.incident
        return IncidentForm(*args, commune=incident.commune, incident=incident, **kwargs)

    def post(self, request: HttpRequest, **keys: int) -> HttpResponse:
        """Save the correction; whoever may no longer do so keeps what they typed."""
        if may_correct(self.incident, self.request.user):
            return super().post(request, **keys)
        form = self.form(readable(request.POST))
        form.add_error(None, no_longer_theirs())
        return self.show(form, status=403)

    def save(self, form: IncidentForm, version: int) -> HttpResponse:
        """Write what the valid form says and show the incident."""
        correct_incident(
            self.incident, form.facts(), by=self.request.user, version=version, now=self.now
        )
        return self.done(_("The record is corrected."))

    def show(self, form: IncidentForm, status: int = 200, **more: Any) -> HttpResponse:
        """Render the form."""
        context = {
            "form": form,
            "incident": self.incident,
            "commune": self.incident.commune,
            "are_forgotten": self.incident.persons.filter(anonymised_on__isnull=False).exists(),
            **self.said_of_draft(form),
            **more,
        }
        return render(self.request, "incidents/incidents/edit.html", context, status=status)


class IncidentEditDraft(DraftOfPage, IncidentEdit):
    """The draft of a correction."""
