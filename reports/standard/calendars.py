"""The calendars that are in use side by side, each with its deadlines by tier; all to be checked with their texts."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from reports.models import DueRule, PeriodCalendar, PeriodUnit, Shift, Tier

ND09 = "NĐ 09/2019/NĐ-CP"


@dataclass(frozen=True)
class StandardCalendar:
    """A calendar, and per tier its days after the last day (counted in working days)."""

    code: str
    name: str
    unit: str
    start_day: int = 1
    months_before: int = 0
    weekday: int = 0
    instrument: str = ""
    article: str = ""
    due: Sequence[tuple[str, int, bool]] = ()
    at: datetime.time = datetime.time(17, 0)
    shift: str = Shift.NEXT
    estimate_days: int = 0


def _nd09(code: str, name: str, unit: str) -> StandardCalendar:
    return StandardCalendar(
        code,
        name,
        unit,
        start_day=15,
        months_before=1,
        instrument=ND09,
        article="Điều 12, 13",
        due=((Tier.COMMUNE, 2, True), (Tier.DISTRICT, 4, True), (Tier.PROVINCE, 7, True)),
    )


CALENDARS = (
    _nd09("nd09-month", "Tháng, từ ngày 15 tháng trước đến ngày 14", PeriodUnit.MONTH),
    _nd09("nd09-quarter", "Quý, từ ngày 15 đến ngày 14", PeriodUnit.QUARTER),
    _nd09("nd09-half", "Sáu tháng, từ 15/12 đến 14/6 và từ 15/6 đến 14/12", PeriodUnit.HALF),
    _nd09("nd09-nine", "Chín tháng, từ 15/12 đến 14/9", PeriodUnit.NINE),
    _nd09("nd09-year", "Năm, từ 15/12 đến 14/12", PeriodUnit.YEAR),
    StandardCalendar(
        "day",
        "Ngày",
        PeriodUnit.DAY,
        due=((Tier.COMMUNE, 0, False), (Tier.DISTRICT, 1, False)),
        shift=Shift.NONE,  # duty knows no day off
    ),
    StandardCalendar(
        "week",
        "Tuần, từ thứ Hai đến Chủ nhật",
        PeriodUnit.WEEK,
        due=((Tier.COMMUNE, 1, True), (Tier.DISTRICT, 2, True)),
    ),
    StandardCalendar(
        "traffic-week",
        "Tuần giao thông, từ thứ Năm đến thứ Tư",
        PeriodUnit.WEEK,
        weekday=3,
        instrument="TT 58/2009/TT-BCA",
        article="Điều 8",
        due=((Tier.COMMUNE, 1, True), (Tier.DISTRICT, 2, True)),
    ),
    StandardCalendar(
        "calendar-month",
        "Tháng dương lịch",
        PeriodUnit.MONTH,
        due=((Tier.COMMUNE, 2, True), (Tier.DISTRICT, 4, True), (Tier.PROVINCE, 7, True)),
    ),
    StandardCalendar(
        "prosecution-year",
        "Năm thống kê kiểm sát, từ 1/12 đến 30/11",
        PeriodUnit.YEAR,
        months_before=1,
        due=((Tier.COMMUNE, 2, True), (Tier.DISTRICT, 4, True), (Tier.PROVINCE, 7, True)),
    ),
    # Sent before the period ends: what is known by the end of May or November, and the last month estimated.
    StandardCalendar(
        "justice-half",
        "Sáu tháng dương lịch, tháng cuối là số ước tính",
        PeriodUnit.HALF,
        instrument="TT 03/2019/TT-BTP",
        due=((Tier.COMMUNE, -25, False), (Tier.DISTRICT, -20, False), (Tier.PROVINCE, -15, False)),
        estimate_days=30,
    ),
)


def write_calendars() -> dict[str, PeriodCalendar]:
    """Add the calendars that are missing, with their deadlines; return all of them by code."""
    found = {one.code: one for one in PeriodCalendar.objects.all()}
    for fact in CALENDARS:
        if fact.code in found:
            continue
        made = PeriodCalendar.objects.create(
            code=fact.code,
            name=fact.name,
            unit=fact.unit,
            start_day=fact.start_day,
            months_before=fact.months_before,
            weekday=fact.weekday,
            estimate_days=fact.estimate_days,
            instrument=fact.instrument,
            article=fact.article,
        )
        DueRule.objects.bulk_create(
            DueRule(
                calendar=made,
                tier=tier,
                days_after=days,
                in_working_days=working,
                at=fact.at,
                shift=fact.shift,
            )
            for tier, days, working in fact.due
        )
        found[fact.code] = made
    return found
