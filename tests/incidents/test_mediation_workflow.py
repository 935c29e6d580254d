"""A mediation moves only along the declared moves, is followed up once it is settled, and keeps who the parties are."""

import datetime
import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, InternalError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Disclosure
from incidents.domain.facts import facts_of
from incidents.domain.locking import ChangedMeanwhileError
from incidents.domain.mediations.follow_up import (
    CheckFacts,
    FollowUpFacts,
    check_follow_up,
    correct_follow_up,
)
from incidents.domain.mediations.parts import (
    PartyFacts,
    add_party,
    change_party,
    link_incident,
    see_parties,
)
from incidents.domain.mediations.recording import (
    MediationFacts,
    correct_mediation,
    open_mediation,
)
from incidents.domain.mediations.sessions import SessionFacts, hold_session, withdraw_session
from incidents.domain.mediations.story import story_of
from incidents.domain.mediations.workflow import MediationOutcome, make_move, moves_offered
from incidents.domain.moves import declared_moves
from incidents.forms.mediations import PartyForm
from incidents.models import MEDIATION_OUTCOMES, BookCounter, Mediation, MediationIncident
from tests.factories import HamletFactory
from tests.incidents.factories import (
    IncidentFactory,
    MediationFactory,
    MediationPartyFactory,
    MediationSessionFactory,
    MediationSubjectFactory,
    heard_mediation,
)
from tests.incidents.people import District
from units.domain.months import months_later

DAY = datetime.date(2026, 3, 9)
LATER = datetime.date(2026, 4, 9)
SAID = MediationOutcome(DAY, "Hai bên lùi ranh mỗi bên 50 cm.", LATER)

# The rule said a second time, by hand: move → the states it leads from, and where to.
ENDED = {"settled", "not_settled", "referred"}
RULE = {
    "settle": ({"open"}, "settled"),
    "give_up": ({"open"}, "not_settled"),
    "refer": ({"open", "not_settled"}, "referred"),
    "reopen": (ENDED, "open"),
}
ROLES = ("chief", "officer", "staff", "home_affairs", "administrator")


def facts(**changes):
    values = {
        "subject_id": MediationSubjectFactory().pk,
        "summary": "Hai nhà tranh chấp lối đi chung.",
        "opened_on": datetime.date(2026, 3, 2),
    }
    return MediationFacts(**{**values, **changes})


def test_every_declared_move_is_in_the_rule():
    assert set(declared_moves(Mediation)) == set(RULE)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(tries=st.lists(st.tuples(st.sampled_from(sorted(RULE)), st.sampled_from(ROLES)), max_size=8))
def test_no_sequence_of_tries_leaves_the_declared_moves(district: District, tries):
    mediation = heard_mediation(commune=district.commune)
    state = "open"
    for name, role in tries:
        sources, target = RULE[name]
        allowed = role == "chief" and state in sources
        offered = {one.name for one in moves_offered(mediation, getattr(district, role))}
        assert (name in offered) is allowed
        try:
            make_move(name, mediation, SAID, by=getattr(district, role))
        except (PermissionDenied, ValidationError):
            assert not allowed
        else:
            assert allowed
            state = target
        mediation = Mediation.objects.get(pk=mediation.pk)
        assert mediation.state == state
        assert (mediation.outcome_on is not None) is (state in MEDIATION_OUTCOMES)
        assert bool(mediation.agreement) is (state == "settled")
        assert (mediation.follow_up_on is not None) is (state == "settled")


def test_an_outcome_says_when_and_how_and_a_follow_up_comes_after_it(district):
    mediation = heard_mediation(commune=district.commune)
    bad = MediationOutcome(datetime.date(2026, 3, 1), " ", datetime.date(2026, 3, 1))
    with pytest.raises(ValidationError) as refused:
        make_move("settle", mediation, bad, by=district.chief)
    assert set(refused.value.error_dict) == {"note", "on", "follow_up_on"}


