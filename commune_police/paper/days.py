"""Days as official papers write them. Source: NĐ 30/2020/NĐ-CP, annex I: days below 10 and months 1, 2 with a zero."""

from __future__ import annotations

import datetime


def written_day(day: datetime.date | None, today: datetime.date) -> str:
    """Write a day as documents do (NĐ 30/2020: days below 10 and months 1, 2 with a zero); blanks for none."""
    if day is None:
        return f"ngày       tháng       năm {today.year}"
    return f"ngày {day.day:02d} tháng {_month(day)} năm {day.year}"


def _month(day: datetime.date) -> str:
    return f"{day.month:02d}" if day.month < 3 else str(day.month)
