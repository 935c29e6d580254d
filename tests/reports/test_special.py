"""Special reports: asked of the chosen communes alone, by those who may, and told to their chiefs."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.domain.special import request_special
from reports.forms.special import ClockField
from reports.models import Report, ReportForm, ReportingPeriod
from tests.accounts.factories import person
from tests.factories import CommuneFactory, JurisdictionFactory
from tests.incidents.people import District, make_district
from tests.reports.factories import (
    FormVersionFactory,
    IndicatorFactory,
    ReportFormFactory,
    SectionFactory,
    published,
)

pytestmark = pytest.mark.django_db
TITLE = "Báo cáo vụ cháy chợ Long Hòa"


def make_special_form(**more: Any) -> ReportForm:
    """A published form without a calendar."""
    form = ReportFormFactory(calendar=None, name="Báo cáo đột xuất", **more)
    version = FormVersionFactory(form=form)
    IndicatorFactory(section=SectionFactory(form_version=version))
    published(version)
    return form


@pytest.fixture
def district() -> District:
    return make_district()


@pytest.fixture
def form(district: District) -> ReportForm:
    return make_special_form(jurisdiction=district.jurisdiction)


@pytest.fixture
def staff(district: District, client: Client) -> Client:
    client.force_login(district.staff)
    return client


def ask(form: ReportForm, district: District, **changes: Any) -> ReportingPeriod:
    today = timezone.localdate()
    facts: dict[str, Any] = {
        "title": TITLE,
        "request": "Báo cáo ngay thiệt hại.",
        "first_day": today,
        "last_day": today,
        "due": timezone.now() + datetime.timedelta(hours=6),
        "communes": [district.commune],
        "jurisdiction": district.jurisdiction,
        "by": district.staff,
    }
    return request_special(form, **{**facts, **changes})


def typed(form: ReportForm, **changes: Any) -> dict[str, Any]:
    """What a person types into the page."""
    today = timezone.localdate()
    return {
        "form": form.pk,
        "title": TITLE,
        "request": "Báo cáo ngay thiệt hại.",
        "first_day": today.isoformat(),
        "last_day": today.isoformat(),
        "due_day": (today + datetime.timedelta(days=1)).isoformat(),
        "due_time": "11h30",
        **changes,
    }


def test_the_chosen_communes_alone_have_a_report_to_file(district, form):
    period = ask(form, district)
    assert [report.commune for report in period.reports.all()] == [district.commune]
    assert period.is_special
    assert str(period) == TITLE
    # The same may be asked again the same day: each request stands for itself.
    assert ask(form, district).pk != period.pk


def test_only_those_with_the_right_and_of_the_form_s_office_ask(district, form):
    with pytest.raises(PermissionDenied):
        ask(form, district, by=district.chief)
    with pytest.raises(PermissionDenied):
        ask(form, district, by=district.home_affairs)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "  "}, "title"),
        ({"communes": []}, "communes"),
        ({"due": timezone.now() - datetime.timedelta(hours=1)}, "due"),
        ({"last_day": datetime.date(2020, 1, 1)}, "__all__"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_reason(district, form, changes, field):
    with pytest.raises(ValidationError) as refused:
        ask(form, district, **changes)
    assert field in refused.value.message_dict
    assert not Report.objects.exists()


def test_a_form_with_a_calendar_out_of_use_or_unpublished_is_refused(district, form):
    form.is_active = False
    unpublished = ReportFormFactory(calendar=None)
    for one in (form, unpublished, ReportFormFactory()):
        with pytest.raises(ValidationError) as refused:
            ask(one, district)
        assert "form" in refused.value.message_dict


def test_communes_elsewhere_or_of_the_past_cannot_be_asked(district, form):
    elsewhere = CommuneFactory(name="Phước Lý")
    ended = CommuneFactory(
        name="Tân Ân", jurisdiction=district.jurisdiction, valid_until=datetime.date(2025, 6, 30)
    )
    with pytest.raises(ValidationError) as refused:
        ask(form, district, communes=[district.commune, elsewhere, ended])
    said = " ".join(refused.value.message_dict["communes"])
    assert "Phước Lý" in said
    assert "Tân Ân" in said
    assert "Long Hòa" not in said


def test_the_chiefs_asked_get_a_letter_and_nobody_else(
    district, form, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for chief in (district.chief, district.other_chief):
        chief.email = f"{chief.username}@example.vn"
        chief.save()
    with django_capture_on_commit_callbacks(execute=True):
        ask(form, district)
    [letter] = mail.outbox
    assert letter.to == [district.chief.email]
    assert TITLE in letter.subject
    assert "Báo cáo ngay thiệt hại." in letter.body


def test_the_page_asks_whole_jurisdictions_and_single_communes_together(staff, district, form):
    asked = {"areas": [district.jurisdiction.pk], "communes": [district.commune.pk]}
    answer = staff.post(reverse("special_new"), typed(form, **asked))
    period = ReportingPeriod.objects.get(title=TITLE)
    assert answer.url == f"{reverse('filing_matrix')}?form={form.pk}"
    assert {report.commune for report in period.reports.all()} == {district.commune, district.other}
    assert (period.jurisdiction, period.request) == (
        district.jurisdiction,
        "Báo cáo ngay thiệt hại.",
    )
    due = timezone.localtime(period.due_at)
    assert (due.date(), due.time()) == (
        timezone.localdate() + datetime.timedelta(days=1),
        datetime.time(11, 30),
    )
    page = staff.get(answer.url).content.decode()
    assert TITLE in page


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, "areas"),
        ({"title": "", "areas": ["own"]}, "title"),
        ({"areas": ["own"], "due_day": "2020-01-01"}, "due_day"),
        ({"areas": ["own"], "due_time": "25:00"}, "due_time"),
        ({"areas": ["own"], "last_day": "2020-01-01"}, "last_day"),
        ({"areas": [999_999]}, "areas"),
        ({"communes": ["foreign"]}, "communes"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_asked(
    staff, district, form, changes, wrong
):
    named = {"own": district.jurisdiction.pk, "foreign": CommuneFactory().pk}
    changes = {
        name: [named.get(one, one) for one in value] if isinstance(value, list) else value
        for name, value in changes.items()
    }
    answer = staff.post(reverse("special_new"), typed(form, **changes))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [wrong]
    assert answer.context["form"]["request"].value() == "Báo cáo ngay thiệt hại."
    assert not ReportingPeriod.objects.exists()


def test_the_page_offers_only_forms_that_can_be_asked_for(staff, district, form):
    make_special_form(jurisdiction=district.jurisdiction, is_active=False)
    make_special_form(jurisdiction=district.jurisdiction, office="home_affairs")
    ReportFormFactory(calendar=None)
    offered = staff.get(reverse("special_new")).context["form"].fields["form"].queryset
    assert set(offered) == set(
        ReportForm.objects.filter(calendar=None, is_active=True, versions__state="published")
    )
    staff.force_login(district.home_affairs)
    offered = staff.get(reverse("special_new")).context["form"].fields["form"].queryset
    assert [one.office for one in offered] == ["home_affairs"]


def test_without_a_form_to_ask_for_the_page_says_what_to_do(staff):
    page = staff.get(reverse("special_new"))
    assert "form" not in page.context or not page.context.get("form")
    assert reverse("filing_matrix") in page.content.decode()


def test_a_chief_finds_no_way_to_ask_and_sees_what_is_asked_of_his_commune(client, district, form):
    client.force_login(district.chief)
    assert client.get(reverse("special_new")).status_code == 403
    period = ask(form, district)
    report = period.reports.get()
    page = client.get(reverse("report_detail", args=[report.pk])).content.decode()
    assert "Báo cáo ngay thiệt hại." in page
    client.force_login(district.other_chief)
    assert client.get(reverse("report_detail", args=[report.pk])).status_code == 404
    assert TITLE not in client.get(reverse("report_list")).content.decode()


def test_a_province_asks_districts_one_by_one_and_of_two_provinces_apart(client):
    province = JurisdictionFactory(kind="province", name="Long An")
    districts = [JurisdictionFactory(parent=province) for _ in range(2)]
    for one in districts:
        CommuneFactory(jurisdiction=one)
    form = make_special_form()
    client.force_login(person("district_staff", province))
    page = client.get(reverse("special_new")).content.decode()
    assert "Long An" in page
    asked = {"areas": [one.pk for one in districts]}
    client.post(reverse("special_new"), typed(form, **asked))
    assert ReportingPeriod.objects.get().jurisdiction == province
    # Somebody who answers for two districts and not for what is above them asks each by itself.
    user = person("district_staff", districts[0])
    membership = user.memberships.get()
    membership.pk, membership.jurisdiction = None, districts[1]
    membership.save()
    client.force_login(user)
    answer = client.post(reverse("special_new"), typed(form, **asked))
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()
    assert ReportingPeriod.objects.count() == 1


def test_asking_costs_the_same_for_many_communes(staff, district, form):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost() -> int:
        asked = {"areas": [district.jurisdiction.pk]}
        with CaptureQueriesContext(connection) as queries:
            assert staff.post(reverse("special_new"), typed(form, **asked)).status_code == 302
        return len(queries)

    few = cost()
    for _number in range(20):
        CommuneFactory(jurisdiction=district.jurisdiction)
    assert cost() == few
    assert Report.objects.count() == 2 + 22


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("17:00", (17, 0)),
        ("7h30", (7, 30)),
        ("17h", (17, 0)),
        ("8 giờ", (8, 0)),
        ("17g05", (17, 5)),
        ("9", (9, 0)),
    ],
)
def test_an_hour_is_read_as_people_write_it(text, time):
    assert ClockField().clean(text) == datetime.time(*time)


@pytest.mark.parametrize("text", ["", "25:00", "sáng", "17:61"])
def test_what_is_no_hour_is_refused(text):
    with pytest.raises(ValidationError):
        ClockField().clean(text)
