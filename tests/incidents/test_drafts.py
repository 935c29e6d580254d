"""Long forms keep what is typed: saved as it is typed, shown again, gone once it is saved, and nobody else's."""

import datetime
import io
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents.domain.drafts import save_draft_about
from incidents.models import DraftOf, IncidentCategory, Mediation, MediationSession, ReportDraft
from tests.accounts.factories import person
from tests.incidents.factories import (
    IncidentFactory,
    MediationFactory,
    MediationSessionFactory,
    MediationSubjectFactory,
)
from tests.incidents.people import District
from tests.incidents.tips import INFORMANT, classified

WORDS = "Hai bên đã ngồi lại, bên A nhận dời hàng rào."


@dataclass(frozen=True)
class Form:
    """A long form about a record: its address, what is sent by it, and the field that holds ``WORDS``."""

    page: str
    keys: dict[str, int]
    sent: dict[str, Any]
    field: str

    @property
    def address(self) -> str:
        return reverse(self.page, kwargs=self.keys)

    @property
    def draft(self) -> str:
        return reverse(f"{self.page}_draft", kwargs=self.keys)


def incident_edit(district: District) -> Form:
    theft = IncidentCategory.objects.get(code="theft")
    row = IncidentFactory(commune=district.commune, category=theft)
    sent = {
        "version": row.version, "category": theft.pk, "summary": WORDS, "time_known": "exact",
        "occurred_from": "2026-03-05T20:15", "damage_vnd": "",
    }  # fmt: skip
    return Form("incident_edit", {"pk": row.pk}, sent, "summary")


def mediation_edit(district: District) -> Form:
    row = MediationFactory(commune=district.commune)
    sent = {
        "version": row.version, "subject": row.subject_id, "summary": WORDS,
        "opened_on": row.opened_on.isoformat(),
    }  # fmt: skip
    return Form("mediation_edit", {"pk": row.pk}, sent, "summary")


def session_new(district: District) -> Form:
    row = MediationFactory(commune=district.commune)
    sent = {
        "submission_key": str(uuid.uuid4()), "on": row.opened_on.isoformat(),
        "mediated_by": "Tổ hòa giải ấp 1", "minutes": WORDS,
    }  # fmt: skip
    return Form("mediation_session_new", {"pk": row.pk}, sent, "minutes")


def session_edit(district: District) -> Form:
    row = MediationFactory(commune=district.commune)
    session = MediationSessionFactory(mediation=row, on=row.opened_on)
    sent = {
        "version": session.version, "on": session.on.isoformat(),
        "mediated_by": session.mediated_by, "minutes": WORDS,
    }  # fmt: skip
    keys = {"pk": row.pk, "session_pk": session.pk}
    return Form("mediation_session_edit", keys, sent, "minutes")


def verification(district: District) -> Form:
    sent = {
        "version": "", "checked": WORDS, "found": "Có dấu vết cạy cửa.", "finding": "signs",
        "proposal": "Chuyển Công an huyện giải quyết.",
    }  # fmt: skip
    return Form("tip_verification", {"pk": classified(district).pk}, sent, "checked")


MAKERS = [incident_edit, mediation_edit, session_new, session_edit, verification]
every_form = pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
Make = Callable[[District], Form]


@pytest.fixture
def officer(district: District, client: Client) -> Client:
    client.force_login(district.officer)
    return client


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def keep(client: Client, form: Form, **changes: Any) -> Any:
    typed = {name: str(value) for name, value in {**form.sent, **changes}.items()}
    return client.post(form.draft, json.dumps(typed), content_type="application/json")


def shown(client: Client, form: Form) -> str:
    return client.get(form.address).content.decode()


@every_form
def test_what_is_typed_is_saved_and_shown_again_with_the_way_to_throw_it_away(
    officer, district, make
):
    form = make(district)
    page = shown(officer, form)
    assert f'data-draft="{form.draft}' in page
    assert "data-draft-shown" not in page
    assert "saved" in keep(officer, form).json()
    keep(officer, form, **{form.field: f"{WORDS} Thêm."})
    assert ReportDraft.objects.get().owner == district.officer
    page = shown(officer, form)
    assert f"{WORDS} Thêm." in page
    saved = timezone.localtime(ReportDraft.objects.get().updated_at)
    assert f"Đang hiển thị bản nháp lúc {saved:%H:%M}" in page
    thrown = officer.post(form.draft)
    assert thrown["Location"] == form.address
    assert not ReportDraft.objects.exists()
    assert WORDS not in shown(officer, form)


