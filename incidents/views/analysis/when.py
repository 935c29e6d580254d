"""When: the hours of the week of a commune or category."""

from __future__ import annotations

from functools import partial
from typing import Any

from incidents.forms.analysis import DaysForm
from incidents.queries.analysis import Slice
from incidents.queries.hours import week_of
from incidents.tables.week import week_table
from incidents.views.analysis.base import MOST_COMMUNES, AnalysisView


class WhenPage(AnalysisView[DaysForm]):
    """The heat map of hours and weekdays."""

    form_class = DaysForm
    template_name = "incidents/analysis/when.html"

    def answer(self) -> dict[str, Any]:
        """The table, over the communes that the person sees or the one chosen; of a whole nation one is chosen first."""
        asked = self.form.cleaned_data
        if asked["commune"] is None and len(self.communes) >= MOST_COMMUNES:
            return {"is_too_wide": True}
        window, commune, category = self.form.window, asked["commune"], asked["category"]
        incidents = Slice(self.request.scope, window, commune, category)
        rows_url = partial(self.links.to, window, commune=commune, category=category)
        return {"week": week_table(week_of(incidents.rows()), rows_url), "window": window}
