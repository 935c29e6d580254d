"""The way of a tip: received, classified, handed over, accepted or returned, ended; its clock at each step."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.domain.standing import scope_for
from incidents.domain.locking import ChangedMeanwhileError
from incidents.domain.tips.deadlines import ask_by
from incidents.domain.tips.receiving import Classification, TipFacts, classify_tip, receive_tip
from incidents.domain.tips.rules import decide_rule, propose_rule, tips_touched
from incidents.domain.tips.workflow import extend_tip, finish_step, move_tip, moves_offered
from incidents.models import CrimeTip, DeadlineRule, Step, TipDeadline
from tests.accounts.factories import person
from tests.incidents.factories import VIETNAM
from tests.incidents.tips import DAY, HOUR, INFORMANT, NOW, classified, moved, received
from units.domain.scope import Scope

pytestmark = pytest.mark.django_db


def at(text):
    return datetime.datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=VIETNAM)


def running(tip):
    """When each deadline that runs is due, by step."""
    rows = tip.deadlines.filter(met_at=None, replaced_at=None)
    return dict(rows.values_list("step", "due_at"))


def reported(tip, district):
    """The tip once the report before the end has been made."""
    return finish_step(
        tip, Step.CLOSING_REPORT, by=district.staff, now=NOW + HOUR, version=tip.version
    )


def test_the_register_numbers_tips_of_each_year(district):
    assert [received(district).number, received(district).number] == [
        "TB-2026-LH-0001",
        "TB-2026-LH-0002",
    ]


def test_the_same_form_twice_is_one_tip(district):
    key = uuid.uuid4()
    facts = TipFacts("report", "post", "Có đánh bạc.", NOW)
    made = [
        receive_tip(
            facts, INFORMANT, commune=district.commune, by=district.officer, now=NOW, key=key
        )
        for _ in range(2)
    ]
    assert made[0] == made[1]
    with pytest.raises(ValidationError):
        receive_tip(facts, INFORMANT, commune=district.commune, by=district.chief, now=NOW, key=key)


def test_an_anonymous_tip_says_why_and_none_comes_from_the_future(district):
    with pytest.raises(ValidationError) as problem:
        received(district, informant=None)
    assert "anonymous_reason" in problem.value.message_dict
    assert received(district, informant=None, anonymous_reason="Sợ bị trả thù").is_anonymous
    with pytest.raises(ValidationError):
        received(district, received_at=NOW + HOUR)


@pytest.mark.parametrize(
    ("urgency", "is_remote", "due"),
    [
        ("urgent", False, "27/11/2026 22:40"),
        ("urgent", True, "28/11/2026 22:40"),
        ("ordinary", False, "04/12/2026 00:00"),
    ],
)
def test_the_class_sets_the_clock_from_receipt(district, urgency, is_remote, due):
    assert classified(district, urgency, is_remote=is_remote).next_due_at == at(due)


def test_a_new_class_needs_a_reason_and_re_bases_the_clock(district):
    tip = classified(district, "ordinary")
    with pytest.raises(ValidationError):
        classify_tip(
            tip, Classification("urgent"), by=district.chief, now=NOW + HOUR, version=tip.version
        )
    said = Classification("urgent", because="Có hung khí, có thể bỏ trốn.")
    tip = classify_tip(tip, said, by=district.chief, now=NOW + HOUR, version=tip.version)
    assert tip.next_due_at == at("27/11/2026 22:40")
    old, new = TipDeadline.objects.filter(tip=tip).order_by("pk")
    assert (old.replaced_at, old.met_at) == (NOW + HOUR, None)
    assert new.began_at == NOW
    with pytest.raises(PermissionDenied):
        classify_tip(tip, said, by=district.officer, now=NOW + HOUR, version=tip.version)


def test_from_hand_over_to_the_end(district):
    tip = moved(classified(district), district.chief, "check_facts", "hand_over")
    # What the district owes runs from the day it gets the tip, whether it accepts it or not.
    assert {row.step for row in tip.deadlines.filter(met_at=None)} == {
        "receipt_notice",
        "assignment",
        "decision",
        "closing_report",
    }
    tip = moved(tip, district.staff, "accept")
    for step in (Step.ASSIGNMENT, Step.RECEIPT_NOTICE):
        tip = finish_step(tip, step, by=district.staff, now=NOW + HOUR, version=tip.version)
    # The report seven days before the end, then twenty days from 26 November, which end with 16 December.
    assert tip.next_due_at == at("10/12/2026 00:00")
    tip = reported(tip, district)
    assert tip.next_due_at == at("17/12/2026 00:00")
    tip = extend_tip(
        tip, "12/QĐ-CAH", NOW.date(), by=district.staff, now=NOW + HOUR, version=tip.version
    )
    # Two months from 26 November: 26 January 2027, a Tuesday.
    tip = reported(tip, district)
    assert tip.next_due_at == at("27/01/2027 00:00")
    tip = extend_tip(
        tip, "3/QĐ-VKS", NOW.date(), by=district.staff, now=NOW + HOUR, version=tip.version
    )
    tip = reported(tip, district)
    # Two months from 26 January end with Friday 26 March.
    assert tip.next_due_at == at("27/03/2027 00:00")
    with pytest.raises(ValidationError):
        extend_tip(tip, "4", NOW.date(), by=district.staff, now=NOW + HOUR, version=tip.version)
    tip = moved(tip, district.staff, "resolve", "close")
    assert (tip.state, tip.next_due_at) == ("closed", None)
    assert not moves_offered(tip, district.staff)


def test_a_hand_over_reads_the_calendar_once_for_its_four_deadlines(district):
    tip = classified(district)
    with CaptureQueriesContext(connection) as queries:
        tip = moved(tip, district.chief, "hand_over")
    assert len(running(tip)) == 4
    assert sum('FROM "units_publicholiday"' in one["sql"] for one in queries) == 1


def test_an_extension_has_its_decision(district):
    tip = moved(moved(classified(district), district.chief, "hand_over"), district.staff, "accept")
    for number, on in (
        ("", NOW.date()),
        ("1", at("01/12/2026 00:00").date()),
        ("1", at("01/11/2026 00:00").date()),
    ):
        with pytest.raises(ValidationError):
            extend_tip(tip, number, on, by=district.staff, now=NOW + HOUR, version=tip.version)


def test_a_returned_tip_runs_from_its_return(district):
    tip = moved(
        moved(classified(district), district.chief, "hand_over"), district.staff, "give_back"
    )
    assert (tip.state, tip.next_due_at) == ("returned", at("27/11/2026 23:40"))
    assert moved(tip, district.chief, "hand_over").state == "handed_over"


def test_nothing_is_closed_without_result_and_notice(district):
    tip = moved(moved(classified(district), district.chief, "hand_over"), district.staff, "accept")
    with pytest.raises(ValidationError):
        moved(tip, district.staff, "close")
    tip = moved(tip, district.staff, "resolve")
    with pytest.raises(ValidationError):
        move_tip("close", tip, " ", by=district.staff, now=NOW + HOUR, version=tip.version)
    with pytest.raises(IntegrityError), transaction.atomic():
        CrimeTip.objects.filter(pk=tip.pk).update(state="closed")


def test_who_may_do_what(district):
    tip = classified(district)
    for user in (district.officer, district.staff, district.home_affairs, district.administrator):
        with pytest.raises(PermissionDenied):
            moved(tip, user, "hand_over")
    tip = moved(tip, district.chief, "hand_over")
    for user in (district.chief, district.officer, district.administrator):
        with pytest.raises(PermissionDenied):
            moved(tip, user, "accept")
    for user in (district.staff, district.home_affairs, district.administrator):
        with pytest.raises(PermissionDenied):
            received(district, by=user)


def test_who_saw_an_older_tip_is_told(district):
    tip = classified(district)
    with pytest.raises(ChangedMeanwhileError):
        move_tip("hand_over", tip, "x", by=district.chief, now=NOW, version=tip.version - 1)


def test_a_rule_is_approved_by_another_and_running_tips_keep_theirs(district):
    tip = classified(district)
    rule = DeadlineRule(
        step="hand_over", urgency="urgent", is_remote=False, amount=12, unit="hours",
        instrument="Thông tư mới", article="Điều 1", valid_from=NOW.date(),
        jurisdiction=district.jurisdiction,
    )  # fmt: skip
    rule = propose_rule(rule, by=district.staff, scope=scope_for(district.staff))
    assert [one.tip for one in tips_touched(rule, Scope.all())] == [tip]
    assert classified(district).next_due_at == at("27/11/2026 22:40")
    with pytest.raises(PermissionDenied):
        decide_rule(rule, is_approved=True, by=district.staff, now=NOW)
    with pytest.raises(PermissionDenied):
        decide_rule(rule, is_approved=True, by=district.chief, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeadlineRule.objects.filter(pk=rule.pk).update(state="approved", approved_by=district.staff)
    other = person("district_staff", district.jurisdiction)
    decide_rule(rule, is_approved=True, by=other, now=NOW)
    with pytest.raises(ValidationError):
        decide_rule(rule, is_approved=False, by=other, now=NOW)
    tip.refresh_from_db()
    assert tip.next_due_at == at("27/11/2026 22:40")
    assert classified(district).next_due_at == at("27/11/2026 10:40")


def test_without_a_rule_a_tip_is_not_classified_unnoticed(district):
    DeadlineRule.objects.filter(step="hand_over").update(
        valid_until=datetime.date(2026, 1, 1), valid_from=datetime.date(2020, 1, 1)
    )
    with pytest.raises(ValidationError):
        classified(district)


def test_a_suspended_tip_stands_still_and_begins_anew(district):
    tip = moved(moved(classified(district), district.chief, "hand_over"), district.staff, "accept")
    assert {"decision", "closing_report"} <= set(running(tip))
    tip = moved(tip, district.staff, "suspend", at=NOW + 5 * DAY)
    assert tip.state == "suspended"
    assert not {"decision", "closing_report"} & set(running(tip))
    assert not tip.deadlines.filter(step="decision", met_at__isnull=False).exists()
    tip = moved(tip, district.staff, "resume", at=NOW + 20 * DAY)
    # A month from 16 December ends with Saturday 16 January, which goes on to Monday the 18th; the report
    # is due seven days before.
    assert running(tip)["resumed"] == at("19/01/2027 00:00")
    assert running(tip)["closing_report"] == at("12/01/2027 00:00")
    later = NOW + 22 * DAY
    with pytest.raises(ValidationError):
        extend_tip(tip, "05/QĐ", later.date(), by=district.staff, now=later, version=tip.version)
    tip = moved(tip, district.staff, "resolve", at=NOW + 30 * DAY)
    assert set(running(tip)) == {"result_notice"}


def test_the_second_extension_is_asked_for_in_time(district):
    tip = moved(moved(classified(district), district.chief, "hand_over"), district.staff, "accept")
    tip = extend_tip(
        tip, "12/QĐ-CAH", NOW.date(), by=district.staff, now=NOW + HOUR, version=tip.version
    )
    # Five days before Tuesday 26 January 2027.
    assert ask_by(tip, tip.deadlines.get(step="extension")) == at("22/01/2027 00:00")


def test_the_same_class_again_leaves_the_clock_alone(district):
    tip = classified(district, "ordinary")
    rule = propose_rule(
        DeadlineRule(
            step="hand_over", urgency="ordinary", amount=30, unit="days",
            instrument="Thông tư mới", article="Điều 1", valid_from=datetime.date(2021, 1, 1),
        ),
        by=district.staff,
        scope=Scope.all(),
    )  # fmt: skip
    other = person("district_staff", district.jurisdiction)
    decide_rule(rule, is_approved=True, by=other, now=NOW + HOUR)
    due = tip.next_due_at
    for urgency in ("ordinary", "urgent", "ordinary"):
        said = Classification(urgency, because="Đã rõ hơn qua xác minh.")
        tip = classify_tip(tip, said, by=district.chief, now=NOW + HOUR, version=tip.version)
        # A rule approved after the tip came, however far it is dated back, is none of its.
        assert (tip.next_due_at == due) is (urgency == "ordinary")


def test_a_later_general_rule_takes_the_place_of_a_narrower_one(district):
    rule = propose_rule(
        DeadlineRule(
            step="hand_over", amount=30, unit="days", instrument="Luật mới", article="Điều 1",
            valid_from=datetime.date(2026, 1, 1),
        ),
        by=district.staff,
        scope=Scope.all(),
    )  # fmt: skip
    other = person("district_staff", district.jurisdiction)
    decide_rule(rule, is_approved=True, by=other, now=NOW - HOUR)
    tip = classified(district, "ordinary")
    assert tip.deadlines.get().rule == rule


@pytest.mark.parametrize(
    ("step", "unit"),
    [("closing_report", "months"), ("closing_report", "working_days"), ("hand_over", "days")],
)
def test_a_rule_that_cannot_be_counted_is_refused(district, step, unit):
    rule = DeadlineRule(
        step=step, amount=1, unit=unit, counts_back=True, instrument="Mới", article="Điều 1",
        valid_from=NOW.date(),
    )  # fmt: skip
    with pytest.raises(ValidationError):
        propose_rule(rule, by=district.staff, scope=Scope.all())


@pytest.mark.parametrize("received_at", ["01/01/1900 08:00", "25/11/2025 08:00"])
def test_a_slip_of_the_year_is_no_receipt(district, received_at):
    with pytest.raises(ValidationError):
        received(district, received_at=at(received_at))


def test_what_nobody_said_is_done_was_not_done(district):
    tip = moved(moved(classified(district), district.chief, "hand_over"), district.staff, "accept")
    tip = moved(tip, district.staff, "resolve")
    rows = {row.step: row for row in tip.deadlines.all()}
    assert rows["decision"].met_at
    for step in ("assignment", "receipt_notice", "closing_report"):
        assert (rows[step].met_at, bool(rows[step].replaced_at)) == (None, True)


def test_who_meets_a_step_without_rule_hears_who_enters_it(client, district):
    """District staff propose rules themselves and get the way there; a chief hears that they do."""
    tip = moved(classified(district), district.chief, "hand_over")
    DeadlineRule.objects.filter(step="result_notice").update(valid_from="2030-01-01")
    tip = moved(tip, district.staff, "accept")
    address, proposing = reverse("tip_move", args=[tip.pk, "resolve"]), reverse("tip_rule_propose")
    sent = {"version": tip.version, "note": "Khởi tố theo quyết định 12/QĐ-CAH."}
    client.force_login(district.staff)
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert "Quản trị viên" not in answer.content.decode()
    assert f'href="{proposing}"' in answer.content.decode()
    assert (
        f'href="{proposing}"'
        not in client.get(reverse("tip_detail", args=[tip.pk])).content.decode()
    )
    DeadlineRule.objects.filter(step="hand_over").update(valid_from="2030-01-01")
    other = received(district)
    client.force_login(district.chief)
    answer = client.post(
        reverse("tip_classify", args=[other.pk]),
        {"version": other.version, "urgency": "urgent"},
    )
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Cán bộ huyện đề xuất thời hạn" in said
    assert proposing not in said
    assert f'href="{reverse("tip_rule_list")}"' in said
