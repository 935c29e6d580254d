"""Writes thirteen months of reports for the demonstration: most on time, some late, one returned, one missing."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from random import Random
from typing import Any

from django.db import connection
from django.utils import timezone

from reports.demo import words
from reports.demo.figures import invent_month
from reports.domain.filling import as_fields, as_source
from reports.domain.opening import open_periods
from reports.domain.parts import FormParts, parts_of
from reports.domain.rules import computed
from reports.domain.sheet import Sheet, assembled
from reports.domain.snapshots import take_snapshot
from reports.domain.sources import read_sources
from reports.models import (
    CellComment,
    Indicator,
    IndicatorKind,
    Reminder,
    Report,
    ReportForm,
    ReportingPeriod,
    ReportState,
    ReportValue,
)
from reports.standard.write import write_standard_forms
from units.domain.scope import Scope
from units.models import Commune, Jurisdiction, Officer
from units.queries.area import Area

MONTHS = 13
DISTRICT = "Cán bộ huyện Cần Đước"
LATE_SHARE = 0.12
ONE_HOUR = datetime.timedelta(hours=1)


def write_reports(
    jurisdiction: Jurisdiction,
    communes: Mapping[str, Commune],
    chiefs: Mapping[str, Officer],
    today: datetime.date,
    seed: int,
) -> int:
    """Write forms, periods and reports; return how many reports there are. ``communes`` by slug, those of today."""
    random = Random(seed)  # noqa: S311  (the same draw every time is the point)
    opens_from = (today.replace(day=1) - datetime.timedelta(days=31 * MONTHS)).replace(day=15)
    forms = write_standard_forms(jurisdiction, opens_from=opens_from)
    now = timezone.now()
    open_periods(now)
    with connection.cursor() as cursor:
        # Triggers keep the plans that they made while the tables were empty: whole scans for every cell.
        cursor.execute("ANALYZE reports_report, reports_indicator")
    names = {
        commune.pk: chiefs[slug].full_name if slug in chiefs else f"Phụ trách Công an {commune}"
        for slug, commune in communes.items()
    }
    slugs = {commune.pk: slug for slug, commune in communes.items()}
    for form in forms:
        if form.is_special:
            continue
        writer = _Writer(random, form, names, slugs, now)
        for period in form.periods.order_by("first_day"):
            writer.write(period)
            with connection.cursor() as cursor:
                # A long queue of deferred checks slows every trigger: settle it month by month.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return Report.objects.count()


class _Writer:
    """Writes one form's reports month after month, so that stocks go over."""

    def __init__(
        self,
        random: Random,
        form: ReportForm,
        names: Mapping[int, str],
        slugs: Mapping[int, str],
        now: datetime.datetime,
    ) -> None:
        self.random, self.form, self.names, self.slugs, self.now = random, form, names, slugs, now
        self.today = timezone.localdate(now)
        over = form.periods.filter(last_day__lt=self.today).order_by("-last_day").first()
        self.latest = over.pk if over else 0

    def write(self, period: ReportingPeriod) -> None:
        """Fill and file the reports of a period that is over; those of the running one stay untouched."""
        if period.last_day >= self.today:
            return
        parts = parts_of(period.form_version)
        reports = list(
            Report.objects.filter(period=period, commune__isnull=False)
            .select_related("period__form", "period__form_version", "commune")
            .defer("commune__boundary")
            .order_by("commune__sort_key")
        )
        given = self.records(period, parts)
        values: dict[int, dict[int, ReportValue]] = {
            report.pk: {value.indicator_id: value for value in self.cells(report, parts, given)}
            for report in reports
        }
        ReportValue.objects.bulk_create(
            [value for row in values.values() for value in row.values()], batch_size=500
        )
        for report in reports:
            self.file(report, self.sheet(report, parts, values[report.pk]))

    def records(self, period: ReportingPeriod, parts: FormParts) -> dict[str, dict[int, Any]]:
        """What the records gave at the end of the period, of every commune at once."""
        codes = {one.source for one in parts.sourced}
        return read_sources(
            codes, Area(Scope.all()), period.first_day, period.last_day, period.last_day
        )

    def cells(
        self, report: Report, parts: FormParts, given: Mapping[str, Mapping[int, Any]]
    ) -> Iterator[ReportValue]:
        """The cells of a report: those of the records as they are, the others invented."""
        invented = self.invent(report)
        numbers: dict[int, Decimal | None] = {}
        for one in parts.keyed:
            if one.source:
                content = as_fields(one, given[one.source].get(report.commune_id or 0))
                value = ReportValue(
                    report=report,
                    indicator=one,
                    sourced_at=self.now,
                    **content,
                    **as_source(content),
                )
            else:
                written = self.content(one, invented)
                if written is None:
                    continue
                value = ReportValue(
                    report=report, indicator=one, written_by_name=self.name(report), **written
                )
            numbers[one.pk] = value.number
            yield value
        for key, number in computed(parts, numbers, {}).items():
            yield ReportValue(report=report, indicator=parts.by_id[key], number=number)

    def sheet(self, report: Report, parts: FormParts, values: Mapping[int, ReportValue]) -> Sheet:
        """The report as it is submitted."""
        return assembled(report, parts, values, last={}, before={}, comments={})

    def invent(self, report: Report) -> Mapping[str, int]:
        """The figures of one commune in one month."""
        commune = report.commune
        assert commune is not None
        size = (commune.population or 10_000) / 10_000
        return invent_month(self.random, report.period.last_day.replace(day=1), size)

    def content(self, one: Indicator, invented: Mapping[str, int]) -> dict[str, Any] | None:
        """What goes into a cell."""
        if one.code in invented:
            return {"number": Decimal(invented[one.code])}
        if one.kind == IndicatorKind.TABLE:
            kind, what, proposal = self.random.choice(words.DIFFICULTIES)
            return {"rows": [{"kind": kind, "what": what, "proposal": proposal}]}
        text = {
            "situation_security": words.SECURITY,
            "situation_order": words.ORDER,
            "plan": words.PLANS,
            "proposals": words.PROPOSALS,
            "policies": words.PROPOSALS,
        }.get(one.code)
        return {"text": self.random.choice(text)} if text else None

    def name(self, report: Report) -> str:
        """Who files for the commune."""
        return self.names.get(report.commune_id or 0, "")

    def file(self, report: Report, sheet: Sheet) -> None:
        """Submit the report, in time or late, and answer it, as the month and the commune have it."""
        slug = self.slugs.get(report.commune_id or 0, "")
        is_last = report.period_id == self.latest
        if is_last and slug == "tanchanh":
            self.remind(report)
            return
        submitted = self.moment(report)
        if submitted > self.now:
            return
        self.submit(report, sheet, submitted)
        if is_last and slug == "longhoa" and self.form.office == "police":
            self.send_back(report, submitted)
        elif not is_last or self.random.random() < 0.6:
            self.approve(report, submitted)

    def moment(self, report: Report) -> datetime.datetime:
        """When the report came: mostly in the last working hours before the deadline."""
        due = timezone.localtime(report.due_at)
        days = (
            self.random.randrange(1, 4)
            if self.random.random() < LATE_SHARE
            else -self.random.randrange(0, 3)
        )
        at = due.replace(hour=self.random.randrange(7, 16), minute=self.random.randrange(60))
        return at + datetime.timedelta(days=days)

    def submit(self, report: Report, sheet: Sheet, at: datetime.datetime) -> None:
        """Freeze it with its snapshot."""
        take_snapshot(sheet, by_name=self.name(report), at=at)
        report.state = ReportState.SUBMITTED
        report.submissions = 1
        report.first_submitted_at = report.submitted_at = report.state_since = at
        report.submitted_by_name = self.name(report)
        report.save()

    def approve(self, report: Report, submitted: datetime.datetime) -> None:
        """Accept it a day later; the older ones are locked."""
        at = min(submitted + ONE_HOUR * 20, self.now)
        report.state, report.approved_at, report.state_since = ReportState.APPROVED, at, at
        report.reviewed_by_name = DISTRICT
        if report.was_late and self.random.random() < 0.25:
            report.excused_at, report.excused_by_name = at, DISTRICT
            report.excused_reason = words.EXCUSED
        locked = at + datetime.timedelta(days=self.form.lock_after_days)
        report.save()
        if locked < self.now:
            report.state, report.locked_at, report.state_since = ReportState.LOCKED, locked, locked
            report.save()

    def send_back(self, report: Report, submitted: datetime.datetime) -> None:
        """Return it with a message and a comment on a cell."""
        report.state, report.state_since = (
            ReportState.RETURNED,
            min(submitted + ONE_HOUR * 6, self.now),
        )
        report.return_message, report.reviewed_by_name = words.RETURNED, DISTRICT
        report.save()
        line = Indicator.objects.filter(
            form_version=report.period.form_version, code="incidents_property"
        ).first()
        CellComment.objects.create(
            report=report, indicator=line, text=words.COMMENT, by_name=DISTRICT, from_above=True
        )

    def remind(self, report: Report) -> None:
        """Leave it missing, with a reminder."""
        Reminder.objects.create(report=report, by_name=DISTRICT, message=words.REMINDED)
