"""Persons of closed incidents are made anonymous after the period, their history too; figures stay."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from incidents.domain.incidents.story import story_of
from incidents.models import (
    Incident,
    IncidentCount,
    IncidentFile,
    IncidentPerson,
    Mediation,
    MediationFile,
    MediationParty,
    RetentionPeriod,
)
from incidents.queries.mediations import mediated
from tests.accounts.factories import person
from tests.incidents.factories import (
    IncidentFactory,
    IncidentFileFactory,
    IncidentPersonFactory,
    MediationFactory,
    MediationFileFactory,
    MediationPartyFactory,
    MediationSessionFactory,
)
from units.domain.months import months_later
from units.domain.scope import Scope
from units.queries.area import Area

pytestmark = pytest.mark.django_db


def closed(months: int, state: str = "settled", **more) -> Incident:
    day = months_later(timezone.localdate(), -months)
    return IncidentFactory(
        state=state, outcome_on=day, injured=1,
        occurred_from=timezone.now() - datetime.timedelta(days=31 * months + 5), **more,
    )  # fmt: skip


def run(*options: str) -> str:
    said = StringIO()
    call_command("anonymise_persons", *options, stdout=said)
    return said.getvalue()


def everything_written() -> str:
    """All that the two tables of persons hold."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT string_agg(p::text, ' ') FROM incidents_incidentperson p) ||"
            " (SELECT string_agg(e::text, ' ') FROM incidents_incidentpersonevent e)"
        )
        return str(cursor.fetchone()[0])


@pytest.fixture
def persons() -> dict[str, IncidentPerson]:
    found = {
        "old": IncidentPersonFactory(incident=closed(25), full_name="Nguyễn Văn Xưa"),
        "corrected": IncidentPersonFactory(incident=closed(25), full_name="Nguyễn Văn Sai"),
        "new": IncidentPersonFactory(incident=closed(23), full_name="Nguyễn Văn Mới"),
        "open": IncidentPersonFactory(
            incident__occurred_from=timezone.now() - datetime.timedelta(days=2000),
            full_name="Nguyễn Văn Mở",
        ),
    }
    found["corrected"].full_name = "Nguyễn Văn Đúng"
    found["corrected"].save()
    taken_off = IncidentPersonFactory(incident=found["old"].incident, full_name="Nguyễn Văn Bỏ")
    taken_off.delete()
    RetentionPeriod.objects.create(subject="incident_persons", months=24)
    return found


def test_first_it_only_says_who_is_due(persons):
    before = everything_written()
    said = run()
    assert "2 persons and 0 files of incidents" in said
    assert "Nothing was changed" in said
    assert everything_written() == before


def test_who_is_due_is_forgotten_in_rows_and_history_and_figures_stay(persons):
    figures = list(IncidentCount.objects.order_by("pk").values())
    run("--write")
    text = everything_written()
    for name in ("Xưa", "Sai", "Đúng", "Bỏ"):
        assert f"Nguyễn Văn {name}" not in text
    for name in ("Mới", "Mở"):
        assert f"Nguyễn Văn {name}" in text
    old = IncidentPerson.objects.get(pk=persons["old"].pk)
    assert (old.role, old.phone, old.anonymised_on) == ("victim", "", timezone.localdate())
    assert list(IncidentCount.objects.order_by("pk").values()) == figures
    call_command("recount", stdout=StringIO())
    assert story_of(old.incident)
    assert "0 persons" in run()


def test_without_a_period_nobody_is_due(persons):
    RetentionPeriod.objects.all().delete()
    before = everything_written()
    assert "No period" in run("--write")
    assert everything_written() == before


