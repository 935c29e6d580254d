"""What was written wrongly on receipt is corrected with a reason: clocks follow, the number stays, both people are heard."""

import datetime
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from incidents.domain.facts import facts_of
from incidents.domain.locking import ChangedMeanwhileError
from incidents.domain.tips.correcting import correct_tip, may_correct_tip
from incidents.domain.tips.receiving import Classification, TipFacts, classify_tip
from incidents.domain.tips.story import story_of
from incidents.models import CrimeTip, DeadlineRule
from tests.accounts.factories import person
from tests.incidents.test_tip_papers import paper, texts
from tests.incidents.tips import DAY, HOUR, NOW, classified, moved, received

pytestmark = pytest.mark.django_db

BECAUSE = "Ghi nhầm giờ, đối chiếu sổ trực ban."


def entered(tip, at=NOW + HOUR):
    """The tip as if it had been entered in the register at that time."""
    CrimeTip.objects.filter(pk=tip.pk).update(created_at=at)
    tip.refresh_from_db()
    return tip


def corrected(tip, by, because=BECAUSE, version=None, at=NOW + 2 * HOUR, **facts):
    said = replace(facts_of(tip, TipFacts), **facts)
    version = tip.version if version is None else version
    return correct_tip(tip, said, because, by=by, now=at, version=version)


def sent(tip, **more):
    """The form of a tip as a browser sends it."""
    facts = facts_of(tip, TipFacts)
    values = {
        name: getattr(facts, name)
        for name in ("kind", "channel", "channel_code", "content", "event_time", "event_place", "others")
    }  # fmt: skip
    at = timezone.localtime(facts.received_at).strftime("%Y-%m-%dT%H:%M")
    return {**values, "received_at": at, "version": tip.version, "because": BECAUSE, **more}


def test_what_was_heard_wrongly_is_corrected_and_the_number_stays(district):
    tip = received(district)
    number = tip.number
    done = corrected(
        tip, district.officer, content="Hai nhóm thanh niên đánh nhau trước chợ.",
        event_place="Chợ Long Hòa", channel="spoken", kind="report",
    ).tip  # fmt: skip
    assert (done.number, done.channel, done.kind, done.event_place) == (
        number,
        "spoken",
        "report",
        "Chợ Long Hòa",
    )
    assert (done.corrected_because, done.corrected_at) == (BECAUSE, NOW + 2 * HOUR)
    assert done.version > tip.version


@pytest.mark.parametrize(
    ("urgency", "due"),
    [("urgent", NOW - 3 * HOUR + DAY), ("ordinary", datetime.datetime(2026, 12, 4, tzinfo=NOW.tzinfo))],
)  # fmt: skip
def test_a_corrected_receipt_sets_the_clock_anew(district, urgency, due):
    tip = classified(district, urgency)
    before = tip.deadlines.get()
    done = corrected(tip, district.chief, received_at=NOW - 3 * HOUR)
    assert (done.tip.received_at, done.tip.next_due_at) == (NOW - 3 * HOUR, due)
    (anew,) = done.counted_anew
    assert (anew.before, anew.after.due_at) == (before, due)
    before.refresh_from_db()
    assert (before.replaced_at, before.met_at) == (NOW + 2 * HOUR, None)


def test_every_clock_that_runs_from_receipt_follows_and_keeps_its_decision(district):
    tip = received(district)
    said = Classification("urgent", is_proposed=True)
    tip = classify_tip(tip, said, by=district.chief, now=NOW + HOUR, version=tip.version)
    tip.deadlines.filter(step="propose").update(decision_number="7/QĐ", decision_on=NOW.date())
    before = dict(tip.deadlines.values_list("step", "due_at"))
    done = corrected(tip, district.chief, received_at=NOW - HOUR)
    assert {one.after.step for one in done.counted_anew} == {"hand_over", "propose"}
    for one in done.counted_anew:
        assert one.after.due_at == before[one.after.step] - HOUR
    extended = done.tip.deadlines.get(step="propose", replaced_at=None)
    assert (extended.decision_number, extended.decision_on) == ("7/QĐ", NOW.date())


