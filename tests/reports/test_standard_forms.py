"""The standard forms: published, complete, their rules readable, and filled from the records."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.utils import timezone

from reports.domain.expressions import parse
from reports.domain.filling import prefill
from reports.domain.opening import open_periods
from reports.domain.parts import parts_of
from reports.domain.rules import in_order_of_need
from reports.domain.sheet import sheet_of
from reports.domain.sources import SOURCES
from reports.models import FormVersion, IndicatorKind, Report, ReportForm
from reports.standard.security_month import SECURITY_MONTH
from reports.standard.write import is_as_written, write_standard_forms
from tests.incidents.factories import VIETNAM, IncidentFactory
from tests.incidents.people import make_district
from units.domain.scope import Scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def forms() -> list[ReportForm]:
    return write_standard_forms(None, opens_from=timezone.localdate() - datetime.timedelta(days=70))


def test_every_standard_form_is_published_with_rules_that_can_be_read(forms):
    assert len(forms) == 3
    for form in forms:
        version = form.versions.get()
        parts = parts_of(version)
        assert version.state == "published"
        assert all(parts.of_section(section.pk) for section in parts.sections)
        for rule in parts.rules:
            assert parse(rule.expression, parts.by_line).is_comparison
        with_formula = [one for one in parts.indicators if one.formula]
        for one in with_formula:
            assert not parse(one.formula, parts.by_line).is_comparison
        assert len(in_order_of_need(parts.indicators)) == len(with_formula)


def test_every_source_that_a_form_names_exists_and_gives_the_cells_kind(forms):
    for version in FormVersion.objects.filter(form__in=forms):
        for one in parts_of(version).sourced:
            source = SOURCES[one.source]
            assert source.kind == one.kind
            if one.kind == IndicatorKind.TABLE:
                assert one.columns


def test_adding_them_again_changes_nothing(forms):
    call_command("add_standard_forms")
    assert ReportForm.objects.count() == 3


def test_a_monthly_report_opens_with_its_sourced_cells_filled(forms):
    district = make_district()
    open_periods(timezone.now())
    report = (
        Report.objects.filter(commune=district.commune, period__form__code="security_month")
        .select_related("period__form", "period__form_version", "commune", "jurisdiction")
        .order_by("-period__last_day")
        .first()
    )
    scope = Scope.of([district.commune.pk])
    prefill(report, scope=scope, today=timezone.localdate())
    sheet = sheet_of(report, scope=scope)
    empty = [
        cell.indicator.code
        for cell in sheet.cells.values()
        if cell.indicator.source and cell.indicator.is_required and cell.is_empty
    ]
    # A district without norms knows neither the due nor what is short; everything else is known.
    assert set(empty) == {"force_due", "force_short"}
    assert sheet.total > 55


def test_a_version_is_known_to_differ_from_a_standard_form_that_has_changed_since(forms):
    version = FormVersion.objects.get(form__code=SECURITY_MONTH.code)
    first, *others = SECURITY_MONTH.parts
    shorter = replace(first, lines=first.lines[:-1])
    renamed = replace(first, lines=[replace(first.lines[0], name="Khác"), *first.lines[1:]])
    filled = replace(first.lines[0], more={**first.lines[0].more, "source": "tips_received"})
    sourced = replace(first, lines=[filled, *first.lines[1:]])
    assert is_as_written(version, SECURITY_MONTH)
    for changed in (shorter, renamed, sourced):
        assert not is_as_written(version, replace(SECURITY_MONTH, parts=[changed, *others]))
    assert not is_as_written(version, replace(SECURITY_MONTH, rules=SECURITY_MONTH.rules[:-1]))


def test_an_incident_written_down_after_the_period_is_counted_whole_and_by_how_it_ended(forms):
    district = make_district()
    open_periods(timezone.now())
    report = (
        Report.objects.filter(
            commune=district.commune,
            period__form__code="security_month",
            period__last_day__lt=timezone.localdate(),
        )
        .select_related("period__form", "period__form_version", "commune", "jurisdiction")
        .latest("period__last_day")
    )
    scope, today = Scope.of([district.commune.pk]), timezone.localdate()
    noon = datetime.datetime.combine(report.period.first_day, datetime.time(12), tzinfo=VIETNAM)
    written = {"commune": district.commune, "occurred_from": noon, "occurred_until": noon}
    IncidentFactory(state="settled", **written)
    for late in ("settled", "recorded"):
        prefill(report, scope=scope, today=today)
        IncidentFactory(state=late, **written)
    prefill(report, scope=scope, today=today)
    lines = ("6", "7.1", "7.2", "7.3", "7.4")
    found = dict(report.values.values_list("indicator__line", "number"))
    assert [found[line] for line in lines] == [3, 2, 0, 0, 1]
    page = SOURCES["incidents_settled"].rows_url(
        district.commune.pk, report.period.first_day, report.period.last_day
    )
    assert "state=settled" in page
