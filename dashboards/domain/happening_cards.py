"""The overview's cards of what happens in communes: places, incidents, crime tips, mediations."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboards.domain.cards import (
    Card,
    Piece,
    RowsOf,
    Sentence,
    change_words,
    in_percent,
    number,
    sentence,
    written,
)
from dashboards.queries.area_figures import FiguresOnDay
from dashboards.queries.incident_months import Months
from incidents.domain.tips.measures import (
    IN_TIME_PARTS,
    TAKEN_UP_PARTS,
    Measure,
    resolved_in_time,
    taken_up,
)


def places_card(figures: FiguresOnDay, rows_of: RowsOf) -> Card:
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
        url=rows_of("places").url,
        tone=tone,
        badge=badge,
        badge_rows=rows_of("reviews") if places.overdue else None,
        note=sentence(_("%s await confirmation"), number(waiting, rows_of("places_reported")))
        if waiting
        else "",
    )


def incidents_card(figures: FiguresOnDay, rows_of: RowsOf) -> Card:
    """Incidents of the last whole month, beside the month before."""
    months, incidents = Months.of(figures.day), figures.total.incidents
    change = incidents.last - incidents.before
    tone, badge = change_words(change, incidents.is_beyond_chance(months))
    if not incidents.had_book:
        tone, badge = "quiet", _("no book the month before")
    elif not change:
        badge = _("as many as the month before")
    return Card(
        _("Incidents in %(month)s") % {"month": f"{months.last:%m/%Y}"},
        written(incidents.last),
        url=rows_of("incidents").url,
        tone=tone,
        badge=badge,
        note=sentence(
            _("%(before)s the month before, %(year)s in the same month last year"),
            before=number(incidents.before, rows_of("incidents_before")),
            year=number(incidents.year_ago, rows_of("incidents_year_ago")),
        ),
        formula=sentence(
            _("%(count)s so far this month"),
            count=number(incidents.running, rows_of("incidents_running")),
        ),
    )


def tips_card(figures: FiguresOnDay, rows_of: RowsOf) -> Card:
    """Crime tips received in the last whole month; what is overdue is as of now."""
    months, tips = Months.of(figures.day), figures.total.tips
    overdue = ngettext("%s overdue", "%s overdue", tips.overdue) % written(tips.overdue)
    return Card(
        _("Crime tips in %(month)s") % {"month": f"{months.last:%m/%Y}"},
        written(tips.received),
        of=_("received"),
        url=rows_of("tips").url,
        tone="bad" if tips.overdue else "ok",
        badge=overdue if tips.overdue else _("none overdue"),
        badge_rows=rows_of("tips_overdue") if tips.overdue else None,
        note=_measured(
            taken_up(tips),
            TAKEN_UP_PARTS,
            part=number(tips.taken_up, rows_of("tips_taken_up")),
            whole=number(tips.received, rows_of("tips")),
        ),
        formula=_measured(
            resolved_in_time(tips),
            IN_TIME_PARTS,
            part=number(tips.in_time, rows_of("tips_in_time")),
            resolved=number(tips.resolved, rows_of("tips_resolved")),
            late=number(tips.late, rows_of("tips_late")),
        ),
    )


def _measured(measure: Measure, parts: str | Promise, **numbers: Piece) -> Sentence | str:
    """Share, parts and target in one line, each part leading to its rows; empty where nothing can be divided."""
    if not measure.parts:
        return ""
    before, after = measure.around_parts
    return Sentence((Piece(before), *sentence(str(parts), **numbers).pieces, Piece(after)))


def tips_to_accept_card(figures: FiguresOnDay, rows_of: RowsOf) -> Card:
    """Crime tips that communes have handed over and nobody has accepted or returned, as of now."""
    waiting = figures.total.tips.to_accept
    return Card(
        _("Crime tips to be accepted"),
        written(waiting),
        url=rows_of("tips_to_accept").url,
        tone="warn" if waiting else "ok",
        badge=_("neither accepted nor returned") if waiting else _("none waits"),
        note=_("handed over by communes; the clock of the decision runs since then")
        if waiting
        else "",
    )


def tips_solving_card(figures: FiguresOnDay, rows_of: RowsOf) -> Card:
    """Crime tips that the district has accepted and not resolved, as of now; suspended ones are said beside."""
    tips = figures.total.tips
    suspended = ngettext("%s more suspended", "%s more suspended", tips.suspended)
    return Card(
        _("Crime tips being solved"),
        written(tips.solving),
        url=rows_of("tips_solving").url,
        tone="info" if tips.solving else "quiet",
        badge=_("accepted, without a result") if tips.solving else _("none accepted is open"),
        note=sentence(suspended, number(tips.suspended, rows_of("tips_suspended")))
        if tips.suspended
        else "",
    )


def mediations_card(figures: FiguresOnDay, rows_of: RowsOf) -> Card:
    """Mediations opened in the last whole month and how those that ended in it ended; follow-ups as of today."""
    months, found = Months.of(figures.day), figures.total.mediations
    late = ngettext("%s follow-up overdue", "%s follow-ups overdue", found.overdue)
    share = found.success_share
    return Card(
        _("Mediations in %(month)s") % {"month": f"{months.last:%m/%Y}"},
        written(found.opened),
        of=_("opened"),
        url=rows_of("mediations").url,
        tone="warn" if found.overdue else "ok",
        badge=late % written(found.overdue) if found.overdue else _("no follow-up overdue"),
        badge_rows=rows_of("mediations_overdue") if found.overdue else None,
        note=sentence(
            _("%(settled)s settled, %(not_settled)s not, %(referred)s referred to court"),
            settled=number(found.settled, rows_of("mediations_settled")),
            not_settled=number(found.not_settled, rows_of("mediations_not_settled")),
            referred=number(found.referred, rows_of("mediations_referred")),
        ),
        formula=""
        if share is None
        else sentence(
            _("%(share)s %% = %(settled)s settled ÷ %(ended)s that ended"),
            share=in_percent(share),
            settled=number(found.settled, rows_of("mediations_settled")),
            ended=number(found.ended, rows_of("mediations_ended")),
        ),
    )
