"""The months of incidents beside each other: a month without a book is not a month without incidents."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dashboards.domain.cards import Rows
from dashboards.domain.happening_cards import incidents_card
from dashboards.queries.area_figures import AreaFigures, FiguresOnDay
from dashboards.queries.incident_months import (
    MonthlyIncidents,
    MonthsCompared,
    incident_months,
    incidents_by_month,
)
from dashboards.queries.months_compared import months_compared
from incidents.domain.analysis.change import Change, Compared, Mark, Step
from tests.factories import CommuneFactory
from tests.incidents.factories import VIETNAM, IncidentFactory
from tests.incidents.people import make_district
from units.domain.scope import Scope
from units.models import CommuneSuccession
from units.queries.area import Area
from units.queries.departures import DepartureFigure, Departures

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 11, 20)
TODAY = datetime.date(2026, 11, 27)
OCTOBER = datetime.date(2026, 10, 1)
NO_DEPARTURES = Departures(DAY, DAY, DepartureFigure(), {}, {}, {})


def happened(commune, month: int, number: int, year: int = 2026, day: int = 12) -> None:
    at = datetime.datetime(year, month, day, 20, tzinfo=VIETNAM)
    IncidentFactory.create_batch(number, commune=commune, occurred_from=at)


def area_of(*communes) -> Area:
    return Area(Scope.of([one.pk for one in communes]))


def compared(*communes) -> MonthsCompared:
    return months_compared(area_of(*communes), DAY, today=TODAY)


def incidents_of(response):
    """The overview's card of incidents."""
    return next(one for one in response.context["cards"] if one.label == "Vụ việc tháng 10/2026")


@pytest.fixture
def staff_page(client, district):
    """Two communes with an old book each and one whose book begins within the month before."""
    new = CommuneFactory(jurisdiction=district.jurisdiction)
    for commune in (district.commune, district.other):
        happened(commune, 5, 1, 2025)
        happened(commune, 10, 4, 2025)
        happened(commune, 9, 15)
        happened(commune, 10, 12)
    happened(new, 9, 4, day=25)
    happened(new, 10, 80)
    client.force_login(district.staff)
    return client.get("/", {"day": DAY.isoformat()})


@pytest.fixture
def district():
    return make_district()


def test_a_rise_out_of_no_book_is_not_compared(district):
    happened(district.commune, 10, 40)
    assert compared(district.commune) == MonthsCompared(Change(40, None, None))
    happened(district.other, 10, 40)
    happened(district.other, 5, 1)
    found = compared(district.other)
    assert found.change.before == Step(Compared(40, 31, 0, 30), Mark.MORE)
    assert (found.change.last_year, found.grounds_before, found.grounds_last_year) == (None, 1, 0)
    both = compared(district.commune, district.other)
    assert both.change.now == 80
    assert both.change.before == Step(Compared(40, 31, 0, 30, is_part=True), Mark.MORE)


def test_a_book_that_begins_within_the_month_before_is_none_of_it(district, client):
    for commune in (district.commune, district.other):
        happened(commune, 9, 4, day=25)
        happened(commune, 10, 40)
    client.force_login(district.staff)
    card = incidents_of(client.get("/", {"day": DAY.isoformat()}))
    assert (card.value, card.tone) == ("80", "quiet")
    assert card.badge == "chưa có sổ đủ hai tháng để so sánh"
    assert str(card.note) == "cùng tháng năm trước chưa có sổ để so sánh"


def test_the_card_says_what_the_page_of_changes_says(staff_page, client, monkeypatch):
    monkeypatch.setattr("incidents.forms.analysis.today", lambda: TODAY)
    card = incidents_of(staff_page)
    asked = {"rows": "commune", "length": 1, "last_month": "2026-10"}
    total = client.get(reverse("analysis"), asked).context["total"]
    assert (card.value, total.now) == ("104", 104)
    assert (total.before.earlier, total.before.now_in_part) == (30, 24)
    assert (total.last_year.earlier, total.last_year.now_in_part) == (8, 24)
    assert total.before.word == ""
    assert (card.tone, card.badge) == ("quiet", "−6 (trong mức ngẫu nhiên)")
    assert str(card.note) == (
        "tháng liền trước 30 → 24, chỉ so 2 xã có sổ đủ hai tháng; "
        "cùng tháng năm trước 8 → 24, chỉ so 2 xã có sổ đủ hai tháng"
    )
    assert [piece.rows for piece in card.note.pieces if piece.rows] == []