def test_nobody_is_asked_again_later_than_in_two_years(district):
    today = timezone.localdate()
    last = months_later(today, 24)
    beyond = last + datetime.timedelta(days=1)
    mediation, by = heard_mediation(commune=district.commune), district.chief
    with pytest.raises(ValidationError) as refused:
        make_move("settle", mediation, replace(SAID, follow_up_on=beyond), by=by)
    assert set(refused.value.error_dict) == {"follow_up_on"}
    settled = make_move("settle", mediation, replace(SAID, follow_up_on=last), by=by)
    with pytest.raises(ValidationError) as refused:
        check_follow_up(settled, CheckFacts(today, "kept", next_on=beyond), by=by)
    assert set(refused.value.error_dict) == {"next_on"}
    asked = FollowUpFacts(datetime.date(9999, 12, 31), "Hẹn lại ngày kiểm tra.")
    with pytest.raises(ValidationError) as refused:
        correct_follow_up(settled, asked, by=by, version=settled.version)
    assert set(refused.value.error_dict) == {"follow_up_on"}


def test_no_party_is_born_in_the_future(district):
    mediation, by = MediationFactory(commune=district.commune), district.chief
    year = timezone.localdate().year
    party = add_party(mediation, PartyFacts("Nguyễn Văn Sửu", year), by=by, key=uuid.uuid4())
    unborn = PartyFacts("Nguyễn Văn Sửu", year + 1)
    with pytest.raises(ValidationError):
        add_party(mediation, unborn, by=by, key=uuid.uuid4())
    with pytest.raises(ValidationError):
        change_party(party, unborn, by=by, version=party.version)
    party.birth_year = year + 1
    with pytest.raises(ValidationError):
        party.full_clean()
    form = PartyForm({"full_name": "Nguyễn Văn Sửu", "birth_year": year + 1})
    assert set(form.errors) == {"birth_year"}


def test_an_end_lies_after_every_session_that_stands(district):
    mediation = heard_mediation(commune=district.commune)
    session = mediation.sessions.get()
    before = MediationOutcome(session.on - datetime.timedelta(days=1), "Hai bên đã thỏa thuận.")
    for name in ("settle", "give_up", "refer"):
        with pytest.raises(ValidationError) as refused:
            make_move(name, mediation, before, by=district.chief)
        assert set(refused.value.error_dict) == {"on"}
    withdraw_session(session, "Ghi nhầm vụ khác.", by=district.chief)
    assert make_move("refer", mediation, before, by=district.chief).state == "referred"


def test_a_quarrel_ends_with_two_parties_and_is_settled_in_a_session(district):
    mediation = MediationFactory(commune=district.commune)
    said = MediationOutcome(DAY, "Hai bên đã thỏa thuận.")
    for _party in range(2):
        for name in ("settle", "give_up", "refer"):
            with pytest.raises(ValidationError, match="hai bên"):
                make_move(name, mediation, said, by=district.chief)
        MediationPartyFactory(mediation=mediation)
    with pytest.raises(ValidationError, match="buổi"):
        make_move("settle", mediation, said, by=district.chief)
    MediationSessionFactory(mediation=mediation)
    assert make_move("settle", mediation, said, by=district.chief).state == "settled"


@pytest.mark.parametrize("day", [datetime.date(24, 1, 1), datetime.date(1905, 5, 5)])
def test_no_book_is_opened_for_a_year_written_wrongly(district, day):
    with pytest.raises(ValidationError) as refused:
        open_mediation(
            facts(opened_on=day), commune=district.commune, by=district.chief, key=uuid.uuid4()
        )
    assert set(refused.value.error_dict) == {"opened_on"}
    assert not BookCounter.objects.exists()


def test_who_decides_on_an_old_sight_is_told(district):
    mediation = heard_mediation(commune=district.commune)
    make_move("settle", mediation, SAID, by=district.chief)
    with pytest.raises(ChangedMeanwhileError):
        make_move("reopen", mediation, SAID, by=district.chief, version=mediation.version)


