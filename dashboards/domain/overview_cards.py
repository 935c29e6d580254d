"""The cards of the overview: each number with what it is measured against and the rows behind it."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboards.domain.cards import (
    Card,
    RowsOf,
    change_words,
    joined,
    number,
    sentence,
    written,
)
from dashboards.domain.happening_cards import (
    incidents_card,
    mediations_card,
    places_card,
    tips_card,
    tips_solving_card,
    tips_to_accept_card,
)
from dashboards.queries.area_figures import FiguresOnDay
from dashboards.queries.incident_months import MonthsCompared
from units.queries.headcount import ForceFigure


def cards_of(
    figures: FiguresOnDay,
    rows_of: RowsOf,
    *,
    with_places: bool,
    happenings: Collection[str] = (),
    with_tips_in_hand: bool = False,
    compared: MonthsCompared | None = None,
) -> list[Card]:
    """Return the cards; ``rows_of`` gives the rows behind a figure, ``happenings`` names which of incidents,
    tips and mediations are among them (incidents only with what they are ``compared`` with); ``with_tips_in_hand``
    adds the tips that wait for the district's police or that they solve, for who decides them."""
    cards = [
        _force(_("Part-time force"), figures.total.strength.part_time, rows_of("present").url),
        _force(_("Regular police"), figures.total.strength.regular, rows_of("regular").url),
        _departures(figures, rows_of("departures").url),
        _stations(figures, rows_of),
        _equipment(figures, rows_of("equipment").url),
    ]
    if with_places:
        cards.append(places_card(figures, rows_of))
    if "incidents" in happenings and compared is not None:
        cards.append(incidents_card(figures, rows_of, compared))
    if "tips" in happenings:
        cards.append(tips_card(figures, rows_of))
        if with_tips_in_hand:
            cards += [tips_to_accept_card(figures, rows_of), tips_solving_card(figures, rows_of)]
    if "mediations" in happenings:
        cards.append(mediations_card(figures, rows_of))
    return cards


def _force(label: str, force: ForceFigure, url: str) -> Card:
    if force.due is None:
        return Card(
            label,
            written(force.present),
            url=url,
            tone="quiet",
            badge=_("no norm recorded"),
        )
    tone, badge = (
        ("bad", _("short of %s") % written(force.short)) if force.short else ("ok", _("complete"))
    )
    return Card(
        label,
        written(force.present),
        of=_due_text(force),
        url=url,
        tone=tone,
        badge=badge,
        note=_force_note(force),
        share=min(force.present, force.due),
        share_max=force.due or 1,
    )


def _due_text(force: ForceFigure) -> str:
    if force.due_high is not None and force.due_high != force.due:
        return f"/ {written(force.due)}–{written(force.due_high)}"
    return f"/ {written(force.due)}"


def _force_note(force: ForceFigure) -> str:
    notes = []
    if force.unknown:
        notes.append(ngettext("%d due unknown", "%d dues unknown", force.unknown) % force.unknown)
    if force.unverified:
        notes.append(_("norm to be checked with the original text"))
    return "; ".join(notes) or _("against the norm")


def _departures(figures: FiguresOnDay, url: str) -> Card:
    total = figures.departures.total
    rate = None if total.rate is None else total.rate * 100
    tone, badge = change_words(total.change, total.is_marked)
    return Card(
        _("Departures in 12 months"),
        written(total.count),
        of="—" if rate is None else f"{written(rate, 1)} %",
        url=url,
        tone=tone,
        badge=badge,
        formula=_("= %(count)s ÷ %(mean)s mean headcount")
        % {"count": written(total.count), "mean": written(total.mean_headcount, 1)},
    )


def _stations(figures: FiguresOnDay, rows_of: RowsOf) -> Card:
    stations = figures.total.stations
    words = {
        "shared": _("%s shared with the People's Committee"),
        "rented": _("%s rented or lent"),
        "unknown": _("%s not recorded"),
    }
    notes = [
        sentence(said, number(count, rows_of(f"stations_{name}")))
        for name, said in words.items()
        if (count := getattr(stations, name))
    ]
    everything = ngettext("/ %s commune", "/ %s communes", stations.communes)
    return Card(
        _("Without a station"),
        written(figures.total.stations_missing),
        of=everything % written(stations.communes),
        url=rows_of("stations").url,
        note=joined("; ", notes) if notes else "",
    )


def _equipment(figures: FiguresOnDay, url: str) -> Card:
    equipment = figures.total.equipment
    notes = [_("%s unknown") % written(equipment.unknown)] if equipment.unknown else []
    if equipment.unverified:
        notes.append(_("norm to be checked with the original text"))
    return Card(
        _("Equipment short"),
        written(equipment.short),
        of="" if equipment.due is None else _("of %s due") % written(equipment.due),
        url=url,
        note="; ".join(notes),
    )
