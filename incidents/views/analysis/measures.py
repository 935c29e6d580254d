"""Did it help? Every measure of the last years in a commune or district, with what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import urlencode

from incidents.domain.analysis.windows import DAY
from incidents.domain.hotspots.effects import ActionEffect, effects_of, rings_cut
from incidents.forms.analysis import MeasuresForm
from incidents.queries.around import PLACE_M, RING_M
from incidents.queries.measures import measures_begun
from incidents.tables.effects import (
    KindRow,
    effect_block,
    verdict_of,
    verdicts,
    verdicts_by_kind,
)
from incidents.views.analysis.base import AnalysisView
from units.models import Commune

YEARS = 3
MOST_MEASURES = 300


class MeasuresPage(AnalysisView[MeasuresForm]):
    """How often each kind of measure helped, and the measures: the latest first, apart those of which nothing can be
    said yet."""

    form_class = MeasuresForm
    template_name = "incidents/analysis/measures.html"

    def answer(self) -> dict[str, Any]:
        """Two tables: kinds by verdict, and the measures."""
        asked = self.form.cleaned_data
        begun = measures_begun(
            self.request.scope,
            since=self.today - DAY * 365 * YEARS,
            before=self.today,
            commune_id=asked["commune"],
        )
        actions = list(begun[: MOST_MEASURES + 1])
        effects = effects_of(
            self.request.scope,
            [one for one in actions[:MOST_MEASURES] if asked["kind"] in ("", one.kind)],
            today=self.today,
            category_id=asked["category"],
        )
        zone_url = partial(self.links.in_zone, category=asked["category"])
        cut = self.rings_cut(effects)
        blocks = [
            effect_block(one, zone_url, ring_leaves=one.action.hotspot_id in cut)
            for one in effects
            if asked["verdict"] in ("", verdict_of(one))
        ]
        return {
            "judged": [block for block in blocks if block.says_something],
            "waiting": [block for block in blocks if not block.says_something],
            "verdicts": list(verdicts().values()),
            "kinds": [
                (
                    row.label,
                    [(number, self.measures_url(row, code)) for code, number in row.numbers],
                )
                for row in verdicts_by_kind(effects)
            ],
            "is_answered": True,
            "is_cut": len(actions) > MOST_MEASURES,
            "limit": MOST_MEASURES,
            "years": YEARS,
            "place_m": PLACE_M,
            "ring_m": RING_M,
        }

    def measures_url(self, row: KindRow, verdict: str) -> str:
        """This page with the measures behind a number alone."""
        asked = self.form.cleaned_data
        pairs = {
            "commune": asked["commune"],
            "category": asked["category"],
            "kind": row.kind or asked["kind"],
            "verdict": verdict,
        }
        given = urlencode({name: value for name, value in pairs.items() if value})
        return f"{self.request.path}?{given}#measures-title"

    def rings_cut(self, effects: Sequence[ActionEffect]) -> set[int]:
        """The places whose ring is cut at the boundary of their commune; one query."""
        places = {one.action.hotspot_id: one.action.hotspot for one in effects}
        communes = Commune.objects.filter(pk__in={place.commune_id for place in places.values()})
        return rings_cut(places.values(), dict(communes.values_list("pk", "boundary")))
