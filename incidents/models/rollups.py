"""How many hotspots a commune has in each state, kept exact by the database within each transaction."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models import Commune
from units.models.scoped import CommuneOwnedQuerySet

# Rows are locked in one order, so that two transactions never wait for each other in a circle.
KEEP_COUNTS = """
    INSERT INTO incidents_hotspotcount AS kept (commune_id, state, count)
    SELECT commune_id, state, sum(change) FROM ({changes}) AS changed
    GROUP BY commune_id, state HAVING sum(change) <> 0 ORDER BY commune_id, state
    ON CONFLICT (commune_id, state) DO UPDATE SET count = kept.count + excluded.count;
    RETURN NULL;
"""
GAINED = "SELECT commune_id, state, 1 AS change FROM new_rows"
LOST = "SELECT commune_id, state, -1 AS change FROM old_rows"


def _count_trigger(
    name: str, operation: pgtrigger.Operation, changes: str, rows: pgtrigger.Referencing
) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=rows,
        func=KEEP_COUNTS.format(changes=changes),
    )


COUNT_TRIGGERS = [
    _count_trigger(
        "count_inserted", pgtrigger.Insert, GAINED, pgtrigger.Referencing(new="new_rows")
    ),
    _count_trigger("count_deleted", pgtrigger.Delete, LOST, pgtrigger.Referencing(old="old_rows")),
    _count_trigger(
        "count_updated",
        pgtrigger.Update,
        f"{GAINED} UNION ALL {LOST}",
        pgtrigger.Referencing(old="old_rows", new="new_rows"),
    ),
]


class HotspotCount(models.Model):
    """One commune's number of hotspots in one state; written by triggers only."""

    commune = models.ForeignKey(
        Commune, on_delete=models.CASCADE, related_name="hotspot_counts", verbose_name=_("commune")
    )
    state = models.CharField(_("state"), max_length=12)
    count = models.IntegerField(_("number"))

    objects = CommuneOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("number of hotspots")
        verbose_name_plural = _("numbers of hotspots")
        constraints = [
            models.UniqueConstraint(fields=["commune", "state"], name="hotspotcount_once")
        ]

    def __str__(self) -> str:
        return f"{self.commune}: {self.state} {self.count}"
