"""``manage.py load_demo``: only in demonstration mode, only once, with a sign-in for everybody it prints."""

import io
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from accounts.demo.sign_ins import PASSWORD
from accounts.domain.standing import scope_for
from accounts.models import User
from incidents.models import CrimeTip, DeadlineRule, Hotspot
from units.domain.geometry import boundary_contains
from units.models import Commune, Officer

pytestmark = pytest.mark.django_db


def load(**options: Any) -> list[str]:
    said = io.StringIO()
    call_command("load_demo", stdout=said, **options)
    return said.getvalue().splitlines()


def test_it_refuses_outside_demonstration_mode(settings: Any) -> None:
    settings.DEMO_MODE = False
    with pytest.raises(CommandError, match="DEMO_MODE"):
        load()
    with pytest.raises(CommandError, match="DEMO_MODE"):
        call_command("reset_demo", yes=True)
    assert not Commune.objects.exists()


def test_where_nobody_answers_nothing_is_deleted_and_one_sentence_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    with pytest.raises(CommandError, match="--yes"):
        call_command("reset_demo")


def test_the_demonstration_holds_what_its_guide_promises() -> None:
    """Loaded once for all that is asked of it: loading takes longest by far."""
    lines = load()
    it_prints_everybody_who_may_sign_in_and_the_one_password(lines)
    each_sign_in_sees_its_own_ground()
    the_places_the_meeting_named_lie_inside_their_communes()
    the_district_has_its_order_by_when_a_tip_is_classified()
    a_second_run_changes_nothing()


def it_prints_everybody_who_may_sign_in_and_the_one_password(lines: list[str]) -> None:
    signed = dict(line.split() for line in lines[1:-1])
    assert lines[-1] == f"password: {PASSWORD}"
    assert signed["quantri"] == "administrator"
    assert signed["canbohuyen"] == "district_staff"
    assert signed["phongnoivu"] == "home_affairs"
    assert signed["congan.longhoa"] == "commune_officer"
    assert sum(role == "commune_chief" for role in signed.values()) == 17
    assert set(signed) == set(User.objects.values_list("username", flat=True))
    for username in ("quantri", "truongca.longhoa"):
        request = RequestFactory().post("/")
        assert authenticate(request, username=username, password=PASSWORD)


def a_second_run_changes_nothing() -> None:
    before = (Officer.objects.count(), Hotspot.objects.count(), User.objects.count())
    assert "already" in load()[0]
    assert (Officer.objects.count(), Hotspot.objects.count(), User.objects.count()) == before


def each_sign_in_sees_its_own_ground() -> None:
    everything = set(Commune.objects.values_list("pk", flat=True))
    longhoa = Commune.objects.get(name="Long Hòa").pk
    for username, seen in (
        ("canbohuyen", everything),
        ("truongca.longhoa", {longhoa}),
        ("congan.longhoa", {longhoa}),
    ):
        assert scope_for(User.objects.get(username=username)).communes == seen


def the_places_the_meeting_named_lie_inside_their_communes() -> None:
    names = set(Hotspot.objects.values_list("name", flat=True))
    assert {"Chợ Cần Đước", "Chợ Long Hòa", "Ngã tư Xoài Đôi"} <= names
    for place in Hotspot.objects.select_related("commune"):
        assert boundary_contains(place.commune.boundary, place.longitude, place.latitude), place


def the_district_has_its_order_by_when_a_tip_is_classified() -> None:
    order = DeadlineRule.objects.get(step="classify", state="approved")
    assert order.proposed_by != order.approved_by
    tips = CrimeTip.objects.all()
    assert tips.exists()
    assert not tips.exclude(deadlines__rule=order).exists()
    waiting = tips.filter(state="received")
    assert not waiting.filter(next_due_at=None).exists()
    assert (
        not tips.exclude(state="received")
        .filter(deadlines__rule=order, deadlines__met_at=None)
        .exists()
    )


def test_with_the_reform_six_chiefs_sign_in() -> None:
    lines = load(reform=True)
    chiefs = [line.split()[0] for line in lines if line.endswith("commune_chief")]
    assert sorted(chiefs) == [
        "truongca.canduoc",
        "truongca.longcang",
        "truongca.longhuu",
        "truongca.myle",
        "truongca.rachkien",
        "truongca.tanlan",
    ]
    assert not Hotspot.objects.filter(commune__valid_until__isnull=False).exists()
