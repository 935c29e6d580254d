"""Carries out the moves of a report: who may, under a lock, with rules checked, dates and a snapshot.

Which moves there are is declared in ``reports.models.states``.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_fsm import can_proceed

from accounts.models import User
from reports.domain.filling import must_say_nothing
from reports.domain.locking import locked_report
from reports.domain.parts import parts_of
from reports.domain.rights import EXCUSE, may_review, may_write, require
from reports.domain.sheet import Sheet, sheet_of
from reports.domain.snapshots import take_snapshot
from reports.models import (
    ACCEPTED,
    IndicatorKind,
    OverTime,
    Report,
    ReportMove,
    ReportState,
    ReportValue,
)
from units.domain.scope import Scope

SUBMIT = "submit"


@dataclass(frozen=True, slots=True)
class OfferedMove:
    """A move that this person may make now: the transition's name and how it is offered."""

    name: str
    move: ReportMove


def moves_offered(report: Report, user: User) -> list[OfferedMove]:
    """Return the moves that the state allows and the person may make."""
    allowed = []
    for step in report.get_available_state_transitions():  # type: ignore[attr-defined]
        may = may_write(user, report) if step.name == SUBMIT else may_review(user, report)
        if may and user.has_perm(step.permission):
            allowed.append(OfferedMove(step.name, step.custom["move"]))
    return sorted(allowed, key=lambda one: not one.move.is_main)


@transaction.atomic
def submit_report(
    report: Report, *, by: User, scope: Scope, now: datetime.datetime, version: int | None = None
) -> Report:
    """File a report: rules checked again, formulas written down, a snapshot kept.

    The first submission's moment decides whether it was on time. Raises ``PermissionDenied``,
    ``ReportChangedError``, or ``ValidationError`` naming everything that stands against it.
    """
    if not may_write(by, report):
        raise PermissionDenied
    current = locked_report(report, version)
    _must_allow(current, "submit")
    if current.nothing_to_report:
        must_say_nothing(current)
        _write_zeros(current)
    sheet = sheet_of(current, scope=scope)
    _must_be_ready(sheet)
    _write_formulas(sheet)
    take_snapshot(sheet_of(current, scope=scope), by_name=by.get_full_name(), at=now)
    current.submit()
    current.submissions += 1
    current.submitted_at = now
    current.first_submitted_at = current.first_submitted_at or now
    current.submitted_by, current.submitted_by_name = by, by.get_full_name()
    current.is_keyed_above = current.commune_id is not None and scope.only_commune is None
    return _saved(current, now)


def _must_be_ready(sheet: Sheet) -> None:
    """Raise ``ValidationError`` with every reason why a report cannot be submitted."""
    if sheet.report.nothing_to_report:
        return
    if sheet.is_blank and not sheet.filled:
        raise ValidationError(
            _("The report is empty. If nothing happened, tick “Nothing to report” and say why.")
        )
    against = [
        _("%(line)s: %(problem)s")
        % {
            "line": ", ".join(sheet.cells[key].indicator.line for key in one.indicator_ids),
            "problem": one.message,
        }
        for one in sheet.problems
    ]
    if against:
        raise ValidationError(against)


def _write_zeros(report: Report) -> None:
    """Write down the zeros that “nothing to report” says: of what happens, not of what stands, and only
    where nothing stands yet. So sums and series read zero, and not that nothing was filed."""
    kept = {value.indicator_id: value for value in ReportValue.objects.filter(report=report)}
    made, changed = [], []
    for one in parts_of(report.period.form_version).keyed:
        if one.kind not in (IndicatorKind.COUNT, IndicatorKind.AMOUNT):
            continue
        value = kept.get(one.pk)
        if one.over_time != OverTime.SUM or (value is not None and value.number is not None):
            continue
        if value is None:
            made.append(ReportValue(report=report, indicator=one, number=0))
        else:
            value.number = Decimal(0)
            changed.append(value)
    ReportValue.objects.bulk_create(made)
    ReportValue.objects.bulk_update(changed, ["number"])


def _write_formulas(sheet: Sheet) -> None:
    """Write what the formulas give into rows of their own, so that series and consolidation read them."""
    kept = {value.indicator_id: value for value in ReportValue.objects.filter(report=sheet.report)}
    made, changed = [], []
    for one in parts_of(sheet.report.period.form_version).indicators:
        if not one.formula:
            continue
        number = sheet.cells[one.pk].number
        value = kept.get(one.pk)
        if value is None:
            made.append(ReportValue(report=sheet.report, indicator=one, number=number))
        elif value.number != number:
            value.number = number
            changed.append(value)
    ReportValue.objects.bulk_create(made)
    ReportValue.objects.bulk_update(changed, ["number"])


def begin_review(
    report: Report, *, by: User, now: datetime.datetime, version: int | None = None
) -> Report:
    """Tell the unit that its report is being read."""
    return _read(report, "begin_review", by=by, now=now, version=version)


def return_report(
    report: Report, *, by: User, message: str, now: datetime.datetime, version: int | None = None
) -> Report:
    """Give a report back with a message; the unit can write in it again."""
    if not message.strip():
        raise ValidationError(
            {
                "message": _(
                    "Say what has to be put right, in a sentence that others will understand."
                )
            }
        )
    return _read(
        report, "send_back", by=by, now=now, version=version, return_message=message.strip()
    )


