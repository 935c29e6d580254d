"""Opening of periods: one report for each unit that must file, made once and for all.

Opened by ``manage.py open_periods`` (a timer) and on the first visit of a day, whichever comes first.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from commune_police.db import context
from commune_police.history import signed_as
from reports.domain.calendar import Bounds, due_at, periods_between
from reports.models import (
    DueRule,
    FiledBy,
    FormVersion,
    PeriodCalendar,
    Report,
    ReportForm,
    ReportingPeriod,
    Tier,
    VersionState,
)
from units.domain.working_days import WorkingCalendar
from units.models import Commune, Jurisdiction, JurisdictionKind

# One opener at a time, in the whole database: the key of an advisory lock held until the transaction ends.
OPENING = 7_281_828
PROVINCIAL = (JurisdictionKind.PROVINCE, JurisdictionKind.CITY)
# Without a rule of its own a tier files this many days after the period.
PLAIN_DAYS = 3
_looked_on: dict[str, datetime.date] = {}


def ensure_opened(now: datetime.datetime) -> None:
    """Open what has begun, once a day in each process; a cheap look otherwise.

    Only a look that found nothing to do is remembered: what a request opened is lost if it fails later.
    """
    day = timezone.localdate(now)
    database = str(connection.settings_dict["NAME"])
    if _looked_on.get(database) != day and not open_periods(now):
        _looked_on[database] = day


def forget_look() -> None:
    """Look again at the next visit: a form was published or changed, or tests begin anew."""
    _looked_on.clear()


def open_periods(
    now: datetime.datetime, *, form: ReportForm | None = None
) -> list[ReportingPeriod]:
    """Open every period that has begun and is not open yet, of all forms in use or of one; return them.

    May be called again and again and by two at once. Units are those that exist on the period's last day,
    or today where that lies ahead; once open, nobody is added. A period that would overlap one of the
    form's, opened by another calendar, is not opened; see ``periods_in_the_way``.
    """
    day = timezone.localdate(now)
    with context.seeing(None, None):
        forms = _in_use(day)
        if form is not None:
            forms = forms.filter(pk=form.pk)
        missing = [(one, bounds) for one in forms for bounds in _not_open(one, day).free]
        if not missing:
            return []
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [OPENING])
        working = WorkingCalendar.read()
        with signed_as(username="open_periods", name=_("Opening of periods")):
            # Looked at again under the lock: another process may have opened some meanwhile.
            return [
                period
                for one in dict.fromkeys(pair[0] for pair in missing)
                for bounds in _not_open(one, day).free
                if (period := _open(one, bounds, working, day)) is not None
            ]


def periods_in_the_way(now: datetime.datetime) -> list[tuple[ReportForm, Bounds]]:
    """Return the periods that have begun and cannot open, because the form's calendar was changed and an
    open period reaches into them or has their name."""
    day = timezone.localdate(now)
    with context.seeing(None, None):
        return [(one, bounds) for one in _in_use(day) for bounds in _not_open(one, day).blocked]


def _in_use(day: datetime.date) -> QuerySet[ReportForm]:
    """Return the forms whose periods open by themselves."""
    forms: QuerySet[ReportForm] = ReportForm.objects.filter(
        is_active=True, calendar__isnull=False, opens_from__lte=day
    ).select_related("calendar", "jurisdiction")
    return forms


@dataclass(frozen=True, slots=True)
class NotOpen:
    """Periods that have begun and are not open: those that can open, and those that something open blocks."""

    free: Sequence[Bounds] = ()
    blocked: Sequence[Bounds] = ()


def _not_open(form: ReportForm, day: datetime.date) -> NotOpen:
    """Sort out the form's periods that have begun by ``day`` and are not open; one query."""
    assert form.calendar is not None
    assert form.opens_from is not None
    begun = list(periods_between(form.calendar, form.opens_from, day))
    regular = ReportingPeriod.objects.filter(form=form, is_special=False)
    known = list(regular.values_list("first_day", "last_day", "code"))
    days = {(first, last) for first, last, _code in known}
    codes = {code for _first, _last, code in known}
    missing = [bounds for bounds in begun if (bounds.first, bounds.last) not in days]
    blocked = [
        bounds
        for bounds in missing
        if bounds.code in codes
        or any(first <= bounds.last and bounds.first <= last for first, last in days)
    ]
    return NotOpen([bounds for bounds in missing if bounds not in blocked], blocked)


