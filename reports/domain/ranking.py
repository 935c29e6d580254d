"""Which support projects first: a score whose every part can be seen, the best choice under a budget, and why.

The score is a weighted mean of five factors, each between 0 and 1 (simple additive weighting: C.-L. Hwang,
K. Yoon, "Multiple Attribute Decision Making", 1981, ch. III.3.1). The choice is ``reports.domain.knapsack``.
Places, workload and buildings are ranked here, never people.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import gcd

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.domain.knapsack import (
    Item,
    TooManyStatesError,
    Turn,
    best_choice,
    greedy_turns,
)
from reports.domain.money import short_money

LEAST_UNIT = 1_000_000
MOST_UNITS = 20_000
MOST_STATES = 30_000
POINTS = 10_000  # whole numbers for the knapsack: a score of 71,2345 is 712.345
MOST_WEIGHT = 10


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing that the score looks at: its code in the address, its words, the formula, the usual weight."""

    code: str
    label: str | Promise
    formula: str | Promise
    weight: int


FACTORS = (
    Factor(
        "need",
        gettext_lazy("Need"),
        gettext_lazy(
            "severity of the difficulty ÷ 3, or what is missing ÷ what is due; the larger"
        ),
        8,
    ),
    Factor(
        "population",
        gettext_lazy("Population served"),
        gettext_lazy("inhabitants ÷ the largest among the projects"),
        4,
    ),
    Factor(
        "places",
        gettext_lazy("Complicated places"),
        gettext_lazy("open places per 1,000 inhabitants ÷ the largest among the projects"),
        4,
    ),
    Factor(
        "station",
        gettext_lazy("State of the station"),
        gettext_lazy(
            "for building and repairing: none or unsafe 1; poor 0.75; shared or rented 0.6; worn 0.4; good 0"
        ),
        6,
    ),
    Factor(
        "wait",
        gettext_lazy("Waiting time"),
        gettext_lazy("days since it was proposed ÷ the longest among the projects"),
        3,
    ),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one factor reads for a project: a number to be scaled (``None``: not known or not asked), in words."""

    value: float | None
    words: str


@dataclass(frozen=True)
class Candidate:
    """A project that waits for money, with a reading for each factor's code; ``cost`` in VND."""

    key: int
    title: str
    commune: str
    kind: str
    stage: str
    cost: int
    readings: Mapping[str, Reading]


@dataclass(frozen=True)
class Part:
    """One factor's part in a score: what was read, scaled 0 to 1, and the points it gives."""

    factor: Factor
    words: str
    scaled: float | None
    points: float


@dataclass(frozen=True)
class Ranked:
    """A project with its score (0 to 100) and what becomes of it under the budget."""

    candidate: Candidate
    parts: tuple[Part, ...]
    score: float
    is_best: bool = False
    is_greedy: bool = False
    why_best: str = ""
    why_greedy: str = ""


@dataclass(frozen=True)
class Choice:
    """One way to spend the budget: how many projects, what they score and cost, what is left (VND)."""

    count: int
    score: float
    cost: int
    left: int


@dataclass(frozen=True)
class Ranking:
    """The projects by score; with a budget, the best choice beside the greedy one. ``unit`` is what costs
    had to be rounded up to (VND) where the exact choice would take too long; else 0."""

    rows: tuple[Ranked, ...]
    budget: int | None
    unit: int = 0
    best: Choice | None = None
    greedy: Choice | None = None

    @property
    def are_same(self) -> bool:
        """True where the greedy list is as good as the best choice."""
        return all(row.is_best == row.is_greedy for row in self.rows)

    @property
    def gain(self) -> float:
        """How many points the best choice has more than the greedy list."""
        return self.best.score - self.greedy.score if self.best and self.greedy else 0.0


def rank(
    candidates: Sequence[Candidate], weights: Mapping[str, int], budget: int | None
) -> Ranking:
    """Score the candidates and, under ``budget`` (VND), choose; ``weights`` by factor code, 0 to 10."""
    rows = sorted(
        scored(candidates, weights),
        key=lambda row: (-row.score, row.candidate.cost, row.candidate.key),
    )
    if budget is None:
        return Ranking(tuple(rows), None)
    best, unit = _best(rows, budget)
    turns = {turn.key: turn for turn in greedy_turns(_items(rows, 1), budget)}
    taken = [key for key, turn in turns.items() if turn.is_taken]
    if unit and _score(rows, taken) > _score(rows, best):
        best = frozenset(taken)
    told = [
        _told(
            row,
            best,
            turns[row.candidate.key],
            taken,
            budget=budget,
            left=budget - _cost(rows, best),
        )
        for row in rows
    ]
    return Ranking(
        tuple(told), budget, unit, _choice(rows, best, budget), _choice(rows, taken, budget)
    )


def _best(rows: Sequence[Ranked], budget: int) -> tuple[frozenset[int], int]:
    """Return the best choice, and what costs had to be rounded up to for it; 0 where it is exact.

    Costs are reckoned in the largest amount that all of them are whole numbers of.
    """
    common = gcd(*(row.candidate.cost for row in rows)) or 1
    try:
        exact = best_choice(_items(rows, common), budget // common, most_states=MOST_STATES)
    except TooManyStatesError:
        unit = unit_of(budget)
        return best_choice(_items(rows, unit), budget // unit), unit
    return exact, 0


def _items(rows: Sequence[Ranked], unit: int) -> list[Item]:
    return [
        Item(row.candidate.key, units(row.candidate.cost, unit), round(row.score * POINTS))
        for row in rows
    ]


def _told(
    row: Ranked,
    best: frozenset[int],
    turn: Turn,
    taken: Sequence[int],
    *,
    budget: int,
    left: int,
) -> Ranked:
    """Return the row with what becomes of it, and why."""
    key, cost = row.candidate.key, row.candidate.cost
    if turn.is_taken:
        why_greedy = _("taken as number %(place)s; %(left)s left after it") % {
            "place": taken.index(key) + 1,
            "left": short_money(turn.left - cost),
        }
    else:
        why_greedy = _why(row, False, budget, turn.left, then=True)
    return replace(
        row,
        is_best=key in best,
        is_greedy=turn.is_taken,
        why_best=_why(row, key in best, budget, left),
        why_greedy=why_greedy,
    )


def _why(row: Ranked, is_in: bool, budget: int, left: int, *, then: bool = False) -> str:
    """Say in a sentence why a project is in or out."""
    cost = row.candidate.cost
    if is_in:
        return _("chosen: %(score)s points for %(cost)s") % {
            "score": _points(row.score),
            "cost": short_money(cost),
        }
    if row.score <= 0:
        return _("it scores nothing under these weights")
    if cost > budget:
        return _("beyond the whole budget: it needs %(cost)s, there is %(budget)s") % {
            "cost": short_money(cost),
            "budget": short_money(budget),
        }
    sentence = (
        _("not enough money: it needs %(cost)s, %(left)s was left then")
        if then
        else _("not enough money: it needs %(cost)s, %(left)s is left")
    )
    return sentence % {"cost": short_money(cost), "left": short_money(left)}


def scored(candidates: Sequence[Candidate], weights: Mapping[str, int]) -> list[Ranked]:
    """Return each candidate with its score: 100 × the sum of weight × factor ÷ the sum of weights."""
    largest = {
        factor.code: max((one.readings[factor.code].value or 0 for one in candidates), default=0)
        for factor in FACTORS
    }
    total = sum(weights.get(factor.code, 0) for factor in FACTORS)
    rows = []
    for one in candidates:
        parts = []
        for factor in FACTORS:
            reading = one.readings[factor.code]
            scaled = scale(factor.code, reading.value, largest[factor.code])
            weight = weights.get(factor.code, 0)
            points = 100 * weight * (scaled or 0) / total if total else 0.0
            parts.append(Part(factor, reading.words, scaled, points))
        rows.append(Ranked(one, tuple(parts), sum(part.points for part in parts)))
    return rows


ALREADY_SCALED = ("need", "station")


def scale(code: str, value: float | None, largest: float) -> float | None:
    """Bring a reading between 0 and 1: shares as they are, quantities by the largest among the candidates."""
    if value is None:
        return None
    if code in ALREADY_SCALED:
        return min(max(value, 0.0), 1.0)
    return value / largest if largest > 0 else 0.0


def unit_of(budget: int) -> int:
    """Return what costs are rounded up to: a million, or for very large budgets the next of 2, 5, 10… million
    that cuts the budget into at most 20,000 units."""
    unit, steps, step = LEAST_UNIT, (2, 5, 10), 0
    base = LEAST_UNIT
    while budget / unit > MOST_UNITS:
        unit = base * steps[step]
        step += 1
        if step == len(steps):
            base, step = unit, 0
    return unit


def units(cost: int, unit: int) -> int:
    """Return a cost in units, rounded up, so that a choice never costs more than the budget."""
    return -(-cost // unit)


def _cost(rows: Sequence[Ranked], keys: Collection[int]) -> int:
    return sum(row.candidate.cost for row in rows if row.candidate.key in keys)


def _score(rows: Sequence[Ranked], keys: Collection[int]) -> float:
    return sum(row.score for row in rows if row.candidate.key in keys)


def _choice(rows: Sequence[Ranked], keys: Collection[int], budget: int) -> Choice:
    cost = _cost(rows, keys)
    return Choice(len(keys), _score(rows, keys), cost, budget - cost)


def _points(score: float) -> str:
    return str(number_format(score, decimal_pos=1))