def test_a_receipt_of_another_day_runs_by_the_rule_of_that_day(district):
    DeadlineRule.objects.filter(step="hand_over", urgency="ordinary").update(valid_from=NOW.date())
    DeadlineRule.objects.create(
        step="hand_over", urgency="ordinary", amount=2, unit="days", state="approved",
        is_delivered=True, instrument="Thông tư cũ", article="Điều 1",
        valid_from=datetime.date(2020, 1, 1), valid_until=NOW.date() - DAY,
    )  # fmt: skip
    tip = classified(district, "ordinary")
    done = corrected(tip, district.chief, received_at=NOW - DAY)
    assert done.counted_anew[0].after.rule.instrument == "Thông tư cũ"
    assert done.tip.next_due_at == datetime.datetime(2026, 11, 28, tzinfo=NOW.tzinfo)


def classify_within(hours, **validity):
    """The order of a district that tips are classified within so many hours."""
    DeadlineRule.objects.create(
        step="classify", amount=hours, unit="hours", state="approved", is_delivered=True,
        instrument="Quy định của huyện", article="Điều 2", **validity,
    )  # fmt: skip


def test_the_clock_of_the_classification_follows_the_receipt(district):
    classify_within(2, valid_from=datetime.date(2020, 1, 1))
    tip = received(district)
    assert tip.next_due_at == NOW + 2 * HOUR
    done = corrected(tip, district.officer, received_at=NOW - HOUR)
    assert done.tip.next_due_at == NOW + HOUR
    assert [one.after.step for one in done.counted_anew] == ["classify", "hand_over"]


def test_a_classification_that_no_order_of_that_day_times_has_no_clock(client, district):
    classify_within(2, valid_from=NOW.date())
    tip = received(district)
    client.force_login(district.officer)
    page = reverse("tip_correct", args=[tip.pk])
    answer = client.post(page, sent(tip, received_at="2026-11-25T22:40"), follow=True)
    tip.refresh_from_db()
    # The ordinary hand-over's runs on alone, seven days from 25 November.
    due = datetime.datetime(2026, 12, 3, tzinfo=NOW.tzinfo)
    assert (tip.received_at, tip.next_due_at) == (NOW - DAY, due)
    assert any("không còn tính" in str(one) for one in answer.context["messages"])
    # And back: the order of this day sets one again.
    entered(tip)
    answer = client.post(page, sent(tip, received_at="2026-11-26T22:40"), follow=True)
    tip.refresh_from_db()
    assert tip.next_due_at == NOW + 2 * HOUR
    assert any("bắt đầu tính" in str(one) for one in answer.context["messages"])


def test_a_tip_that_came_back_runs_from_its_return_whatever_its_receipt(district):
    tip = moved(
        moved(classified(district), district.chief, "hand_over"), district.staff, "give_back"
    )
    done = corrected(tip, district.chief, received_at=NOW - HOUR)
    assert done.tip.next_due_at == NOW + HOUR + DAY


def test_a_hand_over_before_the_return_is_judged_by_the_corrected_receipt_too(district):
    tip = moved(
        moved(classified(district), district.chief, "hand_over", at=NOW + 23 * HOUR),
        district.staff, "give_back", at=NOW + DAY,
    )  # fmt: skip
    done = corrected(tip, district.chief, received_at=NOW - 3 * HOUR, at=NOW + DAY + HOUR)
    held = done.tip.deadlines.get(step="hand_over", met_at__isnull=False)
    assert (held.began_at, held.met_at) == (NOW - 3 * HOUR, NOW + 23 * HOUR)
    assert held.met_at > held.due_at
    # The one that runs began with the return.
    assert done.tip.next_due_at == NOW + 2 * DAY


def test_a_class_said_after_the_return_judges_no_hand_over_before_it(district):
    tip = moved(classified(district, "ordinary"), district.chief, "hand_over", at=NOW + 3 * DAY)
    tip = moved(tip, district.staff, "give_back", at=NOW + 4 * DAY)
    said = Classification("urgent", because="Có hung khí, có thể bỏ trốn.")
    tip = classify_tip(tip, said, by=district.chief, now=NOW + 5 * DAY, version=tip.version)
    done = corrected(tip, district.chief, received_at=NOW - 5 * HOUR, at=NOW + 5 * DAY + HOUR)
    held = done.tip.deadlines.get(step="hand_over", met_at__isnull=False)
    assert (held.rule.urgency, held.began_at) == ("ordinary", NOW - 5 * HOUR)
    assert held.met_at < held.due_at


