"""A place moves only along the declared moves, by those who may, and each move leaves its line."""

import datetime
import uuid
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.domain.hotspots.actions import ActionFacts, change_action, record_action
from incidents.domain.hotspots.story import story_of
from incidents.domain.hotspots.workflow import make_move, moves_offered
from incidents.domain.locking import ChangedMeanwhileError
from incidents.forms.hotspots import ActionForm
from incidents.models import CLOSED, UNDER_REVIEW, Hotspot, HotspotState
from incidents.models.states import HOTSPOT_MOVES
from tests.incidents.factories import HotspotActionFactory, HotspotFactory
from tests.incidents.people import District

DAY = datetime.date(2026, 11, 24)

# The rule said a second time, by hand: state and move → the next state.
ALLOWED = {
    ("reported", "confirm"): "confirmed",
    ("reported", "decline"): "declined",
    ("confirmed", "resolve"): "resolved",
    ("under_action", "resolve"): "resolved",
    ("reopened", "resolve"): "resolved",
    ("resolved", "reopen"): "reopened",
    ("declined", "report_again"): "reported",
}
MAY = {
    "confirm": {"staff"},
    "decline": {"staff"},
    "resolve": {"staff"},
    "reopen": {"staff", "chief"},
    "report_again": {"chief"},
}
ROLES = ("chief", "officer", "staff", "home_affairs", "administrator")


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    tries=st.lists(
        st.tuples(st.sampled_from([*HOTSPOT_MOVES, "act"]), st.sampled_from(ROLES)), max_size=8
    )
)
def test_no_sequence_of_tries_leaves_the_declared_moves(district: District, tries):
    """Whoever presses whatever in whatever order: the state changes only as the rule says."""
    place = HotspotFactory(commune=district.commune)
    state = "reported"
    for name, role in tries:
        user = getattr(district, role)
        before = Hotspot.objects.get(pk=place.pk)
        try:
            if name == "act":
                facts = ActionFacts("patrol", "Tuần tra", DAY)
                record_action(before, facts, by=user, on=DAY, key=uuid.uuid4())
                assert role in ("chief", "officer", "staff")
                assert state not in CLOSED
                state = "under_action" if state in ("confirmed", "reopened") else state
            else:
                make_move(name, before, by=user, on=DAY, reason="Lý do", version=before.version)
                assert role in MAY[name]
                state = ALLOWED[state, name]
        except PermissionDenied:
            allowed = {"chief", "officer", "staff"} if name == "act" else MAY[name]
            assert role not in allowed
        except ValidationError:
            assert name == "act" or (state, name) not in ALLOWED
        now = Hotspot.objects.get(pk=place.pk)
        assert now.state == state
        assert (now.closed_on is not None) == (state in CLOSED)
        assert (now.next_review_on is not None) == (state in UNDER_REVIEW)


@pytest.mark.parametrize("state", HotspotState.values)
@pytest.mark.parametrize("role", ROLES)
def test_the_buttons_are_exactly_the_moves_that_work(district: District, state, role):
    closed = {"closed_on": DAY} if state in CLOSED else {}
    place = HotspotFactory(commune=district.commune, state=state, **closed)
    offered = {one.name for one in moves_offered(place, getattr(district, role))}
    assert offered == {move for (at, move) in ALLOWED if at == state and role in MAY[move]}


def test_confirming_starts_the_reviews_and_a_measure_begins_action(district: District):
    place = HotspotFactory(commune=district.commune, review_interval_days=15)
    confirmed = make_move("confirm", place, by=district.staff, on=DAY)
    assert confirmed.next_review_on == DAY + datetime.timedelta(days=15)
    record_action(
        confirmed,
        ActionFacts("camera", "Lắp camera", DAY),
        by=district.chief,
        on=DAY,
        key=uuid.uuid4(),
    )
    place.refresh_from_db()
    assert place.state == "under_action"
    assert place.next_review_on == DAY + datetime.timedelta(days=15)


def test_a_planned_measure_does_not_yet_begin_action(district: District):
    place = HotspotFactory(commune=district.commune, state="confirmed")
    planned = ActionFacts("lights", "Đề nghị lắp đèn", DAY, state="planned")
    record_action(place, planned, by=district.officer, on=DAY, key=uuid.uuid4())
    place.refresh_from_db()
    assert place.state == "confirmed"