@transaction.atomic
def approve_report(
    report: Report, *, by: User, now: datetime.datetime, version: int | None = None
) -> Report:
    """Accept a report. A replacement counts from now on, and the one that it replaces no more."""
    current = _read(report, "approve", by=by, now=now, version=version, approved_at=now)
    if current.is_current:
        return current
    _same_unit(current).exclude(pk=current.pk).filter(is_current=True).update(is_current=False)
    current.is_current = True
    current.save(update_fields=["is_current", "updated_at"])
    current.refresh_from_db(fields=["version"])
    return current


def lock_report(
    report: Report, *, by: User, now: datetime.datetime, version: int | None = None
) -> Report:
    """Close a report: from now on a correction is a numbered replacement."""
    return _read(report, "lock", by=by, now=now, version=version, locked_at=now)


def lock_due(now: datetime.datetime) -> int:
    """Lock the reports whose days after approval have passed; return how many. For the daily command."""
    due = [
        report.pk
        for report in Report.objects.filter(state=ReportState.APPROVED).select_related(
            "period__form"
        )
        if report.approved_at
        and now - report.approved_at >= datetime.timedelta(days=report.period.form.lock_after_days)
    ]
    return Report.objects.filter(pk__in=due, state=ReportState.APPROVED).update(
        state=ReportState.LOCKED, locked_at=now, state_since=now
    )


@transaction.atomic
def replace_report(report: Report, *, by: User, reason: str, now: datetime.datetime) -> Report:
    """Begin a numbered replacement of an accepted report, with its values to correct.

    NĐ 30/2020/NĐ-CP art. 18 §3: wrong content of an issued text is put right by another text of the same form.
    """
    if not may_write(by, report):
        raise PermissionDenied
    current = locked_report(report)
    if current.state not in ACCEPTED:
        raise ValidationError(_("Only an approved or locked report is replaced."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the report has to be replaced.")})
    others = list(_same_unit(current).order_by("-number"))
    if others[0].number > current.number and others[0].state not in ACCEPTED:
        raise ValidationError(
            _("Replacement %(number)s is already being written.") % {"number": others[0].number}
        )
    if others[0].pk != current.pk:
        raise ValidationError(_("This report has been replaced; replace the latest one."))
    new = Report.objects.create(
        period=current.period,
        commune=current.commune,
        jurisdiction=current.jurisdiction,
        number=current.number + 1,
        replaces=current,
        replacement_reason=reason.strip(),
        is_current=False,
        due_at=current.due_at,
        prefilled_at=now,
        basis=current.basis,
    )
    copied = ReportValue.objects.filter(report=current)
    ReportValue.objects.bulk_create([_copy(value, new) for value in copied])
    return new


def _copy(value: ReportValue, report: Report) -> ReportValue:
    value.pk, value.report, value.version = None, report, 1
    value._state.adding = True
    return value


@transaction.atomic
def excuse_report(report: Report, *, by: User, reason: str, now: datetime.datetime) -> Report:
    """Excuse a late or missing report; it no longer counts against the unit."""
    require(by, EXCUSE)
    if not may_review(by, report):
        raise PermissionDenied
    current = locked_report(report)
    if current.state == ReportState.LOCKED:
        raise ValidationError(_("A locked report never changes."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the delay is excused.")})
    current.excused_at, current.excused_by_name = now, by.get_full_name()
    current.excused_reason = reason.strip()
    current.save()
    current.refresh_from_db(fields=["version"])
    return current


def approve_many(
    reports: Sequence[Report], *, by: User, now: datetime.datetime
) -> tuple[list[Report], list[tuple[Report, str]]]:
    """Approve those that can be approved; return them, and the others each with the reason why not."""
    done: list[Report] = []
    refused: list[tuple[Report, str]] = []
    for report in reports:
        try:
            done.append(approve_report(report, by=by, now=now))
        except ValidationError as problem:
            refused.append((report, " ".join(problem.messages)))
        except PermissionDenied:
            refused.append((report, _("not yours to approve")))
    return done, refused


@transaction.atomic
def _read(
    report: Report,
    name: str,
    *,
    by: User,
    now: datetime.datetime,
    version: int | None,
    **fields: Any,
) -> Report:
    """Make a reader's move and save it with ``fields``."""
    if not may_review(by, report):
        raise PermissionDenied
    current = locked_report(report, version)
    _must_allow(current, name)
    getattr(current, name)()
    current.reviewed_by_name = by.get_full_name()
    for field, value in fields.items():
        setattr(current, field, value)
    return _saved(current, now)


def _must_allow(report: Report, name: str) -> None:
    if not can_proceed(getattr(report, name)):
        raise ValidationError(
            _("The report is now “%(state)s”, so this step is not possible.")
            % {"state": report.get_state_display()}
        )


def _saved(report: Report, now: datetime.datetime) -> Report:
    report.state_since = now
    report.save()
    report.refresh_from_db(fields=["version"])
    return report


def _same_unit(report: Report) -> Any:
    return Report.objects.filter(
        period=report.period_id, commune=report.commune_id, jurisdiction=report.jurisdiction_id
    )


def said_of_many(done: int, refused: int) -> str:
    """Say how a step on many reports ended."""
    said = ngettext("%(count)s report approved.", "%(count)s reports approved.", done) % {
        "count": done
    }
    if refused:
        said += " " + ngettext(
            "%(count)s could not be approved.", "%(count)s could not be approved.", refused
        ) % {"count": refused}
    return said
