"""A book sent again: what is on record stays as it is, and whatever the book says otherwise is told."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents.domain.book.columns import TITLES, Column
from incidents.domain.book.plan import Action, Plan, RowPlan, plan_book
from incidents.domain.book.write import write_book
from incidents.models import BookImport, Incident, IncidentState
from tests.incidents.books import book
from tests.incidents.people import District
from units.domain.sheets.problems import Problem

ROW: dict[Column, Any] = {
    Column.NUMBER: "7/2025", Column.DAY: "05/03/2025", Column.CATEGORY: "Trộm cắp", Column.SUMMARY: "Mất xe",
    Column.DEATHS: None, Column.INJURED: 1, Column.DAMAGE: "2 triệu", Column.OUTCOME: "Phạt tiền",
    Column.OUTCOME_DAY: "07/03/2025", Column.DECISION: "12/QĐ", Column.FINE: "500.000",
}  # fmt: skip


def rows_of(*changes: dict[str, Any]) -> bytes:
    rows = [ROW | {Column[name.upper()]: value for name, value in one.items()} for one in changes]
    return book(
        *(list(row.values()) for row in rows), headings=[str(TITLES[column]) for column in ROW]
    )


def imported(district: District, content: bytes) -> Plan:
    plan = plan_book(content, district.commune)
    batch = BookImport.objects.create(
        commune=district.commune, owner=district.chief, file_name="so.xlsx", content=content
    )
    write_book(batch, plan.fingerprint, by=district.chief)
    return plan


def again(district: District, **change: Any) -> RowPlan:
    """The row changed and sent again after it was imported."""
    imported(district, rows_of({}))
    (row,) = plan_book(rows_of(change), district.commune).rows
    return row


def told(problems: tuple[Problem, ...]) -> set[str]:
    assert not any(one.is_error for one in problems)
    return {one.place.column_title for one in problems}


def test_a_book_that_says_the_same_again_is_known_without_a_doubt(district):
    row = again(district)
    assert (row.action, row.problems) == (Action.KNOWN, ())


@pytest.mark.parametrize(
    ("change", "column", "book_says", "record_says"),
    [
        ({"damage": "3 triệu"}, Column.DAMAGE, "3.000.000", "2.000.000"),
        ({"injured": 2}, Column.INJURED, "2", "1"),
        ({"deaths": 0}, Column.DEATHS, "0", "chưa ghi"),
        ({"outcome_day": "08/03/2025"}, Column.OUTCOME_DAY, "08/03/2025", "07/03/2025"),
        ({"decision": "13/QĐ"}, Column.DECISION, "13/QĐ", "12/QĐ"),
        ({"fine": "750.000"}, Column.FINE, "750.000", "500.000"),
        (
            {"outcome": "Hòa giải", "fine": None},
            Column.OUTCOME,
            str(IncidentState.SETTLED.label),
            str(IncidentState.FINED.label),
        ),
        (
            {"outcome": "Đang xác minh", "outcome_day": None, "decision": None, "fine": None},
            Column.OUTCOME,
            str(IncidentState.HANDLING.label),
            str(IncidentState.FINED.label),
        ),
        ({"category": "Cướp giật"}, Column.CATEGORY, "Cướp giật tài sản", "Trộm cắp tài sản"),
    ],
)
def test_what_the_book_says_otherwise_is_a_doubt_at_its_cell(
    district, change, column, book_says, record_says
):
    row = again(district, **change)
    assert row.action is Action.KNOWN
    (doubt,) = row.problems
    assert not doubt.is_error
    assert doubt.place.column_title == str(TITLES[column])
    assert f"“{book_says}" in doubt.what
    assert f"“{record_says}" in doubt.what
    assert Incident.objects.get().number in doubt.what
    assert "trang của vụ việc" in doubt.how_to_mend
    kept = Incident.objects.get()
    assert (kept.state, kept.damage_vnd, kept.injured) == ("fined", 2_000_000, 1)


def test_the_preview_leads_to_the_rows_that_say_something_else(client, district):
    both = ({}, {"number": "8/2025", "damage": "3 triệu"})
    imported(district, rows_of(both[0], both[1] | {"damage": None}))
    batch = BookImport.objects.create(
        commune=district.commune, owner=district.chief, file_name="so.xlsx", content=rows_of(*both)
    )
    client.force_login(district.chief)
    page = client.get(reverse("incident_book", args=[batch.pk])).content.decode()
    assert "1 dòng ghi khác" in page
    assert "?show=known" in page
    rows = page.split("<tbody>")[-1].split("</tbody>")[0].split("<tr>")[1:]
    assert ["book-doubt" in row for row in rows] == [True, False]


def test_an_outcome_that_came_since_is_told_with_its_day(district):
    imported(
        district,
        rows_of({"outcome": None, "outcome_day": None, "decision": None, "fine": None}),
    )
    (row,) = plan_book(rows_of({}), district.commune).rows
    assert row.action is Action.KNOWN
    assert told(row.problems) == {
        str(TITLES[column])
        for column in (Column.OUTCOME, Column.OUTCOME_DAY, Column.DECISION, Column.FINE)
    }


def test_what_the_book_leaves_open_contradicts_nothing(district):
    row = again(
        district, injured=None, damage=None, outcome=None, outcome_day=None, decision=None, fine=None
    )  # fmt: skip
    assert (row.action, row.problems) == (Action.KNOWN, ())


def test_an_incident_that_went_on_since_does_not_contradict_the_book_it_came_from(district):
    start = {"outcome": "Đang xác minh", "outcome_day": None, "decision": None, "fine": None}
    imported(district, rows_of(start))
    Incident.objects.update(state="settled", outcome_on=datetime.date(2025, 3, 9))
    (row,) = plan_book(rows_of(start), district.commune).rows
    assert (row.action, row.problems) == (Action.KNOWN, ())


def test_of_incidents_alike_the_one_that_says_the_same_is_meant(district):
    pair = ({"number": "", "damage": "2 triệu"}, {"number": "", "damage": "5 triệu"})
    imported(district, rows_of(*pair))
    plan = plan_book(rows_of(*reversed(pair)), district.commune)
    assert [row.action for row in plan.rows] == [Action.KNOWN] * 2
    assert plan.problems == ()
    (row,) = plan_book(rows_of(pair[1]), district.commune).rows
    assert (row.action, row.problems) == (Action.KNOWN, ())


@pytest.mark.parametrize("day", ["06/03/2025", "05/04/2025", "01/03/2025"])
def test_a_number_on_record_with_another_day_is_doubted(district, day):
    row = again(district, day=day, outcome_day="05/05/2025")
    assert row.action is Action.CREATE
    (doubt,) = row.problems
    assert not doubt.is_error
    assert doubt.place.column_title == str(TITLES[Column.NUMBER])
    assert Incident.objects.get().number in doubt.what
    assert "05/03/2025" in doubt.what


def test_a_number_that_begins_anew_each_year_is_not_doubted(district):
    imported(district, rows_of({"number": "7"}))
    (row,) = plan_book(
        rows_of({"number": "7", "day": "05/03/2024", "outcome_day": "07/03/2024"}), district.commune
    ).rows
    assert (row.action, row.problems) == (Action.CREATE, ())
    (row,) = plan_book(
        rows_of({"number": "7", "day": "05/02/2025", "outcome_day": "07/03/2025"}), district.commune
    ).rows
    assert len(row.problems) == 1


def test_a_number_with_its_year_is_doubted_in_any_year(district):
    row = again(district, day="05/03/2024")
    assert (row.action, len(row.problems)) == (Action.CREATE, 1)


def test_a_number_whose_record_stands_in_the_book_too_is_not_doubted(district):
    imported(district, rows_of({}))
    other = {"day": "09/03/2025", "outcome_day": "10/03/2025", "summary": "Mất vịt"}
    plan = plan_book(rows_of(other, {}), district.commune)
    assert [row.action for row in plan.rows] == [Action.CREATE, Action.KNOWN]
    assert plan.problems == ()


def test_an_incident_of_another_commune_is_not_meant(district):
    imported(district, rows_of({}))
    Incident.objects.update(commune=district.other)
    (row,) = plan_book(rows_of({"day": "06/03/2025"}), district.commune).rows
    assert row.problems == ()


def test_more_rows_ask_the_database_for_nothing_more(district):
    few = [{"number": f"{one}/2025"} for one in range(1, 3)]
    many = [{"number": f"{one}/2025"} for one in range(1, 41)]
    imported(district, rows_of(*many))
    asked = []
    for rows in (few, few, many):
        content = rows_of(*(one | {"damage": "9 triệu"} for one in rows))
        with CaptureQueriesContext(connection) as queries:
            plan = plan_book(content, district.commune)
        assert len(plan.problems) == len(rows)
        asked.append(len(queries))
    assert asked[1] == asked[2]