def test_the_same_words_with_other_facts_are_another_measure_and_a_form_sent_again_is_none(
    district,
):
    place = HotspotFactory(commune=district.commune, state="confirmed")
    planned, key = ActionFacts("patrol", "Tuần tra", DAY, state="planned"), uuid.uuid4()
    first = record_action(place, planned, by=district.officer, on=DAY, key=key)
    again = record_action(place, planned, by=district.officer, on=DAY, key=key)
    assert (again.action, again.is_repeat) == (first.action, True)
    done = replace(planned, ends_on=DAY, state="done", note="Đã làm xong.")
    other = record_action(place, done, by=district.officer, on=DAY, key=uuid.uuid4())
    assert (other.action.note, other.is_repeat) == ("Đã làm xong.", False)
    assert place.actions.count() == 2
    elsewhere = HotspotFactory(commune=district.commune, state="confirmed")
    with pytest.raises(ValidationError):
        record_action(elsewhere, planned, by=district.officer, on=DAY, key=key)


@pytest.mark.parametrize(
    ("state", "starts", "ends", "wrong"),
    [
        ("ongoing", 1, None, {"starts_on"}),
        ("done", 1, 2, {"starts_on", "ends_on"}),
        ("done", -9, 1, {"ends_on"}),
        ("done", -1, -9, {"ends_on"}),
        ("planned", -360_000, None, {"starts_on"}),
        ("planned", 30, 60, set()),
        ("dropped", 30, None, set()),
        ("ongoing", 0, 60, set()),
        ("done", -9, 0, set()),
    ],
)
def test_only_what_is_planned_begins_in_the_future(district, state, starts, ends, wrong):
    place = HotspotFactory(commune=district.commune, state="confirmed")
    today = timezone.localdate()
    days = [None if one is None else today + datetime.timedelta(days=one) for one in (starts, ends)]
    said = ActionFacts("patrol", "Tuần tra", *days, state=state)
    standing = HotspotActionFactory(hotspot=place)
    tries = (
        lambda: record_action(place, said, by=district.chief, on=today, key=uuid.uuid4()),
        lambda: change_action(standing, said, by=district.chief, version=standing.version),
    )
    form = ActionForm(
        {"kind": "patrol", "description": "Tuần tra", "state": state}
        | dict(zip(("starts_on", "ends_on"), days, strict=True)),
        commune=district.commune,
    )
    assert set(form.errors) == wrong
    for attempt in tries:
        if not wrong:
            attempt()
            continue
        with pytest.raises(ValidationError) as refused:
            attempt()
        assert set(refused.value.error_dict) == wrong


def test_closing_and_reopening_need_a_reason(district: District):
    place = HotspotFactory(commune=district.commune, state="under_action")
    with pytest.raises(ValidationError):
        make_move("resolve", place, by=district.staff, on=DAY, reason="  ")
    closed = make_move(
        "resolve", place, by=district.staff, on=DAY, reason="Sáu tháng không phát sinh"
    )
    with pytest.raises(ValidationError):
        make_move("reopen", closed, by=district.chief, on=DAY, reason="")
    opened = make_move("reopen", closed, by=district.chief, on=DAY, reason="Đá gà trở lại")
    assert (opened.closed_on, opened.closed_reason) == (None, "")
    assert opened.reopened_reason == "Đá gà trở lại"


def test_a_button_pressed_on_a_page_grown_old_is_refused(district: District):
    place = HotspotFactory(commune=district.commune)
    seen = place.version
    Hotspot.objects.filter(pk=place.pk).update(reason="Lý do khác hẳn")
    with pytest.raises(ChangedMeanwhileError):
        make_move("confirm", place, by=district.staff, on=DAY, version=seen)


def test_every_move_is_a_line_of_history_in_words(district: District):
    place = HotspotFactory(commune=district.commune)
    make_move("confirm", place, by=district.staff, on=DAY)
    record_action(
        place, ActionFacts("patrol", "Tuần tra", DAY), by=district.chief, on=DAY, key=uuid.uuid4()
    )
    make_move("resolve", place, by=district.staff, on=DAY, reason="Hết phức tạp")
    told = [line.action for line in story_of(place)]
    assert len(told) == 5
    assert len(set(told)) == 5, "each line says something of its own"
    resolved = story_of(place)[0]
    assert "Hết phức tạp" in {change.after for change in resolved.changes}


def test_the_story_takes_the_same_number_of_queries_however_long(
    district: District, django_assert_max_num_queries
):
    place = HotspotFactory(commune=district.commune, state="confirmed")
    for number in range(30):
        facts = ActionFacts("patrol", f"Tuần tra {number}", DAY)
        record_action(place, facts, by=district.chief, on=DAY, key=uuid.uuid4())
    with django_assert_max_num_queries(14):
        assert len(story_of(place)) > 30


def test_history_invents_no_day_for_a_date_known_roughly(district: District):
    place = HotspotFactory(
        commune=district.commune, since=datetime.date(2024, 1, 1), since_precision="year"
    )
    place.since_precision = "month"
    place.save()
    place.since, place.since_precision = datetime.date(2023, 5, 9), "day"
    place.save()
    told = [(change.before, change.after) for line in story_of(place) for change in line.changes]
    assert told == [("01/2024", "09/05/2023"), ("2024", "01/2024")]
