"""The overview's figures of very large areas: remembered by jurisdiction, reckoned anew where anything changed."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, replace
from typing import Any

from django.db import connection

from dashboards.queries.area_figures import (
    AreaFigures,
    FiguresOnDay,
    added_up,
    area_figures,
    put_together,
    rows_of,
)
from incidents.queries.hotspots import HotspotFigures
from units.queries.area import Area, fetch
from units.queries.departures import DeparturePart, added_departures, departure_parts
from units.queries.equipment import EquipmentFigure
from units.queries.headcount import ForceFigure, Strength
from units.queries.series import (
    MonthPoint,
    added_series,
    headcount_series,
    last_whole_month,
    month_ends,
    series_by_key,
)
from units.queries.stations import StationFigure

LONGEST_SERIES = 60
KEPT_DAYS = 3
MOST_ONE_BY_ONE = 5


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures and the headcount series of the overview."""

    figures: FiguresOnDay
    series: list[MonthPoint]


@dataclass(frozen=True, slots=True)
class Part:
    """What is remembered of one jurisdiction."""

    figures: AreaFigures
    departures: DeparturePart
    series: list[MonthPoint]


def overview_of(
    area: Area, day: datetime.date, *, today: datetime.date, months: int, with_places: bool
) -> Overview:
    """Return what the overview of ``area`` shows on ``day``.

    Eight queries; one, where a whole nation is seen by jurisdiction and nothing has changed since.
    """
    if not (area.by_branch and area.scope.communes is None):
        figures = area_figures(area, day, today=today, with_places=with_places)
        return Overview(figures, headcount_series(area, day, months))
    parts = _remembered(area, day, today)
    departures = added_departures(day, {key: part.departures for key, part in parts.items()})
    rows = {
        key: replace(
            part.figures,
            departures=departures.by_key[key],
            places=part.figures.places if with_places else HotspotFigures(),
        )
        for key, part in parts.items()
    }
    series = added_series(part.series for part in parts.values())
    return Overview(put_together(day, rows, departures), series[-months:])


# The fingerprint of every jurisdiction next below, and what is remembered of it: read in one snapshot
# of the database, so that what is remembered never knows less than its fingerprint says.
REMEMBERED = """
    WITH chosen AS MATERIALIZED ({chosen}), print AS (
        SELECT c.key,
               md5(string_agg(c.commune_id || ':' || coalesce(r.revision, 0), ',' ORDER BY c.commune_id)) AS now
        FROM chosen c LEFT JOIN dashboards_communerevision r ON r.commune_id = c.commune_id GROUP BY 1
    )
    SELECT print.key, print.now, s.figures::text
    FROM print LEFT JOIN dashboards_figuresnapshot s
      ON s.path = %(path)s AND s.day = %(day)s AND s.today = %(today)s AND s.jurisdiction_id = print.key
     AND s.fingerprint = print.now
"""
REMEMBER = """
    INSERT INTO dashboards_figuresnapshot AS kept (jurisdiction_id, path, day, today, fingerprint, figures)
    SELECT * FROM unnest(%(keys)s::bigint[], %(paths)s::text[], %(days)s::date[], %(todays)s::date[],
                         %(prints)s::text[], %(figures)s::jsonb[])
    ON CONFLICT (path, day, today, jurisdiction_id)
    DO UPDATE SET fingerprint = excluded.fingerprint, figures = excluded.figures
"""


def _remembered(area: Area, day: datetime.date, today: datetime.date) -> dict[int, Part]:
    rows = fetch(
        REMEMBERED.format(chosen=area.chosen), {**area.parameters, "day": day, "today": today}
    )
    parts = {key: _read(json.loads(text), day) for key, _print, text in rows if text is not None}
    stale = {key: now for key, now, text in rows if text is None}
    if stale:
        fresh = _reckon(area, day, today, sorted(stale))
        _remember(area, day, today, stale, fresh)
        parts |= fresh
    return parts


