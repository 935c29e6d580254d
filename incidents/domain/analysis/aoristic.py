"""When things happen: hour × weekday, with rough times spread over the interval in which they fell."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

DAYS, HOURS = 7, 24
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
# A longer interval says nothing of the hour nor of the weekday.
LONGEST = datetime.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Interval:
    """Between which moments something happened (both with a time zone); ``until`` is None where the moment is exact,
    ``since`` where no time is known. ``times`` are as many that lie alike in the week."""

    since: datetime.datetime | None
    until: datetime.datetime | None = None
    times: int = 1


@dataclass(frozen=True, slots=True)
class WeekHours:
    """``weights[weekday][hour]`` from Monday, 0 o'clock; they add up to ``known``. ``unknown`` were left out."""

    weights: list[list[float]]
    known: int
    unknown: int

    @property
    def largest(self) -> float:
        """The heaviest hour's weight."""
        return max(max(row) for row in self.weights)

    def by_hour(self) -> list[float]:
        """The weight of each hour of the day, all weekdays together."""
        return [sum(row[hour] for row in self.weights) for hour in range(HOURS)]

    def by_weekday(self) -> list[float]:
        """The weight of each weekday."""
        return [sum(row) for row in self.weights]


def counted_hours(counts: Iterable[tuple[int, int, int]]) -> WeekHours:
    """Return the same of incidents whose hour is known, counted already: (weekday from Monday = 0, hour, how many)."""
    weights = [[0.0] * HOURS for _day in range(DAYS)]
    for weekday, hour, count in counts:
        weights[weekday][hour] += count
    return WeekHours(weights, round(sum(map(sum, weights))), 0)


def added(first: WeekHours, second: WeekHours) -> WeekHours:
    """Return the sum of two."""
    weights = [
        [one + other for one, other in zip(*rows, strict=True)]
        for rows in zip(first.weights, second.weights, strict=True)
    ]
    return WeekHours(weights, first.known + second.known, first.unknown + second.unknown)


def week_hours(intervals: Iterable[Interval], zone: ZoneInfo = VIETNAM) -> WeekHours:
    """Return when things happened, each with a total weight of 1.

    An incident that fell between two moments gives each hour the share of its interval that lies in that hour (aoristic
    analysis: Ratcliffe 2000, International Journal of Geographical Information Science 14:669). Without a time, or with an
    interval longer than a week, it is left out and counted as unknown. Raises ValueError when an end precedes its beginning.
    """
    weights = [[0.0] * HOURS for _day in range(DAYS)]
    known = unknown = 0
    for interval in intervals:
        since = interval.since
        until = since if interval.until is None else interval.until
        if since is None or until is None or until - since > LONGEST:
            unknown += interval.times
            continue
        for weekday, hour, share in _shares(since, until, zone):
            weights[weekday][hour] += interval.times * share
        known += interval.times
    return WeekHours(weights, known, unknown)


def _shares(
    since: datetime.datetime, until: datetime.datetime, zone: ZoneInfo
) -> Iterator[tuple[int, int, float]]:
    """Yield (weekday, hour, share) of one interval; the shares add up to 1."""
    if until < since:
        raise ValueError("The end comes before the beginning.")
    moment, length = since.astimezone(datetime.UTC), (until - since).total_seconds()
    end = until.astimezone(datetime.UTC)
    if not length:
        local = moment.astimezone(zone)
        yield local.weekday(), local.hour, 1.0
        return
    while moment < end:
        local = moment.astimezone(zone)
        passed = datetime.timedelta(
            minutes=local.minute, seconds=local.second, microseconds=local.microsecond
        )
        following = min(end, moment + datetime.timedelta(hours=1) - passed)
        yield local.weekday(), local.hour, (following - moment).total_seconds() / length
        moment = following
