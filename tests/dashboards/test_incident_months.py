"""The months of incidents beside each other: a month without a book is not a month without incidents."""

import datetime

import pytest

from dashboards.queries.incident_months import Months, incident_months, incidents_by_month
from tests.incidents.factories import VIETNAM, IncidentFactory
from tests.incidents.people import make_district
from units.domain.scope import Scope
from units.queries.area import Area

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 11, 20)
OCTOBER = datetime.date(2026, 10, 1)


def happened(commune, month: int, number: int, year: int = 2026) -> None:
    at = datetime.datetime(year, month, 12, 20, tzinfo=VIETNAM)
    IncidentFactory.create_batch(number, commune=commune, occurred_from=at)


def test_a_rise_out_of_no_book_is_not_marked():
    district = make_district()
    happened(district.commune, 10, 40)
    happened(district.other, 10, 40)
    happened(district.other, 5, 1)
    area = Area(Scope.of([district.commune.pk, district.other.pk]))
    found = incident_months(area, DAY)
    new, old = found[district.commune.pk], found[district.other.pk]
    assert (new.last, new.before, new.had_book) == (40, 0, False)
    assert (old.last, old.before, old.had_book) == (40, 0, True)
    months = Months.of(DAY)
    assert not new.is_beyond_chance(months)
    assert old.is_beyond_chance(months)
    assert (new + old).had_book


def test_the_overview_says_that_there_was_no_book(client):
    district = make_district()
    happened(district.commune, 10, 40)
    client.force_login(district.staff)
    page = client.get("/", {"day": DAY.isoformat()}).content.decode()
    assert "tháng trước chưa có sổ" in page
    assert "hơn mức ngẫu nhiên" not in page


def test_months_without_incidents_are_zero_once_the_book_has_begun():
    district = make_district()
    happened(district.commune, 5, 3, 2024)
    area = Area(Scope.of([district.commune.pk]))
    assert [count for _month, count in incidents_by_month(area, OCTOBER, 12)] == [0] * 12
    longer = dict(incidents_by_month(area, OCTOBER, 36))
    assert longer[datetime.date(2024, 4, 1)] is None
    assert longer[datetime.date(2024, 5, 1)] == 3
    assert longer[datetime.date(2024, 6, 1)] == 0
    assert longer[OCTOBER] == 0
    other = incidents_by_month(Area(Scope.of([district.other.pk])), OCTOBER, 12)
    assert [count for _month, count in other] == [None] * 12
