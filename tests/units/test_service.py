"""An officer's service: appointed, moved, ended, and what the rules of eligibility say."""

import datetime

import pytest

from tests import factories
from units.domain.eligibility import eligibility_warnings, warnings_about
from units.domain.service import ServiceError, appoint, end_service, move_officer
from units.models import Assignment, Departure, EligibilityRule

pytestmark = pytest.mark.django_db
DAY = datetime.date(2024, 3, 1)
BEFORE = datetime.date(2024, 2, 29)


@pytest.fixture
def chief():
    return factories.PositionFactory(is_chief=True, name="Trưởng Công an xã")


def test_ending_service_closes_every_post_and_counts_for_the_last_one():
    post = factories.AssignmentFactory()
    beside = factories.AssignmentFactory(officer=post.officer, is_main=False)

    departure = end_service(
        post.officer, on=DAY, kind="resigned", reason="allowance", decision_number="12/QĐ"
    )

    assert (departure.commune, departure.position) == (post.commune, post.position)
    for held in (post, beside):
        held.refresh_from_db()
        assert held.valid_until == DAY
    assert post.officer.commune == post.commune


def test_service_cannot_end_where_no_post_is_held():
    post = factories.AssignmentFactory(valid_until=BEFORE)
    with pytest.raises(ServiceError):
        end_service(post.officer, on=DAY, kind="resigned", reason="unstated")
    assert not Departure.objects.exists()


def test_service_cannot_end_before_a_later_post_begins():
    post = factories.AssignmentFactory(valid_until=DAY)
    factories.AssignmentFactory(
        officer=post.officer, valid_from=DAY + datetime.timedelta(days=1), position=post.position
    )
    with pytest.raises(ServiceError):
        end_service(post.officer, on=BEFORE, kind="resigned", reason="unstated")


def test_a_move_ends_the_old_post_the_day_before():
    post = factories.AssignmentFactory()
    there = factories.CommuneFactory()

    moved = move_officer(
        post.officer, commune=there, from_day=DAY, decision_number="7/QĐ", decision_date=BEFORE
    )

    post.refresh_from_db()
    assert post.valid_until == BEFORE
    assert (moved.commune, moved.valid_from) == (there, DAY)
    assert moved.decision_number == "7/QĐ"
    assert post.officer.commune == there


def test_a_commune_with_a_chief_takes_no_second_one_and_nothing_is_half_done(chief):
    first = factories.AssignmentFactory(position=chief)
    post = factories.AssignmentFactory()

    with pytest.raises(ServiceError):
        move_officer(post.officer, commune=first.commune, position=chief, from_day=DAY)

    post.refresh_from_db()
    assert post.valid_until is None
    assert Assignment.objects.count() == 2


def test_a_move_to_the_same_post_is_refused():
    post = factories.AssignmentFactory()
    with pytest.raises(ServiceError):
        move_officer(post.officer, commune=post.commune, from_day=DAY)


def test_a_move_on_the_day_the_present_post_began_is_refused():
    post = factories.AssignmentFactory(valid_from=DAY)
    with pytest.raises(ServiceError):
        move_officer(post.officer, commune=factories.CommuneFactory(), from_day=DAY)


def rule(position, **asked):
    return EligibilityRule.objects.create(
        position=position, instrument="NĐ 73/2009/NĐ-CP", article="Điều 4", **asked
    )


def texts(officer, position, commune=None, day=DAY):
    commune = commune or officer.commune
    return [str(warning) for warning in eligibility_warnings(officer, position, commune, day)]


def test_a_rule_warns_with_its_article_and_does_not_forbid(chief):
    rule(chief, party_required=True)
    officer = factories.OfficerFactory()

    made = appoint(officer, commune=officer.commune, position=chief, from_day=DAY)

    assert officer.post == made
    warnings = warnings_about(made)
    assert [w.article for w in warnings] == ["Điều 4"]
    assert "NĐ 73/2009" in str(warnings[0])


def test_a_rule_not_in_force_that_day_says_nothing(chief):
    rule(chief, party_required=True, valid_until=BEFORE)
    assert texts(factories.OfficerFactory(), chief) == []


def test_a_birth_year_alone_is_given_the_benefit_of_the_doubt(chief):
    rule(chief, min_age=18)
    born = {"birth_date": datetime.date(2006, 1, 1), "birth_precision": "year"}
    assert texts(factories.OfficerFactory(**born), chief) == []
    assert texts(factories.OfficerFactory(**{**born, "birth_precision": "day"}), chief) == []
    younger = {"birth_date": datetime.date(2007, 1, 1), "birth_precision": "year"}
    assert len(texts(factories.OfficerFactory(**younger), chief)) == 1


@pytest.mark.parametrize(
    ("education", "remote", "warned"),
    [
        ("upper", False, 0),
        ("lower", False, 1),
        ("lower", True, 0),
        ("primary", True, 1),
        ("", True, 1),
    ],
)
def test_a_remote_commune_asks_for_less_schooling(chief, education, remote, warned):
    rule(chief, min_education="upper", min_education_remote="lower")
    officer = factories.OfficerFactory(education=education, commune__is_remote=remote)
    assert len(texts(officer, chief)) == warned


def test_residence_is_read_from_the_home_address(chief):
    rule(chief, residence_required=True)
    commune = factories.CommuneFactory(name="Long Hòa")
    assert (
        texts(factories.OfficerFactory(commune=commune, address="Ấp 1, xã Long Hòa"), chief) == []
    )
    assert len(texts(factories.OfficerFactory(commune=commune, address="Tân An"), chief)) == 1
