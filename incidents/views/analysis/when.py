"""When: the hours of the week of a commune or category."""

from __future__ import annotations

from typing import Any

from incidents.forms.analysis import DaysForm
from incidents.queries.analysis import Slice, week_of
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
        incidents = Slice(self.request.scope, self.form.window, asked["commune"], asked["category"])
        return {"week": week_table(week_of(incidents.rows())), "window": self.form.window}
