"""Opening of periods: once, for those who exist, by two at once, with the version that holds."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone

from reports.domain.opening import (
    ensure_opened,
    forget_look,
    open_periods,
    request_special,
    version_for,
)
from reports.models import Report
from tests.factories import CommuneFactory
from tests.incidents.people import make_district
from tests.reports.factories import (
    FormVersionFactory,
    IndicatorFactory,
    ReportFormFactory,
    SectionFactory,
    published,
)
from tests.reports.filing_world import make_form
from units.domain.scope import Scope

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
def test_a_special_report_is_asked_of_the_chosen_communes_alone():
    district = make_district()
    form = ReportFormFactory(calendar=None, jurisdiction=district.jurisdiction)
    version = FormVersionFactory(form=form)
    IndicatorFactory(section=SectionFactory(form_version=version))
    published(version)
    today = timezone.localdate()
    asked = {
        "title": "Báo cáo vụ cháy chợ",
        "request": "Báo cáo ngay thiệt hại.",
        "first_day": today,
        "last_day": today,
        "communes": [district.commune],
        "jurisdiction": district.jurisdiction,
    }
    soon = NOW() + datetime.timedelta(hours=6)
    with pytest.raises(PermissionDenied):
        request_special(form, due=soon, by=district.chief, **asked)
    with pytest.raises(ValidationError):
        request_special(form, due=NOW() - datetime.timedelta(hours=1), by=district.staff, **asked)
    period = request_special(form, due=soon, by=district.staff, **asked)
    assert [report.commune for report in period.reports.all()] == [district.commune]
    again = request_special(form, due=soon, by=district.staff, **asked)
    assert again.pk != period.pk
