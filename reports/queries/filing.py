"""Who has filed: the status of each report, and how many were on time, with the formula's parts."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.db import models
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from reports.models import WITH_READER, WRITABLE, Report, ReportState
from units.domain.scope import Scope


class FilingStatus(models.TextChoices):
    """How a unit stands with one report. Not yet due, missing, late and returned are four things."""

    NOT_DUE = "not_due", _("not yet due")
    MISSING = "missing", _("missing")
    RETURNED = "returned", _("returned")
    ON_TIME = "on_time", _("on time")
    LATE = "late", _("late")
    EXCUSED = "excused", _("excused")


class Filing(Protocol):
    """What tells how a report stands: a report, or a plain row of these columns."""

    @property
    def state(self) -> str:
        """The report's state."""

    @property
    def due_at(self) -> datetime.datetime:
        """Its own deadline."""

    @property
    def first_submitted_at(self) -> datetime.datetime | None:
        """The moment that decides whether it was on time."""

    @property
    def excused_at(self) -> datetime.datetime | None:
        """When the delay was excused."""


def filing_status(report: Filing, now: datetime.datetime) -> FilingStatus:
    """Return how ``report`` stands at ``now``.

    On time is the moment of the first submission against the report's own deadline; a returned report
    keeps that moment, but is shown as returned until it comes back.
    """
    if report.state == ReportState.RETURNED:
        return FilingStatus.RETURNED
    if report.first_submitted_at is None:
        if report.excused_at is not None:
            return FilingStatus.EXCUSED
        return FilingStatus.MISSING if now > report.due_at else FilingStatus.NOT_DUE
    if report.first_submitted_at <= report.due_at:
        return FilingStatus.ON_TIME
    return FilingStatus.EXCUSED if report.excused_at is not None else FilingStatus.LATE


@dataclass(frozen=True, slots=True)
class FilingFigures:
    """Counts of reports by how they stand; plain numbers that can be added up."""

    expected: int = 0
    on_time: int = 0
    late: int = 0
    missing: int = 0
    not_due: int = 0
    excused: int = 0
    returned: int = 0

    @property
    def filed(self) -> int:
        """Reports submitted at least once."""
        return self.on_time + self.late

    @property
    def completeness(self) -> float | None:
        """Filed ÷ (expected − not yet due − excused); ``None`` where nothing was due."""
        return self.filed / self.were_due if self.were_due else None

    @property
    def were_due(self) -> int:
        """Reports that should be there by now."""
        return self.filed + self.missing

    @property
    def timeliness(self) -> float | None:
        """On time ÷ (filed + missing): an overdue report counts against it, so 100 % hides nothing."""
        return self.on_time / self.were_due if self.were_due else None

    def __add__(self, other: FilingFigures) -> FilingFigures:
        return FilingFigures(
            self.expected + other.expected,
            self.on_time + other.on_time,
            self.late + other.late,
            self.missing + other.missing,
            self.not_due + other.not_due,
            self.excused + other.excused,
            self.returned + other.returned,
        )


def figures_of_filing(reports: Iterable[Filing], now: datetime.datetime) -> FilingFigures:
    """Count reports by how they stand; ``returned`` counts some of the filed ones once more."""
    expected = on_time = late = missing = not_due = excused = returned = 0
    for report in reports:
        expected += 1
        if report.first_submitted_at is not None:
            if report.first_submitted_at <= report.due_at or report.excused_at is not None:
                on_time += 1
            else:
                late += 1
            returned += report.state == ReportState.RETURNED
        elif report.excused_at is not None:
            excused += 1
        elif now > report.due_at:
            missing += 1
        else:
            not_due += 1
    return FilingFigures(expected, on_time, late, missing, not_due, excused, returned)


def counts_of_filing(now: datetime.datetime) -> dict[str, Count]:
    """Return the same counts for the database to make, in the order of ``FilingFigures``."""
    filed = Q(first_submitted_at__isnull=False)
    excused = Q(excused_at__isnull=False)
    in_time = Q(first_submitted_at__lte=F("due_at")) | excused
    overdue = Q(due_at__lt=now)
    where = {
        "expected": Q(pk__isnull=False),
        "on_time": filed & in_time,
        "late": filed & Q(first_submitted_at__gt=F("due_at")) & ~excused,
        "missing": ~filed & ~excused & overdue,
        "not_due": ~filed & ~excused & ~overdue,
        "excused": ~filed & excused,
        "returned": filed & Q(state=ReportState.RETURNED),
    }
    return {f"{name}_count": Count("pk", filter=rule) for name, rule in where.items()}


def reports_with_names(scope: Scope) -> QuerySet[Report]:
    """Return the visible reports with what every page shows of them."""
    rows: QuerySet[Report] = (
        Report.objects.visible_to(scope)
        .select_related("period__form__calendar", "period__form_version", "commune", "jurisdiction")
        .defer("commune__boundary")
    )
    return rows


def to_file(scope: Scope, offices: list[str]) -> QuerySet[Report]:
    """Return the communes' reports still to be written or put right, the returned first, then by deadline."""
    return (
        reports_with_names(scope)
        .filter(state__in=WRITABLE, commune__isnull=False, period__form__office__in=offices)
        .filter(Q(is_current=True) | Q(number__gt=0))
        .order_by("-state", "due_at", "pk")
    )


def to_read(scope: Scope, offices: list[str]) -> QuerySet[Report]:
    """Return the communes' reports that wait for a reader, the longest waiting first."""
    return (
        reports_with_names(scope)
        .filter(state__in=WITH_READER, commune__isnull=False, period__form__office__in=offices)
        .order_by("submitted_at", "pk")
    )