@every_form
def test_the_draft_goes_once_the_form_is_saved(officer, district, make):
    form = make(district)
    keep(officer, form)
    assert officer.post(form.address, form.sent).status_code == 302
    assert not ReportDraft.objects.exists()
    keep(officer, form)  # on its way when the form was sent
    assert "data-draft-shown" not in shown(officer, form)


@every_form
def test_a_form_that_comes_back_is_kept_too(officer, district, make):
    form = make(district)
    sent = {**form.sent, "on": "", "category": "", "subject": "", "finding": ""}
    assert officer.post(form.address, sent).status_code == 422
    assert WORDS in shown(officer, form)


@every_form
def test_a_draft_is_nobody_elses(officer, district, make):
    form = make(district)
    keep(officer, form)
    chief = signed_in(district.chief)
    assert WORDS not in shown(chief, form)
    chief.post(form.draft)
    assert WORDS in shown(officer, form)
    keep(chief, form, **{form.field: "Trưởng công an xã viết."})
    assert WORDS in shown(officer, form)
    for stranger in (district.other_chief, district.home_affairs):
        other = signed_in(stranger)
        assert keep(other, form).status_code in (403, 404)
        assert other.get(form.draft, headers={"accept": "application/json"}).status_code in (
            403,
            404,
        )
        assert other.post(form.draft).status_code in (403, 404)
    assert set(ReportDraft.objects.values_list("owner", flat=True)) == {
        district.officer.pk, district.chief.pk,
    }  # fmt: skip


def test_a_draft_keeps_the_version_it_was_typed_at_and_the_second_sees_both(officer, district):
    form = incident_edit(district)
    keep(officer, form)
    chief = signed_in(district.chief)
    chief.post(
        form.address, {**form.sent, "summary": "Trưởng công an xã đã ghi lại.", "deaths": "1"}
    )
    page = shown(officer, form)
    assert WORDS in page
    assert f'name="version" value="{form.sent["version"]}"' in page
    response = officer.post(form.address, form.sent)
    assert response.status_code == 409
    assert "Trưởng công an xã đã ghi lại." in response.content.decode()
    assert WORDS in shown(officer, form)  # not saved yet


def test_a_correction_cannot_be_kept_by_whom_it_is_refused(officer, district):
    form = session_new(district)
    keep(officer, form)
    Mediation.objects.update(state="settled", outcome_on=timezone.localdate(), agreement=WORDS)
    assert officer.get(form.address).status_code == 403
    assert keep(officer, form).status_code == 403


def test_a_session_that_has_arrived_is_known_by_its_key(officer, district):
    form = session_new(district)
    key = form.sent["submission_key"]
    asked = {"path": f"{form.draft}?key={key}", "headers": {"accept": "application/json"}}
    assert not officer.get(**asked).json()["received"]
    officer.post(form.address, form.sent)
    assert officer.get(**asked).json()["received"]
    assert keep(officer, form).json() == {"received": True}
    assert MediationSession.objects.count() == 1
    assert officer.get(form.draft)["Location"] == form.address  # after signing in anew


def test_eight_thousand_signs_of_minutes_are_kept_whole(officer, district):
    form = session_new(district)
    minutes = "Bên A nói rằng đã đồng ý. " * 320
    assert "saved" in keep(officer, form, minutes=minutes[:8000]).json()
    assert ReportDraft.objects.get().values["minutes"] == minutes[:8000]
    too_much = officer.post(form.draft, "x" * 90_000, content_type="application/json")
    assert too_much.status_code == 400
    assert "saved" in keep(officer, form, minutes="a\x00b").json()
    assert ReportDraft.objects.get().values["minutes"] == "ab"


