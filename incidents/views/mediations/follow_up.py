"""Whether an agreement is kept: writing down what was found, correcting it, and correcting the day on which somebody asks next."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.views.pages import StepByPost
from incidents.domain.locking import ChangedMeanwhileError
from incidents.domain.mediations.follow_up import (
    CheckSaid,
    FollowUpFacts,
    check_follow_up,
    correct_check,
    correct_follow_up,
    may_correct_checks,
)
from incidents.domain.permissions import DECIDE_MEDIATIONS, RECORD_MEDIATIONS
from incidents.forms.mediations import CheckEditForm, CheckForm, FollowUpForm
from incidents.models import FollowUpCheck, Mediation, MediationState
from incidents.views.corrections import Correction
from incidents.views.forms import add_errors, at_version
from incidents.views.mediations.base import PartPage
from incidents.views.mediations.detail import MediationPage


class FollowUpNew(StepByPost, MediationPage):
    """Writing down whether the agreement is kept, by POST from the mediation's page."""

    permission_required = RECORD_MEDIATIONS

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the answer and the next day, or say what is wrong."""
        form = CheckForm(request.POST, auto_id="id_check_%s")
        if not form.is_valid():
            return self.show(check_form=form, status=422)
        version = form.cleaned_data["version"]
        try:
            check_follow_up(self.mediation, form.facts(), by=self.request.user, version=version)
        except ChangedMeanwhileError as change:
            return self.show_change(form, change)
        except ValidationError as problem:
            add_errors(form, problem)
            return self.show(check_form=form, status=422)
        return self.done(_("The follow-up is written down."), "checks")

    def show_change(self, form: CheckForm, change: ChangedMeanwhileError) -> HttpResponse:
        """Say which day somebody else has set meanwhile; what was typed stays."""
        current = change.current
        assert isinstance(current, Mediation)
        day = current.follow_up_on
        said = (
            _("Meanwhile somebody set the next follow-up to %(day)s. Look at it, then save again.")
            % {"day": date_format(day, "SHORT_DATE_FORMAT")}
            if day
            else _("Meanwhile somebody wrote that nobody asks again. Look at it, then save again.")
        )
        form.add_error("next_on", said)
        at_version(form, current.version)
        return self.show(check_form=form, status=409)


class CheckEdit(Correction, PartPage):
    """Correcting what a follow-up says, with a reason."""

    permission_required = DECIDE_MEDIATIONS
    facts_class = CheckSaid

    @cached_property
    def row(self) -> FollowUpCheck:
        """The follow-up of the address, of this mediation; else 404."""
        found: FollowUpCheck = get_object_or_404(
            self.mediation.checks.all(), pk=self.kwargs["check_pk"]
        )
        return found

    def check(self) -> None:
        """Raise ``PermissionDenied`` where there is no agreement any more; 404 for a follow-up of another mediation."""
        if self.row and not may_correct_checks(self.mediation, self.request.user):
            raise PermissionDenied

    def form(self, *args: Any, **kwargs: Any) -> CheckEditForm:
        """Make the form of the follow-up."""
        return CheckEditForm(*args, **kwargs)

    def save(self, form: CheckEditForm, version: int) -> HttpResponse:
        """Write the correction and show the mediation."""
        because = form.cleaned_data["because"]
        correct_check(self.row, form.facts(), because, by=self.request.user, version=version)
        return self.done(_("The follow-up is corrected."), "checks")

    def show(self, form: Any, status: int = 200, **more: Any) -> HttpResponse:
        """Render the form."""
        return self.show_part(form, _("Correct a follow-up"), status, **more)


class FollowUpEdit(Correction, PartPage):
    """Correcting the day of the next follow-up, with a reason."""

    facts_class = FollowUpFacts
    together = [("follow_up_on", "follow_up_reason")]

    @property
    def row(self) -> Mediation:
        """The mediation."""
        return self.mediation

    def check(self) -> None:
        """Raise ``PermissionDenied`` where there is no agreement to follow up."""
        if self.mediation.state != MediationState.SETTLED:
            raise PermissionDenied

    def form(self, *args: Any, **kwargs: Any) -> FollowUpForm:
        """Make the form of the day."""
        return FollowUpForm(*args, **kwargs)

    def form_as_it_is(self) -> FollowUpForm:
        """Return the form with the day as it is; each correction has a reason of its own."""
        mediation = self.mediation
        initial = {"follow_up_on": mediation.follow_up_on, "version": mediation.version}
        return self.form(initial=initial)

    def save(self, form: FollowUpForm, version: int) -> HttpResponse:
        """Write the day and show the mediation."""
        correct_follow_up(self.mediation, form.facts(), by=self.request.user, version=version)
        return self.done(_("The day of the next follow-up is corrected."), "checks")

    def show(self, form: Any, status: int = 200, **more: Any) -> HttpResponse:
        """Render the form."""
        return self.show_part(form, _("Correct the day of the next follow-up"), status, **more)
