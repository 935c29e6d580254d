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
from incidents.models import OUTCOMES, Incident, IncidentCategory
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
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
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
    early = Outcome(datetime.date(2026, 3, 4), "Hai bên tự thỏa thuận.")
    with pytest.raises(ValidationError) as before:
        make_move("settle", incident, early, by=district.chief)
    assert set(before.value.error_dict) == {"on"}
    fined = make_move("fine", incident, SAID, by=district.chief)
    assert (fined.fine_vnd, fined.decision_number) == (500_000, "12/QĐ-XPVPHC")


@pytest.mark.parametrize("words", ["x", "aaaaaaaaaaaa", "…………………", "  "])
def test_an_outcome_and_a_reopening_say_something(district, words):
    incident = IncidentFactory(commune=district.commune)
    with pytest.raises(ValidationError) as empty:
        make_move("settle", incident, Outcome(DAY, words), by=district.chief)
    assert set(empty.value.error_dict) == {"note"}
    incident = make_move("settle", incident, SAID, by=district.chief)
    with pytest.raises(ValidationError):
        make_move("reopen", incident, Outcome(DAY, words), by=district.chief)


def test_reopening_takes_the_outcome_back_and_keeps_why(district):
    incident = IncidentFactory(commune=district.commune)
    make_move("fine", incident, SAID, by=district.chief)
    with pytest.raises(ValidationError):
        make_move("reopen", incident, Outcome(DAY), by=district.chief)
    again = make_move("reopen", incident, Outcome(DAY, "Có thêm bị hại."), by=district.chief)
    assert (again.state, again.outcome_on, again.fine_vnd) == ("handling", None, None)
    assert again.reopened_reason == "Có thêm bị hại."
    newest, *before = story_of(again)
    assert newest.action == "đã mở lại vụ việc"
    assert ("lý do mở lại", "Có thêm bị hại.") in [(one.label, one.after) for one in newest.changes]
    assert len(before) == 2


def test_a_second_reopening_in_the_same_words_is_told_as_one(district):
    incident = IncidentFactory(commune=district.commune)
    make_move("begin", incident, Outcome(DAY), by=district.chief)
    for _time in range(2):
        make_move("suspend", incident, SAID, by=district.chief)
        make_move("reopen", incident, Outcome(DAY, "Có thêm bị hại."), by=district.chief)
    told = [line.action for line in story_of(incident)]
    assert told.count("đã mở lại vụ việc") == 2
    assert told.count("đã bắt đầu xử lý") == 1


def test_the_history_calls_a_changed_kind_what_the_forms_call_it(district):
    incident = IncidentFactory(commune=district.commune)
    before, after = incident.category, IncidentCategory.objects.get(code="fraud")
    Incident.objects.filter(pk=incident.pk).update(category=after)
    (change,) = story_of(incident)[0].changes
    assert (change.label, change.before, change.after) == (
        "loại vụ việc",
        before.name,
        after.name,
    )


def test_who_decides_on_an_old_sight_is_told(district):
    incident = IncidentFactory(commune=district.commune)
    make_move("begin", incident, Outcome(DAY), by=district.officer)
    with pytest.raises(ChangedMeanwhileError):
        make_move("settle", incident, SAID, by=district.chief, version=incident.version)
