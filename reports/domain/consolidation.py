"""Many reports into one: counts added up, rates reckoned from their parts, texts gathered with each unit named.

The result is itself a report, of the jurisdiction, that can go up another level. Where a jurisdiction below
has an accepted report of its own, that one counts; else its communes' reports do. So adding up first by
districts and then by provinces gives the same as adding up at once.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pghistory
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from reports.domain.filling import put_source
from reports.domain.locking import locked_report
from reports.domain.opening import deadline_of
from reports.domain.parts import FormParts, parts_of
from reports.domain.rights import CONSOLIDATE, may_read, require
from reports.domain.sheet import UNIT
from reports.models import (
    ACCEPTED,
    FILED,
    Aggregation,
    FiledBy,
    IndicatorKind,
    Report,
    ReportingPeriod,
    ReportValue,
)
from units.domain.scope import Scope
from units.models import Jurisdiction


@dataclass(frozen=True)
class Sources:
    """What a consolidated report is made from: the reports that count, and those of units that are missing."""

    counted: Sequence[Report]
    missing: Sequence[Report]

    @property
    def nothing(self) -> list[Report]:
        """The units that said that there is nothing to report."""
        return [report for report in self.counted if report.nothing_to_report]


def sources_of(
    period: ReportingPeriod,
    jurisdiction: Jurisdiction,
    scope: Scope,
    *,
    with_unapproved: bool = False,
) -> Sources:
    """Return the reports that a jurisdiction's report of ``period`` is made from; two queries.

    Accepted reports count; with ``with_unapproved`` also those submitted and not yet approved. Everything
    that was expected and does not count is missing.
    """
    states = FILED if with_unapproved else ACCEPTED
    reports = (
        Report.objects.visible_to(scope)
        .filter(period=period, is_current=True)
        .select_related("commune__jurisdiction", "jurisdiction", "period__form")
        .defer("commune__boundary")
    )
    below = [
        report
        for report in reports.filter(
            commune__isnull=True, jurisdiction__path__startswith=jurisdiction.path, state__in=states
        )
        if report.jurisdiction_id != jurisdiction.pk
    ]
    # Of nested jurisdictions the upper one counts: it has the lower one inside.
    paths = sorted(report.jurisdiction.path for report in below if report.jurisdiction)
    outer = [
        path
        for path in paths
        if not any(path != other and path.startswith(other) for other in paths)
    ]
    taken = [
        report for report in below if report.jurisdiction and report.jurisdiction.path in outer
    ]
    communes = [
        report
        for report in reports.filter(
            commune__isnull=False, commune__jurisdiction__path__startswith=jurisdiction.path
        ).order_by("commune__sort_key", "commune_id")
        if report.commune and not _inside(report.commune.jurisdiction.path, outer)
    ]
    return Sources(
        counted=[*taken, *(one for one in communes if one.state in states)],
        missing=[one for one in communes if one.state not in states],
    )


def _inside(path: str, outer: Iterable[str]) -> bool:
    return any(path.startswith(one) for one in outer)


@transaction.atomic
def consolidate(
    period: ReportingPeriod,
    jurisdiction: Jurisdiction,
    *,
    by: User,
    scope: Scope,
    with_unapproved: bool = False,
) -> Report:
    """Make or refresh the jurisdiction's report of ``period`` from the reports below; a handful of queries,
    whatever their number.

    Cells that somebody edited keep the edit beside the new sum. Raises ``PermissionDenied``;
    ``ValidationError`` where the report is no longer writable or the form is not the communes'.
    """
    require(by, CONSOLIDATE)
    if not may_read(by, period.form.office) or not scope.sees_jurisdiction(jurisdiction.pk):
        raise PermissionDenied
    if period.form.filed_by != FiledBy.COMMUNE:
        raise ValidationError(
            _("This form is not filed by communes, so there is nothing to add up.")
        )
    report, _made = Report.objects.get_or_create(
        period=period,
        jurisdiction=jurisdiction,
        commune=None,
        number=0,
        defaults={"due_at": deadline_of(period, jurisdiction)},
    )
    current = locked_report(report)
    if not current.is_writable:
        raise ValidationError(
            _("The consolidated report is %(state)s; a correction is a numbered replacement.")
            % {"state": current.get_state_display()}
        )
    sources = sources_of(period, jurisdiction, scope, with_unapproved=with_unapproved)
    write_sums(current, sources.counted)
    current.refresh_from_db(fields=["version", "prefilled_at"])
    return current


def write_sums(report: Report, counted: Sequence[Report]) -> None:
    """Write sums and gathered texts into the cells of a jurisdiction's report."""
    parts = parts_of(report.period.form_version)
    given = given_by(parts, counted)
    now = timezone.now()
    kept = {value.indicator_id: value for value in ReportValue.objects.filter(report=report)}
    made: list[ReportValue] = []
    changed: list[ReportValue] = []
    for one in parts.keyed:
        if one.aggregation == Aggregation.NONE:
            continue
        value = kept.get(one.pk) or ReportValue(report=report, indicator=one)
        is_changed = put_source(value, one, given.get(one.pk), now)
        if value.pk is None:
            made.append(value)
        elif is_changed:
            changed.append(value)
    with pghistory.context(username="consolidate", name=_("Consolidation")):
        ReportValue.objects.bulk_create(made)
        ReportValue.objects.bulk_update(
            changed,
            ["number", "text", "rows", "source_number", "source_text", "source_rows", "sourced_at"],
        )
        Report.objects.filter(pk=report.pk).update(prefilled_at=now)