def test_a_class_said_later_stays_said_later_when_the_receipt_is_corrected(district):
    tip = received(district)
    said = Classification("urgent", because="Có hung khí, có thể bỏ trốn.")
    tip = classify_tip(tip, said, by=district.chief, now=NOW + 2 * DAY, version=tip.version)
    done = corrected(tip, district.chief, received_at=NOW - HOUR, at=NOW + 3 * DAY)
    held = done.tip.deadlines.get(step="hand_over", replaced_at=None)
    assert (held.began_at, held.set_at) == (NOW - HOUR, NOW + 2 * DAY)


def test_other_corrections_leave_the_clock_alone(district):
    tip = classified(district)
    seconds = datetime.timedelta(seconds=20)
    for change in ({"content": "Nghe tiếng kêu cứu ở cuối ấp."}, {"kind": "report"}):
        done = corrected(tip, district.chief, received_at=tip.received_at + seconds, **change)
        tip = done.tip
        assert (done.counted_anew, tip.received_at) == ([], NOW)
    assert tip.deadlines.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"received_at": NOW + 3 * HOUR},  # not yet
        {
            "received_at": NOW + 90 * datetime.timedelta(minutes=1)
        },  # it stood in the register by then
        {"received_at": NOW - 400 * DAY},
        {"received_at": NOW - HOUR, "because": "x"},
        {"received_at": NOW - HOUR, "because": " "},
        {},
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(district, wrong):
    tip = entered(classified(district))
    with pytest.raises(ValidationError):
        corrected(tip, district.chief, **wrong)
    tip.refresh_from_db()
    assert (tip.received_at, tip.corrected_at, tip.deadlines.count()) == (NOW, None, 1)


def test_without_a_rule_for_the_other_day_nothing_is_corrected(district):
    tip = classified(district)
    DeadlineRule.objects.filter(step="hand_over").update(valid_from=NOW.date())
    with pytest.raises(ValidationError):
        corrected(tip, district.chief, received_at=NOW - 2 * DAY)
    tip.refresh_from_db()
    assert (tip.received_at, tip.next_due_at) == (NOW, NOW + DAY)


def test_who_may_correct_and_until_when(district):
    colleague = person("commune_officer", district.commune)
    tip = received(district)
    everybody = {
        district.officer,
        colleague,
        district.chief,
        district.staff,
        district.administrator,
    }

    def allowed(tip):
        return {user for user in everybody if may_correct_tip(tip, user)}

    assert allowed(tip) == {district.officer, colleague, district.chief}
    tip = classified(district)
    assert allowed(tip) == {district.officer, district.chief}
    with pytest.raises(PermissionDenied):
        corrected(tip, colleague, content="Nghe tiếng kêu cứu ở cuối ấp.")
    # The register stays the commune's: from the hand-over until the tip is closed its chief answers for it.
    tip = moved(tip, district.chief, "hand_over")
    assert allowed(tip) == {district.chief}
    for by in (district.officer, district.staff):
        with pytest.raises(PermissionDenied):
            corrected(tip, by, content="Nghe tiếng kêu cứu ở cuối ấp.")
    tip = moved(tip, district.staff, "accept", "resolve")
    assert allowed(tip) == {district.chief}
    tip = moved(tip, district.staff, "close")
    assert allowed(tip) == set()
    with pytest.raises(PermissionDenied):
        corrected(tip, district.chief, content="Nghe tiếng kêu cứu ở cuối ấp.")


