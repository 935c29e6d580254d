"""Three years of service in the demonstration district: who held which post, who left and why, who took their place.

A small simulation of posts: each post has a holder who stays for a drawn time; when one leaves, the post stands empty
for a while, then a colleague is promoted or somebody new is appointed. Everything is invented, the seed is fixed.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from units.demo.facts import COMMUNES, CommuneFact
from units.demo.hamlets import HAMLETS

YEARS_SHOWN = 3
PART_TIME, REGULAR = "part-time", "regular"
CHIEF, DEPUTY, STANDING, HAMLET_OFFICER = "chief", "deputy", "standing", "hamlet-officer"

# Where people leave more readily, and posts stay empty longer; 1 is the district's usual.
STRAIN: dict[str, float] = {
    "tanan": 1.9, "tanchanh": 1.8, "longson": 1.7, "myle": 1.6, "longhuudong": 1.4, "tanlan": 1.2, "phuocdong": 1.1,
    "longdinh": 0.4, "longtrach": 0.5, "longcang": 0.5, "longkhe": 0.7,
}  # fmt: skip
YEARLY_LEAVING = {CHIEF: 0.05, DEPUTY: 0.07, STANDING: 0.12, HAMLET_OFFICER: 0.10}
MEAN_MONTHS_EMPTY = {CHIEF: 1.0, DEPUTY: 5.0, STANDING: 8.0, HAMLET_OFFICER: 9.0}
PROMOTED_FROM = {CHIEF: DEPUTY, DEPUTY: STANDING}
# Communes to which the district police posted regular officers, in the order they were posted, with the post taken.
REGULAR_POSTINGS: tuple[tuple[str, str], ...] = (
    ("canduoc", CHIEF), ("longtrach", CHIEF), ("longhoa", DEPUTY), ("longcang", CHIEF), ("tanlan", DEPUTY), ("myle", STANDING),
    ("longdinh", DEPUTY), ("phuocdong", STANDING), ("canduoc", STANDING), ("longhuudong", STANDING), ("longhoa", STANDING),
    ("tantrach", STANDING), ("phuocvan", STANDING), ("tanan", STANDING), ("longson", STANDING),
)  # fmt: skip

DEPARTURE_KINDS: dict[str, float] = {
    "resigned": 47, "walked-off": 13, "retired": 15, "transferred": 16, "dismissed": 5, "died": 4,
}  # fmt: skip
DEPARTURE_REASONS: dict[str, dict[str, float]] = {
    "resigned": {"allowance": 48, "other-work": 20, "workload": 16, "family": 11, "health": 5},
    "walked-off": {"allowance": 60, "other-work": 30, "workload": 10},
    "retired": {"age": 85, "health": 15},
    "transferred": {"other": 100},
    "dismissed": {"discipline": 100},
    "died": {"health": 100},
}


@dataclass(frozen=True)
class Post:
    """One place in the force of one commune; a hamlet officer's post belongs to a hamlet."""

    commune: str
    position: str
    force: str
    hamlet: str | None = None


@dataclass(frozen=True)
class Service:
    """One person in one post from a day, until (not including) another, or open-ended."""

    person: int
    post: Post
    since: date
    until: date | None = None


@dataclass(frozen=True)
class Leaving:
    person: int
    post: Post
    on: date
    kind: str
    reason: str


@dataclass(frozen=True)
class Careers:
    people: int
    services: tuple[Service, ...]
    leavings: tuple[Leaving, ...]
    posts: tuple[Post, ...]


@dataclass(order=True)
class _Turn:
    on: date
    order: int
    post: int = field(compare=False)
    holder: int | None = field(compare=False)  # who leaves; None where the post is to be filled


def posts_of(commune: CommuneFact) -> list[Post]:
    """Every post a commune is due by NĐ 73/2009 art. 3 as the demonstration's norm rows state it."""
    demanding = commune.is_key or commune.commune_class <= 2
    posts = [Post(commune.slug, CHIEF, PART_TIME)]
    posts += [Post(commune.slug, DEPUTY, PART_TIME)] * (2 if demanding else 1)
    posts += [Post(commune.slug, STANDING, PART_TIME)] * 3
    for hamlet in HAMLETS[commune.slug]:
        posts += [Post(commune.slug, HAMLET_OFFICER, PART_TIME, hamlet)] * (2 if demanding else 1)
    return posts


def play_careers(random: Random, today: date) -> Careers:
    """Play the three years up to today; the same random state and day give the same careers."""
    return _Play(random, today).careers()


