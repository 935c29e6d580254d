"""The district's desk: what the district must do about accepted tips is told before its time is past."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from incidents.domain.tips.clock import tone
from incidents.models import CrimeTip, TipDeadline
from incidents.queries.tips_due import due_soon, steps_due_soon
from tests import factories
from tests.accounts.factories import person
from tests.dashboards.lists import rows_of
from tests.incidents.factories import CrimeTipFactory, TipDeadlineFactory
from tests.incidents.people import make_district
from tests.incidents.tips import DAY, HOUR, NOW, classified, moved

pytestmark = pytest.mark.django_db
DISTRICTS = (
    "receipt_notice", "assignment", "decision", "extension", "second_extension",
    "closing_report", "resumed", "result_notice",
)  # fmt: skip


@pytest.fixture
def district():
    return make_district()


def running(district, step="decision", *, left=2 * HOUR, whole=10 * DAY, state="accepted", **tip):
    """A tip of which one step runs, ``left`` before its end of ``whole`` now."""
    due = timezone.now() + left
    made = CrimeTipFactory(
        commune=tip.pop("commune", district.commune),
        state=state,
        received_at=due - whole,
        next_due_at=due,
        **tip,
    )
    TipDeadlineFactory(tip=made, step=step, began_at=due - whole, due_at=due)
    return made


def concern(client, user, **asked):
    """What the desk of this person says of steps that are due soon; none where it says nothing."""
    client.force_login(user)
    concerns = client.get("/", asked).context["concerns"]
    return next((one for one in concerns if "soon=yes" in one.url), None)


def listed(client, url):
    return rows_of(client.get(url).content.decode())


def test_a_decision_due_in_two_hours_is_on_the_desk_and_behind_its_link(client, district):
    tip = running(district, left=2 * HOUR + HOUR / 60)
    said = concern(client, district.staff)
    assert said.what == "1 tin báo có việc cấp trên sắp đến hạn"
    assert tip.number in said.note
    assert "còn 2 giờ" in said.note
    assert "ra quyết định giải quyết" in said.note
    assert said.tone == "bad"
    page = client.get(said.url).content.decode()
    assert rows_of(page) == 1
    assert tip.number in page


@pytest.mark.parametrize("step", DISTRICTS)
def test_each_step_of_the_district_is_told(client, district, step):
    running(district, step, state="resolved" if step == "result_notice" else "accepted")
    assert listed(client, concern(client, district.staff).url) == 1


def test_what_is_far_off_past_done_or_the_communes_is_not(client, district):
    running(district, left=6 * DAY)
    running(district, left=-HOUR)
    running(district, "hand_over", state="classified")
    running(district, state="handed_over")  # told as waiting to be accepted
    done, replaced = running(district), running(district)
    done.deadlines.update(met_at=timezone.now())
    replaced.deadlines.update(replaced_at=timezone.now())
    assert concern(client, district.staff) is None
    client.force_login(district.staff)
    assert listed(client, reverse("tip_list") + "?soon=yes") == 0


def test_the_soonest_stand_first_and_the_rest_are_a_link_away(client, district):
    tips = [running(district, left=hours * HOUR + HOUR / 60) for hours in (30, 5, 20, 2, 40)]
    # One tip is one row, whatever number of its steps is due soon.
    TipDeadlineFactory(
        tip=tips[3],
        step="closing_report",
        began_at=tips[3].received_at,
        due_at=timezone.now() + HOUR / 2,
    )
    said = concern(client, district.staff)
    assert said.what.startswith("5 ")
    shown = [tips[3], tips[1], tips[2]]
    places = [said.note.index(tip.number) for tip in shown]
    assert places == sorted(places)
    assert "còn 30 phút" in said.note or "còn 29 phút" in said.note
    assert said.note.endswith("…")
    assert not [tip for tip in (tips[0], tips[4]) if tip.number in said.note]
    assert listed(client, said.url) == 5


def test_another_step_that_is_overdue_hides_none_that_is_due_soon(client, district):
    tip = running(district)
    late = timezone.now() - DAY
    TipDeadlineFactory(tip=tip, step="receipt_notice", began_at=tip.received_at, due_at=late)
    CrimeTip.objects.filter(pk=tip.pk).update(next_due_at=late)
    assert "còn" in concern(client, district.staff).note


def test_amber_is_what_the_clock_calls_amber(district):
    now = timezone.now()
    whole = 10 * HOUR
    for left in (whole, whole / 2 + HOUR / 3600, whole / 2, 2 * HOUR, HOUR / 3600, 0 * HOUR, -HOUR):
        tip = CrimeTipFactory(commune=district.commune, state="accepted")
        TipDeadlineFactory(tip=tip, step="decision", began_at=now + left - whole, due_at=now + left)
    found = set(steps_due_soon(now).values_list("pk", flat=True))
    by_hand = {
        one.pk
        for one in TipDeadline.objects.all()
        if tone(one.began_at, one.due_at, now) != "ok" and one.due_at > now
    }
    assert found == by_hand
    assert len(found) == 3


def test_a_tip_that_goes_its_way_is_told_while_its_clocks_are_amber(district):
    tip = moved(classified(district, "ordinary"), district.chief, "hand_over")
    tip = moved(tip, district.staff, "accept")
    at = tip.deadlines.get(step="assignment")
    half = at.began_at + (at.due_at - at.began_at) / 2
    rows = CrimeTip.objects.all()
    assert not rows.filter(due_soon(NOW + HOUR)).exists()
    assert rows.filter(due_soon(half)).get() == tip


def test_only_the_district_is_told_and_only_of_its_own(client, district):
    elsewhere = make_district()
    running(district)
    assert concern(client, elsewhere.staff) is None
    client.force_login(elsewhere.staff)
    assert listed(client, reverse("tip_list") + "?soon=yes") == 0
    for who in (district.home_affairs, district.administrator):
        assert concern(client, who) is None


def test_a_part_of_the_district_has_its_own(client, district):
    running(district)
    branch = factories.JurisdictionFactory(parent=district.jurisdiction, kind="cluster")
    below = factories.CommuneFactory(jurisdiction=branch)
    tip = running(district, commune=below)
    said = concern(client, person("district_staff", district.jurisdiction), jurisdiction=branch.pk)
    assert tip.number in said.note
    assert said.what.startswith("1 ")
    assert listed(client, said.url) == 1


def test_much_else_that_is_urgent_does_not_push_it_off_the_desk(client, district, monkeypatch):
    running(district, left=4 * DAY)  # amber, not red
    monkeypatch.setattr("dashboards.queries.attention.MOST", 1)
    factories.PositionFactory(is_chief=True)
    said = concern(client, district.staff)
    assert said.tone == "warn"


def test_many_tips_cost_no_more_queries_than_few(client, district):
    def queries():
        client.get("/")
        with CaptureQueriesContext(connection) as caught:
            client.get("/")
        return len(caught)

    client.force_login(district.staff)
    running(district)
    few = queries()
    for _number in range(12):
        running(district)
    assert queries() == few


def test_the_navigation_counts_what_it_counted(client, district):
    running(district)
    client.force_login(district.staff)
    page = client.get(reverse("tip_list"))
    (item,) = [
        item
        for group in page.context["nav"]
        for item in group.items
        if item.url == reverse("tip_list")
    ]
    assert not item.count
