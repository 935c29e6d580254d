"""Moving a project to its next stage, and paying for it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from reports.domain.matter_story import story_of_project
from reports.domain.moves import MatterChangedError, declared_move
from reports.domain.projects import (
    ADVANCE,
    MOVES,
    WITH_DECISION,
    advance_project,
    record_payment,
)
from reports.forms.matters import MoveForm
from reports.forms.projects import PaymentForm
from reports.models import (
    SupportProject,
)
from reports.views.matters import (
    Conflict,
    Tried,
    add_errors,
    said_of_move,
    typed_words,
)
from reports.views.projects.page import ProjectPage


class ProjectMove(ProjectPage):
    """One move to another stage, by POST."""

    def get(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Who loads this address anew after a mistake comes back to the page."""
        return redirect("project_detail", pk)

    def post(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Make the move; else show the page with what was typed and why it was not possible."""
        if name not in MOVES:
            raise Http404
        row = self.project
        form = MoveForm(
            request.POST,
            move=declared_move(SupportProject, name),
            name=name,
            with_decision=name in WITH_DECISION,
        )
        if not form.is_valid():
            return self.show(422, Tried(name, form))
        values = form.cleaned_data
        try:
            moved = advance_project(
                row,
                name,
                by=self.request.user,
                on=self.today,
                version=values["version"],
                decision_number=values.get("decision_number", ""),
                words=values.get("words", ""),
            )
        except MatterChangedError:
            del self.project
            story = story_of_project(row)
            conflict = Conflict(story[0] if story else None, typed_words(form))
            return self.show(409, Tried(name, form), conflict)
        except ValidationError as problem:
            add_errors(form, problem)
            return self.show(422, Tried(name, form))
        messages.success(request, said_of_move(moved, moved.get_stage_display()))
        return redirect("project_detail", pk)


class PaymentNew(ProjectPage):
    """Recording a payment, by POST from the project's page."""

    permission_required = ADVANCE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who loads this address anew after a mistake comes back to the page."""
        return redirect("project_detail", pk)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record it; else show the page with what was typed."""
        form = PaymentForm(request.POST, today=self.today)
        if form.is_valid():
            values = form.cleaned_data
            try:
                record_payment(
                    self.project,
                    amount=values["amount"],
                    paid_on=values["on"],
                    document=values["document"],
                    note=values["note"],
                    by=self.request.user,
                    today=self.today,
                )
            except ValidationError as problem:
                add_errors(form, problem)
            else:
                messages.success(request, _("The payment is recorded."))
                return redirect(f"{reverse('project_detail', args=[pk])}#money")
        return self.show(422, payment=form)
