"""An incident moves only along the declared moves, by those who may, and says what the move must say."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.domain.incidents.story import story_of
from incidents.domain.incidents.workflow import (
    Outcome,
    make_move,
    moves_offered,
)
from incidents.domain.locking import ChangedMeanwhileError
from incidents.domain.moves import declared_moves
from incidents.models import OUTCOMES, Incident
from tests.incidents.factories import IncidentFactory
from tests.incidents.people import District

DAY = datetime.date(2026, 3, 6)
SAID = Outcome(DAY, "Hai bên tự thỏa thuận.", "12/QĐ-XPVPHC", 500_000)

# The rule said a second time, by hand: move → the states it leads from, and where to.
OPEN = {"recorded", "handling"}
ENDED = {"settled", "fined", "transferred", "suspended"}
RULE = {
    "begin": ({"recorded"}, "handling", {"chief", "officer"}),
    "settle": (OPEN, "settled", {"chief"}),
    "fine": (OPEN, "fined", {"chief"}),
    "transfer": (OPEN, "transferred", {"chief"}),
    "suspend": (OPEN, "suspended", {"chief"}),
    "reopen": (ENDED, "handling", {"chief"}),
}
ROLES = ("chief", "officer", "staff", "home_affairs", "administrator")


def test_every_declared_move_is_in_the_rule():
    assert set(declared_moves(Incident)) == set(RULE)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(tries=st.lists(st.tuples(st.sampled_from(sorted(RULE)), st.sampled_from(ROLES)), max_size=8))
def test_no_sequence_of_tries_leaves_the_declared_moves(district: District, tries):
    incident = IncidentFactory(commune=district.commune)
    state = "recorded"
    for name, role in tries:
        sources, target, who = RULE[name]
        allowed = role in who and state in sources
        offered = {one.name for one in moves_offered(incident, getattr(district, role))}
        assert (name in offered) is allowed
        try:
            make_move(name, incident, SAID, by=getattr(district, role))
        except (PermissionDenied, ValidationError):
            assert not allowed
        else:
            assert allowed
            state = target
        incident = Incident.objects.get(pk=incident.pk)
        assert incident.state == state
        assert (incident.outcome_on is not None) is (state in OUTCOMES)


def test_an_outcome_says_its_day_and_how_and_a_fine_its_decision(district):
    incident = IncidentFactory(commune=district.commune)
    with pytest.raises(ValidationError) as silent:
        make_move("fine", incident, Outcome(DAY), by=district.chief)
    assert set(silent.value.error_dict) == {"note", "decision_number"}
    early = Outcome(datetime.date(2026, 3, 4), "Xong.")
    with pytest.raises(ValidationError) as before:
        make_move("settle", incident, early, by=district.chief)
    assert set(before.value.error_dict) == {"on"}
    fined = make_move("fine", incident, SAID, by=district.chief)
    assert (fined.fine_vnd, fined.decision_number) == (500_000, "12/QĐ-XPVPHC")


def test_reopening_takes_the_outcome_back_and_keeps_why(district):
    incident = IncidentFactory(commune=district.commune)
    make_move("fine", incident, SAID, by=district.chief)
    with pytest.raises(ValidationError):
        make_move("reopen", incident, Outcome(DAY), by=district.chief)
    again = make_move("reopen", incident, Outcome(DAY, "Có thêm bị hại."), by=district.chief)
    assert (again.state, again.outcome_on, again.fine_vnd) == ("handling", None, None)
    assert again.reopened_reason == "Có thêm bị hại."
    actions = [line.action for line in story_of(again)]
    assert len(actions) == 3


def test_who_decides_on_an_old_sight_is_told(district):
    incident = IncidentFactory(commune=district.commune)
    make_move("begin", incident, Outcome(DAY), by=district.officer)
    with pytest.raises(ChangedMeanwhileError):
        make_move("settle", incident, SAID, by=district.chief, version=incident.version)