def test_a_follow_up_says_whether_the_agreement_is_kept_and_when_to_ask_again(district):
    mediation = make_move(
        "settle", heard_mediation(commune=district.commune), SAID, by=district.chief
    )
    asked = CheckFacts(LATER, "kept", "Đã dời hàng rào.", datetime.date(2026, 7, 9))
    check = check_follow_up(mediation, asked, by=district.officer)
    mediation.refresh_from_db()
    assert (check.verdict, mediation.follow_up_on) == ("kept", datetime.date(2026, 7, 9))
    for verdict in ("unclear", "not_kept"):  # nobody is let off before it is known to be kept
        with pytest.raises(ValidationError):
            check_follow_up(mediation, CheckFacts(LATER, verdict), by=district.officer)
    check_follow_up(mediation, CheckFacts(LATER, "kept"), by=district.officer)
    mediation.refresh_from_db()
    assert mediation.follow_up_on is None
    with pytest.raises(PermissionDenied):
        check_follow_up(mediation, asked, by=district.staff)
    with pytest.raises(ValidationError):
        check_follow_up(mediation, CheckFacts(datetime.date(2026, 3, 1), "kept"), by=district.chief)
    with pytest.raises(ValidationError):
        check_follow_up(
            MediationFactory(commune=district.commune), CheckFacts(LATER, "kept"), by=district.chief
        )


def followed_up(district: District, **changes: Any) -> Mediation:
    """A quarrel settled on 9 March that somebody asks about on 9 April."""
    agreed = {
        "commune": district.commune,
        "state": "settled",
        "agreement": "Mỗi bên lùi 50 cm.",
        "follow_up_on": datetime.date(2026, 4, 9),
    }
    mediation: Mediation = MediationFactory(**{**agreed, **changes})
    return mediation


def test_the_day_of_follow_up_is_corrected_with_a_reason_that_the_history_tells(district):
    mediation = followed_up(district)
    day = datetime.date(2026, 5, 9)
    said = FollowUpFacts(day, " Hẹn nhầm ngày. ")
    for stranger in (district.staff, district.home_affairs, district.administrator):
        with pytest.raises(PermissionDenied):
            correct_follow_up(mediation, said, by=stranger, version=mediation.version)
    corrected = correct_follow_up(mediation, said, by=district.officer, version=mediation.version)
    assert (corrected.follow_up_on, corrected.follow_up_reason) == (day, "Hẹn nhầm ngày.")
    told = story_of(mediation)[0]
    assert told.action == "đã đặt lại ngày kiểm tra tới"
    assert {change.after for change in told.changes} == {"09/05/2026", "Hẹn nhầm ngày."}
    # The next check sets a day of its own, for which no correction has a reason.
    check_follow_up(mediation, CheckFacts(LATER, "kept"), by=district.officer)
    mediation.refresh_from_db()
    assert (mediation.follow_up_on, mediation.follow_up_reason) == (None, "")
    assert [change.after for change in story_of(mediation)[0].changes] == ["—"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (FollowUpFacts(datetime.date(2026, 5, 9), " "), "follow_up_reason"),
        (FollowUpFacts(datetime.date(2026, 4, 9), "Giữ nguyên."), "follow_up_on"),
        (FollowUpFacts(datetime.date(2026, 3, 9), "Trùng ngày thỏa thuận."), "follow_up_on"),
        (FollowUpFacts(datetime.date(2026, 3, 20), "Trước lần kiểm tra."), "follow_up_on"),
    ],
)
def test_a_day_of_follow_up_that_cannot_be_is_refused(district, facts, field):
    mediation = followed_up(district)
    mediation.checks.create(on=datetime.date(2026, 3, 20), verdict="kept")
    with pytest.raises(ValidationError) as refused:
        correct_follow_up(mediation, facts, by=district.chief, version=mediation.version)
    assert list(refused.value.message_dict) == [field]


