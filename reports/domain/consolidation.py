"""Many reports into one: counts added up, rates reckoned from their parts, texts gathered with each unit named.

The result is itself a report, of the jurisdiction, that can go up another level. Where a jurisdiction below
has an accepted report of its own, that one counts; else its communes' reports do. So adding up first by
districts and then by provinces gives the same as adding up at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

import pghistory
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from reports.domain.counted import ORDINARY, Sources, Way, sources_of
from reports.domain.filling import put_source
from reports.domain.gathering import gather_into
from reports.domain.locking import locked_report
from reports.domain.opening import deadline_of
from reports.domain.parts import FormParts, parts_of
from reports.domain.rights import CONSOLIDATE, may_read, require
from reports.domain.rules import computed
from reports.models import (
    Aggregation,
    FiledBy,
    Indicator,
    Report,
    ReportingPeriod,
    ReportValue,
)
from reports.queries.below import values_in
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
    numbers = ReportValue.objects.filter(report=report, indicator__in=list(given))
    kept = {value.indicator_id: value for value in numbers}
    made: list[ReportValue] = []
    changed: list[ReportValue] = []
    for key, total in given.items():
        one = parts.by_id[key]
        value = kept.get(key) or ReportValue(report=report, indicator=one)
        is_changed = put_source(value, one, total, now)
        if value.pk is None:
            made.append(value)
        elif is_changed:
            changed.append(value)
    with pghistory.context(username="consolidate", name=_("Consolidation")):
        ReportValue.objects.bulk_create(made)
        ReportValue.objects.bulk_update(changed, ["number", "source_number", "sourced_at"])
        gather_into(report, _gathered(parts), _labels(sources), now)
        Report.objects.filter(pk=report.pk).update(prefilled_at=now, basis=sources.basis())


def given_by(parts: FormParts, sources: Sources) -> dict[int, Decimal | None]:
    """Return the sum of the counted reports for each numeric cell that somebody keys; one query.

    Cells are matched by the indicator's lasting code, so reports of different versions add up.
    """
    sums = sums_of([report.pk for report in sources.counted])
    return {
        one.pk: sums.get(one.code)
        for one in parts.keyed
        if one.is_number and one.aggregation != Aggregation.NONE
    }


def _gathered(parts: FormParts) -> list[Indicator]:
    """The texts and tables that are put together."""
    return [one for one in parts.keyed if one.aggregation == Aggregation.GATHER]


def _labels(sources: Sources) -> dict[int, tuple[str, str]]:
    """What stands before each report's text, and its unit's name beside the rows of its tables."""
    # What a jurisdiction gathered names its communes already, line by line.
    of_jurisdictions = {row.pk for row in sources.below}
    return {
        key: (f"{name}:\n" if key in of_jurisdictions else f"{name}: ", name)
        for key, name in sources.labels().items()
    }


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


def added_up(figures: Iterable[Mapping[str, Decimal]]) -> dict[str, Decimal]:
    """Add up figures by their code."""
    found: dict[str, Decimal] = {}
    for each in figures:
        for code, number in each.items():
            found[code] = found.get(code, Decimal(0)) + number
    return found


def with_formulas(parts: FormParts, sums: Mapping[str, Decimal]) -> dict[str, Decimal | None]:
    """Return sums with the formulas reckoned from them, by code; a rate of several units is never a mean."""
    if not sums:
        return {}
    typed = {
        one.pk: sums.get(one.code) for one in parts.indicators if one.is_number and not one.formula
    }
    reckoned = {**typed, **computed(parts, typed, {})}
    return {one.code: reckoned.get(one.pk) for one in parts.indicators if one.is_number}


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
