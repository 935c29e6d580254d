"""A simple case that the commune means to handle itself: its clock, the act that meets it, and what ends it."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from incidents.domain.locking import ChangedMeanwhileError
from incidents.domain.tips.proposing import propose_handling
from incidents.domain.tips.receiving import Classification, classify_tip
from tests.incidents.tips import DAY, HOUR, NOW, classified, moved, received

pytestmark = pytest.mark.django_db


def rows(tip):
    return list(tip.deadlines.filter(step="propose").order_by("pk"))


def meant(district, **more):
    """A tip that the commune means to handle itself."""
    return classified(district, "ordinary", is_proposed=True, **more)


def again(tip, district, **said):
    said = Classification(**{"urgency": "ordinary", "because": "Xem lại hồ sơ vụ việc.", **said})
    return classify_tip(tip, said, by=district.chief, now=NOW + 2 * HOUR, version=tip.version)


def proposed(tip, district, **more):
    said = {"by": district.chief, "now": NOW + 3 * HOUR, "version": tip.version} | more
    return propose_handling(tip, "15/BC-CAX", NOW.date(), **said)


@pytest.mark.parametrize(("is_remote", "hours"), [(False, 12), (True, 24)])
def test_the_proposal_is_due_within_hours_of_receipt(district, is_remote, hours):
    tip = meant(district, is_remote=is_remote)
    assert [one.due_at for one in rows(tip)] == [NOW + hours * HOUR]
    assert tip.next_due_at == NOW + hours * HOUR
    assert rows(classified(district, "ordinary")) == []


def test_the_report_meets_it_and_the_hand_over_runs_on(district):
    tip = proposed(meant(district), district)
    (held,) = rows(tip)
    assert (held.met_at, held.decision_number) == (NOW + 3 * HOUR, "15/BC-CAX")
    assert held.decision_on == NOW.date()
    assert tip.next_due_at == tip.deadlines.get(step="hand_over").due_at
    with pytest.raises(ValidationError):
        proposed(tip, district)
    # A proposal that was made stands, whatever the class.
    tip = again(tip, district, urgency="urgent", is_proposed=True)
    assert rows(tip) == [held]


def test_a_report_has_its_number_and_a_day_that_can_be(district):
    tip = meant(district)
    for number, on in (
        (" ", NOW.date()),
        ("1", NOW.date() + DAY),
        ("1", NOW.date() - DAY),
    ):
        with pytest.raises(ValidationError):
            propose_handling(tip, number, on, by=district.chief, now=NOW, version=tip.version)
    assert rows(tip)[0].met_at is None


def test_who_proposes(district):
    tip = meant(district)
    for user in (district.officer, district.staff, district.administrator):
        with pytest.raises(PermissionDenied):
            proposed(tip, district, by=user)
    with pytest.raises(ChangedMeanwhileError):
        proposed(tip, district, version=tip.version - 1)


def test_what_is_no_longer_meant_is_no_longer_counted(district):
    tip = again(meant(district), district)
    assert [bool(one.replaced_at) for one in rows(tip)] == [True]
    assert tip.next_due_at == tip.deadlines.get(step="hand_over", replaced_at=None).due_at
    # Meant again, and remote after all: from receipt, by the rule for remote communes.
    tip = again(tip, district, is_proposed=True)
    tip = again(tip, district, is_proposed=True, is_remote=True)
    assert rows(tip)[-1].due_at == NOW + 24 * HOUR
    assert [bool(one.replaced_at) for one in rows(tip)] == [True, True, False]
    kept = rows(tip)
    assert rows(again(tip, district, is_proposed=True, is_remote=True)) == kept


def test_a_proposal_after_a_return_runs_from_the_return(district):
    tip = moved(classified(district, "ordinary"), district.chief, "hand_over")
    back = NOW + 18 * 24 * HOUR
    tip = moved(tip, district.staff, "give_back", at=back)
    said = Classification("ordinary", because="Huyện giao lại cho xã.", is_proposed=True)
    tip = classify_tip(tip, said, by=district.chief, now=back + HOUR, version=tip.version)
    assert [one.due_at for one in rows(tip)] == [back + 12 * HOUR]


def test_whoever_hands_over_proposes_no_more(district):
    tip = moved(meant(district), district.chief, "hand_over")
    assert [(one.met_at, bool(one.replaced_at)) for one in rows(tip)] == [(None, True)]
    with pytest.raises(ValidationError):
        proposed(tip, district)


def test_the_chief_says_so_and_notes_the_report_on_the_page(client, district):
    client.force_login(district.chief)
    tip = received(district)
    data = {"version": tip.version, "urgency": "ordinary", "is_proposed": "on"}
    client.post(reverse("tip_classify", args=[tip.pk]), data)
    tip.refresh_from_db()
    answer = client.get(reverse("tip_detail", args=[tip.pk]))
    assert answer.context["may_propose_handling"]
    assert answer.context["classify_form"]["is_proposed"].value() is True
    address = reverse("tip_propose", args=[tip.pk])
    sent = {"version": tip.version, "decision_number": "", "decision_on": "2026-11-26"}
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert answer.context["propose_form"].errors
    held = rows(tip)[0]
    type(tip).objects.filter(pk=tip.pk).update(received_at=NOW - 400 * DAY)
    held.began_at = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    held.save()
    tip.refresh_from_db()
    sent = {"version": tip.version, "decision_number": "15/BC-CAX", "decision_on": "2026-01-02"}
    assert client.post(address, sent).status_code == 302
    answer = client.get(reverse("tip_detail", args=[tip.pk]))
    assert "15/BC-CAX" in answer.content.decode()
    assert not answer.context["may_propose_handling"]
    assert "is_proposed" not in answer.context["classify_form"].fields
    client.force_login(district.officer)
    assert client.post(address, sent).status_code == 403
    client.force_login(district.other_chief)
    assert client.post(address, sent).status_code == 404
