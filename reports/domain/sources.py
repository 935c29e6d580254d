"""The named query functions that fill cells: the same that dashboards and exports call, so that all agree.

Figures of a day are those of the period's last day, or of today while that lies ahead; figures of a
stretch count the days of the period.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from reports.domain.books import BOOK_LISTS
from reports.domain.calm_sources import MEDIATION_SOURCES, STANDARD_SOURCES
from reports.domain.incident_sources import INCIDENT_SOURCES
from reports.domain.records import (
    Given,
    Records,
    place_rows,
    short_kinds,
    tenure,
    vacant_posts,
)
from reports.domain.source_rights import COMMUNE_PAGE, RIGHTS
from reports.domain.tip_sources import TIP_SOURCES
from reports.models import IndicatorKind
from units.models import DepartureReason
from units.queries.area import Area

COUNT, TEXT, TABLE = IndicatorKind.COUNT.value, IndicatorKind.TEXT.value, IndicatorKind.TABLE.value
AMOUNT = IndicatorKind.AMOUNT.value

# What the address of a list asks for, given the period's first day and the day of the figures.
Asked = Callable[[datetime.date, datetime.date], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Source:
    """One named query: what it is called in the admin, what it gives, and the rows behind it: a list, or
    the commune's own page at ``anchor``."""

    code: str
    label: str | Promise
    kind: str
    read: Callable[[Records], Given]
    list_name: str = ""
    asked: Asked | None = None
    anchor: str = ""
    # A count that no row speaks of is zero where the records are kept, not unknown.
    counts_nothing: bool = True
    # False where the records know only how things stand today: what a period that is over was given stays. How
    # the period's own incidents and tips have ended so far is asked anew with their number, so that the parts add up.
    has_past: bool = True
    # Of an amount: what the list is asked for to show the rows that do not state it.
    unstated: Asked | None = None

    @property
    def right(self) -> str:
        """The right that the page with the rows asks for. Raises ``KeyError`` for a page that the table forgets."""
        return RIGHTS[COMMUNE_PAGE if self.anchor else self.list_name]

    @property
    def is_of_books(self) -> bool:
        """True of what happened and where: it stays in the book of a commune that ended, and stands under the one that
        goes on."""
        return self.list_name in BOOK_LISTS

    def rows_url(
        self, commune_id: int, first: datetime.date, last: datetime.date, *, line: str = ""
    ) -> str:
        """Return the address of the rows behind the figure of a commune; empty where there are none to show.

        ``line`` says whose books are read (``Books.line``).
        """
        return self._url(self.asked, commune_id, first, last, line)

    def unstated_url(
        self, commune_id: int, first: datetime.date, last: datetime.date, *, line: str = ""
    ) -> str:
        """Return the address of the rows that do not state the amount; empty where each does."""
        return self._url(self.unstated, commune_id, first, last, line) if self.unstated else ""

    def _url(
        self,
        asking: Asked | None,
        commune_id: int,
        first: datetime.date,
        last: datetime.date,
        line: str,
    ) -> str:
        day = min(last, timezone.localdate())
        asked = dict(asking(first, day)) if asking else {}
        try:
            if self.anchor:
                path = _path(COMMUNE_PAGE, commune_id)
                return f"{path}?{urlencode(asked)}#{self.anchor}"
            if self.list_name:
                books = {"line": line} if line and self.is_of_books else {}
                query = urlencode({"commune": commune_id, **asked, **books})
                return f"{_path(self.list_name)}?{query}"
        except NoReverseMatch:
            pass  # the pages above are not installed
        return ""


@lru_cache(maxsize=256)
def _path(name: str, *args: int) -> str:
    """The path of a page: asked for each of a report's hundred cells, it is the same."""
    return reverse(name, args=args)


def _on(name: str, **more: Any) -> Asked:
    """Ask for the day of the figures under the list's own name for it."""
    return lambda _first, day: {name: day.isoformat(), **more}


def _fixed(**asked: Any) -> Asked:
    return lambda _first, _day: asked


def _between(after: str, before: str, **more: Any) -> Asked:
    """Ask for the days of the period, up to the day of the figures."""
    return lambda first, day: {after: first.isoformat(), before: day.isoformat(), **more}


