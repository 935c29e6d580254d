"""What a tip's page says of its deadlines: which run, which were met or replaced, and in the history which one it was."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from incidents.domain.tips.receiving import Classification, classify_tip
from incidents.domain.tips.story import story_of
from incidents.domain.tips.workflow import extend_tip, finish_step
from incidents.models import Step
from incidents.views.tips.clocks import clocks_of
from tests.incidents.tips import DAY, HOUR, NOW, classified, moved

pytestmark = pytest.mark.django_db


def told(tip, part):
    with translation.override("en"):
        return [line.action for line in story_of(tip) if part in line.action]


def accepted(district):
    return moved(moved(classified(district), district.chief, "hand_over"), district.staff, "accept")


def test_the_history_names_the_deadline_and_its_rule(district):
    tip = classified(district, "ordinary")
    said = Classification("urgent", because="Có hung khí, có thể bỏ trốn.")
    tip = classify_tip(tip, said, by=district.chief, now=NOW + HOUR, version=tip.version)
    tip = moved(tip, district.chief, "hand_over", at=NOW + 30 * HOUR)
    started = told(tip, "started the deadline “hand over")
    assert len(started) == 2
    assert "Điều 7.1.a, Thông tư 28/2020/TT-BCA" in started[0]
    assert "Điều 7.1.b" in started[1]
    assert ["no longer counted" in line for line in told(tip, "Điều 7.1.b")] == [True, False]
    (late,) = told(tip, "met the deadline")
    assert late.startswith("met the deadline “hand over to the investigating body” too late")


def test_the_history_tells_an_extension_with_its_decision(district):
    tip = accepted(district)
    tip = extend_tip(
        tip, "12/QĐ-CAH", NOW.date(), by=district.staff, now=NOW + DAY, version=tip.version
    )
    (line,) = told(tip, "extended")
    assert "decide a complex case" in line
    assert "12/QĐ-CAH" in line
    assert "26/01/2027" in line or "1/26/2027" in line or "01/26/2027" in line
    (line,) = [one for one in told(tip, "no longer counted") if "“decide”" in one]
    assert "Điều 147.1" in line


def test_what_runs_stands_first_the_soonest_on_top_and_what_was_replaced_is_folded_away(
    client, district
):
    tip = accepted(district)
    tip = finish_step(tip, Step.ASSIGNMENT, by=district.staff, now=NOW + HOUR, version=tip.version)
    tip = extend_tip(
        tip, "12/QĐ-CAH", NOW.date(), by=district.staff, now=NOW + DAY, version=tip.version
    )
    clocks = clocks_of(tip, district.staff, NOW + DAY)
    due = [one.row.due_at for one in clocks.running]
    assert due == sorted(due)
    assert [one.row.step for one in clocks.running] == [
        "receipt_notice",
        "closing_report",
        "extension",
    ]
    assert [one.row.step for one in clocks.met] == ["assignment", "hand_over"]
    assert {one.row.step for one in clocks.replaced} == {"decision", "closing_report"}
    client.force_login(district.staff)
    page = client.get(reverse("tip_detail", args=[tip.pk])).content.decode()
    panel = page[page.index('id="clock"') : page.index('id="history"')]
    running, replaced = panel.split('id="replaced-deadlines"')
    assert "Điều 147.2" in running
    assert "Điều 147.1" not in running
    assert "Điều 147.1" in replaced
    rule = tip.deadlines.get(step="extension").rule
    assert reverse("tip_rule", args=[rule.pk]) in running


def test_a_deadline_met_late_says_so(district):
    tip = moved(classified(district), district.chief, "hand_over", at=NOW + 25 * HOUR)
    clocks = clocks_of(tip, district.chief, NOW + 26 * HOUR)
    assert [(one.row.step, one.is_late) for one in clocks.met] == [("hand_over", True)]
    soon = moved(classified(district), district.chief, "hand_over", at=NOW + 23 * HOUR)
    assert [one.is_late for one in clocks_of(soon, district.chief, NOW + DAY).met] == [False]


def test_the_story_takes_as_many_queries_however_many_deadlines(district):
    tip = classified(district)
    with CaptureQueriesContext(connection) as first:
        story_of(tip)
    tip = moved(moved(tip, district.chief, "hand_over"), district.staff, "accept")
    tip = moved(tip, district.staff, "resolve", at=NOW + datetime.timedelta(days=9))
    with CaptureQueriesContext(connection) as second:
        story_of(tip)
    assert len(second) <= len(first) + 1


def test_what_stands_alone_on_a_tips_pages_begins_with_a_capital(client, district):
    tip = classified(district)
    client.force_login(district.chief)
    page = client.get(reverse("tip_detail", args=[tip.pk])).content.decode()
    listed = client.get(reverse("tip_list") + "?columns=number,channel,kind,urgency,state")
    for shown in (page, listed.content.decode()):
        assert "</i>Đã phân loại" in shown
        assert "Nghiêm trọng hoặc cấp bách" in shown
        assert "Tố giác" in shown


def test_the_history_names_the_moves_and_says_each_sentence_once(district):
    tip = classified(district, "ordinary")
    said = Classification("urgent", because="Có hung khí, có thể bỏ trốn.")
    tip = classify_tip(tip, said, by=district.chief, now=NOW + HOUR, version=tip.version)
    tip = moved(tip, district.chief, "check_facts", "hand_over")
    tip = moved(tip, district.staff, "give_back")
    tip = moved(tip, district.chief, "hand_over")
    tip = moved(tip, district.staff, "accept", "suspend", "resume", "resolve", "close")
    lines = [one for one in story_of(tip) if "thời hạn" not in one.action]
    assert [one.action for one in lines][::-1] == [
        "vào sổ tiếp nhận nguồn tin",
        "phân loại nguồn tin",
        "phân loại lại nguồn tin",
        "bắt đầu kiểm tra, xác minh sơ bộ",
        "chuyển giao nguồn tin",
        "trả nguồn tin về xã",
        "chuyển giao nguồn tin",
        "tiếp nhận giải quyết nguồn tin",
        "tạm đình chỉ giải quyết nguồn tin",
        "phục hồi giải quyết nguồn tin",
        "ghi kết quả giải quyết nguồn tin",
        "kết thúc nguồn tin",
    ]
    result = lines[1]
    assert [one.label for one in result.changes] == ["kết quả"]
