"""Who opens the address of a step, after signing in anew or by hand, comes to the record and reads that nothing was done."""

import pytest
from django.urls import reverse

from accounts.views.pages import StepByPost
from incidents.models import CrimeTip
from tests.incidents.factories import IncidentFactory
from tests.incidents.tips import classified
from tests.test_isolation import addresses

pytestmark = pytest.mark.django_db

SAID = "chưa được thực hiện"


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("tip_classify", []),
        ("tip_move", ["hand_over"]),
        ("tip_informant", []),
        ("tip_verification_move", [1, "read"]),
    ],
)
def test_a_step_of_a_tip_leads_to_the_tip(client, district, name, more):
    tip = classified(district)
    client.force_login(district.chief)
    answer = client.get(reverse(name, args=[tip.pk, *more]), follow=True)
    assert answer.redirect_chain == [(reverse("tip_detail", args=[tip.pk]), 302)]
    assert SAID in answer.content.decode()
    assert CrimeTip.objects.get().version == tip.version


def test_a_step_of_what_one_may_not_see_is_not_found(client, district):
    tip = classified(district)
    client.force_login(district.other_chief)
    assert client.get(reverse("tip_classify", args=[tip.pk])).status_code == 404


@pytest.mark.parametrize("name", ["incident_files_new", "incident_link_new"])
def test_a_step_of_an_incident_leads_to_the_incident(client, district, name):
    row = IncidentFactory(commune=district.commune)
    client.force_login(district.chief)
    answer = client.get(reverse(name, args=[row.pk]))
    assert answer["Location"] == reverse("incident_detail", args=[row.pk])


def test_no_step_answers_with_an_empty_page(client, district):
    """Every step of the project leads somewhere, or its record is not found."""
    client.force_login(district.chief)
    steps = [one for one in addresses() if one.view and issubclass(one.view, StepByPost)]
    assert len(steps) > 30
    assert {client.get(one.path).status_code for one in steps} <= {403, 404}
