"""Days and times of a book: two days in a cell, nights between two, two-digit years."""

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.domain.book.columns import TITLES, Column
from incidents.domain.book.dates import read_day
from incidents.domain.book.plan import RowPlan, plan_book
from incidents.domain.book.spans import span_over_days
from incidents.domain.book.times import Span, day_and_time, span_of
from tests.incidents.books import book_of
from tests.incidents.factories import VIETNAM
from tests.incidents.people import District
from units.domain.sheets.problems import ValueRefused

TODAY = datetime.date(2026, 11, 27)
DAY = datetime.timedelta(days=1)


def read(text: str) -> Span:
    """The cell as the book's reader understands it, without a time in another column."""
    span = span_over_days(text, TODAY, VIETNAM)
    if span is None:
        day, rest = day_and_time(text, TODAY)
        span = span_of(day, rest, VIETNAM)
    return span


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("22h 05/3/2025 đến 5h 08/3/2025", "05/03/2025 22:00", "08/03/2025 05:00"),
        ("22h 05/3 đến 5h 08/3/2025", "05/03/2025 22:00", "08/03/2025 05:00"),
        ("22h 05/3/2025 - 5h 08/3/2025", "05/03/2025 22:00", "08/03/2025 05:00"),
        ("8h ngày 05/3/2025 đến 9h ngày 07/3/2025", "05/03/2025 08:00", "07/03/2025 09:00"),
        ("từ 8h ngày 05/3 tới 9h30 ngày 07/3/2025", "05/03/2025 08:00", "07/03/2025 09:30"),
        ("22h ngày 05 đến 5h ngày 06/3/2025", "05/03/2025 22:00", "06/03/2025 05:00"),
        ("chiều 05/3/2025 đến sáng 06/3/2025", "05/03/2025 13:00", "06/03/2025 11:00"),
        ("từ ngày 05/3/2025 đến ngày 07/3/2025", "05/03/2025 00:00", "07/03/2025 23:59"),
        ("từ 05 đến 07/3/2025", "05/03/2025 00:00", "07/03/2025 23:59"),
        ("từ 30/12 đến 02/01/2025", "30/12/2024 00:00", "02/01/2025 23:59"),
        ("đêm 05 rạng 06/3/2025", "05/03/2025 22:00", "06/03/2025 05:00"),
        ("đêm 05 rạng sáng 06/3/2025", "05/03/2025 22:00", "06/03/2025 06:00"),
        ("Đêm ngày 05/3 rạng sáng ngày 06/3/2025", "05/03/2025 22:00", "06/03/2025 06:00"),
        ("đêm 05/3/2025 rạng 06/3/2025", "05/03/2025 22:00", "06/03/2025 05:00"),
        ("đêm 05 rạng sáng ngày 06 tháng 3 năm 2025", "05/03/2025 22:00", "06/03/2025 06:00"),
        ("đêm 05 rạng 06/3/25", "05/03/2025 22:00", "06/03/2025 05:00"),
        ("đêm 28 rạng 01/3/2025", "28/02/2025 22:00", "01/03/2025 05:00"),
        ("đêm 31/12 rạng 01/01/2025", "31/12/2024 22:00", "01/01/2025 05:00"),
        ("23h đêm 05 rạng 06/3/2025", "05/03/2025 23:00", "05/03/2025 23:00"),
        ("2h đêm 05 rạng 06/3/2025", "06/03/2025 02:00", "06/03/2025 02:00"),
        ("khoảng 2h đêm 05 rạng 06/3/2025", "06/03/2025 01:30", "06/03/2025 02:30"),
        ("23h đến 2h đêm 05 rạng 06/3/2025", "05/03/2025 23:00", "06/03/2025 02:00"),
        ("22h30-05/03/2025", "05/03/2025 22:30", "05/03/2025 22:30"),
        ("22h 05/3/2025", "05/03/2025 22:00", "05/03/2025 22:00"),
        ("22h 6/3/25", "06/03/2025 22:00", "06/03/2025 22:00"),
        ("6/3/25 lúc 22h", "06/03/2025 22:00", "06/03/2025 22:00"),
        ("20 giờ 15 đến 22 giờ 30 ngày 05/3/2025", "05/03/2025 20:15", "05/03/2025 22:30"),
        # two parts of the day: over midnight where the day is that of the evening
        ("đêm 05/3/2025 đến sáng hôm sau", "05/03/2025 22:00", "06/03/2025 11:00"),
        ("từ đêm 05/3/2025 đến sáng", "05/03/2025 22:00", "06/03/2025 11:00"),
        ("đêm 05/3/2025 đến rạng sáng", "05/03/2025 22:00", "06/03/2025 06:00"),
        ("tối 05/3/2025 đến 2h sáng", "05/03/2025 18:00", "06/03/2025 02:00"),
        ("22h 05/3/2025 đến 2h sáng hôm sau", "05/03/2025 22:00", "06/03/2025 02:00"),
        ("05/3/2025, 22h đến 2h sáng", "05/03/2025 22:00", "06/03/2025 02:00"),
        ("8h sáng 05/3/2025 đến 9h sáng hôm sau", "05/03/2025 08:00", "06/03/2025 09:00"),
        ("8h sáng đến 5h chiều 05/3/2025", "05/03/2025 08:00", "05/03/2025 17:00"),
        ("sáng đến chiều 05/3/2025", "05/03/2025 06:00", "05/03/2025 18:00"),
        ("đêm khuya 05/3/2025", "05/03/2025 22:00", "06/03/2025 04:00"),
        ("2h rạng sáng 06/3/2025", "06/03/2025 02:00", "06/03/2025 02:00"),
        # the halves of a clock of twelve hours, as computers write them
        ("05/03/2026 2:30 PM", "05/03/2026 14:30", "05/03/2026 14:30"),
        ("5/3/2026 8:15 CH", "05/03/2026 20:15", "05/03/2026 20:15"),
        ("05/03/2026 12:10 AM", "05/03/2026 00:10", "05/03/2026 00:10"),
        ("05/03/2026 12:10 PM", "05/03/2026 12:10", "05/03/2026 12:10"),
        ("05/03/2026 8:15:30 SA", "05/03/2026 08:15", "05/03/2026 08:15"),
        ("8h CH 05/03/2026", "05/03/2026 20:00", "05/03/2026 20:00"),
        ("8h15 SA ngày 05/03/2026", "05/03/2026 08:15", "05/03/2026 08:15"),
        ("05/03/2026 14:30 PM", "05/03/2026 14:30", "05/03/2026 14:30"),
        ("05/03/2026 2:30 p.m.", "05/03/2026 14:30", "05/03/2026 14:30"),
        ("05/03/2026 CH 8:15", "05/03/2026 20:15", "05/03/2026 20:15"),
        ("khoảng 2:30 PM 05/03/2026", "05/03/2026 14:00", "05/03/2026 15:00"),
        ("2:30 PM - 4:00 PM 05/03/2026", "05/03/2026 14:30", "05/03/2026 16:00"),
        ("2:30 - 4:00 PM 05/03/2026", "05/03/2026 14:30", "05/03/2026 16:00"),
        ("8:00 SA đến 5:00 CH 05/03/2026", "05/03/2026 08:00", "05/03/2026 17:00"),
        ("8:00 SA đến 5h chiều 05/03/2026", "05/03/2026 08:00", "05/03/2026 17:00"),
        ("05/03/2026 11:00 PM - 2:00 AM", "05/03/2026 23:00", "06/03/2026 02:00"),
        ("tối 05/3/2026 đến 2:00 AM", "05/03/2026 18:00", "06/03/2026 02:00"),
        ("2:30 PM 05/3/2026 đến 5:00 AM 08/3/2026", "05/03/2026 14:30", "08/03/2026 05:00"),
        ("11:00 PM đêm 05 rạng 06/3/2026", "05/03/2026 23:00", "05/03/2026 23:00"),
        ("12:10 AM đêm 05 rạng 06/3/2026", "06/03/2026 00:10", "06/03/2026 00:10"),
        # more than an hour is about it; a day of the week and the day after are no bounds
        ("hơn 22h 05/03/2026", "05/03/2026 21:30", "05/03/2026 22:30"),
        ("hơn 23h đêm 05 rạng 06/3/2025", "05/03/2025 22:30", "05/03/2025 23:30"),
        ("thứ sáu 22h 05/03/2026", "05/03/2026 22:00", "05/03/2026 22:00"),
        ("22h 05/3/2025 đến hôm sau 2h sáng", "05/03/2025 22:00", "06/03/2025 02:00"),
        ("tối qua 22h 05/03/2026", "05/03/2026 22:00", "05/03/2026 22:00"),
        ("từ 22h 05/03/2026", "05/03/2026 22:00", "05/03/2026 22:00"),
        ("8h ngày 15/8/2026 dương lịch", "15/08/2026 08:00", "15/08/2026 08:00"),
        ("8:00 AM 15/8/2026", "15/08/2026 08:00", "15/08/2026 08:00"),
    ],
)  # fmt: skip
def test_days_as_people_write_them(text, start, end):
    span = read(text)
    assert (f"{span.start:%d/%m/%Y %H:%M}", f"{span.end:%d/%m/%Y %H:%M}") == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "05/3/2025 - 07/3/2025",
        "05/3/2025, 07/3/2025",
        "05/3/2025 và 07/3/2025",
        "22h 05/3/2025, báo ngày 06/3/2025",
        "8h ngày 07/3/2025 đến 9h ngày 05/3/2025",
        "từ 08/3 đến 05/3/2025",
        "05/3/2025 đến 06/3/2025 đến 07/3/2025",
        "đêm 05 rạng 07/3/2025",
        "đêm 06 rạng 06/3/2025",
        "đêm 31 rạng 01/3/2025",
        "đêm 05/3/2025 rạng sáng",
        "22h 05 đến 5h 06/3/2025",
        "22h 05/3/2025 đến 5h 06",
        "tối 05/3/2025 nhà số 12",
        "từ 05/3/2025 đến 31/02/2025",
        "22h đến rạng sáng 06/3/2025",
        "22h - rạng sáng 06/3/2025",
        "22h đến 2h sáng 06/3/2025",
        "từ đêm đến sáng 06/3/2025",
        "tối 05/3/2025 đến 2h",
        "tối 8h đến 10h sáng 05/3/2025",
        "trưa 05/3/2025 đến sáng",
        "sáng hôm sau 05/3/2025",
        "tối hôm trước 05/3/2025",
        "đêm, rạng sáng 06/3/2025",
        "23h rạng sáng 06/3/2025",
        "22h sáng 05/3/2025",
        "từ 8h 05/3/2025 đến nay",
        "từ 05/3/2025 đến nay",
        "05, 06/3/2025",
        "ngày 5 và 6/3/2025",
        "8h, 9h và 10h 05/03/2026",
        "05/03/2026 14:30 AM",
        "05/03/2026 14:30 SA",
        "05/03/2026 0:30 PM",
        "05/03/2026 8:15 SA tối",
        "05/03/2026 CH",
        "10:00 - 2:00 PM 05/03/2026",
        "8:00 AM - 5:00 05/03/2026",
        "05/03/2026 10:00 - 2:00 AM",
        "2:00 PM đêm 05 rạng 06/3/2025",
        "trước 22h 05/03/2026",
        "sau 22h 05/03/2026",
        "05/03/2026 sau khoảng 22h",
        "từ 20h đến trước 22h 05/03/2026",
        "sau 23h đêm 05 rạng 06/3/2025",
        "sau 22h 05/3/2025 đến 5h 08/3/2025",
        "từ 22h trở đi 05/03/2026",
        "05/03/2026 từ 22h trở về sau",
        "22h trở lại 05/03/2026",
        "quá 22h 05/03/2026",
        "05/03/2026 chậm nhất 22h",
        "sớm hơn 22h 05/03/2026",
        "tối trước 22h 05/03/2026",
        "tối 05/03/2026 trở đi",
        "22h trở đi đêm 05 rạng 06/3/2025",
        "8h ngày 15/8/2026 âm lịch",
        "8h 15/8/2026 (ÂL)",
        "8h 15/8/2026 âm",
        "8h 15/8/2026 Â.L",
        "8h ngay 15/8/2026 am lich",
        "15/8/2026 ÂL",
        "ngày 15 tháng 8 năm 2026 âm lịch lúc 8h",
        "8h 14/8/2026 đến 9h 15/8/2026 âm lịch",
    ],
)
def test_what_may_mean_two_spans_or_none_is_refused(text):
    with pytest.raises(ValueRefused):
        read(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("từ 8h 05/3/2025 đến nay", "khi nào"),
        ("ngày 5 và 6/3/2025", "nhiều ngày"),
        ("sau 22h 05/03/2026", "trước hay sau"),
        ("từ 22h trở đi 05/03/2026", "trước hay sau"),
        ("8h ngày 15/8/2026 âm lịch", "âm lịch"),
        ("15/8/2026 ÂL", "âm lịch"),
    ],
)
def test_a_refused_time_says_why(text, reason):
    with pytest.raises(ValueRefused) as refused:
        read(text)
    assert reason in refused.value.what


