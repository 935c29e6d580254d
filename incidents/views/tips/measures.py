"""How crime tips fare against their targets: by kind, channel and commune, over the days asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.permissions import VIEW_TIPS
from incidents.domain.tips.measures import resolved_in_time, taken_up
from incidents.forms.analysis import CommuneDaysForm
from incidents.models import TipChannel, TipKind
from incidents.queries.tip_months import tips_by_month
from incidents.queries.tip_rows import rows_behind
from incidents.queries.tips import TipFigures, tip_figures
from incidents.tables.tip_measures import (
    AddressOf,
    MeasureRow,
    heads,
    measure_row,
    month_row,
    number,
)
from incidents.views.analysis.base import AnalysisView
from units.models import Commune
from units.queries.area import Area
from units.queries.successors import read_successors

MOST_COMMUNES = 100
CARDS = ("handed_over", "handed_in_time", "returned", "waiting", "waiting_late", "late")


class TipMeasures(AnalysisView[CommuneDaysForm]):
    """Taken up (target 100 %) and resolved in time (target over 90 %), each number with its rows."""

    permission_required = VIEW_TIPS
    form_class = CommuneDaysForm
    template_name = "incidents/tips/measures.html"

    def tabs(self) -> list[tuple[str, str, bool]]:
        """The page stands alone."""
        return []

    def answer(self) -> dict[str, Any]:
        """The whole, and its parts by kind, channel, commune and month."""
        asked, window = self.form.cleaned_data, self.form.window
        scope, commune = self.request.scope, asked["commune"]
        successors = read_successors(timezone.localdate(self.now), scope=scope)
        area = Area(scope.narrowed_to(successors.line([commune])) if commune else scope)
        found = successors.folded(tip_figures(window.first, window.last, area, now=self.now))
        figures = sum(found.values(), TipFigures())
        total = figures.total
        rows_of = self.rows_of()
        return {
            "heads": heads(),
            "total": measure_row("", total, rows_of),
            "measures": [
                (taken_up(total), rows_of("received")),
                (resolved_in_time(total), rows_of("resolved")),
            ],
            "numbers": {name: number(getattr(total, name), rows_of(name)) for name in CARDS},
            "kinds": [
                measure_row(str(kind.label), figures.of(kind=kind), self.rows_of(kind=kind.value))
                for kind in TipKind
            ],
            "channels": [
                measure_row(
                    str(channel.label),
                    figures.of(channel=channel),
                    self.rows_of(channel=channel.value),
                )
                for channel in TipChannel
            ],
            "communes": self.by_commune(found) if len(found) > 1 else [],
            "is_cut": len(found) > MOST_COMMUNES,
            "limit": MOST_COMMUNES,
            "month_heads": [_("Month"), _("Received"), _("Resolved")],
            "months": [
                month_row(
                    month,
                    _address({**self.place(), **rows_behind("received", month.first, month.last)}),
                )
                for month in tips_by_month(window.first, window.last, area)
            ],
        }

    def by_commune(self, found: Mapping[int, TipFigures]) -> list[MeasureRow]:
        """The communes with tips, those with the most open and overdue first."""
        counts = {key: figures.total for key, figures in found.items()}
        worst = sorted(counts, key=lambda key: (-counts[key].late, -counts[key].received, key))
        shown = worst[:MOST_COMMUNES]
        communes = Commune.objects.filter(pk__in=shown).only("id", "name", "kind").in_bulk()
        window = self.form.window
        days = {"first_day": window.first.isoformat(), "last_day": window.last.isoformat()}
        return [
            measure_row(
                communes[key].full_name,
                counts[key],
                self.rows_of(commune=str(key)),
                url=f"?{urlencode({'commune': key, **days})}",
            )
            for key in shown
        ]

    def rows_of(self, **more: str) -> AddressOf:
        """Give the list's address of the rows behind a count, narrowed to a row of a table."""
        window, place = self.form.window, self.place()
        return lambda count: _address(
            {**place, **rows_behind(count, window.first, window.last), **more}
        )

    def place(self) -> dict[str, str]:
        """What keeps the commune asked for."""
        commune = self.form.cleaned_data["commune"]
        return {"commune": str(commune)} if commune else {}


def _address(asked: Mapping[str, str]) -> str:
    return f"{reverse('tip_list')}?{urlencode(asked)}"
