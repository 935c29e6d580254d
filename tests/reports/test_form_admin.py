"""Administrators keep forms: lines and rules read as typed, published once checked, copied to a new version."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from reports.domain.publishing import check_version, copy_version, publish
from reports.models import FormRule, FormVersion, Indicator, ReportForm, Section
from tests.incidents.people import District, make_district
from tests.reports.factories import (
    FormRuleFactory,
    FormVersionFactory,
    IndicatorFactory,
    ReportFormFactory,
    SectionFactory,
    published,
)
from tests.reports.filing_world import make_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    return make_district()


@pytest.fixture
def desk(district: District, client: Client) -> Client:
    client.force_login(district.administrator)
    return client


@pytest.fixture
def draft(district: District) -> FormVersion:
    form = ReportFormFactory(jurisdiction=district.jurisdiction)
    version = FormVersionFactory(form=form, number=1)
    section = SectionFactory(form_version=version, code="results")
    for number, line in enumerate(("1", "1.1", "1.2")):
        IndicatorFactory(section=section, line=line, code=f"line_{number}")
    FormRuleFactory(form_version=version, expression="[1] = [1.1] + [1.2]")
    return version


def test_a_version_is_published_by_its_administrator_and_never_changes_again(desk, draft):
    desk.post(reverse("admin:reports_formversion_publish", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.state == "published"
    for change in (
        lambda: Indicator.objects.filter(form_version=draft).update(name="Khác"),
        lambda: FormRule.objects.filter(form_version=draft).delete(),
        lambda: Section.objects.filter(form_version=draft).update(title="Khác"),
        lambda: FormVersion.objects.filter(pk=draft.pk).update(valid_from="2030-01-01"),
        lambda: IndicatorFactory(section=draft.sections.get(), line="9", code="nine"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (lambda v: FormRuleFactory(form_version=v, expression="[9] = [1]"), "9"),
        (lambda v: FormRuleFactory(form_version=v, expression="[1] + [1.1]"), "[1] + [1.1]"),
        (lambda v: FormRuleFactory(form_version=v, expression="[1] = "), "[1] ="),
        (lambda v: SectionFactory(form_version=v, title="Phần rỗng"), "Phần rỗng"),
        (
            lambda v: IndicatorFactory(
                section=v.sections.first(), line="7", kind="table", columns=[], aggregation="gather"
            ),
            "7",
        ),
        (
            lambda v: IndicatorFactory(
                section=v.sections.first(), line="8", source="no_such_source"
            ),
            "no_such_source",
        ),
        (
            lambda v: [
                IndicatorFactory(
                    section=v.sections.first(),
                    line=line,
                    formula=f"[{other}] + 1",
                    aggregation="formula",
                )
                for line, other in (("5", "6"), ("6", "5"))
            ],
            "5, 6",
        ),
    ],
)
def test_everything_that_stands_against_publishing_is_said(break_it, said, draft, district):
    assert check_version(draft) == []
    break_it(draft)
    problems = check_version(draft)
    assert any(said in problem for problem in problems), problems
    with pytest.raises(ValidationError):
        publish(draft, by=district.administrator)
    draft.refresh_from_db()
    assert draft.is_draft


def test_a_copy_begins_with_the_same_lines_and_rules(district):
    form = make_form(district.jurisdiction)
    first = form.versions.get()
    second = copy_version(first, by=district.administrator)
    assert second.number == 2
    lines = [
        list(v.indicators.order_by("line").values_list("line", "code", "formula", "columns"))
        for v in (first, second)
    ]
    assert lines[0] == lines[1]
    assert {one.section.form_version_id for one in second.indicators.all()} == {second.pk}
    assert second.formrules.count() == 1
    with pytest.raises(ValidationError):
        copy_version(first, by=district.administrator)


def test_only_administrators_publish_and_copy(draft, district):
    for user in (district.chief, district.staff, district.home_affairs):
        with pytest.raises(PermissionDenied):
            publish(draft, by=user)
        with pytest.raises(PermissionDenied):
            copy_version(draft, by=user)


def section_data(section: Section, **changes: object) -> dict[str, object]:
    rows = list(section.indicators.order_by("pk"))
    data: dict[str, object] = {
        "order": section.order,
        "code": section.code,
        "title": section.title,
        "help": "",
        "indicators-TOTAL_FORMS": len(rows),
        "indicators-INITIAL_FORMS": len(rows),
    }
    for number, row in enumerate(rows):
        prefix = f"indicators-{number}-"
        data |= {
            f"{prefix}id": row.pk,
            f"{prefix}section": section.pk,
            f"{prefix}order": row.order,
            f"{prefix}line": row.line,
            f"{prefix}code": row.code,
            f"{prefix}name": row.name,
            f"{prefix}kind": row.kind,
            f"{prefix}aggregation": row.aggregation,
            f"{prefix}over_time": row.over_time,
            f"{prefix}columns": "[]",
            f"{prefix}is_required": "on",
        }
    return {**data, **changes}


def test_lines_are_kept_in_their_sections_page_and_a_wrong_formula_is_shown_at_its_place(
    desk, draft
):
    section = draft.sections.get()
    address = reverse("admin:reports_section_change", args=[section.pk])
    wrong = desk.post(address, section_data(section, **{"indicators-0-formula": "[1.1] + "}))
    assert wrong.status_code == 200
    [formset] = wrong.context["inline_admin_formsets"]
    assert "formula" in formset.formset.errors[0]
    right = desk.post(
        address,
        section_data(section, **{"indicators-0-formula": "[1.1] + [1.2]", "title": "Kết quả"}),
    )
    assert right.status_code == 302
    line = Indicator.objects.get(form_version=draft, line="1")
    assert (line.formula, line.aggregation) == ("[1.1] + [1.2]", "formula")
    section.refresh_from_db()
    assert section.title == "Kết quả"


def test_a_published_version_is_shown_and_cannot_be_edited(desk, draft):
    published(draft)
    for name, pk in (("formversion", draft.pk), ("section", draft.sections.get().pk)):
        page = desk.get(reverse(f"admin:reports_{name}_change", args=[pk]))
        assert page.status_code == 200
        assert not page.context["has_change_permission"]
    copied = desk.post(reverse("admin:reports_formversion_copy", args=[draft.pk]))
    assert FormVersion.objects.filter(form=draft.form, state="draft").count() == 1
    assert copied.status_code == 302


def test_the_preview_shows_every_line_and_what_is_missing(desk, draft):
    FormRuleFactory(form_version=draft, expression="[9] = [1]")
    page = desk.get(reverse("admin:reports_formversion_preview", args=[draft.pk]))
    text = page.content.decode()
    assert "1 = 1.1 + 1.2" in text
    assert page.context["problems"]


def test_forms_of_another_district_and_of_everybody_are_not_changed_here(desk, district):
    foreign = FormVersionFactory(form=ReportFormFactory(jurisdiction=make_district().jurisdiction))
    everybodys = FormVersionFactory(form=ReportFormFactory(jurisdiction=None))
    IndicatorFactory(section=SectionFactory(form_version=everybodys))
    assert (
        desk.get(reverse("admin:reports_formversion_preview", args=[foreign.pk])).status_code == 404
    )
    desk.post(reverse("admin:reports_formversion_publish", args=[everybodys.pk]))
    everybodys.refresh_from_db()
    assert everybodys.is_draft
    page = desk.get(reverse("admin:reports_reportform_change", args=[everybodys.form_id]))
    assert page.status_code in (200, 302)
    assert ReportForm.objects.filter(pk=everybodys.form_id).exists()