@pytest.mark.parametrize(
    ("said", "clock"),
    [("2:30 PM", "14:30"), ("8h CH", "20:00"), ("12:10 AM", "00:10"), ("8:15:30 SA", "08:15")],
)
def test_a_time_of_twelve_hours_in_its_own_cell_is_read(said, clock):
    day, _rest = day_and_time("05/03/2026", TODAY)
    assert f"{span_of(day, said, VIETNAM).start:%H:%M}" == clock


@given(
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from([("AM", "PM"), ("SA", "CH"), ("am", "pm"), ("a.m.", "p.m.")]),
)
def test_every_minute_is_read_back_from_a_clock_of_twelve_hours(hour, minute, halves):
    said = f"{hour % 12 or 12}:{minute:02} {halves[hour // 12]}"
    for text in (f"05/03/2026 {said}", f"{said} 05/03/2026", f"khoảng {said} 05/03/2026"):
        span = read(text)
        assert (span.end - datetime.timedelta(minutes=30 * span.is_rough)).hour == hour
        assert span.end.minute == (minute + 30 * span.is_rough) % 60


@given(st.dates(datetime.date(1977, 1, 2), TODAY))
def test_a_night_lies_between_its_two_days_however_it_is_written(second):
    first = second - DAY
    written = (
        f"đêm {first.day} rạng {second.day}/{second.month}/{second.year}",
        f"đêm {first.day}/{first.month} rạng {second.day}/{second.month}/{second.year}",
        f"đêm {first:%d/%m/%Y} rạng {second:%d/%m/%Y}",
    )
    for text in written:
        span = read(text)
        assert (span.start.date(), span.end.date()) == (first, second)
        assert (span.start.hour, span.end.hour, span.is_rough) == (22, 5, True)