def given_by(parts: FormParts, counted: Sequence[Report]) -> dict[int, Any]:
    """Return what the counted reports give each keyed cell: a sum, a text, or rows; two queries.

    Cells are matched by the indicator's lasting code, so reports of different versions add up.
    """
    keys = [report.pk for report in counted]
    sums = _sums(keys)
    texts, rows = _gathered(parts, counted)
    found: dict[int, Any] = {}
    for one in parts.keyed:
        if one.kind == IndicatorKind.TEXT:
            found[one.pk] = "\n".join(texts.get(one.code, ())) or None
        elif one.kind == IndicatorKind.TABLE:
            found[one.pk] = rows.get(one.code) or None
        else:
            found[one.pk] = sums.get(one.code)
    return found


def _sums(keys: Sequence[int]) -> Mapping[str, Decimal]:
    """Add up the numbers of reports by indicator; one grouped query. Where nobody filled a cell there is
    nothing, which is not zero."""
    by_indicator = (
        ReportValue.objects.filter(report__in=keys, number__isnull=False, indicator__formula="")
        .order_by()
        .values_list("indicator__code")
        .annotate(total=Sum("number"))
    )
    return dict(by_indicator)


def _gathered(
    parts: FormParts, counted: Sequence[Report]
) -> tuple[Mapping[str, list[str]], Mapping[str, list[dict[str, Any]]]]:
    """Gather texts and rows in the order of the units, each unit named."""
    codes = [
        one.code
        for one in parts.keyed
        if one.kind in (IndicatorKind.TEXT, IndicatorKind.TABLE)
        and one.aggregation == Aggregation.GATHER
    ]
    names = {report.pk: str(report.unit) for report in counted}
    order = {report.pk: number for number, report in enumerate(counted)}
    values = ReportValue.objects.filter(
        report__in=list(order), indicator__code__in=codes
    ).values_list("report_id", "indicator__code", "text", "rows")
    texts: dict[str, list[str]] = {}
    rows: dict[str, list[dict[str, Any]]] = {}
    for key, code, text, table in sorted(values, key=lambda row: order[row[0]]):
        if text:
            texts.setdefault(code, []).append(f"{names[key]}: {text}")
        for row in table or ():
            rows.setdefault(code, []).append({UNIT: row.get(UNIT) or names[key], **row})
    return texts, rows


def is_stale(report: Report, sources: Sources) -> bool:
    """Tell whether a report below was answered after the sums were written."""
    since: datetime.datetime | None = report.prefilled_at
    return since is None or any(one.updated_at > since for one in sources.counted)
