"""Which items to take under a budget: the exact optimum of the 0–1 knapsack problem, and the greedy list.

Method: lists of undominated states (G. L. Nemhauser, Z. Ullmann, "Discrete dynamic programming and capital
allocation", Management Science 15(9), 1969, pp. 494–505), cut by the bound of the fractional problem
(G. B. Dantzig, "Discrete-variable extremum problems", Operations Research 5(2), 1957, pp. 266–288). All numbers
are whole, so that the result is exact.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Item:
    """Something to take or leave: ``cost`` and ``score`` are whole, the cost above zero."""

    key: int
    cost: int
    score: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One item in the greedy list: what was left before it, and whether it was taken."""

    key: int
    left: int
    is_taken: bool


# Cost so far, score so far, and the items taken as bits.
State = tuple[int, int, int]


class TooManyStatesError(Exception):
    """The exact choice would take too long: too many ways to spend nearly the same on nearly the same score."""


def best_choice(
    items: Sequence[Item], budget: int, *, most_states: int | None = None
) -> frozenset[int]:
    """Return the keys whose scores add up to the most within ``budget``, at the least cost among equals.

    Items without a score are never taken. Exact for any whole numbers; 200 items take well under a second
    unless scores all but follow costs. Raises ``TooManyStatesError`` beyond ``most_states``.
    """
    # Among equal scores the cheaper choice is the better one: the cost counts as the last digits of the score.
    finer = [
        Item(one.key, one.cost, one.score * (budget + 1) - one.cost)
        for one in items
        if one.score > 0 and one.cost <= budget
    ]
    useful = by_worth(finer)
    bound = _Bound(useful, budget)
    least, ceiling = bound.greedy_score, bound.most(0, 0, budget)
    states: list[State] = [(0, 0, 0)]
    for index, item in enumerate(useful):
        with_it = [
            (cost + item.cost, score + item.score, taken | 1 << index)
            for cost, score, taken in states
            if cost + item.cost <= budget
        ]
        states = undominated(states, with_it)
        if most_states is not None and len(states) > most_states:
            raise TooManyStatesError
        least = max(least, states[-1][1])
        if states[-1][1] == ceiling:
            break
        states = [
            state for state in states if bound.most(index + 1, state[1], budget - state[0]) >= least
        ]
    taken = states[-1][2]
    return frozenset(item.key for index, item in enumerate(useful) if taken >> index & 1)


def by_worth(items: Sequence[Item]) -> list[Item]:
    """Return the items by score per cost, the best first."""
    return sorted(items, key=lambda one: (-one.score / one.cost, one.cost, one.key))


def undominated(some: Sequence[State], others: Sequence[State]) -> list[State]:
    """Merge two lists in order of cost, without states that cost no less and score no more than another."""
    merged: list[State] = []
    best = -1
    one = two = 0
    while one < len(some) or two < len(others):
        is_first = two == len(others) or (
            one < len(some) and (some[one][0], -some[one][1]) <= (others[two][0], -others[two][1])
        )
        if is_first:
            state, one = some[one], one + 1
        else:
            state, two = others[two], two + 1
        if state[1] > best:
            merged.append(state)
            best = state[1]
    return merged


class _Bound:
    """Says how much more can be scored at most with the items not looked at yet."""

    def __init__(self, items: Sequence[Item], budget: int) -> None:
        self.items = items
        self.costs = [0, *accumulate(item.cost for item in items)]
        self.scores = [0, *accumulate(item.score for item in items)]
        left, score = budget, 0
        for item in items:
            if item.cost <= left:
                left, score = left - item.cost, score + item.score
        self.greedy_score = score

    def most(self, first: int, score: int, left: int) -> int:
        """The score of the fractional problem over the items from ``first`` on, rounded down."""
        whole = bisect_right(self.costs, self.costs[first] + left) - 1
        found = score + self.scores[whole] - self.scores[first]
        if whole < len(self.items):
            rest = left - (self.costs[whole] - self.costs[first])
            found += self.items[whole].score * rest // self.items[whole].cost
        return found


def greedy_turns(items: Sequence[Item], budget: int) -> list[Turn]:
    """Go through the items by score per cost and take each that can still be paid; in that order."""
    left = budget
    turns = []
    for item in by_worth(items):
        is_taken = item.score > 0 and item.cost <= left
        turns.append(Turn(item.key, left, is_taken))
        left -= item.cost if is_taken else 0
    return turns