@given(
    st.dates(datetime.date(1977, 1, 1), datetime.date(2026, 1, 1)),
    st.integers(1, 150),
    st.integers(0, 23),
    st.integers(0, 23),
    st.sampled_from([" đến ", " tới ", " - "]),
)
def test_two_days_with_hours_are_from_and_until(first, length, begins, ends, word):
    last = first + length * DAY
    for said in (f"{first:%d/%m/%Y}", f"{first:%d/%m}"):
        span = read(f"{begins}h {said}{word}{ends}h {last:%d/%m/%Y}")
        assert (span.start.date(), span.start.hour) == (first, begins)
        assert (span.end.date(), span.end.hour) == (last, ends)


@given(st.dates(datetime.date(1977, 1, 1), TODAY))
def test_two_digits_of_a_year_mean_the_last_such_year(day):
    for text in (f"{day.day}/{day.month}/{day:%y}", f"{day:%d-%m-%y}", f"{day:%d.%m.%y}"):
        assert read_day(text, TODAY).value == day
        assert read(text).start.date() == day


@pytest.mark.parametrize("text", ["28/11/26", "05/03/75", "3/25", "31/02/25", "hôm qua"])
def test_a_day_that_is_none_is_refused_with_an_example_of_its_column(text):
    with pytest.raises(ValueRefused) as refused:
        read_day(text, TODAY, "Viết như 05/03/2025.")
    assert "1985" not in refused.value.how_to_mend


