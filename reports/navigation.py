"""The entries of reports, of what comes down and of meetings in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.domain.navigation import NavEntry, register_nav_item
from reports import navigation_direction, navigation_filing
from reports.domain.meetings import HOLD
from reports.domain.rights import CONSOLIDATE, EXPORT, REVIEW


def register() -> None:
    """Offer every entry."""
    navigation_filing.register()
    navigation_direction.register()
    register_nav_item(
        NavEntry(
            url_name="filing_matrix",
            label=_("Who has filed"),
            icon="grid-3x3",
            group="direction",
            order=71,
            permission=REVIEW,
        )
    )
    register_nav_item(
        NavEntry(
            url_name="consolidation",
            label=_("Consolidation"),
            icon="plus-slash-minus",
            group="direction",
            order=72,
            permission=CONSOLIDATE,
        )
    )
    register_nav_item(
        NavEntry(
            url_name="indicator_series",
            label=_("Indicators over time"),
            icon="graph-up",
            group="direction",
            order=73,
            permission=EXPORT,
        )
    )
    register_nav_item(
        NavEntry(
            url_name="meeting_list",
            label=_("Meetings"),
            icon="easel",
            group="direction",
            order=90,
            permission=HOLD,
        )
    )
