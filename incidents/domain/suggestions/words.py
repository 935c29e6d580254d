"""What a suggestion's evidence says, as the first words of a report."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents.domain.analysis.numbers import written
from incidents.models import HotspotSuggestion


def evidence_in_words(suggestion: HotspotSuggestion) -> str:
    """Return the evidence in one sentence."""
    return _(
        "From %(first)s to %(last)s there were %(count)s incidents within %(metres)s m here; by the commune's rate"
        " its area would have had %(expected)s."
    ) % {
        "first": date_format(suggestion.first_day, "SHORT_DATE_FORMAT"),
        "last": date_format(suggestion.last_day, "SHORT_DATE_FORMAT"),
        "count": suggestion.count,
        "metres": suggestion.radius_m,
        "expected": written(suggestion.expected, 1),
    }
