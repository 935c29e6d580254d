"""Suggested places: found by the figures, judged by the chief, kept with their evidence."""

from __future__ import annotations

import datetime
import uuid

import h3
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from incidents.domain.analysis.windows import Window
from incidents.domain.suggestions.judging import confirm, dismiss, take_up
from incidents.domain.suggestions.searching import Question, search
from incidents.domain.suggestions.waiting import places_to_judge
from incidents.domain.suggestions.words import evidence_in_words
from incidents.domain.withdrawing import withdraw_from_book
from incidents.models import HotspotSuggestion, Incident, SearchMethod
from tests.accounts.factories import person
from tests.incidents.crowds import MARKET, category, crowd, metres_from, with_boundary
from tests.incidents.factories import HotspotFactory, HotspotSuggestionFactory
from tests.incidents.people import District
from units.domain.scope import Scope
from units.models import Commune

pytestmark = pytest.mark.django_db

YEAR = 365


@pytest.fixture
def commune(district: District) -> Commune:
    """A commune with its ground and forty incidents strewn over it."""
    commune = with_boundary(district.commune)
    crowd(commune, 40, at=None, seed=7)
    return commune


def question(commune: Commune, **changes: object) -> Question:
    today = timezone.localdate()
    window = Window(today - datetime.timedelta(days=YEAR - 1), today)
    return Question(commune, window, **changes)  # type: ignore[arg-type]


def look(commune: Commune, **changes: object):
    return search(question(commune, **changes), Scope.all())


def test_a_crowded_market_is_suggested_and_the_fields_are_not(commune):
    crowd(commune, 20)
    (place,) = look(commune).places
    assert place.count >= 20
    assert place.expected < 2
    assert place.q is not None
    assert place.q < 0.001
    assert abs(place.centre.latitude - MARKET[0]) < 0.0005
    assert place.is_new


def test_the_same_market_stands_out_by_density(commune):
    crowd(commune, 20)
    (place,) = look(commune, method=SearchMethod.DENSITY, size=150).places
    assert place.q is None
    assert place.p <= 0.025
    assert place.count >= 18
    assert abs(place.centre.longitude - MARKET[1]) < 0.001


def test_a_strict_level_strews_often_enough_to_be_met(commune):
    crowd(commune, 20)
    answer = look(commune, method=SearchMethod.DENSITY, size=150, level=0.01)
    assert answer.rounds == 99
    assert answer.places[0].p <= 0.01


def test_strewn_incidents_make_no_suggestion(commune):
    answer = look(commune)
    assert answer.places == []
    assert answer.looked_at == 40


def test_the_category_narrows_what_is_looked_at(commune):
    fights = category("fight-test", "order-test")
    crowd(commune, 20, category=fights)
    assert look(commune, category_id=fights.pk).looked_at == 20
    assert look(commune, category_id=fights.parent_id).looked_at == 20
    assert look(commune, category_id=category().pk).places == []


def test_points_outside_the_commune_and_incidents_without_one_are_said(commune):
    crowd(commune, 8, at=(10.70, 106.5735))
    without = crowd(commune, 3)
    for incident in without:
        incident.latitude = incident.longitude = None
        incident.save()
    answer = look(commune)
    assert (answer.outside, answer.without_point, answer.places) == (8, 3, [])


def test_what_was_withdrawn_counts_nowhere(commune, district):
    _first, *others = crowd(commune, 6)
    assert look(commune).places
    for other in others[:3]:
        withdraw_from_book(other, "Ghi trùng với vụ trước.", by=district.chief)
    answer = look(commune)
    assert answer.looked_at == 43
    assert answer.places == []


def test_a_commune_without_ground_claims_nothing(district):
    commune = district.commune
    commune.boundary, commune.area_km2 = None, None
    commune.save()
    crowd(commune, 20)
    assert look(commune).has_ground is False


def test_a_place_reported_already_is_not_new(commune):
    crowd(commune, 20)
    lat, lng = metres_from(MARKET, 80, 0)
    hotspot = HotspotFactory(commune=commune, latitude=lat, longitude=lng)
    (place,) = look(commune).places
    assert place.hotspots == (hotspot,)
    assert not place.is_new


def test_a_closed_place_where_as_much_happens_again_is_suggested_anew(commune):
    crowd(commune, 20, days_ago=(200, 300))
    closed_on = timezone.localdate() - datetime.timedelta(days=150)
    hotspot = HotspotFactory(
        commune=commune, state="resolved", closed_on=closed_on, closed_reason="Ba tháng liền yên."
    )
    (place,) = look(commune).places
    assert (place.is_new, place.hotspots) == (False, (hotspot,))
    crowd(commune, 9, days_ago=(1, 100), seed=3)
    (place,) = look(commune).places
    assert (place.is_new, place.hotspots, place.closed) == (True, (), (hotspot,))
    assert place.since_closed >= 9


