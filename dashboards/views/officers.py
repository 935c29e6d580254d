"""The list of officers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from dashboards.filters.officers import OfficerFilter
from dashboards.tables.officers import OfficerTable
from lists.views import ListPage
from units.models import Officer

_JOINED = ["commune", "post__position__force_type"]
# What the cells show and nothing more: a commune's boundary alone would be 20 kB a row.
_READ = [
    "family_name",
    "middle_name",
    "given_name",
    "sex",
    "birth_date",
    "birth_precision",
    "citizen_id",
    "phone",
    "rank",
    "joined_on",
    "joined_precision",
    "is_party_member",
    "education",
    "professional_training",
    "allowance_coefficient",
    "commune__name",
    "commune__kind",
    "post__valid_from",
    "post__valid_from_precision",
    "post__hamlet_id",
    "post__position__name",
    "post__position__force_type__name",
]


class OfficerList(ListPage):
    """Everybody on the roster; opens with those who serve."""

    page_key = "officers"
    title = _("Officers")
    permission_required = "units.view_officer"
    export_permission = "units.export_officers"
    table_class = OfficerTable
    filterset_class = OfficerFilter
    default_order = "name"
    standard_filters = "status=serving"
    standard_name = _("Serving")
    empty_title = _("No officer on the roster yet")
    empty_hint = _("An administrator brings the roster in from Excel, or enters people one by one.")

    def get_queryset(self) -> QuerySet[Officer]:
        return Officer.objects.visible_to(self.request.scope)

    def rows_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        joined = [*_JOINED, "post__hamlet"] if "hamlet" in self.columns else _JOINED
        read = [*_READ, *(f"post__hamlet__{name}" for name in ("name", "kind"))]
        return queryset.select_related(*joined).only(*(read if "hamlet" in self.columns else _READ))

    def complete(self, rows: Sequence[Officer]) -> None:
        prefetch_related_objects([row for row in rows if row.post_id is None], "departures")
