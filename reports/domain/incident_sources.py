"""The sources that fill cells from the book of incidents: what happened in the period, as it stands now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.models import UNSETTLED, IncidentState
from reports.domain.records import Given, Records

# Of public order: everything but traffic and accidents, which reports count apart.
ORDER = "-traffic_group,-fire_group"
ACCIDENTS = "road_accident,water_accident"
# What the list calls each amount of harm.
HARM = {"deaths": "deaths", "injured": "injured", "damage_vnd": "damage"}
STATES: dict[str, tuple[IncidentState, ...]] = {
    "settled": (IncidentState.SETTLED,),
    "fined": (IncidentState.FINED,),
    "transferred": (IncidentState.TRANSFERRED,),
    "pending": (*UNSETTLED, IncidentState.SUSPENDED),
}


@dataclass(frozen=True, slots=True)
class IncidentSource:
    """One figure of the book: of which kinds (``incidents.queries.kinds``), in which states (a choice of the
    list's filter), and which amount: count, deaths, injured or damage_vnd."""

    code: str
    label: str | Promise
    kinds: str = ""
    state: str = ""
    amount: str = "count"

    def read(self, records: Records) -> Given:
        """Return the figure by commune; ``None`` for a harm that no incident of these states."""
        kinds = records.kinds.of(self.kinds) if self.kinds else None
        states = STATES[self.state] if self.state else None
        found = {
            key: figures.of(categories=kinds, states=states)
            for key, figures in records.happened.items()
        }
        return {
            key: None
            if self.amount in HARM and amounts.count and not self._stated(records, key, kinds)
            else getattr(amounts, self.amount)
            for key, amounts in found.items()
        }

    def _stated(self, records: Records, key: int, kinds: Iterable[int] | None) -> int:
        by_category = records.harm_stated.get(key, {})
        wanted = by_category if kinds is None else kinds
        return sum(getattr(by_category[one], self.amount) for one in wanted if one in by_category)

    @property
    def asked(self) -> dict[str, str]:
        """What the list is asked for, beside the days."""
        return self._asked(HARM.get(self.amount, ""))

    @property
    def unstated(self) -> dict[str, str] | None:
        """The same for the incidents that do not say how much harm there was: an empty harm is not known, and adds
        nothing to the figure. ``None`` where incidents are counted."""
        return self._asked(f"{HARM[self.amount]}_unknown") if self.amount in HARM else None

    def _asked(self, harm: str) -> dict[str, str]:
        named = {"category": self.kinds, "state": self.state, "harm": harm}
        return {name: value for name, value in named.items() if value}


INCIDENT_SOURCES = (
    IncidentSource("incidents_all", _("Incidents of the period")),
    IncidentSource("incidents_order", _("Incidents against public order"), ORDER),
    IncidentSource("incidents_property", _("Incidents: against property"), "property_group"),
    IncidentSource("incidents_injury", _("Incidents: injury"), "injury"),
    IncidentSource(
        "incidents_gambling", _("Incidents: gambling"), "gambling,gambling_den,cockfight"
    ),
    IncidentSource("incidents_drugs", _("Incidents: drugs"), "drugs_group"),
    IncidentSource("incidents_disorder", _("Incidents: disorder"), "disturbance,fight,race"),
    IncidentSource("incidents_vices", _("Incidents: other vices"), "prostitution"),
    IncidentSource(
        "incidents_other",
        _("Incidents: all others against public order"),
        f"{ORDER},-property_group,-injury,-gambling,-gambling_den,-cockfight,-drugs_group,"
        "-disturbance,-fight,-race,-prostitution",
    ),
    IncidentSource("incidents_settled", _("Incidents settled at the base"), ORDER, "settled"),
    IncidentSource("incidents_fined", _("Incidents fined administratively"), ORDER, "fined"),
    IncidentSource("incidents_transferred", _("Incidents transferred"), ORDER, "transferred"),
    IncidentSource(
        "incidents_pending", _("Incidents not ended, the suspended too"), ORDER, "pending"
    ),
    IncidentSource(
        "incidents_deaths", _("Deaths by incidents, as far as stated"), ORDER, amount="deaths"
    ),
    IncidentSource(
        "incidents_injured", _("Injured by incidents, as far as stated"), ORDER, amount="injured"
    ),
    IncidentSource(
        "incidents_damage",
        _("Damage by incidents (VND), as far as stated"),
        ORDER,
        amount="damage_vnd",
    ),
    IncidentSource("accidents", _("Traffic accidents"), ACCIDENTS),
    IncidentSource(
        "accident_deaths", _("Deaths in traffic, as far as stated"), ACCIDENTS, amount="deaths"
    ),
    IncidentSource(
        "accident_injured", _("Injured in traffic, as far as stated"), ACCIDENTS, amount="injured"
    ),
    IncidentSource(
        "accident_damage",
        _("Damage in traffic (VND), as far as stated"),
        ACCIDENTS,
        amount="damage_vnd",
    ),
    IncidentSource("fires", _("Fires and explosions"), "fire"),
    IncidentSource(
        "fire_damage", _("Damage by fires (VND), as far as stated"), "fire", amount="damage_vnd"
    ),
)
