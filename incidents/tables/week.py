"""The hours of the week as a table that is its own chart: a row for each hour, a column for each weekday."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from incidents.domain.analysis.aoristic import DAYS, HOURS, WeekHours
from incidents.domain.analysis.numbers import written

# Below so many a pattern is told from chance by nobody.
FEW = 30
# A step begins at so many times an average hour, and never below as many incidents: of a handful, one is not much.
STEPS = (1, 2, 4)


@dataclass(frozen=True, slots=True)
class HourCell:
    """One hour of one weekday: what is written, the CSS class ``heat-{step}``, and the address of its incidents."""

    text: str
    step: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class HourRow:
    """One hour of the day."""

    label: str
    cells: list[HourCell]
    total: str
    url: str


@dataclass(frozen=True, slots=True)
class WeekTable:
    """The table with its sums and their addresses, its legend as (step, words), and what it says in one sentence.

    ``is_spread`` says that some of its numbers are sums of shares, so that more incidents stand behind them.
    """

    days: list[str]
    rows: list[HourRow]
    totals: list[tuple[str, str]]
    known: int
    known_url: str
    unknown: int
    unknown_url: str
    is_spread: bool
    legend: list[tuple[int, str]]
    sentence: str
    is_few: bool


def week_table(week: WeekHours, rows_url: Callable[..., str]) -> WeekTable:
    """Return the table of a week's hours; empty rows where nothing is known.

    ``rows_url`` takes the list's filters ``weekday``, ``hour`` and ``hour_known`` to the address of the incidents.
    """
    unit = max(1.0, week.known / (DAYS * HOURS))
    bounds = [unit * step for step in STEPS]
    rows = [
        HourRow(
            label=hour_label(hour),
            cells=[
                _cell(week.weights[day][hour], bounds, rows_url(weekday=day + 1, hour=hour))
                for day in range(DAYS)
            ],
            total=_weight(total),
            url=rows_url(hour=hour),
        )
        for hour, total in enumerate(week.by_hour())
    ]
    return WeekTable(
        days=[str(WEEKDAYS[day]) for day in range(DAYS)],
        rows=rows,
        totals=[
            (_weight(total), rows_url(weekday=day + 1))
            for day, total in enumerate(week.by_weekday())
        ],
        known=week.known,
        known_url=rows_url(hour_known="yes"),
        unknown=week.unknown,
        unknown_url=rows_url(hour_known="no"),
        is_spread=any(weight % 1 for row in week.weights for weight in row),
        legend=_legend([_weight(bound) for bound in bounds]),
        sentence=_busiest(week),
        is_few=0 < week.known < FEW,
    )


def hour_label(hour: int) -> str:
    """Write an hour of the day: 20–21."""
    return f"{hour:02d}–{(hour + 1) % HOURS:02d}"


def _cell(weight: float, bounds: Sequence[float], url: str) -> HourCell:
    if weight < 0.05:
        return HourCell("", 0)
    return HourCell(_weight(weight), 1 + sum(weight >= bound for bound in bounds), url)


def _legend(bounds: Sequence[str]) -> list[tuple[int, str]]:
    first, second, third = bounds
    between = _("%(low)s to below %(high)s")
    return [
        (0, _("none")),
        (1, _("below %(high)s") % {"high": first}),
        (2, between % {"low": first, "high": second}),
        (3, between % {"low": second, "high": third}),
        (4, _("%(low)s or more") % {"low": third}),
    ]


def _weight(weight: float) -> str:
    """A weight with one decimal, where it has one that matters."""
    is_whole = weight >= 100 or abs(weight - round(weight)) < 0.05
    return written(weight, 0 if is_whole else 1)


def _busiest(week: WeekHours) -> str:
    if not week.known:
        return ""
    hours, days = week.by_hour(), week.by_weekday()
    hour = max(range(HOURS), key=lambda one: sum(hours[(one + step) % HOURS] for step in range(3)))
    day = max(range(DAYS), key=days.__getitem__)
    share = sum(hours[(hour + step) % HOURS] for step in range(3)) / week.known
    return _(
        "Most happen from %(from)s to %(until)s o'clock (%(share)s%%); the busiest day is %(day)s."
    ) % {
        "from": hour,
        "until": (hour + 3) % HOURS,
        "share": written(100 * share),
        "day": WEEKDAYS[day],
    }
