"""The standard monthly form of a nation for measuring, with its months open before any commune is there."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from reports.domain.calendar import periods_between
from reports.domain.opening import open_periods
from reports.models import ReportForm, ReportingPeriod
from reports.standard.security_month import SECURITY_MONTH
from reports.standard.write import write_standard_forms


@dataclass(frozen=True)
class NationMonths:
    """The form, its months that are over, the earliest first, and the running one that waits to be filed."""

    form: ReportForm
    over: tuple[ReportingPeriod, ...]
    running: tuple[ReportingPeriod, ...]

    @property
    def all(self) -> tuple[ReportingPeriod, ...]:
        """Every month, the earliest first."""
        return (*self.over, *self.running)


def open_nation_months(
    months: int, now: datetime.datetime, *, since: datetime.date
) -> NationMonths:
    """Publish the standard forms for everybody and open the monthly one: ``months`` that are over and the
    running one, none that ended before ``since``, when the communes began.

    Called while there is no commune, so that no report is made: the loader writes those by COPY.
    """
    write_standard_forms(None, opens_from=None)
    form = ReportForm.objects.select_related("calendar").get(code=SECURITY_MONTH.code)
    assert form.calendar is not None
    today = timezone.localdate(now)
    known = [
        bounds
        for bounds in periods_between(form.calendar, since - datetime.timedelta(days=40), today)
        if bounds.last >= since
    ]
    over = [bounds for bounds in known if bounds.last < today][-months:]
    form.opens_from = (over or known)[0].first
    form.save(update_fields=["opens_from", "updated_at"])
    open_periods(now, form=form)
    periods = list(form.periods.select_related("form", "form_version").order_by("first_day"))
    return NationMonths(
        form,
        tuple(one for one in periods if one.last_day < today),
        tuple(one for one in periods if one.last_day >= today),
    )
