"""Incidents of a commune that ended whole stand under the one that goes on; nothing is moved, and rows add up."""

import datetime
import re
from html import unescape

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboards.queries.area_figures import area_figures
from dashboards.queries.commune import commune_figures
from dashboards.queries.happenings import happenings
from incidents.domain.analysis.windows import months_ending
from incidents.domain.suggestions.searching import Question, search
from incidents.queries.analysis import Slice, Window, counts_in
from tests.dashboards.lists import rows_of
from tests.factories import AssignmentFactory, CommuneFactory, OfficerFactory
from tests.incidents.crowds import crowd, with_boundary
from tests.incidents.factories import HotspotFactory, MediationFactory
from tests.incidents.people import District
from units.domain.months import month_of
from units.domain.scope import Scope
from units.models import CommuneSuccession
from units.queries.area import Area
from units.queries.successors import line_of, read_successors

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def merged(district: District) -> District:
    """Tân Trạch had incidents and went into Long Hòa a month ago, which has had some since."""
    today = timezone.localdate()
    last = month_of(today, -1)
    crowd(district.other, 20, days_ago=((today - last).days + 1, (today - last).days + 25))
    crowd(district.commune, 20, days_ago=((today - last).days - 25, (today - last).days))
    CommuneSuccession.objects.create(
        predecessor=district.other, successor=district.commune, kind="merge", on=last
    )
    return district


def months() -> list[Window]:
    last = month_of(timezone.localdate(), -1)
    return [months_ending(last, 1), months_ending(month_of(last, -1), 1)]


def test_a_merger_is_no_rise_and_no_fall(merged):
    (only,) = counts_in(Scope.all(), months(), by="commune")
    assert (only.key, only.counts) == (merged.commune.pk, (20, 20))
    (chosen,) = counts_in(Scope.all(), months(), by="commune", commune_id=merged.commune.pk)
    assert chosen == only


def test_what_was_divided_stays_under_its_own_name(district):
    crowd(district.other, 3, days_ago=(40, 50))
    CommuneSuccession.objects.create(
        predecessor=district.other,
        successor=district.commune,
        kind="split",
        on=timezone.localdate(),
    )
    year = [Window(month_of(timezone.localdate(), -11), timezone.localdate())]
    assert [one.key for one in counts_in(Scope.all(), year, by="commune")] == [district.other.pk]


def test_the_rows_behind_a_number_are_those_of_both(merged, client):
    client.force_login(merged.staff)
    page = client.get(reverse("incident_list"), {"commune": merged.commune.pk}).content.decode()
    assert rows_of(page) == 40
    page = client.get(reverse("incident_list"), {"commune": merged.other.pk}).content.decode()
    assert rows_of(page) == 20
    today = timezone.localdate()
    year = Slice(Scope.all(), Window(today - 300 * DAY, today), merged.commune.pk)
    assert year.rows().count() == 40


def test_rows_of_the_overview_add_up_to_its_total_and_lead_to_as_many_incidents(merged, client):
    client.force_login(merged.staff)
    page = client.get(reverse("overview"), {"day": month_of(timezone.localdate()).isoformat()})
    content = page.content.decode()
    (row,) = re.findall(
        rf'<a href="([^"]*/incidents/[^"]*commune={merged.commune.pk}[^"]*)"[^>]*>(?:<[^>]*>)*(\d+)',
        content,
    )
    assert row[1] == "20"
    assert rows_of(client.get(unescape(row[0])).content.decode()) == 20


def test_the_commune_page_counts_what_happened_before_the_merger(merged, client):
    client.force_login(merged.staff)
    since = (timezone.localdate() - month_of(timezone.localdate(), -1)).days
    crowd(merged.other, 7, days_ago=(since + 1, since + 5), state="handling")
    found = commune_figures(merged.commune, Scope.all(), timezone.localdate())
    assert (found.incidents.last, found.incidents.before) == (20, 20 + 7)
    assert found.incidents_unsettled == 47


def test_a_crowd_of_before_the_merger_is_suggested_to_the_commune_that_goes_on(merged):
    commune = with_boundary(merged.commune)
    crowd(commune, 40, at=None, seed=7)
    today = timezone.localdate()
    found = search(Question(commune, Window(today - 364 * DAY, today)), Scope.all())
    assert found.looked_at == 80
    assert any(place.count >= 40 for place in found.places)


def test_mediations_of_before_the_merger_are_counted_as_they_are_listed(merged, client):
    today = timezone.localdate()
    for commune in (merged.commune, merged.other):
        MediationFactory(commune=commune, opened_on=today)
    found = happenings(
        merged.commune,
        commune_figures(merged.commune, Scope.all(), today).area,
        (today, today),
        now=timezone.now(),
        today=today,
        may=lambda _right: True,
    )
    assert found.mediations.opened == 2
    client.force_login(merged.staff)
    page = client.get(reverse("mediation_list"), {"commune": merged.commune.pk, "all": "1"})
    assert rows_of(page.content.decode()) == 2


