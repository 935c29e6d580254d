"""What was entered by mistake: withdrawn with a reason, readable, counted nowhere, changed by nobody."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dashboards.queries.commune import commune_figures
from dashboards.queries.desk import tasks_for
from dashboards.queries.desk_happenings import pairs_to_withdraw
from incidents.domain.incidents.files import attach_files
from incidents.domain.incidents.persons import PersonFacts, add_person
from incidents.domain.incidents.retention import PERSONS
from incidents.domain.incidents.similar import likely_same, link_incidents, sketch_of
from incidents.domain.incidents.workflow import Outcome, make_move, moves_offered
from incidents.domain.mediations.follow_up import CheckFacts, check_follow_up
from incidents.domain.mediations.parts import link_incident
from incidents.domain.mediations.retention import PARTIES
from incidents.domain.mediations.sessions import SessionFacts, hold_session
from incidents.domain.withdrawing import withdraw_from_book
from incidents.models import Incident, Mediation, RetentionOf, RetentionPeriod
from incidents.queries.incidents import added, happened
from incidents.queries.mediations import mediated
from tests.incidents.factories import (
    IncidentFactory,
    IncidentPersonFactory,
    LocatedIncidentFactory,
    MediationFactory,
    MediationPartyFactory,
    heard_mediation,
)
from tests.incidents.people import District
from units.domain.scope import Scope
from units.queries.area import Area

pytestmark = pytest.mark.django_db

WHY = "Ghi nhầm, vụ này xảy ra ở xã khác."
YEAR = (datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))


@pytest.fixture
def area(district: District) -> Area:
    return Area(Scope.of([district.commune.pk]))


def counted(area: Area, first: datetime.date = YEAR[0], last: datetime.date = YEAR[1]) -> int:
    return added(happened(first, last, area).values()).total.count


def test_a_withdrawn_incident_counts_nowhere_in_months_or_days(district, area):
    one, _other = IncidentFactory.create_batch(2, commune=district.commune)
    day = timezone.localdate(one.occurred_from)
    assert (counted(area), counted(area, day, day)) == (2, 2)
    withdraw_from_book(one, WHY, by=district.chief)
    assert (counted(area), counted(area, day, day)) == (1, 1)
    figures = commune_figures(
        district.commune, Scope.of([district.commune.pk]), timezone.localdate()
    )
    assert figures.incidents_unsettled == 1


@pytest.mark.parametrize("who", ["officer", "staff", "other_chief", "administrator"])
def test_only_who_decides_withdraws(district, who, client: Client):
    incident = IncidentFactory(commune=district.commune)
    mediation = MediationFactory(commune=district.commune)
    client.force_login(getattr(district, who))
    for name, row in (("incident_withdraw", incident), ("mediation_withdraw", mediation)):
        answer = client.post(reverse(name, args=[row.pk]), {"reason": WHY})
        assert answer.status_code in (403, 404)
        row.refresh_from_db()
        assert not row.is_withdrawn


def test_a_reason_that_says_nothing_is_refused_and_kept(district, client: Client):
    incident = IncidentFactory(commune=district.commune)
    mediation = MediationFactory(commune=district.commune)
    client.force_login(district.chief)
    for name, row in (("incident_withdraw", incident), ("mediation_withdraw", mediation)):
        for reason in ("", "nhầm ......."):
            answer = client.post(reverse(name, args=[row.pk]), {"reason": reason})
            assert answer.status_code == 422
            assert reason in answer.content.decode()
        row.refresh_from_db()
        assert not row.is_withdrawn


def test_the_chief_withdraws_an_incident_from_its_page(district, client: Client):
    incident = IncidentFactory(commune=district.commune)
    page = reverse("incident_detail", args=[incident.pk])
    client.force_login(district.chief)
    step = reverse("incident_withdraw", args=[incident.pk])
    assert step in client.get(page).content.decode()
    done = client.post(step, {"reason": WHY}, follow=True)
    shown = done.content.decode()
    assert WHY in shown
    assert step not in shown
    for way in ("incident_edit", "incident_person_new", "incident_files_new", "incident_link_new"):
        assert reverse(way, args=[incident.pk]) not in shown
    assert "rút khỏi sổ" in shown
    # Twice is once, and the first reason stays.
    client.post(step, {"reason": "Một lý do khác hẳn lần trước."})
    incident.refresh_from_db()
    assert (incident.withdrawn_on, incident.withdrawn_reason) == (timezone.localdate(), WHY)
    assert Incident.objects.get().number == incident.number


def test_lists_and_desk_leave_it_out_until_it_is_asked_for(district, client: Client):
    incident = IncidentFactory(commune=district.commune, is_complete=False)
    mediation = MediationFactory(
        commune=district.commune, state="settled", follow_up_on=timezone.localdate()
    )
    scope = Scope.of([district.commune.pk])

    def asked() -> int:
        return sum(
            number in task.what
            for task in tasks_for(scope, timezone.localdate(), [])
            for number in (incident.number, mediation.number)
        )

    assert asked() == 2
    withdraw_from_book(incident, WHY, by=district.chief)
    withdraw_from_book(mediation, WHY, by=district.chief)
    assert asked() == 0
    client.force_login(district.staff)
    for name, row in (("incident_list", incident), ("mediation_list", mediation)):
        address = reverse(name)
        assert client.get(address).context["window"].total == 0
        found = client.get(f"{address}?kept=withdrawn")
        assert found.context["window"].total == 1
        assert row.number in found.content.decode()
    data = client.get(
        reverse("incident_map_data"), {"zoom": 12, "bounds": "105.0,8.5,109.0,23.0"}
    ).json()
    assert data.get("total", 0) == 0


def test_nothing_more_is_written_about_a_withdrawn_incident(district):
    incident, other = LocatedIncidentFactory.create_batch(2, commune=district.commune)
    withdrawn = withdraw_from_book(incident, WHY, by=district.chief)
    assert moves_offered(withdrawn, district.chief) == []
    with pytest.raises(ValidationError):
        make_move("settle", incident, Outcome(timezone.localdate(), WHY), by=district.chief)
    with pytest.raises(PermissionDenied):
        add_person(incident, PersonFacts(role="victim"), by=district.chief, key=uuid.uuid4())
    with pytest.raises(ValidationError):
        attach_files(incident, [], by=district.chief)
    for pair in ((withdrawn, other), (other, withdrawn)):
        with pytest.raises(ValidationError):
            link_incidents(*pair, "duplicate", by=district.officer)
    scope = Scope.of([district.commune.pk])
    assert likely_same(scope, district.commune.pk, sketch_of(other), except_pks=[other.pk]) == []


def test_nothing_more_is_written_about_a_withdrawn_mediation(district):
    mediation = heard_mediation(commune=district.commune)
    incident = IncidentFactory(commune=district.commune)
    today = timezone.localdate()
    withdrawn = withdraw_from_book(mediation, WHY, by=district.chief)
    facts = SessionFacts(on=today, mediated_by="Phó trưởng", minutes="Hai bên chưa thống nhất.")
    with pytest.raises(ValidationError):
        hold_session(mediation, facts, by=district.officer, key=uuid.uuid4())
    with pytest.raises(ValidationError):
        link_incident(withdrawn, incident, by=district.officer)
    Mediation.objects.filter(pk=mediation.pk).update(state="settled", outcome_on=today)
    with pytest.raises(ValidationError):
        check_follow_up(mediation, CheckFacts(on=today, verdict="kept"), by=district.officer)


def test_figures_of_mediations_leave_it_out(district, area):
    one, _other = MediationFactory.create_batch(2, commune=district.commune, state="settled")
    withdraw_from_book(one, WHY, by=district.chief)
    figures = mediated(*YEAR, area, today=timezone.localdate())[district.commune.pk]
    assert (figures.opened, figures.settled) == (1, 1)


def test_two_that_are_the_same_both_count_until_the_chief_withdraws_one(
    district, area, client: Client
):
    first, second = IncidentFactory.create_batch(2, commune=district.commune)
    link_incidents(second, first, "duplicate", by=district.officer)
    scope = Scope.of([district.commune.pk])
    (task,) = pairs_to_withdraw(scope, timezone.localdate())
    assert first.number in task.what
    assert second.number in task.what
    assert counted(area) == 2
    client.force_login(district.officer)
    assert second.number not in client.get("/").content.decode()
    client.force_login(district.chief)
    assert second.number in client.get("/").content.decode()
    form = client.get(task.url).context["withdraw_form"]
    client.post(reverse("incident_withdraw", args=[second.pk]), {"reason": form["reason"].value()})
    second.refresh_from_db()
    assert first.number in second.withdrawn_reason
    assert counted(area) == 1
    assert pairs_to_withdraw(scope, timezone.localdate()) == []
    assert pairs_to_withdraw(Scope.of([district.other.pk]), timezone.localdate()) == []


def test_people_of_withdrawn_records_are_forgotten_after_the_period(district):
    long_ago = timezone.localdate() - datetime.timedelta(days=400)
    for subject in (RetentionOf.INCIDENT_PERSONS, RetentionOf.MEDIATION_PARTIES):
        RetentionPeriod.objects.update_or_create(subject=subject, defaults={"months": 12})
    incident = IncidentPersonFactory(incident=IncidentFactory(commune=district.commune)).incident
    mediation = MediationPartyFactory(
        mediation=MediationFactory(commune=district.commune)
    ).mediation
    today = timezone.localdate()
    assert PERSONS.due(today).total.people == PARTIES.due(today).total.people == 0
    for row in (incident, mediation):
        type(row).objects.filter(pk=row.pk).update(withdrawn_on=long_ago, withdrawn_reason=WHY)
    assert PERSONS.due(today).total.people == PARTIES.due(today).total.people == 1


def test_a_mediation_says_what_the_quarrel_is_about(district, client: Client):
    client.force_login(district.officer)
    mediation = MediationFactory(commune=district.commune)
    answer = client.post(
        reverse("mediation_edit", args=[mediation.pk]),
        {
            "subject": mediation.subject_id,
            "summary": "x",
            "opened_on": "2026-03-02",
            "version": mediation.version,
        },
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors["summary"]
