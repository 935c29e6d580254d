"""A day off that is entered, changed or removed later counts the running deadlines of tips anew; the rule stays."""

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from incidents.domain.tips.calendar import recount_by_calendar
from incidents.domain.tips.clock_told import until_words
from incidents.domain.tips.deadlines import running
from incidents.domain.tips.story import story_of
from incidents.domain.tips.workflow import extend_tip
from incidents.models import CrimeTip, TipDeadline
from incidents.tables.tips import TipTable
from incidents.views.tips.clocks import clocks_of
from tests.accounts.factories import person
from tests.incidents.test_tip_rules import approved
from tests.incidents.tips import DAY, NOW, classified, moved
from units.domain.scope import Scope, scope_context
from units.models import PublicHoliday

pytestmark = pytest.mark.django_db
# The notice of receipt is due three working days after Thursday 26 November 2026: at the end of Tuesday 1 December.
DUE, LATER = (datetime.datetime(2026, 12, day, tzinfo=NOW.tzinfo) for day in (2, 3))
MONDAY = datetime.date(2026, 11, 30)


@pytest.fixture
def tip(district):
    return moved(classified(district, "ordinary"), district.chief, "hand_over")


def notice(tip):
    return tip.deadlines.get(step="receipt_notice")


def test_a_day_off_entered_later_moves_what_is_counted_in_working_days(tip):
    assert notice(tip).due_at == DUE
    rule = notice(tip).rule
    day = PublicHoliday.objects.create(day=MONDAY, name="Nghỉ bù")
    tip.refresh_from_db()
    assert (notice(tip).due_at, notice(tip).rule) == (LATER, rule)
    assert tip.next_due_at == min(one.due_at for one in running(tip))
    day.delete()
    tip.refresh_from_db()
    assert notice(tip).due_at == DUE
    assert tip.next_due_at == min(one.due_at for one in running(tip))


def test_a_last_day_that_is_off_now_goes_on_and_the_report_before_it_with_it(tip):
    # Twenty days end with Wednesday 16 December.
    before = dict(tip.deadlines.values_list("step", "due_at"))
    day = PublicHoliday.objects.create(day=datetime.date(2026, 12, 16), name="Nghỉ bù")
    after = dict(tip.deadlines.values_list("step", "due_at"))
    moved_on = {step for step in before if before[step] != after[step]}
    assert {"decision", "closing_report"} >= moved_on >= {"decision"}
    assert after["decision"] == before["decision"] + DAY
    day.day = datetime.date(2026, 12, 17)
    day.save()
    assert dict(tip.deadlines.values_list("step", "due_at")) == before


def test_a_saturday_worked_in_exchange_brings_the_end_forward(tip):
    PublicHoliday.objects.create(day=datetime.date(2026, 11, 28), name="Làm bù", is_worked=True)
    assert notice(tip).due_at == DUE - DAY


def test_what_is_over_or_counted_in_hours_stays(district, tip):
    TipDeadline.objects.filter(tip=tip, step="receipt_notice").update(met_at=NOW)
    urgent = classified(district, "urgent")
    due = urgent.next_due_at
    PublicHoliday.objects.create(day=datetime.date(2026, 11, 27), name="Nghỉ bù")
    urgent.refresh_from_db()
    assert (notice(tip).due_at, urgent.next_due_at) == (DUE, due)


def test_the_history_tells_the_old_and_the_new_end_with_the_reason(tip):
    with translation.override("vi"):
        PublicHoliday.objects.create(day=MONDAY, name="Nghỉ bù")
        lines = [line for line in story_of(tip) if "Nghỉ bù" in line.action]
        begun = [line.action for line in story_of(tip) if "bắt đầu" in line.action]
    # The assignment too: three days end with a Sunday, which went on to that Monday.
    assert len(lines) == 2
    assert not any(line.changes for line in lines)
    (said,) = [one.action for one in lines if "02/12/2026" in one.action]
    assert "trước là đến hết ngày 01/12/2026, nay là đến hết ngày 02/12/2026" in said
    # How it began is told as it was.
    assert any("01/12/2026" in one for one in begun)
    assert not any("02/12/2026" in one for one in begun)


def test_a_change_of_the_table_and_its_clocks_are_one_transaction(tip, monkeypatch):
    def fail(*_args, **_more):
        raise RuntimeError

    monkeypatch.setattr("incidents.domain.tips.calendar.note_next", fail)
    with pytest.raises(RuntimeError):
        PublicHoliday.objects.create(day=MONDAY, name="Nghỉ bù")
    assert not PublicHoliday.objects.filter(day=MONDAY).exists()
    assert notice(tip).due_at == DUE


def test_tips_out_of_sight_are_counted_anew_too(tip):
    with scope_context(Scope.none()):
        PublicHoliday.objects.create(day=MONDAY, name="Nghỉ bù")
        assert not CrimeTip.objects.exists()
    assert notice(tip).due_at == LATER


def test_the_command_follows_a_table_that_no_form_changed(tip, capsys):
    PublicHoliday.objects.bulk_create([PublicHoliday(day=MONDAY, name="Nghỉ bù")])
    assert notice(tip).due_at == DUE
    call_command("recount_tip_deadlines")
    assert notice(tip).due_at == LATER
    assert recount_by_calendar("again") == 0


def test_the_table_says_how_many_deadlines_a_day_touches(client, tip, jurisdiction_admin):
    client.force_login(jurisdiction_admin)
    sent = {"day": "30/11/2026", "name": "Nghỉ bù", "version": "0"}
    page = client.post(reverse("admin:units_publicholiday_add"), sent, follow=True)
    assert "2 thời hạn tin báo đang chạy được tính lại" in page.content.decode()
    day = PublicHoliday.objects.get(day=MONDAY)
    url = reverse("admin:units_publicholiday_changelist")
    sent = {"action": "delete_selected", "_selected_action": [day.pk], "post": "yes"}
    page = client.post(url, sent, follow=True)
    assert "2 thời hạn tin báo đang chạy được tính lại" in page.content.decode()
    assert notice(tip).due_at == DUE


@pytest.fixture
def jurisdiction_admin(district):
    return person("administrator", district.jurisdiction)


def test_every_end_of_a_day_is_said_in_the_same_way(client, district, tip):
    tip = moved(tip, district.staff, "accept")
    tip = extend_tip(
        tip, "12/QĐ-CAH", NOW.date(), by=district.staff, now=NOW + DAY, version=tip.version
    )
    said = {one.row.step: one for one in clocks_of(tip, district.staff, NOW + DAY).running}
    assert said["extension"].until == "đến hết ngày 26/01/2027"
    # Five days before Tuesday 26 January 2027.
    assert said["extension"].ask_by == "đến hết ngày 21/01/2027"
    assert until_words(NOW) == "đến 22:40 26/11/2026"
    rule = approved(district, step="extension", urgency="", is_remote=None)
    client.force_login(district.staff)
    for address in (reverse("tip_detail", args=[tip.pk]), reverse("tip_rule", args=[rule.pk])):
        page = client.get(address).content.decode()
        assert "đến hết ngày 26/01/2027" in page
        assert "00:00" not in page
    assert TipTable([]).value_due(DUE) == "đến hết ngày 01/12/2026"
