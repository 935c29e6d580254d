"""Writes docs/benchmarks.md: every number of one run, each beside its target."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import django
from django.db import connection

from dashboards.bench.consolidating import Consolidation
from dashboards.bench.filing import Filing
from dashboards.bench.measure import Result, Run, Timing

PAGE_FACTOR = 4.0  # × an empty signed-in page, plus the page's bare SQL
STEP_FACTOR = 6.0  # the same for a request that writes and then shows
LIST_FACTOR = 2.0  # × the same rows through a plain template loop
SPREAD = 2.0  # p95 over median
GROWTH = 1.3  # a district's pages at national size over the same at district size
OVERVIEW = 3.0  # the nation's overview over the district's
FILING = 2.0  # × the bare INSERT of the same rows plus an empty POST
CONSOLIDATION = 2.0  # × bare SQL that adds up and writes the same rows


@dataclass(frozen=True, slots=True)
class Machine:
    """Where the run took place."""

    cores: int
    load: float
    python: str
    django: str
    postgresql: str

    @classmethod
    def here(cls) -> Machine:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            version = str((cursor.fetchone() or ("?",))[0])
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
        return cls(
            os.cpu_count() or 1, load, platform.python_version(), django.get_version(), version
        )


@dataclass(frozen=True, slots=True)
class Benchmarks:
    """One run: a district alone, the same district within the nation, and the nation."""

    day: date
    rounds: int
    machine: Machine
    district: Run
    district_in_nation: Run
    nation: Run
    chief: Run
    administrator: Run
    province: Run
    consolidation: Consolidation
    filing: Filing

    @property
    def runs(self) -> list[tuple[str, Run]]:
        return [
            ("A district user, 17 communes in the database", self.district),
            ("The same district user, 3,321 communes in the database", self.district_in_nation),
            ("A national user, 3,321 communes", self.nation),
            ("A commune chief, 3,321 communes in the database", self.chief),
            ("An administrator of 17 communes, 3,321 in the database", self.administrator),
            ("A user of a province of 96 communes, 3,321 in the database", self.province),
        ]


def markdown(run: Benchmarks) -> str:
    """The whole document."""
    return (
        "\n".join(
            [
                *_head(run),
                *_summary(run),
                *_tables(run),
                *_filing(run),
                *_consolidation(run),
                *_growth(run),
            ]
        )
        + "\n"
    )


def misses(run: Benchmarks) -> list[str]:
    """Every target missed, one sentence each."""
    found = [
        f"{title}: {problem}"
        for title, one in run.runs
        for result in one.results
        for problem in _problems(one, result)
    ]
    for result in run.district_in_nation.results:
        factor = result.timing.median / run.district.of(result.page.name).timing.median
        if factor > GROWTH:
            found.append(f"{result.page.name}: national size {factor:.2f} × district size")
    factor = _overview_factor(run)
    if factor > OVERVIEW:
        found.append(f"overview: the nation's {factor:.2f} × the district's")
    if run.consolidation.ratio > CONSOLIDATION:
        found.append(f"consolidation: {run.consolidation.ratio:.2f} × its bare SQL")
    if run.filing.ratio > FILING:
        found.append(f"filing an incident: {run.filing.ratio:.2f} × bare INSERT and empty POST")
    return found


def _problems(run: Run, result: Result) -> Iterator[str]:
    limit = _limit(run, result)
    if result.timing.median > limit:
        yield f"{result.page.name}: {result.timing.median:.1f} ms, limit {limit:.1f}"
    if result.plain and result.timing.median > LIST_FACTOR * result.plain.median:
        yield f"{result.page.name}: {result.timing.median / result.plain.median:.2f} × plain loop"
    if result.timing.p95 > SPREAD * result.timing.median:
        yield f"{result.page.name}: p95 {result.timing.p95 / result.timing.median:.2f} × median"


def _limit(run: Run, result: Result) -> float:
    factor = STEP_FACTOR if result.is_step else PAGE_FACTOR
    return factor * run.empty.median + result.bare


def _overview_factor(run: Benchmarks) -> float:
    return run.nation.of("overview").timing.median / run.district.of("overview").timing.median


def _head(run: Benchmarks) -> list[str]:
    machine = run.machine
    return [
        "# Benchmarks",
        "",
        "Written by `make bench`; do not edit. Server time of each page through the whole middleware, in ms,",
        f"{run.rounds} requests each, all pages in turn, after three to warm up.",
        "",
        f"{run.day:%d/%m/%Y} · {machine.cores} cores (load {machine.load:.1f} at the start) · Python {machine.python} · "
        f"Django {machine.django} · PostgreSQL {machine.postgresql}",
        "",
        "*Bare SQL*: the page's own statements sent again by themselves. *Limit*: 4 × an empty signed-in page (same",
        "middleware, same frame; the admin has a frame of its own) plus the bare SQL. *Plain*: the same filters and fifty rows through a plain template loop.",
        "Both databases are as dense: 60 officers, 6 places and 13 monthly reports a commune; the small one holds the same 17 communes. The\nsmall one holds 10,000 incidents, the nation's ten million."
        "",
        "The monthly report filled on opening (the records read, its cells written, the whole sheet shown) and the one submitted begin each",
        "time from the same rows, with the checks that a commit makes but not the commit, and are undone; because they write first, their limit",
        f"is {STEP_FACTOR:.0f} × an empty page plus the bare SQL, reads and writes. *Who has filed* is twelve months of every commune in sight.",
        "",
    ]


def _summary(run: Benchmarks) -> list[str]:
    missed = misses(run)
    if not missed:
        return ["Every target is met.", ""]
    return ["Targets missed:", "", *[f"- {problem}" for problem in missed], ""]


def _tables(run: Benchmarks) -> Iterator[str]:
    for title, one in run.runs:
        yield f"## {title}"
        yield ""
        yield f"Empty signed-in page: {one.empty.median:.1f} ms (p95 {one.empty.p95:.1f}), {one.empty_queries} round trips."
        yield ""
        yield "| page | median | p95 | p95 ÷ median | round trips | bare SQL | limit | ÷ limit | plain | ÷ plain |"
        yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
        for result in one.results:
            yield _row(one, result)
        yield ""


def _row(run: Run, result: Result) -> str:
    time, limit = result.timing, _limit(run, result)
    plain = f"{result.plain.median:.1f}" if result.plain else ""
    of_plain = f"{time.median / result.plain.median:.2f}" if result.plain else ""
    cells = [
        result.page.name,
        f"{time.median:.1f}",
        f"{time.p95:.1f}",
        f"{time.p95 / time.median:.2f}",
        str(result.queries),
        f"{result.bare:.1f}",
        f"{limit:.1f}",
        f"{time.median / limit:.2f}",
        plain,
        of_plain,
    ]
    return "| " + " | ".join(cells) + " |"


def _filing(run: Benchmarks) -> Iterator[str]:
    one = run.filing
    yield "## Filing an incident"
    yield ""
    yield f"The quick entry of a phone, answered with the number, in a commune's book of {one.incidents:,} incidents within the nation's. *Bare INSERT*: the"
    yield "rows of the incident, its history, its count and its book, written into empty copies of the tables with the same indexes and no"
    yield f"triggers or policies. *Empty POST*: the same middleware and an empty page. Target: at most {FILING:.0f} × both together."
    yield ""
    timings = {"filing": one.timing, "bare INSERT": one.bare, "empty POST": one.empty_post}
    yield from _timings(timings, one.ratio)


def _consolidation(run: Benchmarks) -> Iterator[str]:
    one = run.consolidation
    yield "## Consolidation"
    yield ""
    yield f"The nation's last month: {one.reports:,} reports with {one.values:,} cells into one report of {one.cells} cells, numbers"
    yield "added up, texts and tables gathered with each commune named. *Bare SQL*: two statements that choose the same reports and"
    yield "write the same cells, and know nothing of people's edits, merged communes or levels in between; same transaction, same row"
    yield f"policies, in turn with ours. Target: at most {CONSOLIDATION:.0f} × the bare SQL."
    yield ""
    yield from _timings({"consolidation": one.timing, "bare SQL": one.bare}, one.ratio)


def _timings(timings: Mapping[str, Timing], ratio: float) -> Iterator[str]:
    yield "| | median | p95 |"
    yield "|---|---:|---:|"
    for name, timing in timings.items():
        yield f"| {name} | {timing.median:.1f} | {timing.p95:.1f} |"
    yield f"| ratio | {ratio:.2f} | |"
    yield ""


def _growth(run: Benchmarks) -> Iterator[str]:
    yield "## Size"
    yield ""
    yield f"Target: a district user's page at national size at most {GROWTH} × the same at district size;"
    yield f"the nation's overview at most {OVERVIEW:.0f} × the district's (here {_overview_factor(run):.2f})."
    yield ""
    yield "| page | 17 communes | 3,321 communes | ratio |"
    yield "|---|---:|---:|---:|"
    for large in run.district_in_nation.results:
        small = run.district.of(large.page.name).timing.median
        yield f"| {large.page.name} | {small:.1f} | {large.timing.median:.1f} | {large.timing.median / small:.2f} |"
