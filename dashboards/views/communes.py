"""The list of communes."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy

from dashboards.filters.communes import CommuneListFilter
from dashboards.tables.communes import CommuneTable
from lists.views import ListPage
from units.models import Commune, Hamlet, Officer, Station


def _count(rows: QuerySet[Any]) -> Coalesce:
    """Count a commune's rows beside it; runs only for the communes shown."""
    counted = rows.filter(commune=OuterRef("pk")).order_by().values("commune")
    return Coalesce(
        Subquery(counted.annotate(n=Count("*")).values("n"), output_field=IntegerField()), 0
    )


class CommuneList(ListPage):
    """Communes in scope; opens with those that exist today."""

    page_key = "communes"
    title = gettext_lazy("Communes")
    permission_required = "units.view_commune"
    table_class = CommuneTable
    filterset_class = CommuneListFilter
    default_order = "name"
    standard_filters = "period=current"
    standard_name = gettext_lazy("Existing today")
    empty_title = gettext_lazy("No commune yet")
    empty_hint = gettext_lazy("An administrator enters the communes with their official codes.")

    def get_queryset(self) -> QuerySet[Commune]:
        return Commune.objects.visible_to(self.request.scope)

    def rows_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = timezone.localdate()
        scope = self.request.scope
        stations = Station.objects.visible_to(scope).filter(
            commune=OuterRef("pk"), is_main=True, validity__contains=today
        )
        return (
            queryset.select_related("jurisdiction")
            .defer("boundary", "difficulty_note")
            .annotate(
                hamlet_count=_count(
                    Hamlet.objects.visible_to(scope).filter(valid_until__isnull=True)
                ),
                serving_count=_count(Officer.objects.visible_to(scope).serving()),
                station_tenure=Subquery(stations.values("tenure")[:1]),
            )
        )
