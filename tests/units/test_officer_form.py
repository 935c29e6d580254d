"""The officer's page in the admin: Django's own markup, a fixed number of queries, choices named rightly."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.test.html import parse_html
from django.urls import reverse

from accounts.models import User
from tests.accounts.factories import person
from tests.factories import (
    AssignmentFactory,
    CommuneFactory,
    DepartureFactory,
    HamletFactory,
    JurisdictionFactory,
    OfficerFactory,
    PositionFactory,
    TrainingFactory,
)
from units.models import Assignment, Jurisdiction, Officer
from units.templatetags.admin_forms import form_group, inline_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> Jurisdiction:
    return JurisdictionFactory()


@pytest.fixture
def keeper(district: Jurisdiction, client: Client) -> User:
    user = person("home_affairs", district)
    client.force_login(user)
    return user


def officer_with(posts: int, district: Jurisdiction) -> Officer:
    """An officer who has held so many posts, each in a commune and hamlet of its own."""
    officer = OfficerFactory(commune__jurisdiction=district)
    for number in range(posts):
        commune = officer.commune if number == 0 else CommuneFactory(jurisdiction=district)
        AssignmentFactory(
            officer=officer,
            commune=commune,
            hamlet=HamletFactory(commune=commune),
            position=PositionFactory(name=f"Chức danh {number}"),
            valid_from=datetime.date(2010 + number, 1, 1),
            valid_until=None if number == posts - 1 else datetime.date(2010 + number, 12, 31),
        )
    return officer


def page_of(officer: Officer) -> str:
    return reverse("admin:units_officer_change", args=[officer.pk])


@pytest.mark.parametrize("posts", [1, 6])
def test_one_post_or_six_take_as_many_queries(
    posts: int, client: Client, keeper: User, district: Jurisdiction, django_assert_num_queries: Any
) -> None:
    officer = officer_with(posts, district)
    for number in range(posts):
        DepartureFactory(officer=officer, on=datetime.date(2010 + number, 12, 31))
    client.get(page_of(officer))
    with django_assert_num_queries(15):
        html = client.get(page_of(officer)).content.decode()
    for post in officer.assignments.select_related("commune", "hamlet", "position"):
        for named in (post.commune, post.hamlet, post.position):
            assert f">{named}</option>" in html


@pytest.mark.parametrize("wrong", [False, True])
def test_groups_and_tables_are_written_as_django_writes_them(
    wrong: bool, client: Client, keeper: User, district: Jurisdiction
) -> None:
    officer = officer_with(2, district)
    TrainingFactory(officer=officer)
    DepartureFactory(officer=officer)
    page = client.post(page_of(officer), _typed(client, officer)) if wrong else None
    context = (page or client.get(page_of(officer))).context
    assert bool(context["errors"]) is wrong
    for number, fieldset in enumerate(context["adminform"]):
        django = {
            "heading_level": 2,
            "prefix": "fieldset",
            "id_prefix": 0,
            "id_suffix": number,
            "fieldset": fieldset,
        }
        stock = render_to_string("admin/includes/fieldset.html", django)
        assert parse_html(form_group(fieldset, number)) == parse_html(stock)
    for rows in context["inline_admin_formsets"]:
        django = {"inline_admin_formset": rows, "forloop": {"last": False}}
        stock = render_to_string("admin/edit_inline/tabular.html", django)
        assert parse_html(inline_table(rows, False)) == parse_html(stock)


def _typed(client: Client, officer: Officer, **other: Any) -> dict[str, Any]:
    """What the page sends back with a wrong phone number and a post without a first day."""
    context = client.get(page_of(officer)).context
    forms = [context["adminform"].form]
    for rows in context["inline_admin_formsets"]:
        forms += [rows.formset.management_form, *rows.formset.forms]
    fields = [form[name] for form in forms for name in form.fields]
    typed = {field.html_name: field.value() for field in fields}
    typed |= {"phone": "12", "assignments-0-valid_from": "", **other}
    return {
        name: value for name, value in typed.items() if value is not None and value is not False
    }


def _right(officer: Officer) -> dict[str, str]:
    """What mends the wrong things of ``_typed``."""
    post = officer.assignments.order_by("-valid_from")[0]
    return {"phone": "0901234567", "assignments-0-valid_from": f"{post.valid_from:%d/%m/%Y}"}


def test_a_post_changed_on_the_page_is_kept(
    client: Client, keeper: User, district: Jurisdiction
) -> None:
    officer = officer_with(2, district)
    changed = {**_right(officer), "assignments-0-decision_number": "12/QĐ-UBND"}
    page = client.post(page_of(officer), _typed(client, officer, **changed))
    assert page.status_code == 302, page.context["errors"]
    assert officer.assignments.filter(decision_number="12/QĐ-UBND").count() == 1


def test_a_second_chief_is_refused_in_words(
    client: Client, keeper: User, district: Jurisdiction
) -> None:
    officer = officer_with(1, district)
    chief = PositionFactory(is_chief=True)
    AssignmentFactory(officer=OfficerFactory(commune=officer.commune), position=chief)
    changed = {**_right(officer), "assignments-0-position": chief.pk}
    page = client.post(page_of(officer), _typed(client, officer, **changed))
    (form,) = page.context["inline_admin_formsets"][0].formset.forms
    assert form.non_field_errors()
    assert not officer.assignments.filter(position=chief).exists()


def test_a_page_sent_back_names_what_was_typed_and_not_what_is_kept(
    client: Client, keeper: User, district: Jurisdiction
) -> None:
    officer = officer_with(1, district)
    other = CommuneFactory(jurisdiction=district, name="Phước Vân")
    foreign = CommuneFactory(name="Nơi Khác")
    for commune, named in ((other, True), (foreign, False)):
        typed = _typed(client, officer, **{"assignments-0-commune": commune.pk})
        html = client.post(page_of(officer), typed).content.decode()
        assert (f">{commune}</option>" in html) is named


def _added(officer: Officer, post: Assignment, number: int, **changes: Any) -> dict[str, Any]:
    """A row added below the officer's posts: the present one again, a year later, not ended before."""
    row = {
        "position": post.position_id,
        "commune": post.commune_id,
        "is_main": "on",
        "valid_from": f"{post.valid_from + datetime.timedelta(days=365):%d/%m/%Y}",
        "officer": officer.pk,
        **changes,
    }
    typed = {f"assignments-{number}-{name}": value for name, value in row.items()}
    return {**typed, "assignments-TOTAL_FORMS": number + 1}