def test_the_hand_over_is_judged_by_the_corrected_receipt(district):
    tip = moved(classified(district), district.chief, "hand_over", at=NOW + 23 * HOUR)
    others = {one.pk: one.due_at for one in tip.deadlines.exclude(step="hand_over")}
    done = corrected(tip, district.chief, received_at=NOW - 3 * HOUR, at=NOW + DAY)
    (anew,) = done.counted_anew
    assert (anew.before.due_at, anew.after.due_at) == (NOW + DAY, NOW - 3 * HOUR + DAY)
    held = done.tip.deadlines.get(step="hand_over")
    # It stays the deadline that was met, when it was met; only now that is too late.
    assert (held.began_at, held.met_at) == (NOW - 3 * HOUR, NOW + 23 * HOUR)
    assert held.met_at > held.due_at
    # What the investigators owe runs from the hand-over, which was when it was.
    assert {one.pk: one.due_at for one in done.tip.deadlines.exclude(step="hand_over")} == others
    assert any("tính lại" in line.action for line in story_of(done.tip))


def test_another_time_after_the_hand_over_needs_a_rule_too(district):
    tip = moved(classified(district), district.chief, "hand_over")
    DeadlineRule.objects.filter(step="hand_over").update(valid_from=NOW.date())
    with pytest.raises(ValidationError):
        corrected(tip, district.chief, received_at=NOW - 2 * DAY)
    tip.refresh_from_db()
    assert tip.received_at == NOW


def test_a_tip_was_not_received_after_it_was_handed_over(district):
    tip = moved(entered(classified(district), NOW + 3 * HOUR), district.chief, "hand_over")
    with pytest.raises(ValidationError) as problem:
        corrected(tip, district.chief, received_at=NOW + 2 * HOUR, at=NOW + 4 * HOUR)
    assert "received_at" in problem.value.message_dict


def test_the_page_says_what_a_late_correction_does_and_why_there_is_none(client, district):
    tip = entered(classified(district))
    tip = moved(tip, district.chief, "hand_over", at=NOW + 20 * HOUR)
    client.force_login(district.chief)
    page, shown = reverse("tip_correct", args=[tip.pk]), reverse("tip_detail", args=[tip.pk])
    assert page in client.get(shown).content.decode()
    form = client.get(page)
    assert [step for step, _due in form.context["clocks"]] == ["chuyển giao Cơ quan điều tra"]
    assert "Cơ quan điều tra đang giữ hồ sơ" in form.content.decode()
    answer = client.post(page, sent(tip, received_at="2026-11-26T20:10"), follow=True)
    said = [str(one) for one in answer.context["messages"]]
    assert any("chuyển giao" in one and "đúng hạn" in one for one in said), said
    tip.refresh_from_db()
    answer = client.post(page, sent(tip, received_at="2026-11-26T10:10"), follow=True)
    said = [str(one) for one in answer.context["messages"]]
    assert any("chuyển giao" in one and "quá hạn" in one for one in said), said
    tip.refresh_from_db()
    moved(tip, district.staff, "accept", "resolve", "close")
    closed = client.get(shown).content.decode()
    assert page not in closed
    assert "đã kết thúc nên không đính chính" in closed


def test_the_second_person_is_told(district):
    tip = received(district)
    seen = tip.version
    corrected(tip, district.officer, event_place="Chợ Long Hòa")
    with pytest.raises(ChangedMeanwhileError):
        corrected(tip, district.chief, event_place="Ngã ba", version=seen)


def test_the_history_says_in_words_what_changed_and_why(district):
    tip = corrected(classified(district), district.chief, event_place="Chợ Long Hòa").tip
    tip = corrected(tip, district.chief, event_place="Ngã ba Kinh", at=NOW + 3 * HOUR).tip
    lines = [one for one in story_of(tip) if BECAUSE in one.action]
    # The same reason twice stands with both.
    assert [line.changes[0].after for line in lines] == ["Ngã ba Kinh", "Chợ Long Hòa"]
    assert [len(line.changes) for line in lines] == [1, 1]
    assert all(line.action.startswith("đính chính nội dung tiếp nhận") for line in lines)


def test_papers_are_filled_from_the_corrected_facts_and_say_so(client, district):
    tip = corrected(
        classified(district), district.chief, content="Mất xe máy trước chợ.", channel="post",
        channel_code="CV 15", received_at=NOW - HOUR,
    ).tip  # fmt: skip
    client.force_login(district.chief)
    for kind in ("receipt", "reception", "slip", "hand_over"):
        said = texts(paper(client, tip, kind))
        assert "Mất xe máy trước chợ." in said
        assert f"Đính chính: hồi 00 giờ 40 phút, ngày 27/11/2026; lý do: {BECAUSE}" in said
        if kind != "hand_over":
            assert "21 giờ 40 phút" in said
            assert "CV 15" in said


