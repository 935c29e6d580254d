"""More or fewer: whole months against those before and the same last year."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from incidents.domain.analysis.change import LEAST_FOR_PERCENT, changes, counted_in
from incidents.domain.analysis.windows import Window, months_ending
from incidents.forms.analysis import ChangeForm
from incidents.models import IncidentCategory
from incidents.queries.analysis import communes_counted, counts_in
from incidents.queries.grounds import grounds_of, without_book
from incidents.tables.change import ChangeRow, change_row
from incidents.views.analysis.base import AnalysisView
from units.domain.months import month_of
from units.models import Commune

NO_COMMUNE: frozenset[int] = frozenset()
MOST_ROWS = 100  # as many as a province has communes


class ChangePage(AnalysisView[ChangeForm]):
    """A row for each category or commune, marked only where the change is more than chance."""

    form_class = ChangeForm
    template_name = "incidents/analysis/change.html"

    def answer(self) -> dict[str, Any]:
        """The table, the most frequent first; all rows are judged, ``MOST_ROWS`` shown."""
        asked = self.form.cleaned_data
        windows = self.windows()
        now, before, year = windows
        gaps = self.without_book()
        counted = counts_in(
            self.request.scope,
            (now, before, year, now, before, now, year),
            by=asked["rows"],
            commune_id=asked["commune"],
            category_id=asked["category"],
            without=(NO_COMMUNE, NO_COMMUNE, NO_COMMUNE, gaps[0], gaps[0], gaps[1], gaps[1]),
        )
        rows = {one.key: counted_in(one.counts, windows) for one in counted}
        sums = [sum(column) for column in zip(*(one.counts for one in counted), strict=True)]
        total = changes({0: counted_in(sums, windows)} if counted else {}).get(0)
        shown = [one.key for one in counted[:MOST_ROWS]]
        found = changes(rows)
        return {
            "windows": windows,
            "rows": self.shown_rows([(key, found[key]) for key in shown]),
            "total": total and change_row("", total, urls=self.rows_urls()),
            "without_book": gaps[0] if asked["length"] == 12 else gaps[0] | gaps[1],
            "is_cut": len(counted) > MOST_ROWS,
            "limit": MOST_ROWS,
            "least_for_percent": LEAST_FOR_PERCENT,
            "same_period": asked["length"] == 12,
            "by_commune": asked["rows"] == "commune",
        }

    def windows(self) -> tuple[Window, Window, Window]:
        """Now, the months just before, and the same months a year earlier."""
        length, month = self.form.cleaned_data["length"], self.form.month
        return (
            months_ending(month, length),
            months_ending(month_of(month, -length), length),
            months_ending(month_of(month, -12), length),
        )

    def without_book(self) -> tuple[frozenset[int], frozenset[int]]:
        """The communes of which no book covers the months now and before, and now and last year."""
        windows, scope = self.windows(), self.request.scope
        counted = communes_counted(scope, windows, self.form.cleaned_data["commune"])
        before, year = without_book(grounds_of(scope, counted, today=self.today), *windows)
        return before, year

    def shown_rows(self, found: list[tuple[int, Any]]) -> list[ChangeRow]:
        """Rows with their names, and the way to when it happens."""
        keys = [key for key, _change in found]
        if self.form.cleaned_data["rows"] == "commune":
            communes = Commune.objects.filter(pk__in=keys).only("id", "name", "kind")
            names = {one.pk: one.full_name for one in communes}
        else:
            names = dict(IncidentCategory.objects.filter(pk__in=keys).values_list("pk", "name"))
        return [
            change_row(
                names.get(key, "—"),
                change,
                when_url=self.when_url(key),
                urls=self.rows_urls(key),
            )
            for key, change in found
        ]

    def when_url(self, key: int) -> str:
        """The page that shows when a row's incidents happened, over the same days."""
        now = self.windows()[0]
        asked = {**self.narrowed_to(key), "first_day": now.first, "last_day": now.last}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{reverse('analysis_when')}?{query}"

    def rows_urls(self, key: int | None = None) -> tuple[str, str, str]:
        """The list of the incidents counted now, before and last year, for those who may see it."""
        now, before, year = (
            self.links.to(window, **self.narrowed_to(key)) for window in self.windows()
        )
        return now, before, year

    def narrowed_to(self, key: int | None) -> dict[str, int | None]:
        """The commune and the category of a row, or of the whole table."""
        asked = self.form.cleaned_data
        narrowed = {"commune": asked["commune"], "category": asked["category"]}
        return {**narrowed, **({asked["rows"]: key} if key else {})}
