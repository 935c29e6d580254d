"""Incidents that came of a quarrel: linking one and taking a link away."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.views.pages import StepByPost
from incidents.domain.mediations.parts import link_incident, unlink_incident
from incidents.domain.permissions import RECORD_MEDIATIONS
from incidents.forms.incidents import NumberedForm
from incidents.models import MediationIncident
from incidents.views.mediations.base import MediationView
from incidents.views.mediations.detail import MediationPage


class IncidentLinked(StepByPost, MediationPage):
    """Saying which incident came of the quarrel, by POST from the mediation's page."""

    permission_required = RECORD_MEDIATIONS

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Link the incident."""
        form = NumberedForm(
            request.POST, commune_id=self.mediation.commune_id, auto_id="id_link_%s"
        )
        if form.is_valid():
            link_incident(self.mediation, form.cleaned_data["number"], by=self.request.user)
            return self.done(_("The incident is linked."), "incidents")
        return self.show(link_form=form, status=422)


class IncidentUnlinked(StepByPost, MediationView):
    """Taking a link away, by POST."""

    permission_required = RECORD_MEDIATIONS

    def post(self, request: HttpRequest, pk: int, link_pk: int) -> HttpResponse:
        """Remove the link."""
        rows = MediationIncident.objects.visible_to(self.request.scope)
        unlink_incident(
            get_object_or_404(rows, pk=link_pk, mediation=self.mediation), by=self.request.user
        )
        return self.done(_("The link is taken away."), "incidents")