def test_the_page_says_the_deadlines_before_and_after(client, district):
    tip = entered(classified(district))
    client.force_login(district.officer)
    page = reverse("tip_correct", args=[tip.pk])
    assert page in client.get(reverse("tip_detail", args=[tip.pk])).content.decode()
    shown = client.get(page)
    assert shown.context["clocks"] == [("chuyển giao Cơ quan điều tra", "đến 22:40 27/11/2026")]
    assert shown.context["form"]["content"].value() == tip.content
    answer = client.post(page, sent(tip, received_at="2026-11-26T20:10"), follow=True)
    said = [str(one) for one in answer.context["messages"]]
    assert "22:40 27/11/2026" in said[1]
    assert "20:10 27/11/2026" in said[1]
    tip.refresh_from_db()
    assert tip.next_due_at == NOW - datetime.timedelta(hours=2, minutes=30) + DAY
    assert BECAUSE in answer.content.decode()


def test_a_receipt_of_the_same_day_is_due_as_before(client, district):
    tip = entered(classified(district, "ordinary"))
    client.force_login(district.chief)
    page = reverse("tip_correct", args=[tip.pk])
    answer = client.post(page, sent(tip, received_at="2026-11-26T20:10"), follow=True)
    said = str(list(answer.context["messages"])[1])
    assert "như cũ: đến hết ngày 03/12/2026" in said


def test_the_page_keeps_what_was_typed(client, district):
    tip = received(district)
    client.force_login(district.officer)
    page = reverse("tip_correct", args=[tip.pk])
    both = client.post(page, sent(tip, content="", because="x")).context["form"]
    assert set(both.errors) == {"content", "because"}  # said together, not one after the other
    wrong = (
        {"because": "x"},
        {"content": ""},
        {"received_at": "2099-01-01T00:00"},
        {"channel_code": "CV 15"},
    )
    for one in wrong:
        answer = client.post(page, sent(tip, **{"event_place": "Chợ Long Hòa", **one}))
        assert answer.status_code == 422, one
        assert "Chợ Long Hòa" in answer.content.decode()
    tip.refresh_from_db()
    assert (tip.event_place, tip.corrected_at) == ("", None)


def test_two_people_at_once_see_both_and_lose_nothing(client, district):
    tip = received(district)
    mine = sent(tip, event_place="Ngã ba", event_time="Chiều 25/11")
    corrected(tip, district.chief, event_place="Chợ Long Hòa", others="Ba thanh niên lạ.")
    client.force_login(district.officer)
    page = reverse("tip_correct", args=[tip.pk])
    answer = client.post(page, mine)
    assert answer.status_code == 409
    form = answer.context["form"]
    assert form["event_place"].value() == "Ngã ba"  # mine is kept where both changed
    assert form["event_time"].value() == "Chiều 25/11"
    assert form["others"].value() == "Ba thanh niên lạ."
    assert {one.field for one in answer.context["conflict"]} == {"event_place", "others"}
    assert "Chợ Long Hòa" in answer.content.decode()
    again = {name: form[name].value() or "" for name in form.fields}
    assert client.post(page, again).status_code == 302
    tip.refresh_from_db()
    assert (tip.event_place, tip.others) == ("Ngã ba", "Ba thanh niên lạ.")


def test_who_may_not_correct_gets_no_page(client, district):
    tip = classified(district)
    page = reverse("tip_correct", args=[tip.pk])
    for user, status in (
        (district.chief, 200),
        (district.other_chief, 404),
        (district.staff, 403),
        (district.administrator, 403),
        (district.home_affairs, 403),
    ):
        client.force_login(user)
        assert client.get(page).status_code == status
    tip = moved(tip, district.chief, "hand_over")
    client.force_login(district.officer)
    assert client.get(page).status_code == 403
    tip = moved(tip, district.staff, "accept", "resolve", "close")
    client.force_login(district.chief)
    assert client.get(page).status_code == 403
    assert client.post(page, sent(tip)).status_code == 403
    assert page not in client.get(reverse("tip_detail", args=[tip.pk])).content.decode()
