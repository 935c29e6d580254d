"""Opening a mediation, and correcting one, also by two people at once."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.domain import drafts
from incidents.domain.mediations.recording import (
    MediationFacts,
    correct_mediation,
    open_mediation,
)
from incidents.domain.permissions import RECORD_MEDIATIONS
from incidents.forms.mediations import MediationForm
from incidents.models import DraftOf, Mediation, ReportDraft
from incidents.views.communes import CommuneOfForm
from incidents.views.corrections import Correction
from incidents.views.drafts import Drafted, DraftOfPage, draft_asked_for
from incidents.views.forms import add_errors, readable
from incidents.views.mediations.base import MediationView


class MediationNew(CommuneOfForm, MediationView):
    """The empty form, a draft of it, or what was typed when it could not be saved."""

    permission_required = RECORD_MEDIATIONS
    form_title = gettext_lazy("Open a mediation")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form for the person's commune; whoever sees several chooses one first."""
        draft = draft_asked_for(request, DraftOf.MEDIATION)
        commune = self.commune_of(draft.values.get("commune") if draft else None)
        if commune is None:
            return self.ask_for_commune()
        initial = {**draft.values, "submission_key": draft.submission_key} if draft else {}
        return self.show(MediationForm(initial=initial, commune=commune), draft)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Open the mediation once; on any failure keep every value for another try."""
        commune = self.commune_of()
        if commune is None:
            return self.ask_for_commune()
        form = MediationForm(readable(request.POST), commune=commune)
        if form.is_valid():
            key = form.cleaned_data["submission_key"]
            try:
                opened = open_mediation(
                    form.facts(), commune=commune, by=self.request.user, key=key
                )
            except ValidationError as problem:
                add_errors(form, problem)
            else:
                draft = drafts.draft_of(self.request.user, key, DraftOf.MEDIATION)
                if draft:
                    drafts.throw_away(draft)
                said = _("Opened as %(number)s. Write down the parties below.")
                messages.success(request, said % {"number": opened.number})
                return redirect("mediation_detail", opened.pk)
        return self.show(form, self.keep(form), status=422)

    def keep(self, form: MediationForm) -> ReportDraft | None:
        """Keep what was typed while the form is not right yet."""
        key = form.cleaned_data.get("submission_key")
        typed = {name: str(value) for name, value in form.data.items()}
        if key is None or not (typed.get("subject") or typed.get("summary")):
            return None
        values = {**typed, "commune": str(form.commune.pk)}
        return drafts.save_draft(self.request.user, key, values, DraftOf.MEDIATION)

    def show(
        self, form: MediationForm, draft: ReportDraft | None, status: int = 200
    ) -> HttpResponse:
        """Render the form with the drafts that wait, except the one being written."""
        own = drafts.drafts_of(self.request.user, DraftOf.MEDIATION)
        key: uuid.UUID = form["submission_key"].value()
        context = {
            "form": form,
            "commune": form.commune,
            "title": self.form_title,
            "drafts": own if self.request.method == "GET" and not draft else [],
            "draft_of_new": draft,
            "draft_address": reverse("mediation_draft", args=[key]),
        }
        return render(self.request, "incidents/mediations/record.html", context, status=status)


class MediationEdit(Drafted, Correction, MediationView):
    """Correcting a record."""

    permission_required = RECORD_MEDIATIONS
    draft_of = DraftOf.MEDIATION_EDIT
    page_name = "mediation_edit"
    facts_class = MediationFacts

    @property
    def row(self) -> Mediation:
        """The mediation."""
        return self.mediation

    def check(self) -> None:
        """Raise ``PermissionDenied`` where this person may not correct it."""
        self.ask_to_correct()

    def form(self, *args: Any, **kwargs: Any) -> MediationForm:
        """Make the form of this mediation."""
        mediation = self.mediation
        return MediationForm(*args, commune=mediation.commune, mediation=mediation, **kwargs)

    def save(self, form: MediationForm, version: int) -> HttpResponse:
        """Write what the valid form says and show the mediation."""
        correct_mediation(self.mediation, form.facts(), by=self.request.user, version=version)
        return self.done(_("The record is corrected."))

    def show(self, form: MediationForm, status: int = 200, **more: Any) -> HttpResponse:
        """Render the form."""
        context = {
            "form": form,
            "mediation": self.mediation,
            "commune": self.mediation.commune,
            "title": _("Correct the record"),
            **self.said_of_draft(form),
            **more,
        }
        return render(self.request, "incidents/mediations/record.html", context, status=status)


class MediationEditDraft(DraftOfPage, MediationEdit):
    """The draft of a correction."""
