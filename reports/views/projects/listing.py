"""The list of support projects."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lists.views import ListPage, parts
from reports.domain.projects import (
    PROPOSE,
    RANK,
    VIEW,
)
from reports.filters.projects import ProjectFilter
from reports.models import (
    Disbursement,
    SupportProject,
)
from reports.tables.projects import ProjectTable

HEAVY = ("commune__boundary",)


class ProjectList(ListPage):
    """What helps the communes."""

    page_key = "projects"
    title = gettext_lazy("Support projects")
    permission_required = VIEW
    table_class = ProjectTable
    filterset_class = ProjectFilter
    default_order = "-proposed_on"
    empty_title = gettext_lazy("No support project has been proposed yet")
    empty_hint = gettext_lazy(
        "Propose one here, or from a difficulty in one click: a station, equipment, allowances."
    )

    def get_queryset(self) -> QuerySet[SupportProject]:
        return SupportProject.objects.visible_to(self.request.scope)

    def rows_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return with_paid(queryset.select_related("commune", "equipment_type")).defer(
            "search_text", *HEAVY
        )

    def buttons(self) -> list[parts.Button]:
        user = self.request.user
        made = []
        if user.has_perm(PROPOSE):
            made.append(parts.Button(_("Propose a project"), reverse("project_create")))
        if user.has_perm(RANK):
            made.append(
                parts.Button(_("Rank under a budget"), reverse("project_ranking"), "sort-down")
            )
        return made


def with_paid(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Add what was paid for each project (VND)."""
    paid = (
        Disbursement.objects.filter(project=OuterRef("pk"))
        .order_by()
        .values("project")
        .annotate(total=Sum("amount"))
        .values("total")
    )
    return rows.annotate(paid=Coalesce(Subquery(paid), 0))
