"""The overview's cards of what happens in communes: places, incidents, crime tips, mediations."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboards.domain.cards import Card, change_words, written
from dashboards.queries.area_figures import FiguresOnDay
from dashboards.queries.incident_months import Months
from incidents.domain.tips.measures import resolved_in_time, taken_up


def places_card(figures: FiguresOnDay, url: str) -> Card:
    """Complicated places as they stand today."""
    places = figures.total.places
    waiting = places.by_state.get("reported", 0)
    if places.overdue:
        tone, badge = (
            "warn",
            ngettext("%s review overdue", "%s reviews overdue", places.overdue)
            % written(places.overdue),
        )
    else:
        tone, badge = "ok", _("no review overdue")
    return Card(
        _("Complicated places"),
        written(places.open),
        of=_("open"),
        url=url,
        tone=tone,
        badge=badge,
        note=_("%s await confirmation") % written(waiting) if waiting else "",
    )


def incidents_card(figures: FiguresOnDay, url: str) -> Card:
    """Incidents of the last whole month, beside the month before."""
    months, incidents = Months.of(figures.day), figures.total.incidents
    change = incidents.last - incidents.before
    tone, badge = change_words(change, incidents.is_beyond_chance(months))
    return Card(
        _("Incidents in %(month)s") % {"month": f"{months.last:%m/%Y}"},
        written(incidents.last),
        url=url,
        tone=tone,
        badge=badge if change else _("as many as the month before"),
        note=_("%(before)s the month before, %(year)s in the same month last year")
        % {"before": written(incidents.before), "year": written(incidents.year_ago)},
        formula=_("%(count)s so far this month") % {"count": written(incidents.running)},
    )


def tips_card(figures: FiguresOnDay, url: str) -> Card:
    """Crime tips received in the last whole month; what is overdue is as of now."""
    months, tips = Months.of(figures.day), figures.total.tips
    overdue = ngettext("%s overdue", "%s overdue", tips.overdue) % written(tips.overdue)
    return Card(
        _("Crime tips in %(month)s") % {"month": f"{months.last:%m/%Y}"},
        written(tips.received),
        of=_("received"),
        url=url,
        tone="bad" if tips.overdue else "ok",
        badge=overdue if tips.overdue else _("none overdue"),
        note=taken_up(tips).sentence,
        formula=resolved_in_time(tips).sentence,
    )


def tips_to_accept_card(figures: FiguresOnDay, url: str) -> Card:
    """Crime tips that communes have handed over and nobody has accepted or returned, as of now."""
    waiting = figures.total.tips.to_accept
    return Card(
        _("Crime tips to be accepted"),
        written(waiting),
        url=url,
        tone="warn" if waiting else "ok",
        badge=_("neither accepted nor returned") if waiting else _("none waits"),
        note=_("handed over by communes; the clock of the decision runs since then")
        if waiting
        else "",
    )


def tips_solving_card(figures: FiguresOnDay, url: str) -> Card:
    """Crime tips that the district has accepted and not resolved, as of now; suspended ones are said beside."""
    tips = figures.total.tips
    suspended = ngettext("%s more suspended", "%s more suspended", tips.suspended)
    return Card(
        _("Crime tips being solved"),
        written(tips.solving),
        url=url,
        tone="info" if tips.solving else "quiet",
        badge=_("accepted, without a result") if tips.solving else _("none accepted is open"),
        note=suspended % written(tips.suspended) if tips.suspended else "",
    )


def mediations_card(figures: FiguresOnDay, url: str) -> Card:
    """Mediations opened in the last whole month and how those that ended in it ended; follow-ups as of today."""
    months, found = Months.of(figures.day), figures.total.mediations
    late = ngettext("%s follow-up overdue", "%s follow-ups overdue", found.overdue)
    share = found.success_share
    return Card(
        _("Mediations in %(month)s") % {"month": f"{months.last:%m/%Y}"},
        written(found.opened),
        of=_("opened"),
        url=url,
        tone="warn" if found.overdue else "ok",
        badge=late % written(found.overdue) if found.overdue else _("no follow-up overdue"),
        note=_("%(settled)s settled, %(not_settled)s not, %(referred)s referred to court")
        % {
            "settled": written(found.settled),
            "not_settled": written(found.not_settled),
            "referred": written(found.referred),
        },
        formula=""
        if share is None
        else _("%(share)s %% = %(settled)s settled ÷ %(ended)s that ended")
        % {
            "share": written(100 * share),
            "settled": written(found.settled),
            "ended": written(found.ended),
        },
    )
