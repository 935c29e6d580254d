"""The pages of where and when: what they show, to whom, and what a chief does on them."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents.models import Hotspot, HotspotSuggestion
from tests.accounts.factories import person
from tests.incidents.crowds import MARKET, category, crowd, with_boundary
from tests.incidents.factories import HotspotActionFactory, HotspotFactory, HotspotKindFactory
from tests.incidents.people import District

pytestmark = pytest.mark.django_db

PAGES = [
    "analysis",
    "analysis_when",
    "analysis_places",
    "analysis_measures",
    "analysis_repeats",
]
DAY = datetime.timedelta(days=1)


@pytest.fixture
def market(district: District) -> District:
    """A commune with a boundary, forty incidents strewn over it and twenty at the market."""
    commune = with_boundary(district.commune)
    crowd(commune, 40, at=None, seed=7)
    crowd(commune, 20)
    return district


def page(client: Client, name: str, user: object, query: str = "") -> str:
    client.force_login(user)
    answer = client.get(reverse(name) + query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("chief", 200),
        ("officer", 200),
        ("staff", 200),
        ("administrator", 200),
        ("home_affairs", 403),
    ],
)
def test_who_sees_places_sees_where_and_when(client, district, name, who, status):
    client.force_login(getattr(district, who))
    assert client.get(reverse(name)).status_code == status


def test_the_chief_finds_the_market_with_its_evidence_and_the_parameters(client, market):
    shown = page(client, "analysis_places", market.chief)
    assert 'id="suggestion-1"' in shown
    assert 'id="suggestion-2"' not in shown
    assert "60" in shown
    assert 'name="take_up"' in shown
    assert "10.592" in shown or "10.591" in shown


def test_an_officer_sees_the_suggestion_but_no_buttons(client, market):
    shown = page(client, "analysis_places", market.officer)
    assert 'id="suggestion-1"' in shown
    assert 'name="take_up"' not in shown
    client.force_login(market.officer)
    assert client.post(reverse("analysis_places"), {"place": "x"}).status_code == 403


def test_the_district_chooses_a_commune_first(client, market):
    shown = page(client, "analysis_places", market.staff)
    assert 'id="suggestion-1"' not in shown
    shown = page(client, "analysis_places", market.staff, f"?commune={market.commune.pk}")
    assert 'id="suggestion-1"' in shown


def forms_of(shown: str) -> dict[str, str]:
    """The hidden fields of the first suggestion."""
    return {
        name: re.search(rf'name="{name}" value="([^"]*)"', shown)[1]  # type: ignore[index]
        for name in ("place", "submission_key")
    }


def test_dismissing_keeps_the_reason_and_takes_the_place_off_the_list(client, market):
    hidden = forms_of(page(client, "analysis_places", market.chief))
    answer = client.post(reverse("analysis_places"), {**hidden, "reason": "Bến xe đông người."})
    assert answer.status_code == 302
    kept = HotspotSuggestion.objects.get()
    assert (kept.state, kept.reason, kept.looked_at) == ("dismissed", "Bến xe đông người.", 60)
    shown = page(client, "analysis_places", market.chief)
    assert "Bến xe đông người." in shown
    assert 'name="take_up"' not in shown


def test_a_place_judged_meanwhile_by_somebody_else_is_not_judged_again(client, market):
    opened = page(client, "analysis_places", market.chief)
    other = person("commune_chief", market.commune, full_name="Đỗ Quốc Vũ")
    hidden, theirs = forms_of(opened), forms_of(page(client, "analysis_places", other))
    client.post(reverse("analysis_places"), {**theirs, "reason": "Bến xe đông người."})
    client.force_login(market.chief)
    for late in ({"reason": "Chợ đã dời đi."}, {"take_up": "1", "reason": ""}):
        answer = client.post(reverse("analysis_places"), {**hidden, **late}, follow=True)
        said = answer.content.decode()
        assert "Đỗ Quốc Vũ" in said
        assert "Bến xe đông người." in said
    kept = HotspotSuggestion.objects.get()
    assert (kept.state, kept.judged_by_name) == ("dismissed", "Đỗ Quốc Vũ")


def test_the_same_dismissal_sent_twice_is_kept_once_and_says_so_twice(client, market):
    hidden = forms_of(page(client, "analysis_places", market.chief))
    for _turn in range(2):
        answer = client.post(
            reverse("analysis_places"), {**hidden, "reason": "Bến xe đông người."}, follow=True
        )
        assert "Đã bỏ qua gợi ý" in answer.content.decode()
    assert HotspotSuggestion.objects.count() == 1


def test_dismissing_without_a_reason_says_so_beside_the_place(client, market):
    hidden = forms_of(page(client, "analysis_places", market.chief))
    answer = client.post(reverse("analysis_places"), {**hidden, "reason": " "})
    assert answer.status_code == 422
    assert 'id="reason-1-said"' in answer.content.decode()
    assert not HotspotSuggestion.objects.exists()


def test_a_reason_that_is_too_long_is_refused_and_kept_as_typed(client, market):
    hidden = forms_of(page(client, "analysis_places", market.chief))
    typed = "Bến xe đông người. " * 150
    answer = client.post(reverse("analysis_places"), {**hidden, "reason": typed})
    assert answer.status_code == 422
    assert "Bến xe đông người. Bến xe đông người." in answer.content.decode()


def test_a_place_that_the_figures_no_longer_show_is_not_judged(client, market):
    hidden = forms_of(page(client, "analysis_places", market.chief))
    answer = client.post(
        reverse("analysis_places") + "?minimum=500", {**hidden, "reason": "Không phức tạp."}
    )
    assert answer.status_code == 302
    assert not HotspotSuggestion.objects.exists()


def test_taking_a_place_up_leads_to_the_form_with_point_and_evidence(client, market):
    hidden = forms_of(page(client, "analysis_places", market.chief))
    answer = client.post(reverse("analysis_places"), {**hidden, "take_up": "1"})
    kept = HotspotSuggestion.objects.get()
    assert answer.headers["Location"].endswith(f"suggestion={kept.pk}")
    shown = client.get(answer.headers["Location"]).content.decode()
    assert f"{kept.latitude:.6f}" in shown
    typed = {
        "submission_key": "5a7b6a8c-0000-4000-8000-000000000001",
        "suggestion": kept.pk,
        "kind": HotspotKindFactory().pk,
        "name": "Chợ Long Hòa",
        "latitude": kept.latitude,
        "longitude": kept.longitude,
        "reason": "Hai mươi vụ trong một năm.",
        "review_interval_days": "30",
    }
    answer = client.post(reverse("hotspot_create"), typed)
    assert answer.status_code == 302
    kept.refresh_from_db()
    assert kept.state == "confirmed"
    assert kept.hotspot == Hotspot.objects.get()
    shown = page(client, "analysis_places", market.chief)
    assert reverse("hotspot_detail", args=[kept.hotspot_id]) in shown


def test_a_suggestion_of_another_commune_fills_no_form(client, market):
    hidden = forms_of(page(client, "analysis_places", market.chief))
    client.post(reverse("analysis_places"), {**hidden, "take_up": "1"})
    kept = HotspotSuggestion.objects.get()
    client.force_login(market.other_chief)
    shown = client.get(f"{reverse('hotspot_create')}?suggestion={kept.pk}").content.decode()
    assert f"{kept.latitude:.6f}" not in shown


def test_the_map_of_hours_tells_when_and_how_few_they_are(client, market):
    shown = page(client, "analysis_when", market.chief)
    assert "20–21" in shown
    assert re.search(r'class="heat-4"><a [^>]*>\d', shown)
    few = page(client, "analysis_when", market.other_chief)
    assert "heat-4" not in few


def test_who_sees_a_nation_chooses_a_commune_before_its_hours_are_counted(
    client, market, monkeypatch
):
    for module in ("base", "when"):
        monkeypatch.setattr(f"incidents.views.analysis.{module}.MOST_COMMUNES", 2)
    assert "week-table" not in page(client, "analysis_when", market.staff)
    address = f"?commune={market.commune.pk}"
    assert "week-table" in page(client, "analysis_when", market.staff, address)
    monkeypatch.setattr("incidents.views.analysis.base.MOST_COMMUNES", 1)
    for commune in (
        market.commune,
        market.other,
    ):  # beyond the first ones, the one asked for is offered
        shown = page(client, "analysis_when", market.staff, f"?commune={commune.pk}")
        assert "week-table" in shown or commune == market.other
        assert f'value="{commune.pk}"' in shown


def test_a_question_that_cannot_be_read_is_said_beside_its_field(client, market):
    for query in ("?first_day=abc", "?first_day=2026-05-01&last_day=2026-01-01", "?category=x"):
        shown = page(client, "analysis_when", market.chief, query)
        assert "invalid-feedback" in shown
    assert "invalid-feedback" in page(client, "analysis_places", market.chief, "?minimum=0&size=9")


def test_more_or_fewer_marks_what_is_more_than_chance(client, district):
    first = timezone.localdate().replace(day=1)
    now = (timezone.localdate() - (first - DAY)).days
    before = now + 31
    crowd(district.commune, 1, days_ago=(before + 60, before + 60))
    crowd(district.commune, 40, days_ago=(now, now + 20))
    crowd(district.commune, 4, days_ago=(before, before + 20))
    shown = page(client, "analysis", district.staff)
    assert "status-bad" in shown
    assert f"commune={district.commune.pk}" in shown
    shown = page(client, "analysis", district.staff, "?rows=category")
    assert f"category={category().pk}" in shown


def test_months_before_the_first_page_of_a_book_are_no_decrease_and_no_increase(client, district):
    crowd(district.commune, 60, days_ago=(40, 160))
    for rows in ("commune", "category"):
        shown = page(client, "analysis", district.staff, f"?length=12&rows={rows}")
        assert "chưa có sổ" in shown
        assert "status-bad" not in shown


def test_a_sum_compares_only_the_communes_that_had_a_book_in_both_periods(client, district):
    last = timezone.localdate().replace(day=1)
    now, long_ago = (timezone.localdate() - last).days + 5, 600
    year = now + 365
    crowd(district.commune, 3, days_ago=(long_ago, long_ago))
    crowd(district.commune, 4, days_ago=(year, year))
    crowd(district.commune, 5, days_ago=(now, now))
    crowd(district.other, 40, days_ago=(now, now))
    shown = page(client, "analysis", district.staff, "?rows=category")
    assert "4 → 5" in shown
    assert "status-bad" not in shown
    assert ">45<" in shown


def test_what_repeats_is_shown_with_the_numbers_of_the_book(client, market):
    again = crowd(market.commune, 2, spread_m=0, days_ago=(5, 9), whereabouts="Trước cổng chợ")
    shown = page(client, "analysis_repeats", market.chief)
    assert again[0].number in shown
    assert "Trước cổng chợ" in shown


def test_the_page_of_a_place_says_when_and_whether_it_helped(client, market):
    hotspot = HotspotFactory(commune=market.commune, latitude=MARKET[0], longitude=MARKET[1])
    begun = timezone.localdate() - 150 * DAY
    HotspotActionFactory(hotspot=hotspot, starts_on=begun, description="Tuần tra đêm")
    client.force_login(market.chief)
    shown = client.get(reverse("hotspot_detail", args=[hotspot.pk])).content.decode()
    assert 'id="effects"' in shown
    assert 'id="when"' in shown
    assert "20–21" in shown


@pytest.mark.parametrize("name", PAGES)
def test_the_number_of_queries_does_not_grow(client, market, name, django_assert_max_num_queries):
    HotspotActionFactory(
        hotspot=HotspotFactory(commune=market.commune, latitude=10.57, longitude=106.55),
        starts_on=timezone.localdate() - 100 * DAY,
    )
    client.force_login(market.chief)
    client.get(reverse(name))

    def asked() -> int:
        with django_assert_max_num_queries(60) as seen:
            client.get(reverse(name))
        return len(seen)

    few = asked()
    crowd(market.commune, 30, at=None, seed=11)
    crowd(market.commune, 30, seed=12)
    crowd(market.commune, 6, category=category("fight-test", "order-test"))
    for _place in range(3):
        HotspotActionFactory(
            hotspot=HotspotFactory(commune=market.commune),
            starts_on=timezone.localdate() - 100 * DAY,
        )
    client.get(reverse(name))  # what is kept for a while is reckoned anew once
    assert asked() == few


def test_a_places_page_asks_no_more_for_more_measures(
    client, market, django_assert_max_num_queries
):
    hotspot = HotspotFactory(commune=market.commune)
    begun = timezone.localdate() - 100 * DAY
    HotspotActionFactory(hotspot=hotspot, starts_on=begun)
    client.force_login(market.chief)
    address = reverse("hotspot_detail", args=[hotspot.pk])
    client.get(address)

    def asked() -> int:
        with django_assert_max_num_queries(60) as seen:
            client.get(address)
        return len(seen)

    one = asked()
    for number in range(4):
        HotspotActionFactory(hotspot=hotspot, starts_on=begun + number * DAY)
    assert asked() == one


def test_the_district_sees_which_measures_helped_and_where(client, market):
    hotspot = HotspotFactory(
        commune=market.commune, name="Chợ Long Hòa", latitude=MARKET[0], longitude=MARKET[1]
    )
    begun = timezone.localdate() - 150 * DAY
    crowd(market.commune, 1, days_ago=(600, 600))
    crowd(market.commune, 40, days_ago=(160, 290), seed=21)
    HotspotActionFactory(
        hotspot=hotspot, starts_on=begun, description="Camera cổng chợ", kind="camera"
    )
    HotspotActionFactory(
        hotspot=HotspotFactory(commune=market.other, name="Ngã tư Xoài Đôi"), starts_on=begun
    )
    shown = page(client, "analysis_measures", market.staff)
    assert "Camera cổng chợ" in shown
    assert "status-ok" in shown
    assert "Ngã tư Xoài Đôi" not in shown  # its commune keeps no book of incidents
    assert "Camera cổng chợ" not in page(client, "analysis_measures", market.staff, "?kind=patrol")
    assert "Camera cổng chợ" not in page(client, "analysis_measures", market.other_chief)


def test_each_number_of_verdicts_leads_to_as_many_measures(client, market):
    begun = timezone.localdate() - 100 * DAY
    place = HotspotFactory(commune=market.commune, latitude=10.5921, longitude=106.5736)
    other = HotspotFactory(commune=market.commune, latitude=10.6, longitude=106.58)
    for hotspot, kind in ((place, "camera"), (place, "patrol"), (other, "patrol")):
        HotspotActionFactory(hotspot=hotspot, kind=kind, starts_on=begun)
    client.force_login(market.staff)
    shown = client.get(reverse("analysis_measures")).context["kinds"]
    numbers = [pair for _label, row in shown for pair in row if pair[0]]
    assert len(shown) == 3
    assert numbers
    for number, url in numbers:
        found = client.get(url).context
        assert len(found["judged"]) + len(found["waiting"]) == number


def test_the_chiefs_desk_says_that_a_place_waits_until_it_is_judged(client, market):
    address = reverse("analysis_places")
    client.force_login(market.chief)
    assert f'href="{address}"' in client.get("/").content.decode().split('id="main"')[1]
    hidden = forms_of(page(client, "analysis_places", market.chief))
    client.post(address, {**hidden, "reason": "Bến xe đông người."})
    assert f'href="{address}"' not in client.get("/").content.decode().split('id="main"')[1]
    client.force_login(market.officer)
    assert f'href="{address}"' not in client.get("/").content.decode().split('id="main"')[1]


def test_a_place_taken_up_and_not_reported_can_still_be_reported_or_dismissed_and_is_kept_once(
    client, market
):
    address = reverse("analysis_places")
    for _time in range(2):
        hidden = forms_of(page(client, "analysis_places", market.chief))
        client.post(address, {**hidden, "take_up": "1"})
    kept = HotspotSuggestion.objects.get()
    hidden = forms_of(page(client, "analysis_places", market.chief))
    client.post(address, {**hidden, "reason": "Xem lại thì không phức tạp."})
    kept.refresh_from_db()
    assert kept.state == "dismissed"