def files_written() -> str:
    """All that the tables of incidents' files hold."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT concat((SELECT string_agg(f::text, ' ') FROM incidents_incidentfile f),"
            " (SELECT string_agg(e::text, ' ') FROM incidents_incidentfileevent e))"
        )
        return str(cursor.fetchone()[0])


@pytest.fixture
def files(persons) -> dict[str, IncidentFile]:
    """Two files of the incident that is due, one of an incident without persons, one of each that is not due."""
    incidents = {word: persons[word].incident for word in ("old", "new", "open")}
    found = {
        word: IncidentFileFactory(incident=incident, name=f"CCCD {word}.jpg")
        for word, incident in incidents.items()
    }
    found["nobody"] = IncidentFileFactory(incident=closed(25), name="CCCD nobody.jpg")
    IncidentFileFactory(incident=incidents["old"], name="BB old.pdf", content_type="paper")
    IncidentFileFactory(incident=incidents["old"], name="CCCD taken.jpg").delete()
    return found


def test_files_of_incidents_that_are_due_are_first_only_counted(files):
    before = files_written()
    said = run()
    assert "2 persons and 3 files of incidents" in said
    commune = files["old"].incident.commune.name
    assert f"{commune}: 1 persons, 2 files" in said
    assert f"{files['nobody'].incident.commune.name}: 0 persons, 1 files" in said
    assert files_written() == before


def test_files_go_with_the_persons_from_rows_history_and_disk(
    files, django_capture_on_commit_callbacks
):
    figures = list(IncidentCount.objects.order_by("pk").values())
    with django_capture_on_commit_callbacks(execute=True):
        said = run("--write")
    assert "2 persons were made anonymous, 3 files removed." in said
    text = files_written()
    for word in ("CCCD old", "CCCD nobody", "CCCD taken", "BB old"):
        assert word not in text
    for word in ("CCCD new", "CCCD open"):
        assert word in text
    for word, kept in files.items():
        assert kept.file.storage.exists(kept.file.name) == (word in ("new", "open"))
    assert list(IncidentCount.objects.order_by("pk").values()) == figures
    assert story_of(files["old"].incident)
    assert "0 persons and 0 files of incidents" in run()


def test_a_suspended_incident_keeps_its_persons_and_files_until_it_ends(persons):
    resting = closed(60, state="suspended")
    who = IncidentPersonFactory(incident=resting, full_name="Nguyễn Văn Nghỉ")
    IncidentFileFactory(incident=resting, name="CCCD Nghỉ.jpg")
    run("--write")
    assert "Nguyễn Văn Nghỉ" in everything_written()
    assert "CCCD Nghỉ" in files_written()
    resting.state = "transferred"
    resting.save()
    assert "1 persons and 1 files of incidents" in run()
    run("--write")
    assert "Nguyễn Văn Nghỉ" not in everything_written()
    assert "CCCD Nghỉ" not in files_written()
    assert IncidentPerson.objects.get(pk=who.pk).anonymised_on == timezone.localdate()


def test_the_administration_says_what_a_suspended_incident_means(client, district):
    client.force_login(district.administrator)
    page = client.get(reverse("admin:incidents_retentionperiod_add")).content.decode()
    assert "tạm đình chỉ" in page


def ended(months: int, follow_up: int | None = None, **more) -> Mediation:
    """A mediation settled so many months ago, whose next follow-up lies ``follow_up`` months back."""
    today = timezone.localdate()
    return MediationFactory(
        state="settled", agreement="Mỗi bên lùi 50 cm.", opened_on=months_later(today, -months),
        outcome_on=months_later(today, -months),
        follow_up_on=None if follow_up is None else months_later(today, -follow_up), **more,
    )  # fmt: skip


def parties_written() -> str:
    """All that the tables of parties and papers hold."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT concat((SELECT string_agg(p::text, ' ') FROM incidents_mediationparty p),"
            " (SELECT string_agg(e::text, ' ') FROM incidents_mediationpartyevent e),"
            " (SELECT string_agg(f::text, ' ') FROM incidents_mediationfile f),"
            " (SELECT string_agg(e::text, ' ') FROM incidents_mediationfileevent e))"
        )
        return str(cursor.fetchone()[0])


