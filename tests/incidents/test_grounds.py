"""A place's ground stays the same when its commune goes on in another; its books are compared only where they can be."""

import datetime
import re
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from incidents.domain.analysis.effect import Effect
from incidents.domain.hotspots.effects import effects_of
from incidents.domain.incidents.similar import (
    likely_same,
    link_incidents,
    nearest_hotspot,
    sketch_of,
)
from incidents.domain.mediations.parts import link_incident
from incidents.forms.incidents.full import places_of
from incidents.models import Incident, IncidentLink, SafetyStandard
from incidents.queries.around import PLACE, REST, in_zone
from incidents.queries.grounds import ground_of, grounds_of
from tests.accounts.factories import person
from tests.dashboards.lists import rows_of
from tests.factories import CommuneFactory
from tests.incidents.crowds import MARKET, category, crowd
from tests.incidents.factories import (
    HotspotActionFactory,
    HotspotFactory,
    IncidentFactory,
    MediationFactory,
)
from units.domain.months import month_of
from units.domain.scope import Scope
from units.models import CommuneSuccession

pytestmark = pytest.mark.django_db
ALL = Scope.all()
DAY = datetime.timedelta(days=1)
TODAY = timezone.localdate()


def succeed(before, after, on, kind="merge"):
    CommuneSuccession.objects.create(predecessor=before, successor=after, kind=kind, on=on)


@pytest.fixture
def merger(district):
    """Long Hòa ended 100 days ago in a new commune; its market saw as much after as before."""
    on = TODAY - 100 * DAY
    district.commune.valid_until = on - DAY
    district.commune.save()
    new = CommuneFactory(jurisdiction=district.jurisdiction, valid_from=on)
    crowd(district.commune, 1, days_ago=(300, 300))
    crowd(district.commune, 20, days_ago=(101, 200))
    crowd(new, 20, days_ago=(1, 99))
    crowd(new, 1, days_ago=(100, 100))
    succeed(district.commune, new, on)
    return district, new, on


def test_a_merger_makes_no_measure_a_success(merger):
    district, new, on = merger
    place = HotspotFactory(commune=district.commune, latitude=MARKET[0], longitude=MARKET[1])
    action = HotspotActionFactory(hotspot=place, starts_on=on, state="ongoing")
    (effect,) = effects_of(ALL, [action], today=TODAY)
    assert effect.before.days == effect.after.days == 100
    judged = effect.judged
    assert (judged.before.place, judged.after.place) == (20, 21)
    assert judged.effect not in (Effect.HELPED, Effect.SPREAD)
    ground = grounds_of(ALL, [place.commune_id], today=TODAY)[place.commune_id]
    assert ground.communes == {district.commune.pk, new.pk}


def test_the_numbers_of_a_measure_lead_to_the_rows_of_both_communes(merger, client):
    district, _new, on = merger
    place = HotspotFactory(commune=district.commune, latitude=MARKET[0], longitude=MARKET[1])
    HotspotActionFactory(hotspot=place, starts_on=on - 10 * DAY, state="ongoing")
    client.force_login(district.staff)
    page = client.get(reverse("hotspot_detail", args=[place.pk])).content.decode()
    links = re.findall(rf'<a href="([^"]*zone={place.pk}:place[^"]*)"[^>]*>\s*(\d+)', page)
    assert len(links) >= 2
    for address, number in links:
        assert rows_of(client.get(unescape(address)).content.decode()) == int(number)


def test_the_rest_of_the_commune_is_the_same_ground_before_and_after(merger):
    district, new, _on = merger
    of_old = HotspotFactory(commune=district.commune, latitude=MARKET[0] + 1, longitude=MARKET[1])
    of_new = HotspotFactory(commune=new, latitude=MARKET[0] + 1, longitude=MARKET[1])
    for place in (of_old, of_new):
        assert in_zone(Incident.objects.all(), place, REST).count() == 42
        assert in_zone(Incident.objects.all(), place, PLACE).count() == 0


def test_the_measures_page_of_a_commune_has_those_of_the_communes_that_ended_in_it(merger, client):
    district, new, on = merger
    place = HotspotFactory(
        commune=district.commune, name="Chợ của xã cũ", latitude=10.6, longitude=106.5
    )
    HotspotActionFactory(hotspot=place, starts_on=on - 10 * DAY, state="ongoing")
    client.force_login(district.staff)
    page = client.get(reverse("analysis_measures"), {"commune": new.pk}).content.decode()
    assert "Chợ của xã cũ" in page