def test_a_second_main_post_at_a_time_is_refused_in_words_and_keeps_what_was_typed(
    client: Client, keeper: User, district: Jurisdiction
) -> None:
    officer = officer_with(1, district)
    post = officer.assignments.get()
    typed = _typed(client, officer, **_right(officer)) | _added(
        officer, post, 1, decision_number="15/QĐ-UBND"
    )
    page = client.post(page_of(officer), typed)
    assert page.status_code == 200
    rows = page.context["inline_admin_formsets"][0].formset
    assert "chức danh chính" in str(rows.non_form_errors())
    assert "15/QĐ-UBND" in page.content.decode()
    assert officer.assignments.count() == 1


def test_one_page_ends_a_post_and_begins_the_next(
    client: Client, keeper: User, district: Jurisdiction
) -> None:
    officer = officer_with(1, district)
    post = officer.assignments.get()
    last = post.valid_from + datetime.timedelta(days=364)
    ended = {**_right(officer), "assignments-0-valid_until": f"{last:%d/%m/%Y}"}
    typed = _typed(client, officer, **ended) | _added(officer, post, 1)
    page = client.post(page_of(officer), typed)
    assert page.status_code == 302, page.context["errors"]
    assert officer.assignments.count() == 2


@pytest.mark.parametrize("born", ["01/01/0001", "12/05/1894", "01/01/2190"])
def test_a_birth_date_that_no_export_could_bring_back_is_refused(
    client: Client, keeper: User, district: Jurisdiction, born: str
) -> None:
    officer = officer_with(1, district)
    page = client.post(
        page_of(officer), _typed(client, officer, **_right(officer), birth_date=born)
    )
    assert page.context["adminform"].form.errors["birth_date"]