def test_books_without_incidents_in_these_months_are_compared_and_none_are_not(district):
    assert compared(district.commune).change == Change(0, None, None)
    happened(district.commune, 5, 2, 2025)
    found = compared(district.commune, district.other)
    assert found.change.before == Step(Compared(0, 31, 0, 30), Mark.CHANCE)
    assert found.change.last_year == Step(Compared(0, 31, 0, 31), Mark.CHANCE)
    assert (found.grounds_before, found.grounds_last_year) == (1, 1)


def test_a_commune_that_ended_whole_is_one_ground_with_the_one_that_goes_on(district):
    old, new = district.commune, district.other
    happened(old, 5, 2, 2025)
    happened(old, 9, 9)
    CommuneSuccession.objects.create(
        predecessor=old, successor=new, kind="merge", on=datetime.date(2026, 10, 1)
    )
    old.valid_until = datetime.date(2026, 9, 30)
    old.save()
    new.valid_from = datetime.date(2026, 10, 1)
    new.save()
    happened(new, 10, 9)
    found = compared(old, new)
    assert found.change.before == Step(Compared(9, 31, 9, 30), Mark.CHANCE)
    assert found.grounds_before == 1


def test_many_communes_are_compared_in_as_many_queries(district):
    communes = [CommuneFactory(jurisdiction=district.jurisdiction) for _ in range(5)]
    for commune in communes:
        happened(commune, 5, 1)
        happened(commune, 10, 1)
    for some in (communes[:1], communes):
        with CaptureQueriesContext(connection) as caught:
            assert compared(*some).grounds_before == len(some)
        assert len(caught) == 3


def test_the_communes_of_branches_are_compared_like_those_of_a_district(district):
    happened(district.commune, 5, 1)
    happened(district.commune, 10, 3)
    path = district.jurisdiction.path
    whole = months_compared(Area(Scope.all(), path), DAY, today=TODAY)
    branch = months_compared(Area(Scope.all(), path, by_branch=True), DAY, today=TODAY)
    assert whole == branch == compared(district.commune)


def card_of(before: Step | None):
    figures = FiguresOnDay(
        DAY, {}, AreaFigures(incidents=MonthlyIncidents(last=12_600)), NO_DEPARTURES
    )
    rows = Rows("/incidents/", "rows")
    change = Change(12_600, before, None)
    return incidents_card(figures, lambda code: rows, MonthsCompared(change, 3))


@pytest.mark.parametrize(
    ("now", "earlier", "mark", "tone", "badge"),
    [
        (12_600, 12_000, Mark.FEWER, "ok", "+600 (tính theo ngày thì giảm, hơn mức ngẫu nhiên)"),
        (12_000, 12_000, Mark.FEWER, "ok", "±0 (tính theo ngày thì giảm, hơn mức ngẫu nhiên)"),
        (12_000, 12_200, Mark.MORE, "bad", "−200 (tính theo ngày thì tăng, hơn mức ngẫu nhiên)"),
        (13_600, 12_000, Mark.MORE, "bad", "+1.600 (hơn mức ngẫu nhiên)"),
        (9, 9, Mark.CHANCE, "quiet", "bằng tháng liền trước"),
    ],
)
def test_the_mark_is_of_incidents_a_day_for_months_differ_in_length(
    now, earlier, mark, tone, badge
):
    card = card_of(Step(Compared(now, 31, earlier, 28), mark))
    assert (card.tone, card.badge) == (tone, badge)


def test_months_without_incidents_are_zero_once_the_book_has_begun(district):
    happened(district.commune, 5, 3, 2024)
    area = area_of(district.commune)
    assert [count for _month, count in incidents_by_month(area, OCTOBER, 12)] == [0] * 12
    longer = dict(incidents_by_month(area, OCTOBER, 36))
    assert longer[datetime.date(2024, 4, 1)] is None
    assert longer[datetime.date(2024, 5, 1)] == 3
    assert longer[datetime.date(2024, 6, 1)] == 0
    assert longer[OCTOBER] == 0
    other = incidents_by_month(area_of(district.other), OCTOBER, 12)
    assert [count for _month, count in other] == [None] * 12


def test_the_months_are_counted_by_the_areas_keys(district):
    for month, number in ((9, 2), (10, 3), (11, 1)):
        happened(district.commune, month, number)
    happened(district.commune, 10, 4, 2025)
    found = incident_months(area_of(district.commune, district.other), DAY)
    assert found == {district.commune.pk: MonthlyIncidents(3, 2, 4, 1)}