def test_a_new_commune_goes_on_with_the_books_of_those_it_was_made_of(merger):
    district, new, on = merger
    begun = month_of(TODAY - 300 * DAY, 1)
    other = CommuneFactory(jurisdiction=district.jurisdiction)
    succeed(other, new, on)  # whose book nobody ever kept
    for commune in (district.commune, new, other):
        ground = grounds_of(ALL, [commune.pk], today=TODAY)[commune.pk]
        assert ground.commune_id == new.pk
        assert ground.communes == {district.commune.pk, new.pk, other.pk}
        assert ground.around(TODAY) == (on, None)
        assert ground.around(on - DAY) == (begun, on - DAY)
    assert ground_of(other.pk) == {district.commune.pk, new.pk, other.pk}
    crowd(other, 1, days_ago=(200, 200))
    ground = grounds_of(ALL, [new.pk], today=TODAY)[new.pk]
    assert ground.around(TODAY) == (month_of(TODAY - 200 * DAY, 1), None)
    assert ground.around(month_of(TODAY - 200 * DAY, 1) - DAY)[0] == begun


def test_a_commune_that_took_over_another_is_known_since_both_are(district):
    on = TODAY - 60 * DAY
    crowd(district.commune, 2, days_ago=(90, 90))
    crowd(district.other, 2, days_ago=(200, 200))
    succeed(district.other, district.commune, on)
    ground = grounds_of(ALL, [district.other.pk], today=TODAY)[district.other.pk]
    assert ground.around(TODAY) == (month_of(TODAY - 90 * DAY, 1), None)


@pytest.mark.parametrize("kind", ["part", "split"])
def test_days_before_and_after_a_division_are_not_compared(district, kind):
    on = TODAY - 60 * DAY
    crowd(district.commune, 2, days_ago=(300, 300))
    crowd(district.other, 2, days_ago=(300, 300))
    succeed(district.other, district.commune, on, kind)
    for commune in (district.commune, district.other):
        ground = grounds_of(ALL, [commune.pk], today=TODAY)[commune.pk]
        assert ground.communes == {commune.pk}
        assert ground.around(TODAY) == (on, None)
        assert ground.around(on - DAY)[1] == on - DAY


def test_a_book_that_has_ended_says_nothing_of_the_days_after(district):
    district.commune.valid_until = TODAY - 40 * DAY
    district.commune.save()
    crowd(district.commune, 30, days_ago=(50, 300))
    place = HotspotFactory(commune=district.commune, latitude=MARKET[0], longitude=MARKET[1])
    action = HotspotActionFactory(hotspot=place, starts_on=TODAY - 50 * DAY, state="ongoing")
    (effect,) = effects_of(ALL, [action], today=TODAY)
    assert effect.after.last == TODAY - 40 * DAY
    empty = CommuneFactory(jurisdiction=district.jurisdiction)
    assert grounds_of(ALL, [empty.pk], today=TODAY)[empty.pk].around(TODAY) is None


def test_grounds_of_many_communes_are_as_many_queries_as_of_one(merger):
    district, new, _on = merger
    counted = []
    for asked in ([new.pk], [new.pk, district.commune.pk, district.other.pk]):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            grounds_of(ALL, asked, today=TODAY)
        counted.append(len(queries))
    assert counted == [2, 2]


def test_what_belongs_together_is_linked_across_a_merger(merger):
    """The successor works on with what it took over: its places, its incidents, its quarrels."""
    district, after, _on = merger
    before = district.commune
    old = IncidentFactory(commune=before)
    new = IncidentFactory(commune=after, number="VV-2026-LM-0001")
    assert link_incidents(new, old, "duplicate", by=district.officer).first == old
    mediation = MediationFactory(commune=before)
    assert link_incident(mediation, new, by=district.officer).incident == new
    foreign = IncidentFactory(commune=district.other)
    with pytest.raises(ValidationError):
        link_incidents(new, foreign, "duplicate", by=district.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        IncidentLink.objects.create(first=new, second=foreign, kind="related")
    place = HotspotFactory(commune=before)
    near = nearest_hotspot(ALL, after.pk, (place.latitude, place.longitude))
    assert near is not None
    assert near.hotspot == place
    assert place in places_of(after)
    placed = {"latitude": place.latitude, "longitude": place.longitude}
    old, new = (
        IncidentFactory(commune=one, category=category(), occurred_from=timezone.now(), **placed)
        for one in (before, after)
    )
    found = likely_same(ALL, after.pk, sketch_of(new), except_pks=[new.pk])
    assert old in [one.incident for one in found]


def test_a_year_registered_before_a_merger_gets_its_result(merger, client):
    district, after, on = merger
    before = district.commune
    SafetyStandard.objects.create(commune=before, year=on.year, kind="agencies", registered=12)
    client.force_login(person("commune_chief", after))
    year = reverse("standard_year")
    page = client.get(year, {"commune": after.pk, "year": on.year})
    link = f"?commune={before.pk}&amp;year={on.year}"
    assert link in page.content.decode()
    form = client.get(year, {"commune": before.pk, "year": on.year}).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    (met,) = [name for name in typed if "agencies" in name and "met" in name]
    sent = {**typed, met: "10", "commune": before.pk, "year": on.year}
    assert client.post(year, sent).status_code == 302
    kept = SafetyStandard.objects.get()
    assert (kept.commune, kept.registered, kept.met) == (before, 12, 10)
    assert client.get(year, {"commune": before.pk, "year": on.year - 1}).status_code == 404
