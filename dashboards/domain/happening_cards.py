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
    joined,
    number,
    sentence,
    written,
)
from dashboards.queries.area_figures import FiguresOnDay
from dashboards.queries.incident_months import Months, MonthsCompared
from incidents.domain.analysis.change import Mark, Step
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


def incidents_card(figures: FiguresOnDay, rows_of: RowsOf, compared: MonthsCompared) -> Card:
    """All incidents of the last whole month; beside the month before and last year those that books of both tell of."""
    months, incidents = Months.of(figures.day), figures.total.incidents
    before, last_year = compared.change.before, compared.change.last_year
    tone, badge = _incidents_change(before)
    said = [] if before is None else [_month_before(before, compared.grounds_before, rows_of)]
    said.append(_month_last_year(last_year, compared.grounds_last_year, rows_of))
    return Card(
        _("Incidents in %(month)s") % {"month": f"{months.last:%m/%Y}"},
        written(incidents.last),
        url=rows_of("incidents").url,
        tone=tone,
        badge=badge,
        note=joined("; ", said),
        formula=sentence(
            _("%(count)s so far this month"),
            count=number(incidents.running, rows_of("incidents_running")),
        ),
    )


def _incidents_change(step: Step | None) -> tuple[str, str]:
    """The tone and the words of the change from the month before; its mark is the page of changes' own."""
    if step is None:
        return "quiet", _("no book of both months to compare")
    if step.mark == Mark.CHANCE:
        if not step.difference:
            return "quiet", _("as many as the month before")
        return change_words(step.difference, is_marked=False)
    is_more = step.mark == Mark.MORE
    if step.difference and is_more == (step.difference > 0):
        return change_words(step.difference, is_marked=True)
    # Months differ in length: more in all may be fewer a day.
    sign = "+" if step.difference > 0 else "−" if step.difference < 0 else "±"
    text = f"{sign}{written(abs(step.difference))} "
    if is_more:
        return "bad", text + _("(more a day, beyond chance)")
    return "ok", text + _("(fewer a day, beyond chance)")


def _month_before(step: Step, grounds: int, rows_of: RowsOf) -> Sentence:
    if not step.is_part:
        words = _("%(before)s the month before")
        return sentence(words, before=number(step.earlier, rows_of("incidents_before")))
    words = ngettext(
        "the month before %(earlier)s → %(now)s, only %(n)s commune with a book of both months",
        "the month before %(earlier)s → %(now)s, only %(n)s communes with a book of both months",
        grounds,
    )
    return _in_part(words, step, grounds)


def _month_last_year(step: Step | None, grounds: int, rows_of: RowsOf) -> Sentence:
    if step is None:
        return sentence(_("no book of the same month last year to compare"))
    if not step.is_part:
        words = _("%(year)s in the same month last year")
        return sentence(words, year=number(step.earlier, rows_of("incidents_year_ago")))
    words = ngettext(
        "the same month last year %(earlier)s → %(now)s, only %(n)s commune with a book of"
        " both months",
        "the same month last year %(earlier)s → %(now)s, only %(n)s communes with a book of"
        " both months",
        grounds,
    )
    return _in_part(words, step, grounds)


def _in_part(words: str, step: Step, grounds: int) -> Sentence:
    """Counts of some communes lead nowhere: the list knows no such choice."""
    return sentence(words, earlier=written(step.earlier), now=written(step.now), n=written(grounds))


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