def row_of(district: District, **cells: Any) -> RowPlan:
    content = book_of(
        {
            Column.CATEGORY: "Trộm cắp",
            Column.SUMMARY: "Mất xe",
            **{Column[name.upper()]: value for name, value in cells.items()},
        }
    )
    (row,) = plan_book(content, district.commune).rows
    return row


def test_two_digit_years_are_taken_for_the_day_and_the_outcome(district):
    row = row_of(district, day="6/3/25", outcome="Hòa giải thành", outcome_day="9/3/25")
    assert row.problems == ()
    assert row.stated.span
    assert row.stated.span.start.date() == datetime.date(2025, 3, 6)
    assert row.stated.outcome_on == datetime.date(2025, 3, 9)


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"day": "đêm 05 rạng 06/3/2025", "time": "23h"}, Column.TIME),
        ({"day": "05/3/2025", "time": "22h 05/3 đến 5h 08/3"}, Column.TIME),
        ({"day": "22h 05/3/2025 đến 5h 08/3/2999"}, Column.DAY),
        ({"day": "05/3/2025, 07/3/2025"}, Column.DAY),
        ({"day": "từ 8h 05/3/2025 đến nay"}, Column.DAY),
        ({"day": "05/3/2025", "time": "8h đến nay"}, Column.TIME),
        ({"day": "05/3/2025", "time": "8h (âm lịch)"}, Column.TIME),
        ({"day": "05/3/2025", "time": "từ 22h trở đi"}, Column.TIME),
        ({"day": "05/3/2025", "outcome": "Hòa giải thành", "outcome_day": "15/8/2026 ÂL"}, Column.OUTCOME_DAY),
        ({"day": "05/3/2025", "outcome": "Hòa giải thành", "outcome_day": "hôm qua"}, Column.OUTCOME_DAY),
    ],
)  # fmt: skip
def test_a_refused_day_is_named_by_its_cell(district, cells, column):
    errors = [one for one in row_of(district, **cells).problems if one.is_error]
    assert {one.place.column_title for one in errors} <= {
        str(TITLES[column]), str(TITLES[Column.OUTCOME]),
    }  # fmt: skip
    assert str(TITLES[column]) in {one.place.column_title for one in errors}
    assert not any("1985" in one.how_to_mend for one in errors)


