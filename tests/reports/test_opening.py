"""Opening of periods: once, for those who exist, by two at once, with the version that holds."""

from __future__ import annotations

import datetime

import pghistory
import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from reports.domain.opening import (
    ensure_opened,
    forget_look,
    open_periods,
    periods_in_the_way,
    version_for,
)
from reports.models import Report, ReportingPeriod
from tests.factories import CommuneFactory
from tests.incidents.people import make_district
from tests.reports.factories import (
    DueRuleFactory,
    FormVersionFactory,
    IndicatorFactory,
    PeriodCalendarFactory,
    SectionFactory,
    published,
)
from tests.reports.filing_world import make_form
from units.domain.scope import Scope
from units.domain.working_days import WorkingCalendar

NOW = timezone.now


@pytest.mark.django_db
def test_every_period_that_has_begun_opens_once_with_a_report_for_each_commune():
    district = make_district()
    CommuneFactory()  # another district
    form = make_form(district.jurisdiction, months=3)
    opened = open_periods(NOW())
    assert len(opened) == 3
    assert [period.reports.count() for period in opened] == [2, 2, 2]
    assert open_periods(NOW()) == []
    assert all(period.form == form and period.due_at.date() > period.last_day for period in opened)


@pytest.mark.django_db
def test_a_commune_that_comes_later_is_not_expected_in_an_open_period():
    district = make_district()
    make_form(district.jurisdiction, months=1)
    open_periods(NOW())
    CommuneFactory(jurisdiction=district.jurisdiction)
    open_periods(NOW())
    assert Report.objects.count() == 2


@pytest.mark.django_db
def test_a_commune_that_ended_before_is_not_expected():
    district = make_district()
    type(district.other).objects.filter(pk=district.other.pk).update(
        valid_until=timezone.localdate() - datetime.timedelta(days=400)
    )
    make_form(district.jurisdiction, months=1)
    [period] = open_periods(NOW())
    assert [report.commune for report in period.reports.all()] == [district.commune]


@pytest.mark.django_db
def test_a_new_version_holds_for_the_periods_that_begin_after_its_day():
    form = make_form(make_district().jurisdiction, months=2)
    this_month = timezone.localdate().replace(day=1)
    second = FormVersionFactory(form=form, number=2, valid_from=this_month)
    IndicatorFactory(section=SectionFactory(form_version=second))
    assert version_for(form, this_month).number == 1  # still being written
    published(second)
    earlier, later = sorted(open_periods(NOW()), key=lambda period: period.first_day)
    assert (earlier.form_version.number, later.form_version.number) == (1, 2)


@pytest.mark.django_db
def test_the_first_visit_of_a_chief_opens_for_everybody(as_scope):
    district = make_district()
    make_form(district.jurisdiction, months=1)
    forget_look()
    with as_scope(Scope.of([district.commune.pk])):
        ensure_opened(NOW())
        assert Report.objects.count() == 1
    assert Report.objects.count() == 2


@pytest.mark.django_db
def test_nothing_to_open_costs_a_look_once_a_day(django_assert_num_queries):
    forget_look()
    ensure_opened(NOW())
    with django_assert_num_queries(0):
        ensure_opened(NOW())


@pytest.mark.django_db
def test_the_command_says_what_it_opened_and_locks_what_is_due(capsys):
    make_form(make_district().jurisdiction, months=1)
    call_command("open_periods")
    assert "1 periods opened" in capsys.readouterr().out
    call_command("open_periods")
    assert "0 periods opened" in capsys.readouterr().out


@pytest.mark.django_db
def test_what_a_failed_request_had_opened_is_opened_by_the_next():
    make_form(make_district().jurisdiction, months=1)
    forget_look()
    with transaction.atomic():
        ensure_opened(NOW())
        assert ReportingPeriod.objects.count() == 1
        transaction.set_rollback(True)
    assert not ReportingPeriod.objects.exists()
    ensure_opened(NOW())
    assert ReportingPeriod.objects.count() == 1


@pytest.mark.django_db
def test_a_form_that_changes_its_calendar_opens_no_period_over_another(capsys):
    form = make_form(make_district().jurisdiction, months=3)
    assert len(open_periods(NOW())) == 3
    form.calendar = PeriodCalendarFactory(start_day=15, months_before=1)
    form.save()
    assert open_periods(NOW()) == []
    stuck = periods_in_the_way(NOW())
    assert {one.pk for one, _bounds in stuck} == {form.pk}
    assert all(bounds.first.day == 15 for _form, bounds in stuck)
    call_command("open_periods")
    assert "not opened" in capsys.readouterr().err


@pytest.mark.django_db
def test_a_period_whose_name_is_taken_is_not_opened():
    form = make_form(make_district().jurisdiction, months=2)
    last, this = sorted(open_periods(NOW()), key=lambda period: period.first_day)
    Report.objects.filter(period=this).delete()
    this.delete()
    ReportingPeriod.objects.filter(pk=last.pk).update(code=this.code)
    assert open_periods(NOW()) == []
    assert [bounds.code for _form, bounds in periods_in_the_way(NOW())] == [this.code]
    assert form.periods.count() == 1


@pytest.mark.django_db
def test_other_forms_open_although_one_is_stuck():
    district = make_district()
    stuck = make_form(district.jurisdiction, months=2)
    open_periods(NOW())
    stuck.calendar = PeriodCalendarFactory(start_day=15, months_before=1)
    stuck.save()
    other = make_form(district.jurisdiction, months=2)
    assert {period.form for period in open_periods(NOW())} == {other}


@pytest.mark.django_db
def test_each_tier_has_its_own_deadline_and_jurisdictions_file_their_own_forms():
    district = make_district()
    form = make_form(district.jurisdiction, months=1, filed_by="jurisdiction")
    DueRuleFactory(calendar=form.calendar, tier="district", days_after=4, in_working_days=True)
    [period] = open_periods(NOW())
    [report] = period.reports.all()
    assert (report.jurisdiction, report.commune) == (district.jurisdiction, None)
    working = WorkingCalendar.read()
    assert timezone.localdate(report.due_at) == working.after(period.last_day, 4)
    assert report.due_at == period.due_at
    commune_form = make_form(district.jurisdiction, months=1)
    [period] = open_periods(NOW(), form=commune_form)
    assert timezone.localdate(period.due_at) == working.after(period.last_day, 2)
    assert {report.due_at for report in period.reports.all()} == {period.due_at}


@pytest.mark.django_db
def test_the_last_days_of_a_period_with_estimates_are_said():
    form = make_form(make_district().jurisdiction, months=1)
    type(form.calendar).objects.filter(pk=form.calendar_id).update(estimate_days=10)
    [period] = open_periods(NOW())
    assert (period.last_day - period.estimate_from).days == 9


@pytest.mark.django_db
def test_what_is_written_after_an_opening_is_signed_by_who_writes_it():
    world = make_district()
    make_form(world.jurisdiction, months=1)
    with pghistory.context(name="Nguyễn Văn An"):
        [period] = open_periods(NOW())
        world.commune.name = "Long Hòa Đông"
        world.commune.save()
    signed = [
        one.pgh_context["name"] for one in (period.events.last(), world.commune.events.last())
    ]
    assert signed[0] != signed[1] == "Nguyễn Văn An"