def test_only_an_agreement_has_a_day_of_follow_up(district):
    mediation = MediationFactory(commune=district.commune)
    said = FollowUpFacts(datetime.date(2026, 5, 9), "Hẹn nhầm ngày.")
    with pytest.raises(ValidationError):
        correct_follow_up(mediation, said, by=district.chief, version=mediation.version)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mediation.objects.filter(pk=mediation.pk).update(follow_up_reason="Không có thỏa thuận.")
    settled = followed_up(district, follow_up_reason="Hẹn nhầm ngày.")
    reopened = make_move(
        "reopen", settled, MediationOutcome(LATER, "Lại tranh chấp."), by=district.chief
    )
    assert (reopened.follow_up_on, reopened.follow_up_reason) == (None, "")


def test_who_checks_is_told_when_somebody_set_another_day_meanwhile(district):
    mediation = followed_up(district)
    seen = mediation.version
    said = FollowUpFacts(datetime.date(2026, 5, 9), "Hẹn nhầm ngày.")
    correct_follow_up(mediation, said, by=district.chief, version=seen)
    with pytest.raises(ChangedMeanwhileError):
        correct_follow_up(mediation, said, by=district.officer, version=seen)
    found = CheckFacts(LATER, "kept", next_on=datetime.date(2026, 8, 1))
    with pytest.raises(ChangedMeanwhileError) as told:
        check_follow_up(mediation, found, by=district.officer, version=seen)
    assert not mediation.checks.exists()
    check_follow_up(mediation, found, by=district.officer, version=told.value.current.version)
    # What else was changed meanwhile is no reason to hold a check up.
    mediation.refresh_from_db()
    seen = mediation.version
    correct_mediation(
        mediation, facts(summary="Tranh chấp hàng rào."), by=district.chief, version=seen
    )
    check_follow_up(mediation, CheckFacts(LATER, "kept"), by=district.officer, version=seen)
    assert mediation.checks.count() == 2


def test_mediations_are_numbered_by_the_book_and_a_form_sent_twice_opens_one(district):
    key = uuid.uuid4()
    first = open_mediation(facts(), commune=district.commune, by=district.officer, key=key)
    again = open_mediation(facts(), commune=district.commune, by=district.officer, key=key)
    second = open_mediation(
        facts(), commune=district.commune, by=district.officer, key=uuid.uuid4()
    )
    assert again == first
    assert (first.number, second.number) == ("HG-2026-LH-0001", "HG-2026-LH-0002")
    with pytest.raises(ValidationError):
        open_mediation(facts(), commune=district.commune, by=district.chief, key=key)
    for stranger in (district.staff, district.home_affairs, district.administrator):
        with pytest.raises(PermissionDenied):
            open_mediation(facts(), commune=district.commune, by=stranger, key=uuid.uuid4())


def test_an_officer_corrects_while_it_is_open_and_only_the_chief_afterwards(district):
    mediation = heard_mediation(commune=district.commune)
    changed = facts(summary="Tranh chấp hàng rào.")
    mediation = correct_mediation(
        mediation, changed, by=district.officer, version=mediation.version
    )
    assert facts_of(mediation, MediationFacts) == changed
    mediation = make_move("settle", mediation, SAID, by=district.chief)
    with pytest.raises(PermissionDenied):
        correct_mediation(mediation, facts(), by=district.officer, version=mediation.version)
    late = facts(opened_on=datetime.date(2026, 3, 20))
    with pytest.raises(ValidationError):
        correct_mediation(mediation, late, by=district.chief, version=mediation.version)


