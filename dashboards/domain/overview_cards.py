"""The cards of the overview: each number with what it is measured against and the rows behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboards.queries.area_figures import FiguresOnDay
from dashboards.queries.incident_months import Months
from units.queries.headcount import ForceFigure


@dataclass(frozen=True, slots=True)
class Card:
    """One card, as ``partials/stat_card.html`` shows it."""

    label: str
    value: str
    of: str = ""
    url: str = ""
    tone: str = ""
    badge: str = ""
    note: str = ""
    formula: str = ""
    share: int | None = None
    share_max: int | None = None


AddressOf = Callable[[str], str]


def written(value: float | None, decimals: int = 0) -> str:
    """Write a number the reader's way; a dash where it is unknown."""
    if value is None:
        return "—"
    return str(number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True))


def cards_of(
    figures: FiguresOnDay, address_of: AddressOf, *, with_places: bool, with_incidents: bool = False
) -> list[Card]:
    """Return the cards; ``address_of`` gives the address behind a column of the table."""
    cards = [
        _force(_("Part-time force"), figures.total.strength.part_time, address_of("present")),
        _force(_("Regular police"), figures.total.strength.regular, address_of("regular")),
        _departures(figures, address_of("departures")),
        _stations(figures, address_of("stations")),
        _equipment(figures, address_of("equipment")),
    ]
    if with_places:
        cards.append(_places(figures, address_of))
    if with_incidents:
        cards.append(_incidents(figures, address_of("incidents")))
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
    tone, badge = _change(total.change, total.is_marked)
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


def _change(change: int, is_marked: bool) -> tuple[str, str]:
    if change == 0:
        return "quiet", _("as many as the year before")
    sign = "+" if change > 0 else "−"
    text = f"{sign}{written(abs(change))} "
    if not is_marked:
        return "quiet", text + _("(within chance)")
    return ("bad" if change > 0 else "ok"), text + _("(more than chance)")


def _stations(figures: FiguresOnDay, url: str) -> Card:
    stations = figures.total.stations
    notes = []
    if stations.shared:
        notes.append(_("%s shared with the People's Committee") % written(stations.shared))
    if stations.rented:
        notes.append(_("%s rented or lent") % written(stations.rented))
    if stations.unknown:
        notes.append(_("%s not recorded") % written(stations.unknown))
    everything = ngettext("/ %s commune", "/ %s communes", stations.communes)
    return Card(
        _("Without a station"),
        written(figures.total.stations_missing),
        of=everything % written(stations.communes),
        url=url,
        note="; ".join(notes),
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


def _places(figures: FiguresOnDay, address_of: AddressOf) -> Card:
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
        url=address_of("places"),
        tone=tone,
        badge=badge,
        note=_("%s await confirmation") % written(waiting) if waiting else "",
    )


def _incidents(figures: FiguresOnDay, url: str) -> Card:
    months, incidents = Months.of(figures.day), figures.total.incidents
    change = incidents.last - incidents.before
    tone, badge = _change(change, incidents.is_beyond_chance(months))
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