class _Play:
    """The state of the simulation: who sits where, and which turns are still to come."""

    def __init__(self, random: Random, today: date) -> None:
        self.random, self.today = random, today
        self.opening = today - timedelta(days=365 * YEARS_SHOWN)
        self.posts: list[Post] = [post for commune in COMMUNES for post in posts_of(commune)]
        self.holders: dict[int, tuple[int, date]] = {}
        self.people = 0
        self.services: list[Service] = []
        self.leavings: list[Leaving] = []
        self.turns: list[_Turn] = []
        self.order = 0

    def careers(self) -> Careers:
        for index in range(len(self.posts)):
            served = timedelta(days=self.random.randint(120, 365 * 9))
            self._seat(index, self._new_person(), self.opening - served)
        self._post_regular_officers()
        while self.turns and self.turns[0].on <= self.today:
            self._play_turn(heapq.heappop(self.turns))
        for index, (person, since) in self.holders.items():
            self.services.append(Service(person, self.posts[index], since))
        ordered = sorted(self.services, key=lambda service: (service.person, service.since))
        return Careers(self.people, tuple(ordered), tuple(self.leavings), tuple(self.posts))

    def _play_turn(self, turn: _Turn) -> None:
        if turn.holder is None:
            self._fill(turn.post, turn.on)
        elif self.holders.get(turn.post, (None,))[0] == turn.holder:
            self._leave(turn.post, turn.on)

    def _new_person(self) -> int:
        self.people += 1
        return self.people - 1

    def _seat(self, index: int, person: int, since: date) -> None:
        self.holders[index] = (person, since)
        post = self.posts[index]
        yearly = YEARLY_LEAVING[post.position] * STRAIN.get(post.commune, 1.0)
        if post.force == REGULAR:
            yearly = 0.12
        counted_from = max(since + timedelta(days=60), self.opening)
        stays = timedelta(days=int(self.random.expovariate(yearly) * 365))
        self._later(counted_from + stays, index, person)

    def _later(self, on: date, index: int, holder: int | None) -> None:
        self.order += 1
        heapq.heappush(self.turns, _Turn(on, self.order, index, holder))

    def _end_service(self, index: int, on: date) -> int:
        person, since = self.holders.pop(index)
        self.services.append(Service(person, self.posts[index], since, on))
        return person

    def _leave(self, index: int, on: date) -> None:
        person = self._end_service(index, on)
        post = self.posts[index]
        kinds = {"transferred": 1.0} if post.force == REGULAR else DEPARTURE_KINDS
        kind = _weighted(self.random, kinds)
        reason = _weighted(self.random, DEPARTURE_REASONS[kind])
        self.leavings.append(Leaving(person, post, on, kind, reason))
        self._refill_later(index, on)

    def _refill_later(self, index: int, on: date) -> None:
        post = self.posts[index]
        strain = STRAIN.get(post.commune, 1.0)
        months = self.random.expovariate(1 / (MEAN_MONTHS_EMPTY[post.position] * strain))
        self._later(on + timedelta(days=max(3, int(months * 30))), index, None)

    def _fill(self, index: int, on: date) -> None:
        vacated = self._colleague_for(self.posts[index], on)
        if vacated is None:
            self._seat(index, self._new_person(), on)
            return
        person = self._end_service(vacated, on)
        self._seat(index, person, on)
        self._refill_later(vacated, on)

    def _colleague_for(self, post: Post, on: date) -> int | None:
        """The post of a colleague who takes this one: promoted at home, or moved from another commune."""
        lot = self.random.random()
        if lot < 0.7 and (
            able := self._seated(post, PROMOTED_FROM.get(post.position), on, home=True)
        ):
            return self.random.choice(able)
        if lot > 0.9 and post.position in (CHIEF, DEPUTY, STANDING):
            able = self._seated(post, post.position, on, home=False)
            return self.random.choice(able) if able else None
        return None

    def _seated(self, post: Post, position: str | None, on: date, *, home: bool) -> list[int]:
        return [
            index
            for index, (_, since) in self.holders.items()
            if self.posts[index].position == position
            and self.posts[index].force == post.force
            and (self.posts[index].commune == post.commune) == home
            and since < on - timedelta(days=365)
        ]

    def _post_regular_officers(self) -> None:
        """Regular officers arrive over the three years; one posted as chief takes the part-time chief's place."""
        step = timedelta(days=(365 * YEARS_SHOWN - 120) // len(REGULAR_POSTINGS))
        for order, (commune, position) in enumerate(REGULAR_POSTINGS):
            on = self.opening + timedelta(days=20) + step * order
            post = Post(commune, position, REGULAR)
            self.posts.append(post)
            index = len(self.posts) - 1
            if position == CHIEF:
                self._replace_chief(commune, on)
            self._seat(index, self._new_person(), on)

    def _replace_chief(self, commune: str, on: date) -> None:
        for index, post in enumerate(self.posts):
            if post == Post(commune, CHIEF, PART_TIME) and index in self.holders:
                person = self._end_service(
                    index, on
                )  # nobody fills this post again: no turn is left for it
                self.leavings.append(Leaving(person, post, on, "transferred", "other"))


def _weighted(random: Random, weights: dict[str, float]) -> str:
    return random.choices(list(weights), weights=list(weights.values()))[0]
