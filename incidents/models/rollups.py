"""How many hotspots a commune has in each state, kept exact by the database within each transaction."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models.counting import count_triggers
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
COUNT_TRIGGERS = count_triggers(KEEP_COUNTS, "commune_id, state, {sign}1 AS change")


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
