"""When: the hours of the week of a commune or category."""

from __future__ import annotations

from typing import Any

from incidents.forms.analysis import DaysForm
from incidents.queries.analysis import Slice, week_of
from incidents.tables.week import week_table
from incidents.views.analysis.base import AnalysisView


class WhenPage(AnalysisView[DaysForm]):
    """The heat map of hours and weekdays."""

    form_class = DaysForm
    template_name = "incidents/analysis/when.html"

    def answer(self) -> dict[str, Any]:
        """The table, over the communes that the person sees or the one chosen."""
        asked = self.form.cleaned_data
        incidents = Slice(self.request.scope, self.form.window, asked["commune"], asked["category"])
        return {"week": week_table(week_of(incidents.rows())), "window": self.form.window}
