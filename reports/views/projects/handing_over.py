"""Handing a project over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reports.domain.handover import hand_over
from reports.domain.matter_story import story_of_project
from reports.domain.moves import MatterChangedError
from reports.domain.projects import (
    ADVANCE,
)
from reports.forms.projects import HandOverForm
from reports.models import (
    ProjectStage,
)
from reports.views.matters import (
    Conflict,
    add_errors,
)
from reports.views.projects.page import ProjectPage


class ProjectHandOver(ProjectPage):
    """Handing a project over; the commune's records are updated by it."""

    permission_required = ADVANCE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask what is needed."""
        if self.project.stage != ProjectStage.UNDER_WAY:
            return redirect("project_detail", pk)
        return self.ask(HandOverForm(project=self.project, today=self.today))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand it over; else show what is wrong, or what somebody else did meanwhile."""
        form = HandOverForm(request.POST, project=self.project, today=self.today)
        if not form.is_valid():
            return self.ask(form, 422)
        version = form.cleaned_data["version"]
        try:
            hand_over(
                self.project, form.facts(), by=self.request.user, today=self.today, version=version
            )
        except MatterChangedError as change:
            del self.project
            data = request.POST.copy()
            data["version"] = str(change.current.version)
            story = story_of_project(self.project)
            again = HandOverForm(data, project=self.project, today=self.today)
            return self.ask(again, 409, faster=Conflict(story[0] if story else None))
        except ValidationError as problem:
            add_errors(form, problem)
            return self.ask(form, 422)
        messages.success(
            request, _("The project is handed over; the commune's records are up to date.")
        )
        return redirect("project_detail", pk)

    def ask(self, form: HandOverForm, status: int = 200, **more: Any) -> HttpResponse:
        """Render the form."""
        context = {"form": form, "project": self.project, "title": _("Hand over"), **more}
        return render(self.request, "reports/project_hand_over.html", context, status=status)
