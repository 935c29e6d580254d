"""Filling a report: figures from the records, cells saved one by one, reasons, explanations, comments."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pghistory
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from reports.domain.books import books_of
from reports.domain.held import differs_from_source, is_written_by_hand
from reports.domain.locking import CellConflictError, writable_report
from reports.domain.parts import parts_of
from reports.domain.rights import may_read, may_review, may_write
from reports.domain.sources import SOURCES, read_sources
from reports.domain.typed import read_text, read_typed
from reports.models import (
    CellComment,
    FiledBy,
    Indicator,
    IndicatorKind,
    Report,
    ReportState,
    ReportValue,
)
from units.domain.scope import Scope
from units.queries.area import Area

# The records are asked again when a report is opened after this time.
FRESH = datetime.timedelta(minutes=10)
LONGEST_REASON = 2_000


def prefill_if_stale(report: Report, *, by: User, scope: Scope, now: datetime.datetime) -> bool:
    """Fill from the records when somebody who may write opens the report and the figures are not fresh."""
    if report.commune_id is None and report.period.form.filed_by == FiledBy.COMMUNE:
        return False  # a consolidated report comes from the reports below, not from the records
    is_fresh = report.prefilled_at is not None and now - report.prefilled_at < FRESH
    if is_fresh or not report.is_writable or report.nothing_to_report or not may_write(by, report):
        return False
    prefill(report, scope=scope, today=timezone.localdate(now))
    return True


@transaction.atomic
def prefill(report: Report, *, scope: Scope, today: datetime.date) -> Report:
    """Read every sourced cell from the records; cells that somebody has written differently keep what
    was written, beside the new figure of the records. In a period that is over, figures of which the records
    know no past stay as they were given once: today's would not be the period's."""
    current = writable_report(report)
    sourced = parts_of(current.period.form_version).sourced
    found = _from_records(current, sourced, scope, today)
    kept = {value.indicator_id: value for value in ReportValue.objects.filter(report=current)}
    now = timezone.now()
    made: list[ReportValue] = []
    changed: list[ReportValue] = []
    is_over = current.period.last_day < today
    for one in sourced:
        value = kept.get(one.pk) or ReportValue(report=current, indicator=one)
        if is_over and value.has_source and not SOURCES[one.source].has_past:
            continue
        is_changed = put_source(value, one, found.get(one.source), now)
        if value.pk is None:
            made.append(value)
        elif is_changed:
            changed.append(value)
    with pghistory.context(username="records", name=_("Figures from the records")):
        ReportValue.objects.bulk_create(made)
        ReportValue.objects.bulk_update(
            changed,
            ["number", "text", "rows", "source_number", "source_text", "source_rows", "sourced_at"],
        )
        Report.objects.filter(pk=current.pk).update(prefilled_at=now)
    current.refresh_from_db(fields=["prefilled_at", "version"])
    return current


def _from_records(
    report: Report, sourced: Iterable[Indicator], scope: Scope, today: datetime.date
) -> dict[str, Any]:
    """Return what the records give by source; a jurisdiction's own report adds its communes up."""
    codes = {one.source for one in sourced}
    period = report.period
    if report.commune_id is not None:
        books = books_of(report, today).communes
        area = Area(Scope.of(books))
        found = read_sources(codes, area, period.first_day, period.last_day, today)
        return {
            code: _together(list(by_commune.values()))
            if code in SOURCES and SOURCES[code].is_of_books
            else by_commune.get(report.commune_id)
            for code, by_commune in found.items()
        }
    assert report.jurisdiction is not None
    area = Area.of(scope, report.jurisdiction)
    found = read_sources(codes, area, period.first_day, period.last_day, today)
    return {code: _together(list(by_commune.values())) for code, by_commune in found.items()}


def _together(values: list[Any]) -> Any:
    """Add numbers, join texts, put rows one after the other; nothing where nothing was given."""
    given = [value for value in values if value is not None]
    if not given:
        return None
    if isinstance(given[0], str):
        return "\n".join(value for value in given if value)
    if isinstance(given[0], list):
        return [row for rows in given for row in rows]
    return sum(given, Decimal(0))


def as_fields(indicator: Indicator, given: Any) -> dict[str, Any]:
    """Return number, text and rows of a cell for what the records give."""
    if indicator.kind == IndicatorKind.TEXT:
        return {"number": None, "text": str(given or ""), "rows": None}
    if indicator.kind == IndicatorKind.TABLE:
        return {"number": None, "text": "", "rows": given or None}
    return {"number": None if given is None else Decimal(given), "text": "", "rows": None}


def as_source(given: dict[str, Any]) -> dict[str, Any]:
    """Return the same under the names of what the records gave."""
    return {f"source_{name}": value for name, value in given.items()}


def put_source(
    value: ReportValue, indicator: Indicator, given: Any, now: datetime.datetime
) -> bool:
    """Put what the records, or the reports below, give into a cell; what somebody wrote differently stays.

    Tell whether the row has to be saved.
    """
    content = as_fields(indicator, given)
    was_written = is_written_by_hand(value, indicator)
    before = {name: getattr(value, f"source_{name}") for name in content}
    if value.has_source and before == content and (was_written or _holds(value, content)):
        return False
    for name, new in as_source(content).items():
        setattr(value, name, new)
    value.sourced_at = now
    if not was_written:
        for name, new in content.items():
            setattr(value, name, new)
    return True


def _holds(value: ReportValue, given: dict[str, Any]) -> bool:
    return all(getattr(value, name) == content for name, content in given.items())


