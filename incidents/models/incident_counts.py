"""How much happens: incidents of a commune by month, category and outcome, kept exact by the database."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from incidents.models.categories import IncidentCategory
from incidents.models.counting import count_triggers
from units.models import Commune
from units.models.scoped import CommuneOwnedQuerySet

KEY = ("commune_id", "month", "category_id", "state")
SUMS = ("count", "deaths", "injured", "damage_vnd")

# One source for the triggers, `manage.py recount` and its repair. A month is named by its first day.
FIGURES = """
    commune_id, date_trunc('month', occurred_on)::date AS month, category_id, state,
    {sign}1 AS count, {sign}coalesce(deaths, 0) AS deaths, {sign}coalesce(injured, 0) AS injured,
    {sign}coalesce(damage_vnd, 0) AS damage_vnd
"""
# What was withdrawn counts nowhere.
COUNTED = "withdrawn_on IS NULL"
# Rows are locked in one order, so that two transactions never wait for each other in a circle.
KEEP_COUNTS = """
    INSERT INTO incidents_incidentcount AS kept
        (commune_id, month, category_id, state, count, deaths, injured, damage_vnd)
    SELECT commune_id, month, category_id, state, sum(count), sum(deaths), sum(injured), sum(damage_vnd)
    FROM ({changes}) AS changed
    GROUP BY 1, 2, 3, 4
    HAVING sum(count) <> 0 OR sum(deaths) <> 0 OR sum(injured) <> 0 OR sum(damage_vnd) <> 0
    ORDER BY 1, 2, 3, 4
    ON CONFLICT (commune_id, month, category_id, state) DO UPDATE
    SET count = kept.count + excluded.count, deaths = kept.deaths + excluded.deaths,
        injured = kept.injured + excluded.injured, damage_vnd = kept.damage_vnd + excluded.damage_vnd;
    RETURN NULL;
"""
RECOUNT = f"""
    SELECT commune_id, month, category_id, state, sum(count)::integer, sum(deaths)::integer,
           sum(injured)::integer, sum(damage_vnd)::bigint
    FROM (SELECT {FIGURES.format(sign="")} FROM incidents_incident WHERE {COUNTED}) AS one
    GROUP BY 1, 2, 3, 4
"""


INCIDENT_COUNT_TRIGGERS = count_triggers(KEEP_COUNTS, FIGURES, COUNTED)


class IncidentCount(models.Model):
    """One commune's incidents of one month, category and state, with their harm; written by triggers only.

    Harm that nobody stated counts as none here; how many state it is asked of the incidents.
    """

    commune = models.ForeignKey(
        Commune, on_delete=models.CASCADE, related_name="+", verbose_name=_("commune")
    )
    month = models.DateField(_("month"), help_text=_("Its first day."))
    category = models.ForeignKey(
        IncidentCategory,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("incident", "category"),
    )
    state = models.CharField(_("state"), max_length=12)
    count = models.IntegerField(_("number"), default=0)
    deaths = models.IntegerField(_("deaths"), default=0)
    injured = models.IntegerField(_("injured"), default=0)
    damage_vnd = models.BigIntegerField(_("damage (VND)"), default=0)

    objects = CommuneOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("number of incidents")
        verbose_name_plural = _("numbers of incidents")
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "month", "category", "state"], name="incidentcount_once"
            )
        ]
        # With the number in it: a nation's month is read from the index alone.
        indexes = [
            models.Index(
                fields=["month", "commune"], include=["count"], name="incidentcount_by_month"
            )
        ]

    def __str__(self) -> str:
        return f"{self.commune}: {self.month:%m/%Y} {self.state} {self.count}"
