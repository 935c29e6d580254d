"""What a suggestion's evidence says, as the first words of a report."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.domain.analysis.cells import area_km2
from incidents.domain.analysis.numbers import written
from incidents.models import HotspotSuggestion


def counted_on(cells: Sequence[str], radius_m: int) -> str:
    """Say on which ground a place's incidents were counted: in its cells, or without them in a circle."""
    if not cells:
        return _("within %(metres)s m") % {"metres": radius_m}
    return ngettext(
        "in %(n)s hexagonal cell (%(area)s km²)",
        "in %(n)s hexagonal cells (%(area)s km²)",
        len(cells),
    ) % {"n": len(cells), "area": written(area_km2(cells), 3)}


def evidence_in_words(suggestion: HotspotSuggestion) -> str:
    """Return the evidence in one sentence."""
    return _(
        "From %(first)s to %(last)s there were %(count)s incidents %(ground)s here; by the commune's rate"
        " its area would have had %(expected)s."
    ) % {
        "first": date_format(suggestion.first_day, "SHORT_DATE_FORMAT"),
        "last": date_format(suggestion.last_day, "SHORT_DATE_FORMAT"),
        "count": suggestion.count,
        "ground": counted_on(suggestion.cells, suggestion.radius_m),
        "expected": written(suggestion.expected, 1),
    }