@transaction.atomic
def save_cell(
    report: Report,
    indicator: Indicator,
    typed: Any,
    *,
    version: int,
    by: User,
    override_reason: str | None = None,
    explanation: str | None = None,
) -> ReportValue:
    """Save one cell upon the version that the person saw (0: no row yet); ``None`` leaves a reason as it is.

    Raises ``PermissionDenied``; ``ValidationError`` for what cannot be read, or where the report is no
    longer writable; ``CellConflictError`` when somebody else saved the cell meanwhile.
    """
    if not may_write(by, report):
        raise PermissionDenied
    current = writable_report(report)
    if indicator.form_version_id != current.period.form_version_id or not indicator.is_keyed:
        raise ValidationError(_("This line is not one that somebody fills in."))
    value = ReportValue.objects.filter(report=current, indicator=indicator).first()
    content = read_typed(indicator, typed)
    reasons = _reasons(override_reason=override_reason, explanation=explanation)
    if value is not None and _holds(value, {**content, **reasons}):
        return value  # sent twice, or nothing new: nobody is in anybody's way
    if (value.version if value else 0) != version:
        raise CellConflictError(value)
    value = value or ReportValue(report=current, indicator=indicator)
    for name, new in {**content, **reasons}.items():
        setattr(value, name, new)
    if not differs_from_source(value, indicator):
        value.override_reason = ""
    value.written_by_name = by.get_full_name()
    value.save()
    value.refresh_from_db()
    if current.nothing_to_report and _says_something(value, indicator):
        # Somebody has something to report after all.
        say_nothing_to_report(report, "", by=by, is_so=False)
    return value


def _reasons(**given: str | None) -> dict[str, str]:
    read = {name: read_text(text) for name, text in given.items() if text is not None}
    for text in read.values():
        if len(text) > LONGEST_REASON:
            raise ValidationError(
                _("At most %(most)s characters for a reason.") % {"most": LONGEST_REASON}
            )
    return read


@transaction.atomic
def take_from_records(
    report: Report, indicator: Indicator, *, version: int, by: User
) -> ReportValue:
    """Put the records' figure back into a cell that somebody had overridden."""
    if not may_write(by, report):
        raise PermissionDenied
    current = writable_report(report)
    value = ReportValue.objects.filter(report=current, indicator=indicator).first()
    if value is None or not value.has_source:
        raise ValidationError(_("The records give nothing for this line."))
    if value.version != version:
        raise CellConflictError(value)
    value.number, value.text, value.rows = (
        value.source_number,
        value.source_text,
        value.source_rows,
    )
    value.override_reason = ""
    value.written_by_name = by.get_full_name()
    value.save()
    value.refresh_from_db()
    return value


@transaction.atomic
def say_nothing_to_report(report: Report, reason: str, *, by: User, is_so: bool = True) -> Report:
    """Say that there is nothing to report in this period, and why; or take that back."""
    if not may_write(by, report):
        raise PermissionDenied
    current = writable_report(report)
    text = _reasons(reason=reason)["reason"]
    if is_so and not text:
        raise ValidationError(
            {"nothing_reason": _("Say in a sentence why there is nothing to report.")}
        )
    if is_so:
        must_say_nothing(current)
    current.nothing_to_report = is_so
    current.nothing_reason = text if is_so else ""
    current.save(update_fields=["nothing_to_report", "nothing_reason", "updated_at"])
    current.refresh_from_db(fields=["version"])
    return current


def must_say_nothing(report: Report) -> None:
    """Raise ``ValidationError`` where somebody wrote that something did happen."""
    parts = parts_of(report.period.form_version)
    told = [
        parts.by_id[value.indicator_id]
        for value in ReportValue.objects.filter(report=report)
        if value.indicator_id in parts.by_id
        and _says_something(value, parts.by_id[value.indicator_id])
    ]
    if told:
        lines = ", ".join(one.line for one in sorted(told, key=lambda one: one.order))
        raise ValidationError(
            {
                "nothing_reason": _(
                    "Something is reported in these lines: %(lines)s. Empty them first, or report it."
                )
                % {"lines": lines}
            }
        )


def _says_something(value: ReportValue, indicator: Indicator) -> bool:
    """Tell whether somebody, and not the records, wrote more than zero or no words."""
    if not indicator.is_keyed or not is_written_by_hand(value, indicator):
        return False
    return bool(value.number or value.text.strip() or value.rows)


@transaction.atomic
def comment_on(report: Report, indicator: Indicator | None, text: str, *, by: User) -> CellComment:
    """Say something about a cell or the whole report: its writers while it is theirs, its readers always
    but when it is locked."""
    reads = may_review(by, report)
    if not (reads or may_write(by, report)) or not may_read(by, report.period.form.office):
        raise PermissionDenied
    if report.state == ReportState.LOCKED:
        raise ValidationError(_("A locked report takes no more comments."))
    said = _reasons(text=text)["text"]
    if not said:
        raise ValidationError({"text": _("Write the comment first.")})
    if indicator is not None and indicator.form_version_id != report.period.form_version_id:
        raise ValidationError(_("This line is not in the report."))
    return CellComment.objects.create(
        report=report,
        indicator=indicator,
        text=said,
        by=by,
        by_name=by.get_full_name(),
        from_above=reads,
    )


@transaction.atomic
def settle_comment(comment: CellComment, *, by: User) -> CellComment:
    """Mark a comment as settled; who wrote it, or who reads the report, may say so."""
    if not (may_review(by, comment.report) or may_write(by, comment.report)):
        raise PermissionDenied
    if comment.settled_at is None:
        comment.settled_at = timezone.now()
        comment.save(update_fields=["settled_at", "updated_at"])
    return comment