def test_the_draft_of_a_verification_report_is_sealed(officer, district, settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.TIP_KEYS = [old]
    form = verification(district)
    keep(officer, form, found=f"Bà {INFORMANT.full_name} kể lại.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT values::text FROM incidents_reportdraft")
        stored = cursor.fetchone()[0]
    assert list(json.loads(stored)) == ["sealed"]
    assert INFORMANT.full_name not in json.loads(f'"{stored.replace(chr(34), "")}"')
    refused = officer.post(
        form.address, {**form.sent, "found": f"Bà {INFORMANT.full_name} kể lại."}
    )
    assert refused.status_code == 422
    assert INFORMANT.full_name in shown(officer, form)  # to its writer alone
    assert "data-draft-not-here" in shown(officer, form)
    settings.TIP_KEYS = [new, old]
    call_command("rotate_tip_keys", stdout=io.StringIO())
    settings.TIP_KEYS = [new]
    assert WORDS in shown(officer, form)
    settings.TIP_KEYS = [Fernet.generate_key().decode()]
    assert WORDS not in shown(officer, form)
    settings.TIP_KEYS = [new]
    assert WORDS in shown(officer, form)


def test_without_a_key_no_report_is_kept_and_none_is_stopped(officer, district, settings):
    form = verification(district)
    keep(officer, form)
    settings.DEMO_MODE, settings.TIP_KEYS = False, []
    assert keep(officer, form).status_code == 503
    assert WORDS not in shown(officer, form)
    assert officer.post(form.address, {**form.sent, "finding": ""}).status_code == 422


def test_old_drafts_go(officer, district):
    forms = [session_new(district) for _number in range(21)]
    for form in forms:
        keep(officer, form)
    assert ReportDraft.objects.count() == 20
    assert WORDS not in shown(officer, forms[0])
    long_ago = timezone.now() - datetime.timedelta(days=31)
    ReportDraft.objects.update(updated_at=long_ago)
    assert WORDS not in shown(officer, forms[-1])
    keep(officer, incident_edit(district))
    assert ReportDraft.objects.get().form == DraftOf.INCIDENT_EDIT
    keep(signed_in(district.chief), forms[0])
    ReportDraft.objects.filter(owner=district.chief).update(updated_at=long_ago)
    call_command("forget_uploads", stdout=io.StringIO())
    assert ReportDraft.objects.get().owner == district.officer


def test_a_right_is_asked_for_where_the_draft_is_kept(district):
    with pytest.raises(PermissionDenied):
        save_draft_about(person("home_affairs", district.jurisdiction), DraftOf.SESSION, 1, {})


def test_a_new_mediation_is_kept_offered_and_gone_once_it_is_opened(officer, district):
    key = str(uuid.uuid4())
    sent = {
        "submission_key": key, "subject": str(MediationSubjectFactory().pk), "summary": WORDS,
        "opened_on": "2026-03-02",
    }  # fmt: skip
    draft = reverse("mediation_draft", args=[key])
    address = reverse("mediation_create")
    page = officer.get(address).content.decode()
    assert "data-draft=" in page
    kept = officer.post(draft, json.dumps(sent), content_type="application/json")
    assert "saved" in kept.json()
    assert WORDS in officer.get(address).content.decode()
    again = officer.get(address, {"draft": key}).content.decode()
    assert f'value="{key}"' in again
    assert f">\n{WORDS}</textarea>" in again
    assert WORDS not in signed_in(district.chief).get(address, {"draft": key}).content.decode()
    assert officer.post(address, {**sent, "opened_on": ""}).status_code == 422
    officer.post(address, sent)
    assert Mediation.objects.get().summary == WORDS
    assert not ReportDraft.objects.exists()
    assert officer.get(draft).json()["received"]


def test_a_begun_mediation_can_be_thrown_away(officer):
    key = uuid.uuid4()
    typed = json.dumps({"summary": WORDS})
    officer.post(reverse("mediation_draft", args=[key]), typed, content_type="application/json")
    discard = reverse("mediation_draft_discard", args=[key])
    assert discard in officer.get(reverse("mediation_create")).content.decode()
    assert officer.post(discard)["Location"] == reverse("mediation_create")
    assert not ReportDraft.objects.exists()
