"""The page of one support project, with its stages and its money."""

from __future__ import annotations

from functools import cached_property

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from reports.domain.matter_story import story_of_project
from reports.domain.projects import (
    ADVANCE,
    PAYABLE,
    VIEW,
    WITH_DECISION,
    may_correct,
    project_moves,
)
from reports.forms.projects import PaymentForm
from reports.models import (
    Directive,
    ProjectStage,
    SupportProject,
)
from reports.tables.projects import KIND_ICONS, STAGE_TONES
from reports.views.matters import (
    Conflict,
    MatterView,
    Tried,
    move_boxes,
)
from reports.views.projects.listing import HEAVY
from reports.views.projects.money import money_of, steps_of


class ProjectPage(MatterView):
    """The page of one project; its parts share how it is shown."""

    permission_required = VIEW

    @cached_property
    def project(self) -> SupportProject:
        """The project of the address, among those this person may see; else 404."""
        rows = SupportProject.objects.visible_to(self.request.scope).select_related(
            "commune__jurisdiction", "equipment_type", "station", "difficulty"
        )
        found: SupportProject = get_object_or_404(rows.defer(*HEAVY), pk=self.kwargs["pk"])
        return found

    def show(
        self,
        status: int = 200,
        tried: Tried | None = None,
        conflict: Conflict | None = None,
        payment: PaymentForm | None = None,
    ) -> HttpResponse:
        """Render the page; ``tried`` and ``payment`` keep what was typed and did not succeed."""
        row, user = self.project, self.request.user
        moves = move_boxes(row, project_moves(row, user), tried, with_decision=WITH_DECISION)
        may_pay = user.has_perm(ADVANCE) and row.stage in PAYABLE
        context = {
            "project": row,
            "state": STAGE_TONES[ProjectStage(row.stage)],
            "kind_icon": KIND_ICONS[row.kind],
            "commune_url": self.commune_url(row.commune_id),
            "steps": steps_of(row),
            "money": money_of(row),
            "payment_form": (payment or PaymentForm(today=self.today)) if may_pay else None,
            "payment_tried": payment is not None,
            "moves": moves,
            "tried": tried,
            "conflict": conflict,
            "may_edit": may_correct(row, user),
            "may_hand_over": row.stage == ProjectStage.UNDER_WAY and user.has_perm(ADVANCE),
            "directive": self.directive(),
            "station_url": self.station_url(),
            "story": story_of_project(row),
        }
        return render(self.request, "reports/project_detail.html", context, status=status)

    def directive(self) -> Directive | None:
        """The directive that it carries out, where this person may see it."""
        key = self.project.directive_id
        rows = Directive.objects.visible_to(self.request.scope)
        return rows.filter(pk=key).first() if key else None

    def station_url(self) -> str:
        """The station's page, for those who may open it."""
        row = self.project
        if row.station_id is None or not self.request.user.has_perm("units.view_station"):
            return ""
        return reverse("station_detail", args=[row.station_id])


class ProjectDetail(ProjectPage):
    """Everything known of one project, with what this person may do now."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Render the page."""
        return self.show()
