"""A follow-up written wrongly is corrected by the chief, with a reason that the history keeps."""

import datetime
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from incidents.domain.locking import ChangedMeanwhileError
from incidents.domain.mediations.follow_up import (
    CheckFacts,
    CheckSaid,
    check_follow_up,
    correct_check,
)
from incidents.domain.mediations.story import story_of
from tests.incidents.factories import MediationFactory

pytestmark = pytest.mark.django_db

AGREED = datetime.date(2026, 3, 9)
ASKED = datetime.date(2026, 4, 9)
BECAUSE = "Ghi nhầm hộ, đã hỏi lại hai bên."


@pytest.fixture
def check(district):
    mediation = MediationFactory(
        commune=district.commune, state="settled", agreement="Hai bên lùi ranh.",
        outcome_on=AGREED, follow_up_on=ASKED,
    )  # fmt: skip
    next_on = ASKED + datetime.timedelta(days=60)
    said = CheckFacts(ASKED, "kept", "Hai bên đã lùi ranh.", next_on)
    return check_follow_up(mediation, said, by=district.officer)


def test_an_agreement_that_is_not_kept_is_asked_about_again(district, check):
    late = ASKED + datetime.timedelta(days=30)
    said = CheckFacts(late, "not_kept", "Bên B chưa dời hàng rào.")
    with pytest.raises(ValidationError) as raised:
        check_follow_up(check.mediation, said, by=district.officer)
    assert list(raised.value.message_dict) == ["next_on"]
    asked = replace(said, next_on=late + datetime.timedelta(days=30))
    assert check_follow_up(check.mediation, asked, by=district.officer).verdict == "not_kept"


def corrected(check, by, because=BECAUSE, version=None, **said):
    facts = {"on": check.on, "verdict": "not_kept", "note": check.note, **said}
    version = check.version if version is None else version
    return correct_check(check, CheckSaid(**facts), because, by=by, version=version)


def test_the_chief_corrects_a_follow_up_and_the_history_says_why(district, check):
    day = check.mediation.follow_up_on
    done = corrected(check, district.chief, on=ASKED - datetime.timedelta(days=1))
    assert (done.verdict, done.on.day, done.corrected_because) == ("not_kept", 8, BECAUSE)
    # Who asked stays, and so does the day of the next follow-up, which has a correction of its own.
    assert (done.checked_by_name, done.mediation.follow_up_on) == (check.checked_by_name, day)
    line = next(one for one in story_of(done.mediation) if BECAUSE in one.action)
    assert {one.after for one in line.changes} == {"không thực hiện", "08/04/2026"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"on": AGREED - datetime.timedelta(days=1)}, "on"),
        ({"on": datetime.date(2099, 1, 1)}, "on"),
        ({"because": "x"}, "because"),
        ({"verdict": "perhaps"}, "verdict"),
    ],
)
def test_what_cannot_be_is_refused(district, check, wrong, field):
    with pytest.raises(ValidationError) as problem:
        corrected(check, district.chief, **wrong)
    assert field in problem.value.message_dict


def test_who_corrects_it_and_on_what(district, check):
    for user in (district.officer, district.staff):
        with pytest.raises(PermissionDenied):
            corrected(check, user)
    with pytest.raises(ChangedMeanwhileError):
        corrected(check, district.chief, version=check.version - 1)
    with pytest.raises(ValidationError):
        corrected(check, district.chief, verdict="kept")


def test_an_answer_that_asks_for_another_follow_up_is_refused_where_none_is_set(district, check):
    check_follow_up(
        check.mediation,
        CheckFacts(ASKED + datetime.timedelta(days=60), "kept"),
        by=district.officer,
    )
    for verdict in ("not_kept", "unclear"):
        with pytest.raises(ValidationError) as problem:
            corrected(check, district.chief, verdict=verdict)
        assert "verdict" in problem.value.message_dict


def test_the_chief_corrects_it_on_a_page_of_its_own(client, district, check):
    client.force_login(district.chief)
    shown = reverse("mediation_detail", args=[check.mediation_id])
    page = reverse("mediation_check_edit", args=[check.mediation_id, check.pk])
    assert page in client.get(shown).content.decode()
    assert client.get(page).context["form"]["verdict"].value() == "kept"
    sent = {"version": check.version, "on": "2026-04-09", "verdict": "not_kept", "note": "Còn lấn."}
    assert client.post(page, {**sent, "because": "x"}).status_code == 422
    assert client.post(page, {**sent, "because": BECAUSE}).status_code == 302
    assert BECAUSE in client.get(shown).content.decode()
    # A second window that still shows the first answer sees both.
    answer = client.post(page, {**sent, "verdict": "unclear", "because": BECAUSE})
    assert answer.status_code == 409
    other = MediationFactory(commune=district.commune)
    assert client.get(page.replace(f"/{check.mediation_id}/", f"/{other.pk}/")).status_code == 404
    client.force_login(district.officer)
    assert page not in client.get(shown).content.decode()
    assert client.get(page).status_code == 403


def test_follow_ups_of_an_agreement_before_are_told_apart(client, district, check):
    """The quarrel was taken up again and settled anew: what was found before says nothing of the new agreement."""
    mediation = check.mediation
    mediation.outcome_on = ASKED + datetime.timedelta(days=20)
    mediation.follow_up_on = mediation.outcome_on + datetime.timedelta(days=30)
    mediation.save()
    client.force_login(district.chief)
    page = client.get(reverse("mediation_detail", args=[mediation.pk]))
    assert (page.context["checks"], page.context["checks_before"]) == ([], [check])
    assert "trước khi vụ việc được hòa giải lại" in page.content.decode()
    check.refresh_from_db()
    earlier = ASKED - datetime.timedelta(days=2)
    assert corrected(check, district.chief, on=earlier).on == earlier
    check.refresh_from_db()
    with pytest.raises(ValidationError):
        corrected(check, district.chief, on=mediation.outcome_on)
