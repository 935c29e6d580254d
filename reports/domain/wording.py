"""Says a report's period, deadline and standing in the words that people use for them."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.translation import ngettext

from reports.domain.calendar import said
from reports.models import Report, ReportingPeriod

HOUR = datetime.timedelta(hours=1)


def period_in_words(period: ReportingPeriod) -> str:
    """Say which period it is: month 11/2026; a special report is called by its title."""
    return period.title or said(period.code)


def deadline_in_words(due_at: datetime.datetime, now: datetime.datetime) -> str:
    """Say how far the deadline is: 2 days left, 5 hours left, 3 days overdue.

    Days are counted by the calendar in Vietnam; hours only on the day itself.
    """
    days = (timezone.localdate(due_at) - timezone.localdate(now)).days
    if now > due_at:
        return _overdue(-days, now - due_at)
    if days:
        return ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}
    return _hours_left(due_at - now)


def _overdue(days: int, by: datetime.timedelta) -> str:
    if days:
        return ngettext("%(count)s day overdue", "%(count)s days overdue", days) % {"count": days}
    hours = max(int(by / HOUR), 1)
    return ngettext("%(count)s hour overdue", "%(count)s hours overdue", hours) % {"count": hours}


def _hours_left(left: datetime.timedelta) -> str:
    hours = int(left / HOUR)
    if hours:
        return ngettext("%(count)s hour left", "%(count)s hours left", hours) % {"count": hours}
    minutes = int(left.total_seconds() // 60)
    return ngettext("%(count)s minute left", "%(count)s minutes left", minutes) % {"count": minutes}


def deadline_tone(report: Report, now: datetime.datetime) -> str:
    """Return the tone of an unfiled report's deadline: overdue is bad, within three days a warning."""
    if now > report.due_at:
        return "bad"
    return "warn" if report.due_at - now < datetime.timedelta(days=3) else "info"