def _reckon(
    area: Area, day: datetime.date, today: datetime.date, keys: list[int]
) -> dict[int, Part]:
    """Reckon the parts of some keys: a few one by one, many all at once."""
    own = area.parameters["own_key"]
    if len(keys) > MOST_ONE_BY_ONE or (own is not None and int(own) in keys):
        found = _reckon_all(area, day, today)
        return {key: found.get(key) or _nothing(day) for key in keys}
    return {
        key: _reckon_one(Area(area.scope, f"{area.path or '/'}{key}/"), day, today) for key in keys
    }


def _reckon_all(area: Area, day: datetime.date, today: datetime.date) -> dict[int, Part]:
    departures = departure_parts(day, area)
    series = series_by_key(area, day, LONGEST_SERIES)
    rows = rows_of(area, day, added_departures(day, departures), today=today)
    empty = _nothing(day)
    return {
        key: Part(row, departures.get(key, empty.departures), series.get(key, empty.series))
        for key, row in rows.items()
    }


def _reckon_one(inside: Area, day: datetime.date, today: datetime.date) -> Part:
    """Reckon a whole jurisdiction from its communes."""
    found = departure_parts(day, inside)
    departures = added_departures(day, found)
    rows = rows_of(inside, day, departures, today=today)
    total = departures.total
    return Part(
        added_up(rows.values(), total),
        DeparturePart(
            departures.by_reason, departures.by_kind, total.mean_headcount, total.earlier_mean
        ),
        headcount_series(inside, day, LONGEST_SERIES),
    )


def _nothing(day: datetime.date) -> Part:
    ends = month_ends(last_whole_month(day), LONGEST_SERIES)
    return Part(AreaFigures(), DeparturePart(), [MonthPoint(end, 0, 0, 0, 0) for end in ends])


def _remember(
    area: Area,
    day: datetime.date,
    today: datetime.date,
    prints: Mapping[int, str],
    parts: Mapping[int, Part],
) -> None:
    """Keep what was reckoned, and forget what was reckoned some days ago."""
    keys = sorted(parts)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM dashboards_figuresnapshot WHERE today < %s",
            [today - datetime.timedelta(days=KEPT_DAYS)],
        )
        cursor.execute(
            REMEMBER,
            {
                "keys": keys,
                "paths": [area.path] * len(keys),
                "days": [day] * len(keys),
                "todays": [today] * len(keys),
                "prints": [prints[key] for key in keys],
                "figures": [json.dumps(_written(parts[key])) for key in keys],
            },
        )


def _written(part: Part) -> dict[str, Any]:
    figures = part.figures
    return {
        "regular": astuple(figures.strength.regular),
        "part_time": astuple(figures.strength.part_time),
        "stations": astuple(figures.stations),
        "equipment": astuple(figures.equipment),
        "places": [dict(figures.places.by_state), figures.places.overdue],
        "departures": [
            dict(part.departures.by_reason),
            dict(part.departures.by_kind),
            part.departures.mean_headcount,
            part.departures.earlier_mean,
        ],
        "series": [[p.regular, p.part_time, p.joined, p.left] for p in part.series],
    }


def _read(kept: dict[str, Any], day: datetime.date) -> Part:
    reasons, kinds, mean, earlier = kept["departures"]
    states, overdue = kept["places"]
    ends = month_ends(last_whole_month(day), LONGEST_SERIES)
    return Part(
        AreaFigures(
            Strength(ForceFigure(*kept["regular"]), ForceFigure(*kept["part_time"])),
            stations=StationFigure(*kept["stations"]),
            equipment=EquipmentFigure(*kept["equipment"]),
            places=HotspotFigures(states, overdue),
        ),
        DeparturePart(
            {name: (now, before) for name, (now, before) in reasons.items()},
            {name: (now, before) for name, (now, before) in kinds.items()},
            mean,
            earlier,
        ),
        [MonthPoint(end, *numbers) for end, numbers in zip(ends, kept["series"], strict=True)],
    )
