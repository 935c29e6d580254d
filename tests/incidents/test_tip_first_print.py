"""The receipt and form 01 filled: once each, shortly after receipt, by who typed the tip in this sign-in; each is a look."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Disclosure
from incidents.domain.tips.correcting_informant import correct_informant, informant_version
from incidents.domain.tips.first_print import print_on_receipt, printable_on_receipt
from incidents.domain.tips.papers import PaperKind
from incidents.domain.tips.story import story_of
from incidents.models import CrimeTip
from tests.accounts.factories import person
from tests.incidents.test_tip_informant_corrections import BECAUSE, RIGHT
from tests.incidents.test_tip_pages import receiving, typed
from tests.incidents.test_tip_papers import texts
from tests.incidents.tips import INFORMANT, received

pytestmark = pytest.mark.django_db

BOTH = [PaperKind.RECEIPT, PaperKind.RECEPTION]


def just(tip, minutes=1):
    return tip.created_at + datetime.timedelta(minutes=minutes)


def test_who_typed_it_prints_each_once_and_each_is_a_look(district):
    tip = received(district)
    assert printable_on_receipt(tip, district.officer, just(tip)) == BOTH
    said = print_on_receipt(
        tip, PaperKind.RECEIPT, by=district.officer, now=just(tip), address="10.0.0.7"
    )
    assert said == INFORMANT
    look = Disclosure.objects.get()
    assert (look.user, look.shown_as, look.address) == (district.officer, tip.number, "10.0.0.7")
    assert any("in khi tiếp nhận" in one.action for one in story_of(tip))
    assert printable_on_receipt(tip, district.officer, just(tip)) == [PaperKind.RECEPTION]
    with pytest.raises(PermissionDenied):
        print_on_receipt(tip, PaperKind.RECEIPT, by=district.officer, now=just(tip))
    assert Disclosure.objects.count() == 1


def test_nobody_else_not_later_and_not_what_somebody_else_has_sealed(district):
    tip = received(district)
    colleague = person("commune_officer", district.commune)
    for user in (colleague, district.chief, district.staff, district.administrator):
        assert printable_on_receipt(tip, user, just(tip)) == []
    assert printable_on_receipt(tip, district.officer, just(tip, minutes=30)) == []
    nobody = received(district, informant=None, anonymous_reason="Sợ bị trả thù.")
    assert printable_on_receipt(nobody, district.officer, just(nobody)) == []
    correct_informant(
        tip, RIGHT, BECAUSE, by=district.chief, now=just(tip), version=informant_version(tip)
    )
    assert printable_on_receipt(tip, district.officer, just(tip)) == []


def test_the_page_offers_it_in_the_sign_in_in_which_it_was_typed(client, district):
    client.force_login(district.officer)
    shown = client.post(receiving("spoken"), typed(), follow=True).content.decode()
    tip = CrimeTip.objects.get()
    paper = reverse("tip_paper_on_receipt", args=[tip.pk, "receipt"])
    assert paper in shown
    elsewhere = Client()
    elsewhere.force_login(district.officer)
    assert paper not in elsewhere.get(reverse("tip_detail", args=[tip.pk])).content.decode()
    assert elsewhere.post(paper)["Location"] == reverse("tip_detail", args=[tip.pk])
    assert not Disclosure.objects.exists()
    assert typed()["full_name"] in texts(client.post(paper))
    again = client.post(paper)
    assert again["Location"] == reverse("tip_detail", args=[tip.pk])
    assert Disclosure.objects.count() == 1


def test_signing_in_anew_closes_it(client, district):
    client.force_login(district.officer)
    client.post(receiving("spoken"), typed())
    tip = CrimeTip.objects.get()
    client.logout()
    client.force_login(district.officer)
    client.post(reverse("tip_paper_on_receipt", args=[tip.pk, "receipt"]))
    assert not Disclosure.objects.exists()
    assert timezone.now() < just(tip, minutes=30)