def version_for(form: ReportForm, first_day: datetime.date) -> FormVersion | None:
    """Return the newest published version that holds for periods beginning on ``first_day``."""
    return (
        FormVersion.objects.filter(form=form, state=VersionState.PUBLISHED)
        .filter(Q(valid_from__isnull=True) | Q(valid_from__lte=first_day))
        .order_by("-number")
        .first()
    )


def _open(
    form: ReportForm, bounds: Bounds, working: WorkingCalendar, day: datetime.date
) -> ReportingPeriod | None:
    version = version_for(form, bounds.first)
    if version is None:
        return None
    calendar = form.calendar
    assert calendar is not None
    rules = {rule.tier: rule for rule in calendar.due_rules.all()}
    units = _expected(form, min(bounds.last, day))
    tiers = {unit.pk: tier_of(unit) for unit in units}
    deadlines = {
        tier: _deadline(rules.get(tier), calendar, bounds.last, working, tier)
        for tier in {*tiers.values(), _first_tier(form)}
    }
    period = ReportingPeriod.objects.create(
        form=form,
        form_version=version,
        code=bounds.code,
        first_day=bounds.first,
        last_day=bounds.last,
        estimate_from=bounds.last - datetime.timedelta(days=calendar.estimate_days - 1)
        if calendar.estimate_days
        else None,
        due_at=deadlines[_first_tier(form)],
    )
    expect_reports(period, units, {unit.pk: deadlines[tiers[unit.pk]] for unit in units})
    return period


def _first_tier(form: ReportForm) -> Tier:
    return Tier.COMMUNE if form.filed_by == FiledBy.COMMUNE else Tier.DISTRICT


def _deadline(
    rule: DueRule | None,
    calendar: PeriodCalendar,
    last_day: datetime.date,
    working: WorkingCalendar,
    tier: Tier,
) -> datetime.datetime:
    plain = DueRule(calendar=calendar, tier=tier, days_after=PLAIN_DAYS)
    return due_at(rule or plain, last_day, working)


def tier_of(unit: Commune | Jurisdiction) -> Tier:
    """Return the tier at which a unit files."""
    if isinstance(unit, Commune):
        return Tier.COMMUNE
    return Tier.PROVINCE if unit.kind in PROVINCIAL else Tier.DISTRICT


def deadline_of(period: ReportingPeriod, jurisdiction: Jurisdiction) -> datetime.datetime:
    """Return when a jurisdiction's own report of ``period`` is due: its tier's rule, else the period's."""
    calendar = period.form.calendar
    rule = calendar.due_rules.filter(tier=tier_of(jurisdiction)).first() if calendar else None
    return due_at(rule, period.last_day, WorkingCalendar.read()) if rule else period.due_at


def _expected(form: ReportForm, day: datetime.date) -> list[Commune] | list[Jurisdiction]:
    communes = Commune.objects.filter(validity__contains=day).defer("boundary")
    if form.jurisdiction is not None:
        communes = communes.filter(jurisdiction__path__startswith=form.jurisdiction.path)
    if form.filed_by == FiledBy.COMMUNE:
        return list(communes)
    return list(Jurisdiction.objects.filter(pk__in=communes.values("jurisdiction")))


def expect_reports(
    period: ReportingPeriod,
    units: Iterable[Commune] | Iterable[Jurisdiction],
    deadlines: dict[int, datetime.datetime],
) -> list[Report]:
    """Make one report for each unit, due at its own deadline; return them."""
    return Report.objects.bulk_create(
        Report(
            period=period,
            commune=unit if isinstance(unit, Commune) else None,
            jurisdiction=unit if isinstance(unit, Jurisdiction) else None,
            due_at=deadlines[unit.pk],
        )
        for unit in units
    )
