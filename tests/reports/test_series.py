"""Indicators over time, on a page and for other systems."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.domain.tokens import make_token, owner_of, revoke_token
from accounts.models import ApiToken, Membership
from reports.domain.api import FIELDS, PARAMETERS
from reports.domain.workflow import approve_report, submit_report
from reports.management.commands.openapi import document
from reports.models import Report, ReportingPeriod
from tests.accounts.factories import person
from tests.factories import CommuneFactory, JurisdictionFactory
from tests.incidents.factories import HotspotFactory
from tests.reports.filing_world import FilingWorld, make_world
from tests.reports.test_consolidation import accepted
from tests.reports.test_filing import fill
from units.models import CommuneSuccession, Jurisdiction
from units.queries.successors import read_successors

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def world() -> FilingWorld:
    world = make_world()
    for months_ago, other, figures in (
        (1, False, {"incidents": "4", "settled": "4", "fined": "0", "transferred": "0"}),
        (0, False, {"incidents": "10", "settled": "9", "fined": "1", "transferred": "0"}),
        (0, True, {"incidents": "2", "settled": "1", "fined": "1", "transferred": "0"}),
    ):
        report = world.report(months_ago=months_ago, other=other)
        fill(world, report, **figures)
        by = world.district.other_chief if other else world.district.chief
        submit_report(report, by=by, scope=world.scope, now=NOW())
        report.refresh_from_db()
        approve_report(report, by=world.district.staff, now=NOW())
    return world


@pytest.fixture
def staff(world: FilingWorld, client: Client) -> Client:
    client.force_login(world.district.staff)
    return client


def pivot(client: Client, **query: object):
    until = ReportingPeriod.objects.order_by("last_day").last()
    answer = client.get(reverse("indicator_series"), {"until": until.pk if until else "", **query})
    assert answer.status_code == 200
    return answer.context["pivot"]


def test_one_indicator_shows_communes_by_period_with_their_sum(world, staff):
    found = pivot(staff, indicator="incidents")
    rows = {row.name: list(row.cells) for row in found.rows}
    assert rows == {"Xã Long Hòa": [None, 4, 10], "Xã Tân Trạch": [None, None, 2]}
    assert list(found.total.cells) == [None, 4, 12]


def test_a_period_that_is_not_over_is_shown_only_when_asked_for(world, staff):
    page = staff.get(reverse("indicator_series"), {"indicator": "incidents"})
    assert all(one.last_day < timezone.localdate() for one in page.context["pivot"].periods)
    assert "1/2" in page.context["chart"]["note"]


def test_a_rate_of_several_communes_is_reckoned_from_its_parts(world, staff):
    found = pivot(staff, indicator="settled_rate")
    assert found.total.cells[:2] == [None, 100]
    assert float(found.total.cells[2]) == pytest.approx(83.33, abs=0.01)


def test_several_indicators_show_the_whole_place(world, staff):
    found = pivot(staff, indicator=["incidents", "settled"])
    assert [list(row.cells) for row in found.rows] == [[None, 4, 12], [None, 4, 10]]


def test_a_commune_that_merged_is_counted_under_the_one_that_followed_when_asked(world, staff):
    CommuneSuccession.objects.create(
        predecessor=world.district.other,
        successor=world.district.commune,
        kind="merge",
        on=timezone.localdate(),
    )
    found = pivot(staff, indicator="incidents", successors="1")
    rows = {row.name: list(row.cells) for row in found.rows}
    assert rows["Xã Long Hòa"] == [None, 4, 12]
    assert "Xã Tân Trạch" not in rows


def test_several_indicators_of_one_commune_hold_those_that_merged_into_it(world, staff):
    CommuneSuccession.objects.create(
        predecessor=world.district.other,
        successor=world.district.commune,
        kind="merge",
        on=timezone.localdate(),
    )
    asked = {"indicator": ["incidents", "settled_rate"], "commune": world.district.commune.pk}
    apart, as_one = (pivot(staff, **asked, **more) for more in ({}, {"successors": "1"}))
    assert list(apart.rows[0].cells) == [None, 4, 10]
    assert list(as_one.rows[0].cells) == [None, 4, 12]
    assert float(as_one.rows[1].cells[2]) == pytest.approx(83.33, abs=0.01)


def test_the_whole_time_adds_what_happened_and_reckons_rates_anew(world, staff):
    found = pivot(staff, indicator=["incidents", "settled_rate"])
    assert [row.whole for row in found.rows[:1]] == [16]
    # 14 of 16, not the mean of 100 % and 83,33 %.
    assert found.rows[1].whole == 87.5


def reported(world: FilingWorld, *, other: bool, months_ago: int) -> None:
    """Let a commune file the month, and the district approve it."""
    report = world.report(months_ago=months_ago, other=other)
    fill(world, report)
    by = world.district.other_chief if other else world.district.chief
    submit_report(report, by=by, scope=world.scope, now=NOW())
    report.refresh_from_db()
    approve_report(report, by=world.district.staff, now=NOW())


def test_what_stands_is_each_communes_own_latest_figure_and_their_sum(client):
    world, long_ago = make_world(), timezone.localdate() - datetime.timedelta(days=120)
    for commune, number in ((world.district.commune, 1), (world.district.other, 2)):
        HotspotFactory.create_batch(
            number, commune=commune, state="confirmed", reported_on=long_ago, state_since=long_ago
        )
    for other, months_ago in ((False, 1), (False, 0), (True, 1)):
        reported(world, other=other, months_ago=months_ago)
    client.force_login(world.district.staff)
    found = pivot(client, indicator="places")
    assert [list(row.cells) for row in found.rows] == [[None, 1, 1], [None, 2, None]]
    assert [row.whole for row in found.rows] == [1, 2]
    assert found.total.whole == 3
    both = pivot(client, indicator=["places", "incidents"])
    assert [row.whole for row in both.rows] == [42, 3]


def test_a_figure_that_the_latest_report_lacks_is_taken_from_the_one_before(client):
    world = make_world()
    accepted(world.report(months_ago=1), world.lines, {"1": 4, "2": 5})
    accepted(world.report(), world.lines, {"1": 6})
    accepted(world.report(months_ago=1, other=True), world.lines, {"2": 3})
    accepted(world.report(other=True), world.lines, {"2": 2})
    client.force_login(world.district.staff)
    found = pivot(client, indicator="places")
    assert [row.whole for row in found.rows] == [5, 2]
    assert found.total.whole == 7


def test_a_commune_that_never_filed_is_shown_and_each_period_says_how_many_reports_count(
    world, staff
):
    third = CommuneFactory(jurisdiction=world.district.jurisdiction, name="Phước Vân")
    for period in world.form.periods.all():
        Report.objects.create(period=period, commune=third, due_at=NOW())
    found = pivot(staff, indicator="incidents")
    assert [(row.name, list(row.cells)) for row in found.rows if row.commune_id == third.pk] == [
        ("Xã Phước Vân", [None, None, None])
    ]
    assert list(found.counts) == [(0, 3), (1, 3), (2, 3)]


def test_communes_are_chosen_by_name_or_by_jurisdiction(world, client):
    province = JurisdictionFactory(kind="province", name="Long An")
    Jurisdiction.objects.filter(pk=world.district.jurisdiction.pk).update(parent=province)
    elsewhere = CommuneFactory(jurisdiction=JurisdictionFactory(parent=province))
    report = Report.objects.create(period=world.report().period, commune=elsewhere, due_at=NOW())
    report.values.create(indicator=world.lines["1"], number=100)
    Report.objects.filter(pk=report.pk).update(
        state="approved", first_submitted_at=NOW(), submitted_at=NOW(), approved_at=NOW()
    )
    client.force_login(person("district_staff", province))
    assert pivot(client, indicator="incidents").total.cells[-1] == 112
    found = pivot(client, indicator="incidents", jurisdiction=world.district.jurisdiction.pk)
    assert found.total.cells[-1] == 12
    found = pivot(client, indicator="incidents", commune=[elsewhere.pk, world.district.other.pk])
    assert found.total.cells[-1] == 102


def test_beyond_two_hundred_communes_there_is_a_row_for_each_jurisdiction(
    world, staff, monkeypatch
):
    monkeypatch.setattr("reports.domain.pivot.MOST_ROWS", 1)
    found = pivot(staff, indicator="incidents")
    [row] = found.rows
    assert row.jurisdiction_id == world.district.jurisdiction.pk
    assert list(row.cells) == [None, 4, 12]


def test_the_page_asks_the_same_queries_for_any_number_of_communes(world, staff):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            staff.get(reverse("indicator_series"), {"indicator": "settled_rate"})
        return len(seen)

    queries()
    few = queries()
    for _number in range(5):
        commune = CommuneFactory(jurisdiction=world.district.jurisdiction)
        Report.objects.create(period=world.report().period, commune=commune, due_at=NOW())
    assert queries() == few


def test_another_districts_place_is_not_found(world, staff):
    stranger = CommuneFactory()
    address = reverse("indicator_series")
    assert staff.get(address, {"jurisdiction": stranger.jurisdiction_id}).status_code == 404
    assert staff.get(address, {"commune": stranger.pk}).status_code == 404
    assert staff.get(address, {"form": 999_999}).status_code == 404


def test_a_commune_that_was_divided_is_given_to_nobody():
    before, one, two = CommuneFactory(), CommuneFactory(), CommuneFactory()
    for after in (one, two):
        CommuneSuccession.objects.create(
            predecessor=before, successor=after, kind="split", on=timezone.localdate()
        )
    found = read_successors(timezone.localdate())
    assert found.last(before.pk) == before.pk
    assert before.pk in found.divided


def test_files_have_the_same_figures_and_empty_is_not_zero(world, staff):
    asked = {"indicator": "incidents", "until": world.report().period_id, "format": "csv"}
    answer = staff.get(reverse("indicator_series"), asked)
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[1].split(";") == ["Xã Long Hòa", "", "4", "10", "14"]
    assert lines[2].split(";") == ["Xã Tân Trạch", "", "", "2", "2"]
    assert lines[4].split(";")[1:4] == ["0", "1", "2"]


def test_a_chief_sees_the_own_commune_alone(world, client):
    client.force_login(world.district.chief)
    found = pivot(client, indicator="incidents")
    assert [row.name for row in found.rows] == ["Xã Long Hòa"]
    address = reverse("indicator_series")
    assert client.get(address, {"commune": world.district.other.pk}).status_code == 404


# --- for other systems ---


def ask(token: str, kind: str = "json", **query: object):
    header = {"Authorization": f"Bearer {token}"} if token else {}
    return Client().get(reverse("api_indicators", args=[kind]), query, headers=header)


@pytest.fixture
def token(world: FilingWorld) -> str:
    return make_token(world.district.staff, name="Hệ thống tỉnh", days=30)[1]


def test_a_token_reads_the_accepted_figures_that_its_owner_may_see(world, token):
    answer = ask(token, form=world.form.code, indicator="incidents").json()
    assert [(row["commune"], row["value"]) for row in answer["results"]] == [
        ("Long Hòa", "4"),
        ("Long Hòa", "10"),
        ("Tân Trạch", "2"),
    ]
    assert set(answer["results"][0]) == set(FIELDS)
    assert answer["next"] is None
    chiefs = make_token(world.district.chief, name="Máy ở xã", days=1)[1]
    own = ask(chiefs, form=world.form.code, indicator="incidents").json()
    assert {row["commune"] for row in own["results"]} == {"Long Hòa"}


def test_csv_has_the_same_rows(world, token):
    answer = ask(token, "csv", form=world.form.code, indicator="incidents")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].split(",")[0] == "commune_code"
    assert len(lines) == 4


def test_pages_follow_each_other_without_gap(world, token, monkeypatch):
    from reports.views import api

    monkeypatch.setattr(api, "PAGE", 2)
    first = ask(token, form=world.form.code, indicator="incidents").json()
    assert len(first["results"]) == 2
    rest = Client().get(first["next"], headers={"Authorization": f"Bearer {token}"}).json()
    assert [row["value"] for row in rest["results"]] == ["2"]


def test_filters_narrow_by_period_commune_and_change(world, token):
    code = world.report().period.code
    asked = {"form": world.form.code, "indicator": "incidents"}
    assert len(ask(token, **asked, **{"from": code, "until": code}).json()["results"]) == 2
    one = ask(token, **asked, commune=world.district.other.code).json()["results"]
    assert [row["value"] for row in one] == ["2"]
    later = (NOW() + datetime.timedelta(hours=1)).isoformat()
    assert ask(token, **asked, updated_since=later).json()["results"] == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 400),
        ({"form": "x"}, 400),
        ({"form": "x", "indicator": "incidents"}, 404),
        ({"form": "x", "indicator": "a", "colour": "red"}, 400),
        ({"form": "x", "indicator": "a", "after": "-1"}, 400),
        ({"form": "x", "indicator": "a", "from": "tháng mười"}, 400),
        ({"form": "x", "indicator": "a", "updated_since": "hôm qua"}, 400),
        ({"form": "a\x00b", "indicator": "a"}, 404),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(query, status, token):
    answer = ask(token, **query)
    assert answer.status_code == status
    assert answer.json()["error"]


def test_no_wrong_revoked_or_expired_token_reads_anything(world, token):
    asked = {"form": world.form.code, "indicator": "incidents"}
    assert ask("", **asked).status_code == 401
    assert ask("cax_giả", **asked).status_code == 401
    row = ApiToken.objects.get()
    ApiToken.objects.update(expires_at=NOW() - datetime.timedelta(seconds=1))
    assert ask(token, **asked).status_code == 401
    ApiToken.objects.update(expires_at=NOW() + datetime.timedelta(days=1))
    assert revoke_token(world.district.staff, row.pk)
    assert ask(token, **asked).status_code == 401
    assert owner_of(token, NOW()) is None


def test_what_does_not_exist_is_not_answered_like_what_was_not_filed(world, token):
    asked = {"form": world.form.code, "indicator": "incidents"}
    for wrong in ({"indicator": "nope"}, {"from": "2026-13"}, {"commune": "99999"}):
        assert ask(token, **{**asked, **wrong}).status_code == 400, wrong
    answer = ask(token, **{**asked, "form": "nope"})
    assert answer.status_code == 404
    assert world.form.code in answer.json()["error"]


def test_a_token_is_worth_nothing_once_its_owner_left(world, token):
    Membership.objects.filter(user=world.district.staff).update(
        valid_until=timezone.localdate() - datetime.timedelta(days=1)
    )
    assert ask(token, form=world.form.code, indicator="incidents").status_code == 403


def test_home_affairs_reads_no_police_form(world):
    theirs = make_token(world.district.home_affairs, name="Nội vụ", days=1)[1]
    assert ask(theirs, form=world.form.code, indicator="incidents").status_code == 404


def test_too_many_requests_in_a_minute_are_asked_to_wait(world, token, monkeypatch):
    from reports.views import api

    monkeypatch.setattr(api, "MOST_A_MINUTE", 2)
    asked = {"form": world.form.code, "indicator": "incidents"}
    # Six within two minutes at most: two of each minute are answered.
    refused = [one for _ in range(6) if (one := ask(token, **asked)).status_code == 429]
    assert refused
    assert 0 < int(refused[0].headers["Retry-After"]) <= 60


def test_guessing_tokens_is_slowed_by_where_it_comes_from(world, token, monkeypatch):
    from reports.views import api

    monkeypatch.setattr(api, "MOST_A_MINUTE", 3)
    asked = {"form": world.form.code, "indicator": "incidents"}
    guesses = [ask(f"cax_guess{number}", **asked).status_code for number in range(6)]
    assert guesses[0] == 401
    assert guesses[-1] == 429
    assert ask(token, **asked).status_code == 200


def test_nothing_can_be_written_and_the_refusal_is_json(token):
    header = {"Authorization": f"Bearer {token}"}
    answer = Client(enforce_csrf_checks=True).post("/api/v1/indicators.json", headers=header)
    assert answer.status_code == 405
    assert answer.json()["error"]
    assert answer.headers["Allow"] == "GET, HEAD"


def test_a_year_takes_in_all_its_periods(world, token):
    year = world.report().period.code[:4]
    asked = {"form": world.form.code, "indicator": "incidents", "from": year, "until": year}
    found = ask(token, **asked).json()["results"]
    assert found
    assert {row["period"][:4] for row in found} == {year}


def test_answers_are_as_the_openapi_file_describes_them(world, token):
    schemas = json.loads(document())["components"]["schemas"]
    types = {"string": str, "integer": int, "null": type(None), "array": list}

    def fits(value: object, schema: dict) -> bool:
        kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
        return any(isinstance(value, types[kind]) for kind in kinds)

    page = ask(token, form=world.form.code, indicator=["incidents", "settled_rate"]).json()
    assert set(page) == set(schemas["Page"]["properties"])
    entries = page["results"]
    assert entries
    for entry in entries:
        for name, schema in schemas["Entry"]["properties"].items():
            assert fits(entry[name], schema), name
    refusal = ask("", form=world.form.code, indicator="incidents").json()
    assert set(refusal) == set(schemas["Refusal"]["properties"])


def test_a_page_of_entries_takes_few_queries_however_many_communes(world, token):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            ask(token, form=world.form.code, indicator="incidents")
        return len(seen)

    queries()
    few = queries()
    for _number in range(3):
        commune = CommuneFactory(jurisdiction=world.district.jurisdiction)
        report = Report.objects.create(period=world.report().period, commune=commune, due_at=NOW())
        report.values.create(indicator=world.lines["1"], number=3)
        Report.objects.filter(pk=report.pk).update(
            state="approved", first_submitted_at=NOW(), submitted_at=NOW(), approved_at=NOW()
        )
    assert queries() == few


def test_only_the_digest_of_a_token_is_kept(world, token):
    row = ApiToken.objects.get()
    assert token not in str(ApiToken.objects.values().get())
    assert row.beginning == token[:8]


def test_a_person_makes_a_token_sees_it_once_and_revokes_it(world, staff):
    address = reverse("tokens")
    assert staff.post(address, {"name": "", "days": "5"}).status_code == 422
    shown = staff.post(address, {"name": "Kho dữ liệu", "days": "5"})
    token = shown.context["token"]
    assert token in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert token not in staff.get(address).content.decode()
    row = ApiToken.objects.get(name="Kho dữ liệu")
    stranger = Client()
    stranger.force_login(person("district_staff", CommuneFactory().jurisdiction))
    assert stranger.post(reverse("token_revoke", args=[row.pk])).status_code == 404
    staff.post(reverse("token_revoke", args=[row.pk]))
    row.refresh_from_db()
    assert row.revoked_at is not None


def test_the_openapi_file_says_what_the_code_reads():
    path = Path(settings.BASE_DIR) / "docs" / "openapi.json"
    assert path.read_text(encoding="utf-8") == document(), "run manage.py openapi"
    described = json.loads(document())
    operation = described["paths"]["/api/v1/indicators.json"]["get"]
    assert [one["name"] for one in operation["parameters"]] == [one.name for one in PARAMETERS]
    assert described["components"]["schemas"]["Entry"]["required"] == list(FIELDS)
