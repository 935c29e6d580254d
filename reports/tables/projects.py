"""Columns of the list of support projects."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from lists.tables import (
    DateColumn,
    LinkColumn,
    ListTable,
    MoneyColumn,
    NumberColumn,
    TextColumn,
    status_badge,
)
from reports.models import ProjectStage, SupportProject
from reports.tables.difficulties import shortened

STAGE_TONES = {
    ProjectStage.PROPOSED: ("warn", "hourglass-split"),
    ProjectStage.APPROVED: ("info", "check2-circle"),
    ProjectStage.FUNDED: ("info", "cash-stack"),
    ProjectStage.UNDER_WAY: ("info", "arrow-repeat"),
    ProjectStage.HANDED_OVER: ("ok", "check-circle-fill"),
    ProjectStage.REJECTED: ("quiet", "dash-circle"),
}
KIND_ICONS = {
    "build": "building-add",
    "repair": "tools",
    "equipment": "shield-plus",
    "allowance": "cash-coin",
}


class ProjectTable(ListTable):
    """A support project: for whom, what it costs, what was paid (annotated ``paid``), how far it is."""

    title = LinkColumn(gettext_lazy("Project"), view="project_detail", orderable=False)
    commune = LinkColumn(
        gettext_lazy("Commune"),
        view="commune_detail",
        pk_of="commune_id",
        accessor="commune__full_name",
        order_by=("commune__sort_key", "commune_id"),
    )
    kind = TextColumn(gettext_lazy("Kind"), accessor="get_kind_display", order_by=("kind",))
    cost = MoneyColumn(gettext_lazy("Cost"), initial_sort_descending=True)
    paid = MoneyColumn(gettext_lazy("Paid"), orderable=False)
    share = NumberColumn(gettext_lazy("Paid (%)"), accessor="pk", orderable=False)
    source = TextColumn(
        gettext_lazy("Who pays"), accessor="get_source_display", order_by=("source",)
    )
    year = TextColumn(gettext_lazy("Planned year"))
    stage = TextColumn(gettext_lazy("Stage"), order_by=("stage", "-proposed_on"))
    stage_since = DateColumn(gettext_lazy("In this stage since"))
    proposed_on = DateColumn(gettext_lazy("Proposed on"), initial_sort_descending=True)
    proposed_by = TextColumn(
        gettext_lazy("Proposed by"), accessor="proposed_by_name", orderable=False
    )
    decision = TextColumn(
        gettext_lazy("Decision number"), accessor="decision_number", orderable=False
    )
    equipment = TextColumn(
        gettext_lazy("Kind of equipment"), accessor="equipment_type__name", orderable=False
    )
    quantity = NumberColumn(gettext_lazy("Quantity"))
    need = TextColumn(gettext_lazy("Why it is needed"), orderable=False)
    handed_over_on = DateColumn(gettext_lazy("Handed over on"))

    class Meta:
        default_columns = ("title", "commune", "cost", "paid", "share", "source", "stage")

    def render_stage(self, record: SupportProject) -> SafeString:
        tone, icon = STAGE_TONES[ProjectStage(record.stage)]
        return status_badge(tone, record.get_stage_display(), icon)

    def value_stage(self, record: SupportProject) -> str:
        return str(record.get_stage_display())

    def value_share(self, record: SupportProject) -> int:
        return round(100 * getattr(record, "paid", 0) / record.cost)

    def render_share(self, record: SupportProject) -> str:
        return str(self.value_share(record))

    def render_need(self, value: str) -> str:
        return shortened(value)