@given(
    links=st.lists(
        st.tuples(
            st.integers(0, 5),
            st.integers(0, 5),
            st.sampled_from(["merge", "rename", "split", "part"]),
            st.integers(-2, 2),
        ),
        max_size=10,
    )
)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_one_line_read_alone_is_the_line_that_all_successions_give(district, links):
    """For each commune that goes on: the query that walks one line, and the whole read and folded."""
    today = timezone.localdate()
    with transaction.atomic():
        communes = [CommuneFactory(jurisdiction=district.jurisdiction).pk for _number in range(6)]
        for before, after, kind, days in links:
            if before < after:  # successions go forward in time
                CommuneSuccession.objects.get_or_create(
                    predecessor_id=communes[before], successor_id=communes[after],
                    defaults={"kind": kind, "on": today + days * DAY},
                )  # fmt: skip
        every = read_successors(today)
        for commune in communes:
            if every.last(commune) == commune:
                assert set(line_of(commune)) == every.line([commune])
        transaction.set_rollback(True)


def test_a_scope_reads_only_its_own_successions(merged):
    today = timezone.localdate()
    CommuneSuccession.objects.create(
        predecessor=CommuneFactory(), successor=CommuneFactory(), kind="merge", on=today
    )
    own = Scope.of([merged.commune.pk, merged.other.pk])
    assert len(read_successors(today).of) == 2
    assert read_successors(today, scope=own).of == {merged.other.pk: merged.commune.pk}


def numbers_of(page: str, filters: str) -> list[tuple[str, int]]:
    """The addresses of a table's numbers whose list is asked with these filters, and the numbers."""
    found = re.findall(rf'<a href="([^"]*{filters}[^"]*)"[^>]*>(?:<[^>]*>)*\s*(\d+)', page)
    return [(unescape(address), int(number)) for address, number in found]


def test_before_the_merger_each_stands_alone_and_leads_to_its_own_rows(merged, client):
    HotspotFactory(commune=merged.commune, state="confirmed")
    HotspotFactory(commune=merged.other, state="confirmed")
    day = month_of(timezone.localdate(), -1) - DAY
    crowd(merged.other, 2, days_ago=((timezone.localdate() - day).days + 31,) * 2)
    client.force_login(merged.staff)
    page = client.get(reverse("overview"), {"day": day.isoformat()}).content.decode()
    asked = [
        *numbers_of(page, f"commune={merged.commune.pk}"),
        *numbers_of(page, f"commune={merged.other.pk}"),
    ]
    lists = [one for one in asked if "/incidents/?" in one[0] or "/hotspots/?" in one[0]]
    assert {number for _address, number in lists} >= {1, 2}
    for address, number in lists:
        assert rows_of(client.get(address).content.decode()) == number, address


def test_places_of_a_commune_that_ended_are_counted_where_it_went(merged, client):
    merged.other.valid_until = month_of(timezone.localdate(), -1) - DAY
    merged.other.save()
    HotspotFactory.create_batch(2, commune=merged.commune, state="confirmed")
    HotspotFactory.create_batch(3, commune=merged.other, state="confirmed")
    today = timezone.localdate()
    assert commune_figures(merged.commune, Scope.all(), today).hotspots_open == 5
    found = area_figures(Area(Scope.all()), today, today=today)
    assert found.by_key[merged.commune.pk].places_open == found.total.places_open == 5
    client.force_login(merged.staff)
    page = client.get(
        reverse("hotspot_list"), {"commune": merged.commune.pk, "state": "open"}
    ).content.decode()
    assert rows_of(page) == 5


def test_the_rows_of_a_divided_commune_that_has_ended_are_in_the_overview_s_total(district, client):
    today = timezone.localdate()
    last = month_of(today, -1)
    crowd(district.other, 3, days_ago=((today - last).days, (today - last).days))
    crowd(district.commune, 2, days_ago=((today - last).days, (today - last).days))
    district.other.valid_until = today - 2 * DAY
    district.other.save()
    CommuneSuccession.objects.create(
        predecessor=district.other, successor=district.commune, kind="split", on=today - DAY
    )
    client.force_login(district.staff)
    page = client.get(reverse("overview")).content.decode()
    ((_address, divided),) = numbers_of(page, f'happened_after[^"]*commune={district.other.pk}')
    ((_address, own),) = numbers_of(page, f'happened_after[^"]*commune={district.commune.pk}')
    assert (divided, own) == (3, 2)


@pytest.mark.parametrize("value", ["own", "2026-01-31", "yesterday", "2026-02-31"])
def test_whose_books_a_list_reads_is_said_and_a_word_that_is_no_day_finds_nothing(
    merged, client, value
):
    client.force_login(merged.staff)
    asked = {"commune": merged.commune.pk, "line": value}
    page = client.get(reverse("incident_list"), asked).content.decode()
    assert rows_of(page) == (20 if value in ("own", "2026-01-31") else 0)
    words = {"own": "chỉ sổ của chính xã", "2026-01-31": "31/01/2026"}
    assert words.get(value, value) in page


def test_an_ended_commune_where_people_still_serve_claims_none_of_what_is_counted_elsewhere(
    merged, client
):
    merged.other.valid_until = month_of(timezone.localdate(), -1) - DAY
    merged.other.save()
    AssignmentFactory(officer=OfficerFactory(commune=merged.other))
    client.force_login(merged.staff)
    page = client.get(reverse("overview"))
    (row,) = [one for one in page.context["table"].rows if one.key == merged.other.pk]
    columns = {
        column.code: cell
        for column, cell in zip(page.context["table"].columns, row.cells, strict=True)
    }
    for code in ("incidents", "tips", "mediations"):
        assert (columns[code].text, columns[code].url) == ("—", "")
    assert any(cell.url and cell.value for cell in row.cells)
