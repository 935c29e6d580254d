"""Times pages through the whole middleware, all pages in turn, so that a busy moment falls on all alike."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median

from django.test import Client
from django.urls import reverse

from accounts.domain.standing import scope_for
from accounts.models import User
from dashboards.bench.bare import Recording, bare_milliseconds, recorded
from dashboards.bench.pages import ADMINISTRATOR, CHIEF, BenchError, Page, pages_for
from dashboards.bench.steps import Step, report_steps
from units.domain.scope import Scope, scope_context
from units.models import Commune

WARM_UPS = 3
HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Timing:
    """Server time of one address, in ms."""

    median: float
    p95: float

    @classmethod
    def of(cls, values: list[float]) -> Timing:
        """Return median and ninety-fifth percentile of some times."""
        ordered = sorted(values)
        return cls(median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))])


@dataclass(frozen=True, slots=True)
class Result:
    """One page as one person: its time, queries, bare SQL, and the plain loop's time for lists."""

    page: Page
    timing: Timing
    queries: int
    bare: float
    plain: Timing | None
    is_step: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Every page for one person on one database."""

    username: str
    empty: Timing
    empty_queries: int
    results: list[Result]

    def of(self, name: str) -> Result:
        return next(result for result in self.results if result.page.name == name)


def measure(username: str, rounds: int) -> Run:
    """Measure every page as ``username`` on the database now in use, and what a chief does with reports."""
    client, scope = _signed_in(username)
    with scope_context(Scope.all()):
        communes = _some_communes(scope)
        pages = pages_for(username, communes)
        steps = report_steps(communes[0], scope) if username == CHIEF else []
    frame = "bench_empty_admin" if username == ADMINISTRATOR else "bench_empty"
    empty = Page("", reverse(frame))
    plains = {page.name: Page("", _plain_url(page)) for page in pages if page.plain}
    everything = [empty, *pages, *plains.values()]
    recordings = {page.url: _record(client, page) for page in everything}
    written = {step.page.name: _record_step(client, scope, step) for step in steps}
    times, taken = _times(client, everything, steps, scope, rounds)
    frame_only = recordings[empty.url]
    results = [
        Result(
            page,
            times[page.url],
            recordings[page.url].count,
            bare_milliseconds(recordings[page.url].own(without=frame_only), scope),
            times[plains[page.name].url] if page.plain else None,
        )
        for page in pages
    ]
    results += [
        Result(
            step.page,
            taken[step.page.name],
            written[step.page.name].count,
            bare_milliseconds(written[step.page.name].own(without=frame_only), scope, step.prepare),
            None,
            is_step=True,
        )
        for step in steps
    ]
    return Run(username, times[empty.url], frame_only.count, results)


def person_and_scope(username: str) -> tuple[User, Scope]:
    """One of the sign-ins for measuring, and what it sees."""
    with scope_context(Scope.all()):
        user = User.objects.get(username=username)
        return user, scope_for(user)


def _signed_in(username: str) -> tuple[Client, Scope]:
    user, scope = person_and_scope(username)
    client = Client(HTTP_HOST=HOST)
    client.force_login(user)
    return client, scope


def _some_communes(scope: Scope) -> list[int]:
    if scope.communes is not None:
        return sorted(scope.communes)
    return list(Commune.objects.order_by("pk").values_list("pk", flat=True)[:17])


def _plain_url(page: Page) -> str:
    query = page.url.partition("?")[2]
    return f"{reverse(f'plain_{page.plain}')}?{query}"


def _record(client: Client, page: Page) -> Recording:
    """Warm the page up, check its answer, and record what it asks the database."""
    for _ in range(WARM_UPS):
        answer = client.get(page.url)
        if answer.status_code != 200:
            raise BenchError(f"{page.url} answered {answer.status_code}")
    with recorded() as recording:
        client.get(page.url)
    return recording


def _record_step(client: Client, scope: Scope, step: Step) -> Recording:
    """Warm the step up, and record what it asks the database."""
    for _ in range(WARM_UPS):
        step.milliseconds(client, scope)
    recording = Recording()
    step.milliseconds(client, scope, recording)
    return recording


def _times(
    client: Client, pages: list[Page], steps: list[Step], scope: Scope, rounds: int
) -> tuple[dict[str, Timing], dict[str, Timing]]:
    """The pages' times by address, and the steps' by name."""
    taken: dict[str, list[float]] = {page.url: [] for page in pages}
    stepped: dict[str, list[float]] = {step.page.name: [] for step in steps}
    for _ in range(rounds):
        for page in pages:
            began = time.perf_counter()
            client.get(page.url)
            taken[page.url].append((time.perf_counter() - began) * 1000)
        for step in steps:
            stepped[step.page.name].append(step.milliseconds(client, scope))
    return _timings(taken), _timings(stepped)


def _timings(taken: dict[str, list[float]]) -> dict[str, Timing]:
    return {name: Timing.of(values) for name, values in taken.items()}
