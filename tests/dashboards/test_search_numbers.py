"""The search box finds incidents, mediations and tips by number: with the right, in scope, by nothing else."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from incidents.domain.numbering import AskedNumber, next_number, read_number
from incidents.models import Incident, NumberedBook
from incidents.queries.numbers import numbers_given
from tests.incidents.factories import (
    IncidentFactory,
    IncidentPersonFactory,
    MediationFactory,
    MediationPartyFactory,
)
from tests.incidents.people import District, make_district
from tests.incidents.tips import INFORMANT, received
from units.domain.scope import Scope
from units.models import Commune

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    return make_district()


def incidents(commune: Commune, count: int, year: int = 2026) -> list[Incident]:
    """Incidents numbered by the commune's book."""
    return [
        IncidentFactory(commune=commune, number=next_number(commune, year, NumberedBook.INCIDENTS))
        for _one in range(count)
    ]


def found(client: Client, text: str) -> list[str]:
    """The titles of what was found."""
    answer = client.get(reverse("search"), {"q": text})
    assert answer.status_code == 200
    return [hit.title for group in answer.context["groups"] for hit in group.hits]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("VV-2026-LH-0012", AskedNumber(12, "LH", 2026, NumberedBook.INCIDENTS)),
        (" vv 2026 lh 12 ", AskedNumber(12, "LH", 2026, NumberedBook.INCIDENTS)),
        ("vv 12", AskedNumber(12, book=NumberedBook.INCIDENTS)),
        ("hg12", AskedNumber(12, book=NumberedBook.MEDIATIONS)),
        ("TB/2026/LHO2/7", AskedNumber(7, "LHO2", 2026, NumberedBook.TIPS)),
        ("0012", AskedNumber(12)),
        ("LH-0012", AskedNumber(12, "LH")),
        ("2026-LH-0012", AskedNumber(12, "LH", 2026)),
        ("2026", AskedNumber(2026)),
        ("nguyen van an", None),
        ("0918273645", None),
        ("080199012345", None),
        ("ấp 4, 12", None),
        ("", None),
    ],
)
def test_a_number_is_read_as_people_type_it(text, asked):
    assert read_number(text) == asked


@pytest.mark.parametrize("text", ["{number}", "0003", "3", "vv 3", "VV-2026-3", "lh 3"])
def test_an_incident_is_found_by_its_number_or_the_end_of_it(client, district, text):
    rows = incidents(district.commune, 4)
    client.force_login(district.chief)
    assert found(client, text.format(number=rows[2].number)) == [rows[2].number]


def test_the_latest_years_come_first_and_a_year_narrows(client, district):
    old = incidents(district.commune, 2, year=2025)
    new = incidents(district.commune, 2)
    client.force_login(district.chief)
    assert found(client, "vv 2") == [new[1].number, old[1].number]
    assert found(client, "VV-2025-2") == [old[1].number]
    assert found(client, "VV-2024-2") == []
    assert found(client, "0") == []


def test_each_book_is_found_by_those_with_its_right_alone(client, district):
    incidents(district.commune, 1)
    mediation = MediationFactory(
        commune=district.commune,
        number=next_number(district.commune, 2026, NumberedBook.MEDIATIONS),
    )
    tip = received(district)
    every = {
        "incidents.view_incident": Incident.objects.get().number,
        "incidents.view_mediation": mediation.number,
        "incidents.view_crimetip": tip.number,
    }
    seen = {}
    for user in district.everybody:
        client.force_login(user)
        allowed = {number for right, number in every.items() if user.has_perm(right)}
        seen[user] = allowed if user != district.other_chief else set()
        assert set(found(client, "0001")) == seen[user], user
    assert len(seen[district.chief]) == 3
    assert tip.number not in seen[district.administrator]
    assert seen[district.home_affairs] == set()


def test_nothing_of_another_commune_is_found_not_even_by_its_whole_number(client, district):
    (row,) = incidents(district.other, 1)
    client.force_login(district.chief)
    assert found(client, row.number) == []
    assert row.number not in client.get(reverse("search"), {"q": "1"}).content.decode()


def test_who_is_involved_or_gave_a_tip_is_no_way_to_it(client, district):
    (incident,) = incidents(district.commune, 1)
    IncidentPersonFactory(incident=incident, full_name="Trịnh Văn Chín", phone="0909111222")
    mediation = MediationFactory(commune=district.commune)
    MediationPartyFactory(mediation=mediation, full_name="Trịnh Thị Mười")
    tip = received(district)
    words = ["Trịnh Văn Chín", "Trinh Thi Muoi", "0909111222", tip.content.split(".")[0]]
    words += [getattr(INFORMANT, name) for name in INFORMANT.__dataclass_fields__]
    for user in district.everybody:
        client.force_login(user)
        for text in words:
            assert found(client, text) == []


def test_the_number_of_queries_is_constant(client, district, django_assert_max_num_queries):
    client.force_login(district.staff)
    for commune in (district.commune, district.other):
        incidents(commune, 1)
    received(district)
    MediationFactory(
        commune=district.commune,
        number=next_number(district.commune, 2026, NumberedBook.MEDIATIONS),
    )
    found(client, "1")

    def asked() -> int:
        with django_assert_max_num_queries(30) as seen:
            assert found(client, "1")
        return len(seen)

    few = asked()
    for year in range(2015, 2026):
        for commune in (district.commune, district.other):
            incidents(commune, 2, year=year)
    assert asked() == few
    assert len(found(client, "vv 1")) == 6


def test_a_commune_whose_letters_are_taken_twice_is_told_by_its_name(district):
    first, second = incidents(district.commune, 1)[0], incidents(district.other, 1)[0]
    given = numbers_given(AskedNumber(1), [NumberedBook.INCIDENTS], scope=Scope.all(), most=6)[
        NumberedBook.INCIDENTS
    ]
    assert {(one.commune_id, one.number) for one in given} == {
        (first.commune_id, first.number),
        (second.commune_id, second.number),
    }


def test_below_row_policies_a_number_is_asked_of_its_index(district):
    """Only an operator that leaks nothing may go into an index below a policy: equality may, LIKE may not."""
    kind = IncidentFactory(commune=district.commune).category
    Incident.objects.bulk_create(
        IncidentFactory.build(commune=district.commune, category=kind, number=f"VV-2026-LH-{n}")
        for n in range(2_000, 4_000)
    )
    either = Q(commune=district.commune, number="VV-2026-LH-2001") | Q(
        commune=district.commune, number="VV-2026-LH-3001"
    )
    rows = Incident.objects.filter(either).order_by()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE incidents_incident")
        sql, params = rows.query.sql_with_params()
        cursor.execute(f"EXPLAIN {sql}", params)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "incident_number_once" in plan
    assert re.search(r"Index Cond: .*number", plan)
