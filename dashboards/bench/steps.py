"""What a chief does with the monthly report, again and again: every turn begins from the same rows and is undone."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dashboards.bench.bare import Recording, check_now, recorded, undone
from dashboards.bench.pages import BenchError, Page, running_report
from reports.demo.nation_cells import fill_draft
from reports.domain.snapshots import fingerprint_of
from reports.models import Report, ReportValue
from units.domain.scope import Scope, scope_context


@dataclass(frozen=True)
class Step:
    """One request that writes. ``prepare`` puts the rows in order and gives what is posted; without it the
    page is opened. ``status`` is what the answer must be."""

    page: Page
    prepare: Callable[[], dict[str, object] | None]
    status: int

    def milliseconds(
        self, client: Client, scope: Scope, recording: Recording | None = None
    ) -> float:
        """Carry it out and undo it; the checks that a commit would make are part of the time."""
        with undone():
            with scope_context(scope):
                posted = self.prepare()
            began = time.perf_counter()
            with recorded(recording) if recording is not None else nullcontext():
                answer = self._ask(client, posted)
            check_now()
            taken = (time.perf_counter() - began) * 1000
        if answer.status_code != self.status:
            raise BenchError(f"{self.page.name}: {self.page.url} answered {answer.status_code}")
        return taken

    def _ask(self, client: Client, posted: dict[str, object] | None) -> Any:
        if posted is None:
            return client.get(self.page.url)
        return client.post(self.page.url, posted)


def report_steps(commune: int, scope: Scope) -> list[Step]:
    """The steps with the running month's report of a commune."""
    report = running_report(commune)

    def blank() -> None:
        """Nobody has opened the report yet."""
        ReportValue.objects.filter(report=report).delete()
        Report.objects.filter(pk=report.pk).update(prefilled_at=None)

    def filled() -> dict[str, object]:
        """The commune has filled the report and looked through it."""
        blank()
        fill_draft(report, scope=scope, now=timezone.now())
        current = Report.objects.get(pk=report.pk)
        return {"version": current.version, "fingerprint": fingerprint_of(current)}

    page, submitting = (
        reverse(name, args=[report.pk]) for name in ("report_detail", "report_submit")
    )
    return [
        Step(Page("monthly report, filled from the records on opening", page), blank, 200),
        Step(Page("monthly report, submitted", submitting), filled, 302),
    ]