@pytest.fixture
def parties() -> dict[str, MediationParty]:
    today = timezone.localdate()
    asked = ended(30)
    asked.checks.create(on=months_later(today, -6), verdict="kept")
    mediations = {
        "Xưa": ended(30),
        "Theo": ended(30, follow_up=25),
        "Hẹn": ended(30, follow_up=-1),
        "Hỏi": asked,
        "Mới": ended(12),
        "Mở": MediationFactory(opened_on=months_later(today, -40)),
    }
    found = {
        word: MediationPartyFactory(mediation=one, full_name=f"Nguyễn Văn {word}")
        for word, one in mediations.items()
    }
    MediationPartyFactory(mediation=mediations["Xưa"], full_name="Nguyễn Văn Bỏ").delete()
    for word in ("Xưa", "Mới"):
        session = MediationSessionFactory(
            mediation=mediations[word], on=mediations[word].outcome_on
        )
        MediationFileFactory(session=session, name=f"BB Nguyễn Văn {word}.pdf")
    RetentionPeriod.objects.create(subject="mediation_parties", months=24)
    return found


def test_parties_of_closed_mediations_are_first_only_counted(parties):
    before = parties_written()
    assert "2 parties and 1 files of mediations" in run()
    assert parties_written() == before


def test_parties_are_forgotten_once_nobody_asks_any_more(
    parties, client, django_capture_on_commit_callbacks
):
    today = timezone.localdate()
    stored = MediationFile.objects.get(name__contains="Xưa").file
    communes = [party.mediation.commune_id for party in parties.values()]
    span = (months_later(today, -60), today, Area(Scope.of(communes)))
    figures = mediated(*span, today=today)
    with django_capture_on_commit_callbacks(execute=True):
        run("--write")
    text = parties_written()
    for word in ("Xưa", "Theo", "Bỏ"):
        assert f"Nguyễn Văn {word}" not in text
    for word in ("Hẹn", "Hỏi", "Mới", "Mở"):
        assert f"Nguyễn Văn {word}" in text
    assert not stored.storage.exists(stored.name)
    assert MediationFile.objects.get().name == "BB Nguyễn Văn Mới.pdf"
    old = MediationParty.objects.get(pk=parties["Xưa"].pk)
    assert (old.initials, old.anonymised_on) == ("", today)
    assert old.mediation.sessions.get().minutes
    assert mediated(*span, today=today) == figures
    chief = person("commune_chief", old.mediation.commune)
    client.force_login(chief)
    page = client.get(reverse("mediation_detail", args=[old.mediation_id]))
    assert "ẩn danh ngày" in page.content.decode()
    assert page.context["may_look"] is False
    edit = reverse("mediation_party_edit", args=[old.mediation_id, old.pk])
    assert client.get(edit).status_code == 403
    assert "0 parties" in run()


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 1, 1)), st.integers(0, 600))
def test_months_are_counted_back_to_the_same_day_or_the_months_last(day, months):
    earlier = months_later(day, -months)
    assert (day.year - earlier.year) * 12 + day.month - earlier.month == months
    assert earlier.day <= day.day
    following = earlier + datetime.timedelta(days=1)
    assert earlier.day == day.day or following.month != earlier.month


def words_written(*tables: str) -> str:
    """All that tables and their histories hold."""
    with connection.cursor() as cursor:
        found = []
        for table in tables:
            for name in (f"incidents_{table}", f"incidents_{table}event"):
                cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {name} t")
                found.append(str(cursor.fetchone()[0]))
        return "\n".join(found)


def test_the_words_of_an_incident_lose_the_names_too_and_figures_stay(persons):
    incident, later = persons["corrected"].incident, persons["new"].incident
    for one, name, other in (
        (incident, "Nguyễn Văn Sai", "NGUYEN VAN  DUNG"),
        (later, "Nguyễn Văn Mới", "Lê Văn Mới"),
    ):
        one.summary = f"{name} bị mất xe máy, nghi {other} lấy, gọi 0901 234 567."
        one.save()
    incident.summary = "Nguyễn Văn Đúng bị mất xe máy."
    incident.outcome_note = "Anh Nguyễn Văn Đúng, nhận lại xe."
    incident.whereabouts = "Trước nhà Nguyễn Văn Đúng"
    incident.save()
    figures = list(IncidentCount.objects.order_by("pk").values())
    before = words_written("incident")
    said = run()
    assert "They are named in 4 places of words." in said
    assert f"{incident.commune.name}: 1 persons, 0 files, 4 places in words" in said
    assert words_written("incident") == before
    assert "named in 4 places of the words of incidents" in run("--write")
    text = words_written("incident")
    for name in ("Văn Sai", "Văn Đúng", "VAN  DUNG"):
        assert name not in text
    assert "Nguyễn Văn Mới" in text
    now = Incident.objects.get(pk=incident.pk)
    assert now.summary == "[người liên quan] bị mất xe máy."
    assert now.outcome_note == "Anh [người liên quan], nhận lại xe."
    assert not Incident.objects.all().matching("nguyen van dung").filter(pk=now.pk).exists()
    assert (now.updated_at, now.state, now.injured) == (incident.updated_at, "settled", 1)
    assert list(IncidentCount.objects.order_by("pk").values()) == figures
    call_command("recount", stdout=StringIO())
    assert "Đúng" not in str(story_of(now))
    assert "named in 0 places of words" in run()


