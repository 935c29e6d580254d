"""What was late stays late, and what was in time stays so: extensions, suspensions, returns, tips without a class."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from dashboards.queries.happening_concerns import tips_overdue
from incidents.domain.tips.receiving import Classification, classify_tip
from incidents.domain.tips.rules import tips_touched
from incidents.domain.tips.story import story_of
from incidents.domain.tips.workflow import extend_tip
from incidents.filters.tips import TipFilter
from incidents.models import CrimeTip, DeadlineRule, Step, TipDeadline
from incidents.queries.tip_rows import hand_over_late_on, late_on, rows_behind
from incidents.queries.tips import TipCounts, tip_figures
from incidents.views.tips.clocks import clocks_of
from tests.incidents.test_tip_figures import Asking
from tests.incidents.test_tip_rules import approved
from tests.incidents.tips import DAY, HOUR, NOW, classified, moved, received
from units.domain.scope import Scope
from units.queries.area import Area

pytestmark = pytest.mark.django_db


def accepted(district, urgency="ordinary"):
    """A tip handed over the hour it came and accepted; its decision is due at the end of 16 December."""
    tip = moved(classified(district, urgency), district.chief, "hand_over")
    return moved(tip, district.staff, "accept")


def extended(tip, district, on, now):
    return extend_tip(tip, "12/QĐ-CAH", on, by=district.staff, now=now, version=tip.version)


def counted(monkeypatch, now):
    """The figures of the year to ``now``, after the list behind each number was found as long."""
    first, last = datetime.date(2026, 1, 1), now.date()
    figures = tip_figures(first, last, Area(Scope.all()), now=now)
    total = sum((one.total for one in figures.values()), TipCounts())
    monkeypatch.setattr("incidents.filters.tips.timezone.now", lambda: now)
    for name in TipCounts.__dataclass_fields__:
        asked = dict(rows_behind(name, first, last))
        rows = TipFilter(asked, CrimeTip.objects.all(), request=Asking()).qs
        assert (name, rows.count()) == (name, getattr(total, name))
    return total


def test_a_decision_to_extend_is_of_the_last_day_at_the_latest(district):
    tip = accepted(district)
    last = datetime.date(2026, 12, 16)
    with pytest.raises(ValidationError) as problem:
        extended(tip, district, last + DAY, NOW + 40 * DAY)
    assert "16/12/2026" in problem.value.message_dict["decision_on"][0]
    assert extended(tip, district, last, NOW + 40 * DAY).deadlines.get(step="extension")


def test_a_second_extension_too_is_of_the_last_day_at_the_latest(district):
    tip = extended(accepted(district), district, NOW.date(), NOW + DAY)
    with pytest.raises(ValidationError):
        extended(tip, district, datetime.date(2027, 1, 27), NOW + 70 * DAY)
    tip = extended(tip, district, datetime.date(2027, 1, 26), NOW + 70 * DAY)
    assert tip.deadlines.get(step="second_extension")


def test_an_extension_entered_late_counts_as_late_until_then(district, monkeypatch):
    tip = accepted(district)
    assert counted(monkeypatch, NOW + 30 * DAY).late == 1
    tip = extended(tip, district, datetime.date(2026, 12, 16), NOW + 30 * DAY)
    assert counted(monkeypatch, NOW + 30 * DAY).late == 0
    moved(tip, district.staff, "resolve", at=NOW + 35 * DAY)
    assert counted(monkeypatch, NOW + 36 * DAY).in_time == 1


def test_what_was_overdue_when_it_was_suspended_stays_late(district, monkeypatch, client):
    tip = moved(accepted(district), district.staff, "suspend", at=NOW + 30 * DAY)
    assert tip.deadlines.get(step="decision").ended_late
    assert counted(monkeypatch, NOW + 31 * DAY).late == 1
    with translation.override("en"):
        assert any("it was overdue" in line.action for line in story_of(tip))
    client.force_login(district.staff)
    page = client.get(reverse("tip_detail", args=[tip.pk])).content.decode()
    assert f"stayed-late-{tip.deadlines.get(step='decision').pk}" in page
    tip = moved(tip, district.staff, "resume", at=NOW + 40 * DAY)
    assert counted(monkeypatch, NOW + 41 * DAY).late == 1
    moved(tip, district.staff, "resolve", at=NOW + 42 * DAY)
    after = counted(monkeypatch, NOW + 43 * DAY)
    assert (after.resolved, after.in_time, after.late) == (1, 0, 0)
    # How it stood before is told as before.
    assert counted(monkeypatch, NOW + 10 * DAY).late == 0
    assert counted(monkeypatch, NOW + 30 * DAY).late == 1


def test_what_was_suspended_in_time_is_not_late(district, monkeypatch, client):
    tip = moved(accepted(district), district.staff, "suspend", at=NOW + 10 * DAY)
    assert not TipDeadline.objects.filter(tip=tip, ended_late=True).exists()
    assert counted(monkeypatch, NOW + 31 * DAY).late == 0
    client.force_login(district.staff)
    page = client.get(reverse("tip_detail", args=[tip.pk])).content.decode()
    assert "stayed-late" not in page
    tip = moved(tip, district.staff, "resume", at=NOW + 40 * DAY)
    moved(tip, district.staff, "resolve", at=NOW + 42 * DAY)
    assert counted(monkeypatch, NOW + 43 * DAY).in_time == 1


def test_the_days_that_the_district_held_a_tip_do_not_count_against_the_commune(
    district, monkeypatch
):
    tip = moved(classified(district, "ordinary"), district.chief, "hand_over")
    tip = moved(tip, district.staff, "give_back", at=NOW + 10 * DAY)
    held = tip.deadlines.get(step="hand_over", met_at=None, replaced_at=None)
    assert held.began_at == NOW + 10 * DAY
    # Seven days from Sunday 6 December end with a Sunday, which goes on to Monday the 14th.
    assert held.due_at == datetime.datetime(2026, 12, 15, tzinfo=NOW.tzinfo)
    assert counted(monkeypatch, NOW + 11 * DAY).waiting_late == 0
    moved(tip, district.chief, "hand_over", at=NOW + 11 * DAY)
    after = counted(monkeypatch, NOW + 12 * DAY)
    assert (after.handed_over, after.handed_in_time) == (1, 1)


def test_a_return_changes_no_period_that_is_over(district):
    """The hand-over of November stays one of November; the tip comes back in December and leaves once more."""
    area = Area(Scope.all())
    months = [(1, 30, 11), (1, 31, 12)]

    def figures():
        found = [
            tip_figures(
                datetime.date(2026, month, first),
                datetime.date(2026, month, last),
                area,
                now=NOW + 60 * DAY,
            )[district.commune.pk].total
            for first, last, month in months
        ]
        return [
            (one.opening, one.received, one.returned, one.handed_over, one.waiting) for one in found
        ]

    tip = moved(classified(district, "ordinary"), district.chief, "hand_over", at=NOW + DAY)
    assert figures() == [(0, 1, 0, 1, 0), (0, 0, 0, 0, 0)]
    tip = moved(tip, district.staff, "give_back", at=NOW + 10 * DAY)
    assert figures() == [(0, 1, 0, 1, 0), (0, 0, 1, 0, 1)]
    moved(tip, district.chief, "hand_over", at=NOW + 11 * DAY)
    assert figures() == [(0, 1, 0, 1, 0), (0, 0, 1, 1, 0)]


@pytest.mark.parametrize("classes", [["urgent"], ["ordinary", "urgent"], ["urgent", "ordinary"]])
def test_a_class_said_later_changes_no_period_that_is_over(district, classes):
    """Late are those whose time was past when the period ended, by the class that they had then."""
    area, end = Area(Scope.all()), NOW + 2 * DAY

    def november(now):
        found = tip_figures(NOW.date(), end.date(), area, now=now)[district.commune.pk].total
        rows = late_on(CrimeTip.objects.all(), end.date(), now)
        assert rows.count() == found.late
        assert hand_over_late_on(CrimeTip.objects.all(), end.date(), now).count() == found.late
        return found.late, found.waiting_late

    tip = received(district)
    *before, after = classes
    for urgency in before:
        said = Classification(urgency)
        tip = classify_tip(tip, said, by=district.chief, now=NOW + HOUR, version=tip.version)
    was = november(end + DAY)
    assert was == ((1, 1) if before == ["urgent"] else (0, 0))
    said = Classification(after, because="Xem lại hồ sơ vụ việc.")
    tip = classify_tip(tip, said, by=district.chief, now=end + DAY, version=tip.version)
    assert november(end + 2 * DAY) == was
    today = tip_figures(NOW.date(), (end + DAY).date(), area, now=end + 2 * DAY)
    assert today[district.commune.pk].total.late == int(after == "urgent")


@pytest.mark.parametrize(("first", "second"), [(9, 11), (1, 30)])
def test_a_hand_over_that_was_late_stays_late_after_a_return(district, monkeypatch, first, second):
    tip = moved(classified(district, "ordinary"), district.chief, "hand_over", at=NOW + first * DAY)
    tip = moved(tip, district.staff, "give_back", at=NOW + 10 * DAY)
    moved(tip, district.chief, "hand_over", at=NOW + second * DAY)
    after = counted(monkeypatch, NOW + 31 * DAY)
    assert (after.handed_over, after.handed_in_time) == (1, 0)


def test_what_the_district_had_overdue_when_it_returned_a_tip_is_not_the_communes(
    district, monkeypatch
):
    tip = moved(classified(district, "ordinary"), district.chief, "hand_over")
    tip = moved(tip, district.staff, "give_back", at=NOW + 30 * DAY)
    after = counted(monkeypatch, NOW + 31 * DAY)
    assert (after.late, after.waiting, after.waiting_late) == (1, 1, 0)
    tip = moved(tip, district.chief, "hand_over", at=NOW + 31 * DAY)
    tip = moved(tip, district.staff, "accept", "resolve", at=NOW + 32 * DAY)
    after = counted(monkeypatch, NOW + 33 * DAY)
    assert (after.resolved, after.in_time, after.handed_in_time) == (1, 0, 1)


def test_a_new_class_after_a_return_runs_from_the_return(district):
    tip = moved(classified(district, "ordinary"), district.chief, "hand_over")
    tip = moved(tip, district.staff, "give_back", at=NOW + 10 * DAY)
    said = Classification("urgent", because="Có hung khí, có thể bỏ trốn.")
    tip = classify_tip(tip, said, by=district.chief, now=NOW + 11 * DAY, version=tip.version)
    assert tip.next_due_at == NOW + 11 * DAY


def test_a_tip_without_a_class_is_late_once_the_ordinary_time_is_past(
    district, monkeypatch, client
):
    tip = received(district)
    assert counted(monkeypatch, NOW + 7 * DAY).late == 0
    after = counted(monkeypatch, NOW + 8 * DAY)
    assert (after.late, after.waiting_late, after.overdue, after.in_time_share) == (1, 1, 1, 0)
    monkeypatch.setattr("dashboards.queries.happening_concerns.timezone.now", lambda: NOW + 8 * DAY)
    (concern,) = tips_overdue(Area(Scope.all()), {})
    assert tip.number in str(concern)
    (clock,) = clocks_of(tip, district.chief, NOW + 8 * DAY).running
    assert "quá thời hạn chuyển thông thường kể từ khi tiếp nhận" in clock.note
    (clock,) = clocks_of(tip, district.chief, NOW + DAY).running
    assert "chưa phân loại" in clock.note
    client.force_login(district.chief)
    page = client.get(reverse("tip_detail", args=[tip.pk])).content.decode()
    assert "Chưa phân loại" in page


def test_an_ordinary_class_goes_on_with_the_clock_that_ran_an_urgent_one_takes_it_over(district):
    tip = received(district)
    held = tip.deadlines.get(step="hand_over")
    ordinary = classify_tip(
        tip, Classification("ordinary"), by=district.chief, now=NOW + HOUR, version=tip.version
    )
    assert ordinary.deadlines.get(step="hand_over") == held
    held = classified(district, "urgent").deadlines.get()
    assert (held.rule.urgency, held.due_at) == ("urgent", NOW + DAY)
    with translation.override("en"):
        said = [line.action for line in story_of(held.tip) if "“hand over" in line.action]
    assert ["7.1.a" in one for one in said] == [True, False]
    assert "runs by the class" in said[0]


def test_a_tip_is_received_where_no_rule_holds(district):
    DeadlineRule.objects.filter(step="hand_over").update(
        valid_until=datetime.date(2026, 1, 1), valid_from=datetime.date(2020, 1, 1)
    )
    assert received(district).next_due_at is None


def test_a_proposed_rule_names_the_tips_without_a_class_too(district):
    tip = received(district)
    rule = approved(district, step="hand_over", urgency="ordinary", is_remote=None)
    assert [one.tip for one in tips_touched(rule, Scope.all())] == [tip]
    rule = approved(district, step="hand_over", urgency="urgent", is_remote=None)
    assert not tips_touched(rule, Scope.all())


def test_only_what_was_stopped_late_is_marked_so(district):
    tip = accepted(district)
    with pytest.raises(IntegrityError), transaction.atomic():
        tip.deadlines.filter(step=Step.DECISION).update(ended_late=True)