def beside(place: tuple[float, float]) -> tuple[float, float]:
    """The middle of a cell that touches the one of a place."""
    cell = h3.latlng_to_cell(*place, 9)
    return h3.cell_to_latlng(sorted(set(h3.grid_disk(cell, 1)) - {cell})[0])


def test_a_reported_place_does_not_make_the_crowd_in_the_next_cell_known(commune):
    here = h3.cell_to_latlng(h3.latlng_to_cell(*MARKET, 9))
    crowd(commune, 20, at=here)
    crowd(commune, 20, at=beside(MARKET), seed=5)
    hotspot = HotspotFactory(commune=commune, latitude=here[0], longitude=here[1])
    places = look(commune).places
    assert sorted(place.hotspots for place in places) == [(), (hotspot,)]
    assert places_to_judge(commune, Scope.all(), today=timezone.localdate()) == 1


def test_the_evidence_names_the_ground_that_its_count_was_taken_on(commune, district):
    crowd(commune, 20)
    with override("vi"):
        said = evidence_in_words(kept(commune, district.chief))
    assert "1 ô lục giác" in said
    assert " m " not in said


def kept(commune: Commune, by) -> HotspotSuggestion:
    asked = question(commune)
    found = search(asked, Scope.all())
    return take_up(
        found.places[0],
        asked,
        looked_at=found.looked_at,
        by=by,
        on=timezone.localdate(),
        key=uuid.uuid4(),
    )


def test_a_chief_takes_a_place_up_and_reports_it(commune, district):
    crowd(commune, 20)
    suggestion = kept(commune, district.chief)
    assert suggestion.state == "suggested"
    assert (suggestion.count, suggestion.looked_at, suggestion.resolution) == (
        search(question(commune), Scope.all()).places[0].count,
        60,
        9,
    )
    hotspot = HotspotFactory(commune=commune)
    done = confirm(suggestion, hotspot, by=district.chief, on=timezone.localdate())
    assert (done.state, done.hotspot) == ("confirmed", hotspot)
    assert done.judged_by_name == "Phạm Công Tâm"


def test_a_place_of_another_commune_cannot_come_of_it(commune, district):
    crowd(commune, 20)
    suggestion = kept(commune, district.chief)
    with pytest.raises(ValidationError, match=r"commune|xã"):
        confirm(
            suggestion,
            HotspotFactory(commune=district.other),
            by=district.chief,
            on=timezone.localdate(),
        )


def test_a_dismissed_place_stays_away_until_clearly_more_happens(commune, district):
    crowd(commune, 12)
    today = timezone.localdate()
    suggestion = dismiss(
        kept(commune, district.chief),
        by=district.chief,
        on=today,
        reason="Bến xe, đông người qua lại.",
    )
    (place,) = look(commune).places
    assert place.dismissed == suggestion
    crowd(commune, 3, seed=2)
    assert not look(commune).places[0].is_new
    crowd(commune, 40, seed=3)
    assert look(commune).places[0].is_new


def dismissed_small(commune: Commune, by) -> list[HotspotSuggestion]:
    """The crowded cells of 75 m, each dismissed."""
    asked = question(commune, size=10, minimum=3)
    found = search(asked, Scope.all())
    today = timezone.localdate()
    taken = [
        take_up(place, asked, looked_at=found.looked_at, by=by, on=today, key=uuid.uuid4())
        for place in found.places
    ]
    return [dismiss(one, by=by, on=today, reason="Bến xe, đông người qua lại.") for one in taken]


def look_wide(commune: Commune):
    return look(commune, method=SearchMethod.DENSITY, size=250).places


def test_a_dismissed_place_is_not_new_because_a_wider_ground_is_looked_at(commune, district):
    crowd(commune, 12, spread_m=8)
    small = dismissed_small(commune, district.chief)
    wide = look_wide(commune)
    assert wide
    assert all(place.dismissed in small for place in wide)


def test_what_lies_beside_a_dismissed_place_is_judged_on_its_own(commune, district):
    crowd(commune, 12, spread_m=8)
    small = dismissed_small(commune, district.chief)
    crowd(commune, 30, at=metres_from(MARKET, 0, 130), spread_m=15, seed=5)
    (place,) = look_wide(commune)
    assert place.is_new
    assert place.beside in small