@pytest.mark.parametrize(
    ("day", "time", "start"),
    [
        ("05/03/2026 22:30", "22:30", "22:30"),
        ("05/03/2026 22:30", "22h30", "22:30"),
        ("05/03/2026 22:30", "tối", "22:30"),
        ("05/03/2026 22:30", "đêm", "22:30"),
        ("05/03/2026 22:30", "khoảng 22h", "22:30"),
        ("22h ngày 05/03/2026", "khoảng 22h", "22:00"),
        ("22h30 ngày 05/03/2026", "20h - 23h", "22:30"),
        ("05/03/2026 2:30 PM", "14h30", "14:30"),
        ("05/03/2026 2:00", "đêm", "02:00"),
        ("đêm 05/03/2026", "2h", "02:00"),
        ("tối 05/03/2026", "20h15", "20:15"),
        ("tối 05/03/2026", "tối", "18:00"),
        (datetime.datetime(2026, 3, 5, 22, 30), datetime.time(22, 30), "22:30"),
        (datetime.datetime(2026, 3, 5, 22, 30), "tối", "22:30"),
        # no time is said beside the day
        ("05/03/2026 00:00", "08:00", "08:00"),
        ("05/03/2026 00:00:00", "08:00", "08:00"),
        ("Thứ năm 05/03/2026", "08:00", "08:00"),
        (datetime.datetime(2026, 3, 5), "08:00", "08:00"),
    ],
)
def test_a_time_beside_a_day_with_the_same_time_is_read(district, day, time, start):
    row = row_of(district, day=day, time=time)
    assert row.problems == ()
    assert row.stated.span
    assert f"{row.stated.span.start:%d/%m/%Y %H:%M}" == f"05/03/2026 {start}"


@pytest.mark.parametrize(
    ("day", "time"),
    [
        ("05/03/2026 22:30", "08:00"),
        ("05/03/2026 22:30", "10:30"),
        ("05/03/2026 8:00", "tối"),
        ("tối 05/03/2026", "08:00"),
        ("22h ngày 05/03/2026", "sáng"),
        ("sáng 05/03/2026", "tối"),
        ("22h30 ngày 05/03/2026", "8h - 10h"),
        ("khoảng 22h ngày 05/03/2026", "8h"),
        (datetime.datetime(2026, 3, 5, 22, 30), datetime.time(8, 0)),
        (datetime.datetime(2026, 3, 5, 22, 30), 1 / 3),
        ("22h nhà số 12 ngày 05/03/2026", "8h"),
    ],
)
def test_a_time_beside_a_day_with_another_time_is_refused(district, day, time):
    row = row_of(district, day=day, time=time)
    (problem,) = row.problems
    assert problem.is_error
    assert problem.place.column_title == str(TITLES[Column.TIME])
    assert "hai" in problem.what
