"""Many reports into one: counts added up, rates reckoned from their parts, texts gathered with each unit named.

The result is itself a report, of the jurisdiction, that can go up another level. Where a jurisdiction below
has an accepted report of its own, that one counts; else its communes' reports do. So adding up first by
districts and then by provinces gives the same as adding up at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pghistory
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from reports.domain.counted import ORDINARY, Sources, Way, sources_of
from reports.domain.filling import put_source
from reports.domain.locking import locked_report
from reports.domain.opening import deadline_of
from reports.domain.parts import FormParts, parts_of
from reports.domain.rights import CONSOLIDATE, may_read, require
from reports.domain.rules import computed
from reports.domain.sheet import UNIT
from reports.models import (
    Aggregation,
    FiledBy,
    IndicatorKind,
    Report,
    ReportingPeriod,
    ReportValue,
)
from reports.queries.below import texts_together, values_in
from units.domain.scope import Scope
from units.models import Jurisdiction


@transaction.atomic
def consolidate(
    period: ReportingPeriod,
    jurisdiction: Jurisdiction,
    *,
    by: User,
    scope: Scope,
    way: Way = ORDINARY,
) -> Report:
    """Make or refresh the jurisdiction's report of ``period`` from the reports below; a handful of queries,
    whatever their number. A replacement that is being written is refreshed instead of what it replaces.

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
    current = locked_report(_latest_or_new(period, jurisdiction))
    if not current.is_writable:
        raise ValidationError(
            _("The consolidated report is %(state)s; a correction is a numbered replacement.")
            % {"state": current.get_state_display()}
        )
    write_sums(current, sources_of(period, jurisdiction, scope, way, today=timezone.localdate()))
    current.refresh_from_db(fields=["version", "prefilled_at", "basis"])
    return current


def _latest_or_new(period: ReportingPeriod, jurisdiction: Jurisdiction) -> Report:
    """The jurisdiction's report, or its last replacement; made where there is none."""
    own = Report.objects.filter(period=period, jurisdiction=jurisdiction, commune__isnull=True)
    latest = own.order_by("-number").first()
    if latest is not None:
        return latest
    made, _is_new = Report.objects.get_or_create(
        period=period,
        jurisdiction=jurisdiction,
        commune=None,
        number=0,
        defaults={"due_at": deadline_of(period, jurisdiction)},
    )
    return made


def write_sums(report: Report, sources: Sources) -> None:
    """Write sums and gathered texts into the cells of a jurisdiction's report."""
    parts = parts_of(report.period.form_version)
    given = given_by(parts, sources)
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
        Report.objects.filter(pk=report.pk).update(prefilled_at=now, basis=sources.basis())


def given_by(parts: FormParts, sources: Sources) -> dict[int, Any]:
    """Return what the counted reports give each keyed cell: a sum, a text, or rows; three queries.

    Cells are matched by the indicator's lasting code, so reports of different versions add up.
    """
    sums = sums_of([report.pk for report in sources.counted])
    texts, rows = _texts(parts, sources), _rows(parts, sources)
    found: dict[int, Any] = {}
    for one in parts.keyed:
        if one.kind == IndicatorKind.TEXT:
            found[one.pk] = texts.get(one.code) or None
        elif one.kind == IndicatorKind.TABLE:
            found[one.pk] = rows.get(one.code) or None
        else:
            found[one.pk] = sums.get(one.code)
    return found


def sums_of(keys: Sequence[int]) -> dict[str, Decimal]:
    """Add up the numbers of reports by the indicator's code; one grouped query.

    Cells with a formula are left out; where nobody filled a cell there is nothing, which is not zero.
    """
    by_indicator = (
        values_in(keys)
        .filter(number__isnull=False, indicator__formula="")
        .order_by()
        .values_list("indicator__code")
        .annotate(total=Sum("number"))
    )
    return dict(by_indicator)


def with_formulas(parts: FormParts, sums: Mapping[str, Decimal]) -> dict[str, Decimal | None]:
    """Return sums with the formulas reckoned from them, by code; a rate of several units is never a mean."""
    if not sums:
        return {}
    typed = {
        one.pk: sums.get(one.code) for one in parts.indicators if one.is_number and not one.formula
    }
    reckoned = {**typed, **computed(parts, typed, {})}
    return {one.code: reckoned.get(one.pk) for one in parts.indicators if one.is_number}


def _texts(parts: FormParts, sources: Sources) -> Mapping[str, str]:
    """Gather texts in the order of the units, each after its unit's name; one query."""
    # What a jurisdiction gathered names its communes already, line by line.
    of_jurisdictions = {row.pk for row in sources.below}
    labels = {
        key: f"{name}:\n" if key in of_jurisdictions else f"{name}: "
        for key, name in sources.labels().items()
    }
    return texts_together(labels, _codes(parts, IndicatorKind.TEXT))


def _rows(parts: FormParts, sources: Sources) -> Mapping[str, list[dict[str, Any]]]:
    """Put the rows of tables one after the other, in the order of the units, each with its unit; one query."""
    labels = sources.labels()
    order = {key: place for place, key in enumerate(labels)}
    given = (
        values_in(list(labels))
        .filter(indicator__code__in=_codes(parts, IndicatorKind.TABLE), rows__isnull=False)
        .values_list("report_id", "indicator__code", "rows")
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for key, code, rows in sorted(given, key=lambda one: order[one[0]]):
        found.setdefault(code, []).extend(
            {UNIT: row.get(UNIT) or labels[key], **row} for row in rows or ()
        )
    return found


def _codes(parts: FormParts, kind: str) -> list[str]:
    return [
        one.code
        for one in parts.keyed
        if one.kind == kind and one.aggregation == Aggregation.GATHER
    ]


def is_stale(report: Report, sources: Sources) -> bool:
    """Tell whether other reports count now than when the sums were written, or one was answered since."""
    since = report.prefilled_at
    if since is None or report.basis is None:
        return True
    kept = {**report.basis, "unapproved": None, "successors": None}
    now = {**sources.basis(), "unapproved": None, "successors": None}
    return kept != now or any(
        one.submitted_at and one.submitted_at > since for one in sources.counted
    )


def way_of(report: Report) -> Way:
    """Return how a consolidated report was added up."""
    basis = report.basis or {}
    return Way(bool(basis.get("unapproved")), bool(basis.get("successors")))
