"""Deadline rules: for which tips and where each holds, who proposes and decides, and what the page says of them."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import translation

from accounts.domain.standing import scope_for
from incidents.domain.tips.rules import decide_rule, propose_rule, tips_touched, withdraw_rule
from incidents.models import DeadlineRule
from incidents.queries.tip_rules import replaced_by, with_stage
from incidents.tables.tip_rules import term_words, tips_words
from tests.accounts.factories import person
from tests.factories import CommuneFactory, JurisdictionFactory
from tests.incidents.people import make_district
from tests.incidents.tips import HOUR, NOW, classified
from units.domain.scope import Scope

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def rule(district, **more):
    """A rule of the district for urgent tips, not kept yet."""
    said = {
        "step": "hand_over", "urgency": "urgent", "is_remote": False, "amount": 12, "unit": "hours",
        "instrument": "Quy chế của huyện", "article": "Điều 3",
        "valid_from": datetime.date(2026, 1, 1), "jurisdiction": district.jurisdiction,
    }  # fmt: skip
    return DeadlineRule(**(said | more))


def proposed(district, **more):
    return propose_rule(rule(district, **more), by=district.staff, scope=scope_for(district.staff))


def approved(district, **more):
    other = person("district_staff", district.jurisdiction)
    return decide_rule(proposed(district, **more), is_approved=True, by=other, now=NOW - HOUR)


def stage_of(one):
    return with_stage(DeadlineRule.objects.filter(pk=one.pk), TODAY).get().stage


def test_a_districts_rule_holds_there_and_not_next_door(district):
    mine = approved(district)
    foreign = make_district()
    assert classified(district).deadlines.get().rule == mine
    assert classified(foreign).deadlines.get().rule != mine


def test_a_provinces_rule_holds_in_its_districts(district):
    province = JurisdictionFactory(kind="province", name="Long An")
    district.jurisdiction.parent = province
    district.jurisdiction.save()
    of_all = approved(district)
    DeadlineRule.objects.filter(pk=of_all.pk).update(jurisdiction=province)
    assert classified(district).deadlines.get().rule == of_all
    own = approved(district, amount=6)
    assert classified(district).deadlines.get().rule == own


def test_nobody_proposes_for_others_or_for_everybody(district):
    foreign = JurisdictionFactory(name="Bến Lức")
    for where in (foreign, None):
        with pytest.raises(ValidationError) as problem:
            proposed(district, jurisdiction=where)
        assert "jurisdiction" in problem.value.message_dict
    nation = person("district_staff", JurisdictionFactory(kind="nation", name="Việt Nam"))
    kept = propose_rule(rule(district, jurisdiction=None), by=nation, scope=scope_for(nation))
    assert kept.state == "proposed"


def test_the_database_lets_nobody_write_rules_for_others(district, as_scope):
    with (
        pytest.raises(DatabaseError, match="row-level"),
        as_scope(scope_for(district.staff)),
        transaction.atomic(),
    ):
        rule(district, jurisdiction=None, proposed_by=district.staff).save()
    # Everybody reads the law, though.
    with as_scope(Scope.of([district.commune.pk])):
        assert DeadlineRule.objects.filter(step="hand_over").count() == 3


def test_a_proposal_is_not_approved_with_a_reason(district):
    held = proposed(district)
    other = person("district_staff", district.jurisdiction)
    for nothing in (" ", "x", "…………………", "aaaaaaaaaaaa"):
        with pytest.raises(ValidationError) as problem:
            decide_rule(held, is_approved=False, by=other, now=NOW, reason=nothing)
        assert "reason" in problem.value.message_dict
    ended = decide_rule(held, is_approved=False, by=other, now=NOW, reason="Trái thông tư.")
    assert (ended.state, ended.ended_because) == ("declined", "Trái thông tư.")
    assert classified(district).deadlines.get().rule != held


def test_only_who_proposed_withdraws_and_only_while_it_is_open(district):
    held = proposed(district)
    other = person("district_staff", district.jurisdiction)
    with pytest.raises(PermissionDenied):
        withdraw_rule(held, "Nhầm", by=other)
    with pytest.raises(ValidationError):
        withdraw_rule(held, "x", by=district.staff)
    ended = withdraw_rule(held, "Gõ nhầm số giờ.", by=district.staff)
    assert (ended.state, ended.ended_because) == ("withdrawn", "Gõ nhầm số giờ.")
    with pytest.raises(ValidationError):
        decide_rule(held, is_approved=True, by=other, now=NOW)
    with pytest.raises(ValidationError):
        withdraw_rule(approved(district), "Muộn", by=district.staff)


def test_a_change_touches_the_open_tips_that_run_by_another_rule(district):
    tip, foreign = classified(district), classified(make_district())
    held = proposed(district)
    assert [one.tip for one in tips_touched(held, Scope.all())] == [tip]
    assert tips_touched(held, scope_for(district.other_chief)) == []
    held.jurisdiction = None
    assert {one.tip for one in tips_touched(held, Scope.all())} == {tip, foreign}
    decided = decide_rule(
        held, is_approved=True, by=person("district_staff", district.jurisdiction), now=NOW - HOUR
    )
    later = classified(district)
    assert later.deadlines.get().rule == decided
    assert later not in {one.tip for one in tips_touched(decided, Scope.all())}


def test_a_rule_says_where_it_stands(district):
    delivered = DeadlineRule.objects.get(step="hand_over", urgency="urgent", is_remote=False)
    assert stage_of(delivered) == "in_force"
    held = proposed(district)
    assert list(replaced_by(held, TODAY, Scope.all())) == [delivered]
    assert stage_of(held) == "proposed"
    first = approved(district)
    assert stage_of(first) == "in_force"
    # What holds everywhere else is not over because one district has its own.
    assert stage_of(delivered) == "in_force"
    second = approved(district, amount=10)
    assert (stage_of(first), stage_of(second)) == ("over", "in_force")
    # On the same day the narrower one wins.
    wide = approved(district, is_remote=None)
    assert (stage_of(second), stage_of(wide)) == ("in_force", "in_force")
    general = approved(district, urgency="", is_remote=None, valid_from=datetime.date(2026, 6, 1))
    assert (stage_of(second), stage_of(general)) == ("over", "in_force")
    assert stage_of(approved(district, valid_from=datetime.date(2027, 1, 1))) == "coming"
    past = approved(district, step="assignment", urgency="", valid_until=datetime.date(2026, 3, 1))
    assert stage_of(past) == "over"


def test_who_sees_which_rules(district):
    mine = proposed(district)
    foreign = proposed(make_district())
    everywhere = DeadlineRule.objects.filter(jurisdiction=None).count()
    for user in (district.staff, district.chief):
        seen = DeadlineRule.objects.visible_to(scope_for(user))
        assert mine in seen
        assert foreign not in seen
        assert seen.count() == everywhere + 1


@pytest.mark.parametrize(
    ("more", "words", "tips"),
    [
        ({}, "12 hours", "Serious or urgent, communes that are not remote"),
        ({"amount": 1, "unit": "months", "urgency": "", "is_remote": None}, "1 month", "All tips"),
        ({"amount": 3, "unit": "working_days", "is_remote": True}, "3 working days", None),
        ({"amount": 7, "unit": "days", "counts_back": True}, "7 days before the end", None),
    ],
)
def test_a_rule_in_words(more, words, tips):
    with translation.override("en"):
        one = DeadlineRule(
            **{"urgency": "urgent", "is_remote": False, "amount": 12, "unit": "hours"} | more
        )
        assert term_words(one) == words
        if tips:
            assert tips_words(one) == tips


def test_a_commune_elsewhere_has_the_rules_of_its_own_district(district):
    other = CommuneFactory(jurisdiction=JurisdictionFactory(name="Tân Trụ"))
    mine = proposed(district)
    chief = person("commune_chief", other)
    assert mine not in DeadlineRule.objects.visible_to(scope_for(chief))


def test_what_a_rule_for_everybody_replaces_is_told_each_of_their_own(district):
    mine, foreign = approved(district), approved(make_district())
    nation = person("district_staff", JurisdictionFactory(kind="nation", name="Việt Nam"))
    later = datetime.date(2026, 9, 1)
    law = propose_rule(
        rule(district, jurisdiction=None, valid_from=later), by=nation, scope=scope_for(nation)
    )
    told = replaced_by(law, TODAY, scope_for(district.staff))
    assert mine in told
    assert foreign not in told
    assert {mine, foreign} <= set(replaced_by(law, TODAY, Scope.all()))