def test_a_record_waits_while_its_words_may_still_name_somebody(persons):
    """What is not surely a name stays; somebody corrects it while the persons are there to compare."""
    incident, other = persons["old"].incident, persons["corrected"].incident
    short = IncidentPersonFactory(incident=incident, full_name="Lê Xưa")
    IncidentPersonFactory(incident=incident, full_name="Chủ nhà")
    incident.summary = "lê xưa bị mất xe; chủ nhà Nguyễn Văn Xưa thấy."
    incident.save()
    told = f"They wait until their words are corrected. {incident.number}"
    for said in (run(), run("--write")):
        assert told in said
    assert IncidentPerson.objects.get(pk=short.pk).full_name == "Lê Xưa"
    assert not IncidentPerson.objects.get(incident=other).full_name
    now = Incident.objects.get(pk=incident.pk)
    assert now.summary == incident.summary
    now.summary = "Bị hại mất xe; chủ nhà Nguyễn Văn Xưa thấy."
    now.save()
    said = run("--write")
    assert incident.number not in said
    text = words_written("incident")
    assert "lê xưa" not in text  # of before too
    assert "Bị hại mất xe; chủ nhà [người liên quan] thấy." in text
    assert not IncidentPerson.objects.get(pk=short.pk).full_name


def test_who_insists_forgets_them_all_the_same(persons):
    incident = persons["old"].incident
    IncidentPersonFactory(incident=incident, full_name="Lê Xưa")
    incident.summary = "lê xưa bị mất xe."
    incident.save()
    assert f"Read their words. {incident.number}" in run("--write", "--with-unsure")
    assert not IncidentPerson.objects.filter(incident=incident).exclude(full_name="").exists()
    assert Incident.objects.get(pk=incident.pk).summary == "lê xưa bị mất xe."


def test_the_words_of_a_mediation_lose_the_names_of_its_parties(parties):
    old, new = parties["Xưa"].mediation, parties["Mới"].mediation
    for one, word in ((old, "Xưa"), (new, "Mới")):
        one.agreement = f"Ông Nguyễn Văn {word} lùi rào 50 cm."
        one.save()
        one.sessions.update(minutes=f"Nguyễn Văn {word} nhận lỗi với Nguyễn Văn Bỏ.")
    assert "named in 2 places of words" in run()
    run("--write")
    text = words_written("mediation", "mediationsession", "followupcheck")
    assert "Nguyễn Văn Xưa" not in text
    assert "nhận lỗi với [người liên quan]" in old.sessions.get().minutes
    assert "Nguyễn Văn Mới nhận lỗi với Nguyễn Văn Bỏ" in text
    assert type(old).objects.get(pk=old.pk).agreement == "Ông [người liên quan] lùi rào 50 cm."


def test_whoever_corrects_an_incident_whose_persons_are_forgotten_is_told_to_name_nobody(
    client, district
):
    incident = closed(25, commune=district.commune)
    IncidentPersonFactory(incident=incident, full_name="Nguyễn Văn Xưa")
    RetentionPeriod.objects.create(subject="incident_persons", months=24)
    client.force_login(district.chief)
    address = reverse("incident_edit", args=[incident.pk])
    assert "đã được ẩn danh" not in client.get(address).content.decode()
    run("--write")
    assert "đã được ẩn danh" in client.get(address).content.decode()