POSTS: dict[str, Any] = {"asked": _on("day"), "anchor": "posts"}


_ALL = (
    Source(
        "force_part_time_due",
        _("Part-time force: due"),
        COUNT,
        lambda records: records.force("due", regular=False),
        counts_nothing=False,
        **POSTS,
    ),
    Source(
        "force_part_time_present",
        _("Part-time force: in post"),
        COUNT,
        lambda records: records.force("present", regular=False),
        "officer_list",
        _on("on", regular=0),
    ),
    Source(
        "force_part_time_short",
        _("Part-time force: short of the norm"),
        COUNT,
        lambda records: records.force("short", regular=False),
        counts_nothing=False,
        **POSTS,
    ),
    Source(
        "force_regular_due",
        _("Regular police: due"),
        COUNT,
        lambda records: records.force("due", regular=True),
        counts_nothing=False,
        **POSTS,
    ),
    Source(
        "force_regular_present",
        _("Regular police: in post"),
        COUNT,
        lambda records: records.force("present", regular=True),
        "officer_list",
        _on("on", regular=1),
    ),
    Source(
        "vacant_posts",
        _("Vacant posts, by position"),
        TABLE,
        vacant_posts,
        **POSTS,
    ),
    Source(
        "departures_in_period",
        _("Departures in the period"),
        COUNT,
        lambda records: records.departed(),
        "officer_list",
        _between("left_after", "left_before"),
    ),
    Source(
        "departures_low_allowance",
        _("Departures in the period: allowance too low"),
        COUNT,
        lambda records: records.departed(DepartureReason.ALLOWANCE),
        "officer_list",
        _between("left_after", "left_before", left_reason=DepartureReason.ALLOWANCE.value),
    ),
    Source(
        "departures_workload",
        _("Departures in the period: workload"),
        COUNT,
        lambda records: records.departed(DepartureReason.WORKLOAD),
        "officer_list",
        _between("left_after", "left_before", left_reason=DepartureReason.WORKLOAD.value),
    ),
    Source("station_tenure", _("Station: whose building"), TEXT, tenure, "station_list", _on("on")),
    Source(
        "station_own",
        _("Has a station of its own (1 or 0)"),
        COUNT,
        lambda records: {
            key: None if figure.unknown else figure.own for key, figure in records.stations.items()
        },
        "station_list",
        _on("on"),
        counts_nothing=False,
    ),
    Source(
        "station_missing",
        _("Has no station (1 or 0)"),
        COUNT,
        lambda records: {
            key: None if figure.unknown else figure.none for key, figure in records.stations.items()
        },
        "station_list",
        _on("on"),
        counts_nothing=False,
    ),
    Source(
        "equipment_short",
        _("Equipment short of the norm"),
        COUNT,
        lambda records: {key: figure.short for key, figure in records.equipment.items()},
        "equipment_norms",
        _on("day"),
        counts_nothing=False,
    ),
    Source(
        "equipment_short_rows",
        _("Equipment short, by kind"),
        TABLE,
        short_kinds,
        "equipment_norms",
        _on("day"),
    ),
    Source(
        "licences_expired",
        _("Licences of numbered items expired"),
        COUNT,
        lambda records: {key: figure[0] for key, figure in records.expired.items()},
        "equipment_list",
        _on("on", licence="expired", book="kept"),
    ),
    Source(
        "inspections_overdue",
        _("Inspections of equipment overdue"),
        COUNT,
        lambda records: {key: figure[1] for key, figure in records.expired.items()},
        "equipment_list",
        _on("on", inspection="overdue"),
    ),
    Source(
        "hotspots_open",
        _("Complicated places: open"),
        COUNT,
        lambda records: {key: figure.open for key, figure in records.places.items()},
        "hotspot_list",
        _fixed(state="open"),
        has_past=False,
    ),
    Source(
        "hotspots_reported",
        _("Complicated places: reported in the period"),
        COUNT,
        lambda records: {key: figure[0] for key, figure in records.turned.items()},
        "hotspot_list",
        _between("reported_after", "reported_before"),
    ),
    Source(
        "hotspots_resolved",
        _("Complicated places: resolved in the period"),
        COUNT,
        lambda records: {key: figure[1] for key, figure in records.turned.items()},
        "hotspot_list",
        _between("closed_after", "closed_before", state="resolved"),
    ),
    Source(
        "hotspots_reviews_overdue",
        _("Complicated places: reviews overdue"),
        COUNT,
        lambda records: {key: figure.overdue for key, figure in records.places.items()},
        "hotspot_list",
        _fixed(overdue=1),
        has_past=False,
    ),
    Source(
        "hotspot_rows",
        _("Complicated places, one by one"),
        TABLE,
        place_rows,
        "hotspot_list",
        _fixed(state="open"),
        has_past=False,
    ),
    Source(
        "trainings_in_period",
        _("Courses completed in the period"),
        COUNT,
        lambda records: {key: figure.training for key, figure in records.careers.items()},
        "training_list",
        _between("after", "before"),
    ),
    Source(
        "rewards_in_period",
        _("Rewards in the period"),
        COUNT,
        lambda records: {key: figure.reward for key, figure in records.careers.items()},
        "recognition_list",
        _between("after", "before", kind="reward"),
    ),
    Source(
        "discipline_in_period",
        _("Disciplinary measures in the period"),
        COUNT,
        lambda records: {key: figure.discipline for key, figure in records.careers.items()},
        "recognition_list",
        _between("after", "before", kind="discipline"),
    ),
)
_OF_INCIDENTS = tuple(
    Source(
        one.code,
        one.label,
        AMOUNT if one.amount == "damage_vnd" else COUNT,
        one.read,
        "incident_list",
        _between("happened_after", "happened_before", **one.asked),
        unstated=None
        if one.unstated is None
        else _between("happened_after", "happened_before", **one.unstated),
    )
    for one in INCIDENT_SOURCES
)
_OF_TIPS = tuple(
    Source(one.code, one.label, COUNT, one.read, "tip_list", one.asked) for one in TIP_SOURCES
)
_OF_MEDIATIONS = tuple(
    Source(one.code, one.label, COUNT, one.read, "mediation_list", one.asked, has_past=one.has_past)
    for one in MEDIATION_SOURCES
)
_OF_STANDARDS = tuple(
    Source(one.code, one.label, COUNT, one.read, "standard_list", one.asked, counts_nothing=False)
    for one in STANDARD_SOURCES
)
_OF_MOVEMENT = (
    Source(
        "models_running",
        _("Models of the movement that run"),
        COUNT,
        lambda records: {key: figure.running for key, figure in records.models.items()},
        "movement_list",
        _on("on"),
    ),
    Source(
        "outreach_sessions",
        _("Sessions of outreach"),
        COUNT,
        lambda records: {key: figure.sessions for key, figure in records.outreach.items()},
        "outreach_list",
        _between("after", "before"),
    ),
    Source(
        "outreach_attendance",
        _("Attendance at outreach"),
        COUNT,
        lambda records: {key: figure.persons for key, figure in records.outreach.items()},
        "outreach_list",
        _between("after", "before"),
    ),
)
SOURCES: Mapping[str, Source] = {
    source.code: source
    for source in (
        *_ALL,
        *_OF_INCIDENTS,
        *_OF_TIPS,
        *_OF_MEDIATIONS,
        *_OF_MOVEMENT,
        *_OF_STANDARDS,
    )
}


def read_sources(
    codes: Collection[str],
    area: Area,
    first: datetime.date,
    last: datetime.date,
    today: datetime.date,
) -> dict[str, dict[int, Any]]:
    """Return what the records give for each code by commune: a number, a text, or rows of a table.

    Each underlying query is asked once, whatever the number of codes and communes. Where a count is kept
    and no row speaks of a commune, it is zero there; ``None`` means that nothing is known. Words are those
    of the language that reports are written in, whatever language the person reads the page in.
    """
    records = Records(area, first, last, today)
    found: dict[str, dict[int, Any]] = {}
    with override(settings.LANGUAGE_CODE):
        for code in codes:
            source = SOURCES.get(code)
            if source is None:
                continue
            given = dict(source.read(records))
            if source.kind in (COUNT, AMOUNT) and source.counts_nothing:
                given = dict.fromkeys(records.communes, 0) | given
            found[code] = given
    return found
