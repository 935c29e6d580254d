"""The page of crime tips against their targets: numbers that lead to their rows, at the same cost for many."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from incidents.domain.tips.measures import resolved_in_time, taken_up
from incidents.models import TipChannel, TipKind
from incidents.queries.incidents import beginning_of
from incidents.queries.tips import TipCounts
from tests.dashboards.lists import rows_of, signed_in
from tests.incidents.factories import CrimeTipFactory, TipDeadlineFactory
from tests.incidents.people import District, make_district
from units.models import Commune

pytestmark = pytest.mark.django_db
ONE_DAY = datetime.timedelta(days=1)


@pytest.fixture
def district() -> District:
    return make_district()


def fill(commune: Commune, count: int) -> None:
    """Tips of every kind and channel: with the commune and late, resolved in time, resolved too late."""
    received = beginning_of(timezone.localdate() - 40 * ONE_DAY)
    for number in range(count):
        resolved = [None, received + 9 * ONE_DAY, received + 30 * ONE_DAY][number % 3]
        tip = CrimeTipFactory(
            commune=commune,
            received_at=received,
            kind=TipKind.values[number % 3],
            channel=TipChannel.values[number % 6],
            state="resolved" if resolved else "classified",
            result="Khởi tố." if resolved else "",
            resolved_at=resolved,
        )
        TipDeadlineFactory(tip=tip, met_at=received + ONE_DAY if resolved else None)
        if resolved:
            due = received + 20 * ONE_DAY
            TipDeadlineFactory(tip=tip, step="decision", due_at=due, met_at=resolved)


def measures(client: Client, **asked: object):
    answer = client.get(reverse("tip_measures"), asked)
    assert answer.status_code == 200
    return answer


def test_every_number_leads_to_as_many_rows(district):
    fill(district.commune, 7)
    fill(district.other, 3)
    client = signed_in(district.staff)
    shown = measures(client).context
    rows = [shown["total"], *shown["kinds"], *shown["channels"], *shown["communes"]]
    numbers = [number for row in rows for number in row.numbers]
    numbers += shown["numbers"].values()
    for number in numbers:
        if number.url:
            assert (number.url, rows_of(client.get(number.url).content.decode())) == (
                number.url,
                number.value,
            )
    assert [number.value for number in shown["total"].numbers] == [10, 10, 6, 6, 3, 4]
    assert [row.label for row in shown["communes"]] == ["Xã Long Hòa", "Xã Tân Trạch"]
    for month in shown["months"]:
        assert rows_of(client.get(month.url).content.decode()) == month.cells[0].value


def test_parts_add_up_to_the_whole(district):
    fill(district.commune, 7)
    fill(district.other, 3)
    shown = measures(signed_in(district.staff)).context
    whole = [number.value for number in shown["total"].numbers]
    for rows in (shown["kinds"], shown["channels"], shown["communes"]):
        columns = zip(*(row.numbers for row in rows), strict=True)
        assert [sum(number.value for number in column) for column in columns] == whole
    assert sum(month.cells[0].value for month in shown["months"]) == whole[0]


def test_a_chief_sees_one_commune_and_is_not_asked_for_it(district):
    fill(district.commune, 4)
    fill(district.other, 9)
    shown = measures(signed_in(district.chief), commune=district.other.pk).context
    assert shown["total"].numbers[0].value == 4
    assert shown["communes"] == []


def test_a_question_that_cannot_be_read_is_told_and_kept(district):
    client = signed_in(district.staff)
    answer = measures(client, first_day="2026-03-09", last_day="2026-03-01")
    assert "total" not in answer.context
    assert answer.context["form"].errors["last_day"]
    assert 'value="2026-03-09"' in answer.content.decode()


def test_only_those_who_may_see_tips_see_how_they_fare(district):
    statuses = {
        user.get_full_name(): signed_in(user).get(reverse("tip_measures")).status_code
        for user in (district.administrator, district.home_affairs, district.officer)
    }
    assert statuses == {"Quản trị": 403, "Phòng Nội vụ": 403, "Đỗ Quốc Vũ": 200}


def test_many_tips_cost_no_more_queries_than_few(district):
    client = signed_in(district.staff)
    fill(district.commune, 1)
    fill(district.other, 1)
    measures(client)
    with CaptureQueriesContext(connection) as few:
        measures(client)
    fill(district.commune, 12)
    with CaptureQueriesContext(connection) as many:
        measures(client)
    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("counts", "share", "tone"),
    [
        (TipCounts(received=2000, taken_up=1999), "99,9 %", "bad"),
        (TipCounts(received=7, taken_up=7), "100 %", "ok"),
        (TipCounts(), "—", "quiet"),
    ],
)
def test_a_missed_target_is_never_rounded_up_to_it(counts, share, tone):
    measure = taken_up(counts)
    assert (measure.share, measure.tone) == (share, tone)


def test_ninety_per_cent_is_not_more_than_ninety():
    assert resolved_in_time(TipCounts(resolved=9, in_time=9, late=1)).tone == "bad"
    assert resolved_in_time(TipCounts(resolved=10, in_time=10, late=1)).tone == "ok"
    assert resolved_in_time(TipCounts(resolved=10, in_time=10, late=1)).figures == "10 ÷ (10 + 1)"