def test_each_look_at_the_parties_is_recorded_and_told(district):
    mediation = MediationFactory(commune=district.commune)
    party = add_party(
        mediation, PartyFacts("Nguyễn Văn Sửu", 1970), by=district.officer, key=uuid.uuid4()
    )
    assert party.initials == "N.V.S."
    with pytest.raises(PermissionDenied):
        see_parties(mediation, by=district.staff, reason="xem")
    assert not Disclosure.objects.exists()
    see_parties(mediation, by=district.officer, reason="lập biên bản")
    look = Disclosure.objects.get()
    assert (look.row, look.shown_as) == (party.pk, f"{mediation.number}: N.V.S.")
    told = " ".join(f"{line.action} {line.changes}" for line in story_of(mediation))
    assert "lập biên bản" in told
    assert "Sửu" not in told


def test_sessions_lie_between_opening_and_today_and_end_with_the_mediation(district):
    mediation = MediationFactory(commune=district.commune)
    said = SessionFacts(DAY, "Tổ hòa giải ấp", "Hai bên trình bày.")
    hold_session(mediation, said, by=district.officer, key=uuid.uuid4())
    after = facts(opened_on=datetime.date(2026, 3, 10))
    with pytest.raises(ValidationError):
        correct_mediation(mediation, after, by=district.officer, version=mediation.version)
    early = SessionFacts(datetime.date(2026, 3, 1), "Tổ", "Sớm quá.")
    with pytest.raises(ValidationError):
        hold_session(mediation, early, by=district.officer, key=uuid.uuid4())
    MediationPartyFactory.create_batch(2, mediation=mediation)
    make_move("give_up", mediation, SAID, by=district.chief)
    again = SessionFacts(DAY, "Tổ", "Lần hai.")
    with pytest.raises(ValidationError):
        hold_session(mediation, again, by=district.officer, key=uuid.uuid4())


def test_the_same_minutes_with_other_facts_are_another_session_and_a_form_sent_again_is_none(
    district,
):
    mediation, by = MediationFactory(commune=district.commune), district.officer
    said = SessionFacts(DAY, "Tổ hòa giải ấp", "Hai bên trình bày.")
    key = uuid.uuid4()
    first = hold_session(mediation, said, by=by, key=key)
    again = hold_session(mediation, said, by=by, key=key)
    assert (again.session, again.is_repeat) == (first.session, True)
    elsewhere = replace(said, mediated_by="Công an xã", place="Nhà văn hóa ấp")
    other = hold_session(mediation, elsewhere, by=by, key=uuid.uuid4())
    assert (other.session.place, other.is_repeat) == ("Nhà văn hóa ấp", False)
    assert mediation.sessions.count() == 2
    with pytest.raises(ValidationError):
        hold_session(MediationFactory(commune=district.commune), said, by=by, key=key)


def test_incidents_of_the_commune_are_linked_once_and_no_others(district):
    mediation = MediationFactory(commune=district.commune)
    incident = IncidentFactory(commune=district.commune)
    link_incident(mediation, incident, by=district.officer)
    link_incident(mediation, incident, by=district.officer)
    foreign = IncidentFactory(commune=district.other)
    assert MediationIncident.objects.get().incident == incident
    with pytest.raises(ValidationError):
        link_incident(mediation, foreign, by=district.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        MediationIncident.objects.create(mediation=mediation, incident=foreign)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "settled", "outcome_on": None},
        {"state": "open", "outcome_on": DAY},
        {"state": "settled", "outcome_on": datetime.date(2026, 3, 1)},
        {"state": "open", "follow_up_on": LATER},
        {"state": "lost"},
    ],
)
def test_the_database_refuses_half_an_outcome(district, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        MediationFactory(commune=district.commune, **wrong)


def test_the_database_refuses_a_hamlet_of_another_commune(district):
    elsewhere = HamletFactory(commune=district.other)
    with pytest.raises(IntegrityError), transaction.atomic():
        MediationFactory(commune=district.commune, hamlet=elsewhere)


def test_the_history_of_parties_cannot_be_rewritten(district):
    party = MediationPartyFactory(mediation=MediationFactory(commune=district.commune))
    with (
        pytest.raises((IntegrityError, InternalError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE incidents_mediationpartyevent SET full_name = 'X' WHERE pgh_obj_id = %s",
            [party.pk],
        )