def test_what_was_dismissed_for_one_category_is_still_suggested_for_another(commune, district):
    fights = category("fight-test", "order-test")
    crowd(commune, 12, category=fights)
    dismiss(
        kept(commune, district.chief),
        by=district.chief,
        on=timezone.localdate(),
        reason="Đã xử lý chung.",
    )
    assert look(commune, category_id=fights.pk).places[0].is_new


def test_dismissing_needs_a_reason(commune, district):
    crowd(commune, 12)
    suggestion = kept(commune, district.chief)
    with pytest.raises(ValidationError):
        dismiss(suggestion, by=district.chief, on=timezone.localdate(), reason="  ")
    with pytest.raises(IntegrityError), transaction.atomic():
        HotspotSuggestion.objects.filter(pk=suggestion.pk).update(state="dismissed")


def test_a_second_persons_dismissal_is_refused_and_not_lost_in_silence(commune, district):
    crowd(commune, 12)
    today = timezone.localdate()
    suggestion = kept(commune, district.chief)
    dismiss(suggestion, by=district.chief, on=today, reason="Không phức tạp.")
    other = person("commune_chief", commune)
    with pytest.raises(ValidationError, match="không thực hiện được"):
        dismiss(suggestion, by=other, on=today, reason="Chợ đã dời đi.")


def test_a_judged_suggestion_is_not_judged_the_other_way(commune, district):
    crowd(commune, 12)
    today = timezone.localdate()
    suggestion = kept(commune, district.chief)
    dismiss(suggestion, by=district.chief, on=today, reason="Không phức tạp.")
    assert (
        dismiss(suggestion, by=district.chief, on=today, reason="Không phức tạp gì cả.").reason
        == "Không phức tạp."
    )
    with pytest.raises(ValidationError):
        confirm(suggestion, HotspotFactory(commune=commune), by=district.chief, on=today)


@pytest.mark.parametrize("who", ["officer", "staff", "home_affairs"])
def test_only_a_chief_judges(commune, district, who):
    crowd(commune, 12)
    with pytest.raises(PermissionDenied):
        kept(commune, getattr(district, who))
    with pytest.raises(PermissionDenied):
        dismiss(
            HotspotSuggestionFactory(commune=commune),
            by=getattr(district, who),
            on=timezone.localdate(),
            reason="x",
        )


def test_the_same_form_sent_twice_keeps_one_suggestion(commune, district):
    crowd(commune, 12)
    asked = question(commune)
    found, key, today = search(asked, Scope.all()), uuid.uuid4(), timezone.localdate()
    rows = {
        take_up(found.places[0], asked, looked_at=1, by=district.chief, on=today, key=key).pk
        for _time in range(2)
    }
    assert len(rows) == 1
    with pytest.raises(ValidationError):
        take_up(found.places[0], asked, looked_at=1, by=district.other_chief, on=today, key=key)


def test_every_step_is_in_the_history(commune, district):
    crowd(commune, 12)
    suggestion = kept(commune, district.chief)
    dismiss(suggestion, by=district.chief, on=timezone.localdate(), reason="Không phức tạp.")
    states = suggestion.events.order_by("pgh_id").values_list("state", flat=True)
    assert list(states) == ["suggested", "dismissed"]


def test_another_commune_sees_neither_incidents_nor_suggestions(commune, district):
    crowd(commune, 20)
    kept(commune, district.chief)
    elsewhere = Scope.of([district.other.pk])
    assert search(question(commune), elsewhere).looked_at == 0
    assert not HotspotSuggestion.objects.visible_to(elsewhere).exists()


def test_the_desk_says_at_once_what_the_page_says(commune):
    today = timezone.localdate()
    here = h3.cell_to_latlng(h3.latlng_to_cell(*MARKET, 9))
    assert places_to_judge(commune, Scope.all(), today=today) == 0
    crowd(commune, 20, at=here)
    assert places_to_judge(commune, Scope.all(), today=today) == 1
    # Points that are corrected change no number of incidents.
    for one in Incident.objects.filter(commune=commune):
        one.latitude = one.longitude = None
        one.point_source = ""
        one.save()
    assert places_to_judge(commune, Scope.all(), today=today) == 0
    crowd(commune, 20, at=here)
    assert places_to_judge(commune, Scope.all(), today=today) == 1
    HotspotFactory(commune=commune, latitude=here[0], longitude=here[1])
    assert places_to_judge(commune, Scope.all(), today=today) == 0


def test_without_a_boundary_density_claims_nothing_and_cells_still_compare(commune):
    crowd(commune, 20)
    commune.boundary, commune.area_km2 = None, 10
    commune.latitude, commune.longitude = MARKET
    commune.save()
    assert look(commune).has_ground
    dense = look(commune, method="density", size=150)
    assert (dense.has_ground, dense.places) == (False, [])
