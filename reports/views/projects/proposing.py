"""Proposing a project, and changing the proposal before money is allotted."""

from __future__ import annotations

from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.views.pages import key_or_none
from reports.domain.moves import MatterChangedError
from reports.domain.projects import (
    PROPOSE,
    correct_project,
    propose_project,
)
from reports.forms.projects import ProjectForm, typed_of
from reports.models import (
    Difficulty,
    Directive,
    SupportProject,
)
from reports.views.matters import (
    ForCommune,
    add_errors,
    differences,
)
from reports.views.projects.listing import HEAVY, ProjectList
from reports.views.projects.page import ProjectPage


class ProjectNew(ForCommune):
    """Proposing a project: for a commune, for a difficulty in one click, in carrying out a directive."""

    permission_required = PROPOSE
    title = gettext_lazy("Propose a project")
    list_name, list_title = "project_list", ProjectList.title

    @property
    def begun_from(self) -> Difficulty | None:
        """The difficulty named in the address."""
        return self.difficulty

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form, begun from the difficulty where one is named."""
        if self.commune is None:
            return self.ask_for_commune(directive=self.directive)
        return self.show(ProjectForm(commune=self.commune, initial=self.begun()))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Propose it, or show what is wrong with what was typed."""
        if self.commune is None:
            return self.ask_for_commune(directive=self.directive)
        form = ProjectForm(request.POST, commune=self.commune)
        if form.is_valid():
            try:
                proposed = propose_project(
                    self.commune,
                    form.facts(),
                    by=self.request.user,
                    on=self.today,
                    difficulty=self.difficulty,
                    directive=self.directive,
                )
            except ValidationError as problem:
                add_errors(form, problem)
            else:
                messages.success(request, _("The project is proposed."))
                return redirect("project_detail", proposed.pk)
        return self.show(form, 422)

    def begun(self) -> dict[str, Any]:
        """What the difficulty says, as the beginning of the proposal."""
        year = self.today.year + (1 if self.today.month > 6 else 0)
        if self.difficulty is None:
            return {"year": year, "source": "district"}
        kinds = {"station": "build", "facilities": "repair", "equipment": "equipment"}
        kinds["allowance"] = "allowance"
        told = (self.difficulty.description, self.difficulty.evidence)
        return {
            "kind": kinds.get(self.difficulty.kind),
            "title": self.difficulty.proposal.splitlines()[0][:200]
            if self.difficulty.proposal
            else self.difficulty.title,
            "need": "\n".join(text for text in told if text) or self.difficulty.title,
            "year": year,
            "source": "district",
        }

    def show(self, form: ProjectForm, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {
            "form": form,
            "commune": self.commune,
            "difficulty": self.difficulty,
            "directive": self.directive,
        }
        return render(self.request, "reports/project_new.html", context, status=status)

    @cached_property
    def difficulty(self) -> Difficulty | None:
        """The difficulty named in the address; else 404."""
        key = key_or_none(self.request.GET.get("difficulty"))
        if key is None:
            return None
        rows = Difficulty.objects.visible_to(self.request.scope).select_related("commune")
        found: Difficulty = get_object_or_404(rows.defer(*HEAVY), pk=key)
        return found

    @cached_property
    def directive(self) -> Directive | None:
        """The directive named in the address; else 404."""
        key = key_or_none(self.request.GET.get("directive"))
        if key is None:
            return None
        return get_object_or_404(Directive.objects.visible_to(self.request.scope), pk=key)


class ProjectEdit(ProjectPage):
    """Changing a proposal before money is allotted."""

    permission_required = PROPOSE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what it says."""
        form = ProjectForm(commune=self.project.commune, initial=typed_of(self.project))
        return self.edit(form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save it; else show what is wrong, or what somebody else saved meanwhile."""
        commune = self.project.commune
        form = ProjectForm(request.POST, commune=commune)
        if not form.is_valid():
            return self.edit(form, 422)
        version = form.cleaned_data["version"] or 0
        try:
            correct_project(self.project, form.facts(), by=self.request.user, version=version)
        except MatterChangedError as change:
            data = request.POST.copy()
            data["version"] = str(change.current.version)
            again = ProjectForm(data, commune=commune)
            theirs = typed_of(cast(SupportProject, change.current))
            return self.edit(again, 409, conflict=differences(again, theirs))
        except ValidationError as problem:
            add_errors(form, problem)
            return self.edit(form, 422)
        messages.success(request, _("The proposal is changed."))
        return redirect("project_detail", pk)

    def edit(self, form: ProjectForm, status: int = 200, **more: Any) -> HttpResponse:
        """Render the form."""
        context = {"form": form, "project": self.project, "title": _("Change the proposal"), **more}
        return render(self.request, "reports/project_edit.html", context, status=status)
