"""Correcting who gave a tip: first the reason, which is recorded with the look, then the form."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts.requests import client_address
from incidents.domain.locking import ChangedMeanwhileError
from incidents.domain.permissions import VIEW_INFORMANT
from incidents.domain.secrecy import INFORMANT
from incidents.domain.tips.correcting_informant import (
    changed_facts,
    correct_informant,
    informant_version,
    may_correct_informant,
)
from incidents.domain.tips.corrections_told import INFORMANT_FACTS
from incidents.domain.tips.informants import Informant, see_informant
from incidents.forms.tips import CorrectInformantForm, LookForm
from incidents.views.forms import add_errors, at_version, readable
from incidents.views.tips.detail import TipPage


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class InformantCorrect(TipPage):
    """A tip that names nobody shows the empty form at once; any other asks first why one has to look."""

    permission_required = VIEW_INFORMANT

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the reason, or show the empty form."""
        self.check()
        if self.tip.is_anonymous:
            return self.show_form(CorrectInformantForm(initial={"version": 0}))
        return self.ask(LookForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the reason and show the form, or take the form."""
        self.check()
        if "version" not in request.POST:
            return self.look()
        form = CorrectInformantForm(readable(request.POST))
        if not form.is_valid():
            return self.show_form(form, status=422)
        try:
            corrected = correct_informant(
                self.tip,
                form.named(),
                form.cleaned_data["because"],
                by=self.request.user,
                now=self.now,
                version=form.cleaned_data["version"],
            )
        except ChangedMeanwhileError as change:
            return self.show_both(form, change)
        except ValidationError as problem:
            add_errors(form, problem)
            return self.show_form(form, status=422)
        messages.success(
            request, _("Who gave the tip is corrected and sealed; the history tells what and why.")
        )
        if corrected.places:
            messages.warning(
                request,
                ngettext(
                    "What was written about the tip named the informant in %(n)s place. “%(mark)s” stands there now, in "
                    "the history too; papers that were printed before still say it.",
                    "What was written about the tip named the informant in %(n)s places. “%(mark)s” stands there now, in "
                    "the history too; papers that were printed before still say it.",
                    corrected.places,
                )
                % {"n": corrected.places, "mark": INFORMANT},
            )
        if corrected.still_tells:
            messages.warning(
                request,
                _(
                    "The tip's words may still say who it was, written without capitals or signs. Read them, and correct what was received."
                ),
            )
        return redirect("tip_detail", pk)

    def check(self) -> None:
        """Raise ``PermissionDenied`` where this person may not correct who gave the tip now."""
        if not may_correct_informant(self.tip, self.request.user):
            raise PermissionDenied

    @sensitive_variables("informant")
    def look(self) -> HttpResponse:
        """Record the look with its reason, then show the form with who it was."""
        form = LookForm(self.request.POST)
        if not form.is_valid():
            return self.ask(form, status=422)
        reason = form.cleaned_data["reason"]
        try:
            informant = self.seen(_("to correct it: %(reason)s") % {"reason": reason})
        except ValidationError as problem:
            add_errors(form, problem)
            return self.ask(form, status=422)
        said = {**asdict(informant), "because": reason, "version": informant_version(self.tip)}
        return self.show_form(CorrectInformantForm(initial=said))

    @sensitive_variables("theirs", "mine")
    def show_both(self, form: CorrectInformantForm, change: ChangedMeanwhileError) -> HttpResponse:
        """Keep what was typed and show beside it what somebody else sealed meanwhile, which is another look."""
        at_version(form, change.current.version)
        theirs = self.seen(_("somebody else had corrected it meanwhile"))
        mine = form.named()
        differences = [
            {
                "label": INFORMANT_FACTS[name],
                "theirs": _said(theirs, name),
                "mine": _said(mine, name),
            }
            for name in changed_facts(theirs, mine)
        ]
        return self.show_form(form, status=409, differences=differences)

    def seen(self, reason: str) -> Informant:
        """Return who gave the tip, the look recorded."""
        address = client_address(self.request)
        return see_informant(self.tip, by=self.request.user, reason=reason, address=address)

    def ask(self, form: LookForm, status: int = 200) -> HttpResponse:
        """Render the question why one has to look."""
        return self.answer({"look_form": form}, status)

    @sensitive_variables("more")
    def show_form(self, form: CorrectInformantForm, status: int = 200, **more: Any) -> HttpResponse:
        """Render the form."""
        return self.answer({"form": form, **more}, status)

    @sensitive_variables("context")
    def answer(self, context: dict[str, Any], status: int) -> HttpResponse:
        """Render the page, kept by no cache."""
        page = "incidents/tips/correct_informant.html"
        return render(self.request, page, {"tip": self.tip, **context}, status=status)


@sensitive_variables("informant")
def _said(informant: Informant, name: str) -> str:
    value = informant.special_words if name == "special" else getattr(informant, name)
    return value or _("empty")
