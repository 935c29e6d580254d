"""Links between incidents of one commune: made from either page, or from the quick entry, and taken away."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.views.pages import StepByPost
from incidents.domain.incidents.similar import link_incidents, unlink_incidents
from incidents.domain.permissions import RECORD
from incidents.forms.incidents import LinkForm
from incidents.models import IncidentLink
from incidents.views.forms import add_errors
from incidents.views.incidents.base import IncidentView
from incidents.views.incidents.detail import IncidentPage
from incidents.views.incidents.queue import QueueAnswers


class LinkNew(StepByPost, QueueAnswers, IncidentPage):
    """Linking another incident, by POST from the incident's page, or from the quick entry that it came of."""

    permission_required = RECORD

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Link the two; each shows the other from now on."""
        form = LinkForm(request.POST, commune_id=self.incident.commune_id)
        if not form.is_valid():
            return self.refused(form)
        other, kind = form.cleaned_data["number"], form.cleaned_data["kind"]
        try:
            link_incidents(self.incident, other, kind, by=self.request.user)
        except ValidationError as problem:
            add_errors(form, problem)
            return self.refused(form)
        if self.wants_json:
            return self.ours({"linked": other.number})
        return self.done(_("The incidents are linked."), "links")

    def refused(self, form: LinkForm) -> HttpResponse:
        """Say why the two were not linked."""
        if self.wants_json:
            return self.ours({"errors": form.errors.get_json_data()}, status=422)
        return self.show(link_form=form, status=422)


class LinkRemove(StepByPost, IncidentView):
    """Taking a link away, by POST from either incident's page."""

    permission_required = RECORD

    def post(self, request: HttpRequest, pk: int, link_pk: int) -> HttpResponse:
        """Remove the link from both."""
        own = IncidentLink.objects.filter(Q(first=self.incident) | Q(second=self.incident))
        unlink_incidents(get_object_or_404(own, pk=link_pk), by=self.request.user)
        return self.done(_("The link is taken away."), "links")
