"""A directive is carried out by those who answer for it and checked by those who raised the matter."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.domain.standing import standing_of
from accounts.models import Membership
from reports.domain.difficulties import join_under_theme
from reports.domain.directive_checks import (
    MOVES,
    accept_directive,
    directive_moves,
    refuse_directive,
)
from reports.domain.directives import (
    cancel_directive,
    finish_directive,
    issue_directive,
    record_progress,
)
from reports.domain.matter_story import story_of_directive
from reports.domain.moves import MatterChangedError
from reports.models import Difficulty, Directive, DirectiveParty
from reports.queries.matters import (
    answered_here,
    answering_words,
    latest_percents,
    left_to_issuer,
    parties_of,
    still_to_check,
)
from tests.accounts.factories import person
from tests.dashboards.lists import rows_of
from tests.factories import CommuneFactory
from tests.incidents.people import District, make_district
from tests.reports import factories
from tests.reports.direction_world import issued, raised, signed_in
from units.domain.scope import Scope, apply_scope

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ROLES = ("chief", "other_chief", "officer", "staff", "home_affairs", "administrator")


@pytest.fixture
def district() -> District:
    return make_district()


def done(directive: Directive, district: District) -> Directive:
    return finish_directive(directive, "Đã cấp vốn, khởi công.", by=district.staff, on=TODAY)


def states(*rows: Difficulty) -> list[str]:
    return [Difficulty.objects.get(pk=row.pk).state for row in rows]


def seen_by(user: Any) -> None:
    """Let PostgreSQL hide, in this test, what the person may not see."""
    apply_scope(Scope.all())
    user.standing = standing_of(user)
    apply_scope(user.standing.scope)


# --- issuing ---


def test_issuing_takes_the_difficulties_in_hand_and_names_everybody(district):
    one, two = raised(district), raised(district, of_other=True)
    directive = issued(district, [one, two], communes=[district.other])
    assert states(one, two) == ["in_hand", "in_hand"]
    parties = set(directive.parties.values_list("role", "commune__name", "office", "difficulty"))
    assert parties == {
        ("answers", "Tân Trạch", "", None),
        ("answers", None, "Phòng Tài chính – Kế hoạch", None),
        ("raised", "Long Hòa", "", one.pk),
        ("raised", "Tân Trạch", "", two.pk),
    }


def test_a_theme_brings_all_its_open_difficulties(district):
    one, two = raised(district), raised(district, of_other=True)
    theme = join_under_theme([one, two], by=district.staff, title="Trụ sở")
    directive = issued(district, [], theme=theme)
    assert directive.theme == theme
    assert states(one, two) == ["in_hand", "in_hand"]


@pytest.mark.parametrize(
    "changes",
    [
        {"offices": [], "communes": []},
        {"due_on": TODAY - datetime.timedelta(days=1)},
        {"title": ""},
        {"what": ""},
    ],
    ids=["nobody", "past", "untitled", "nothing"],
)
def test_a_directive_without_who_what_or_when_is_refused_whole(district, changes):
    row = raised(district)
    with pytest.raises(ValidationError):
        issued(district, [row], **changes)
    assert states(row) == ["raised"]
    assert not Directive.objects.exists()


def test_a_commune_outside_the_jurisdiction_cannot_answer(district):
    with pytest.raises(ValidationError, match=r"Xã"):
        issued(district, [], communes=[CommuneFactory()])


def test_only_who_may_issue_does(district):
    with pytest.raises(PermissionDenied):
        issue_directive(
            district.jurisdiction,
            title="Việc",
            what="Làm",
            communes=[district.commune],
            offices=[],
            due_on=TODAY,
            by=district.chief,
            on=TODAY,
        )


# --- carrying out ---


def test_the_first_note_puts_it_under_way_and_only_who_answers_writes(district):
    directive = issued(district, [], communes=[district.commune])
    note = record_progress(
        directive, "Đã khảo sát đất.", percent=20, evidence="BB 03", by=district.chief, on=TODAY
    )
    directive.refresh_from_db()
    assert (directive.state, note.by_name) == ("under_way", "Phạm Công Tâm")
    for user in (district.other_chief, district.officer, district.administrator):
        with pytest.raises(PermissionDenied):
            record_progress(directive, "Xong", by=user, on=TODAY)
    with pytest.raises(ValidationError):
        record_progress(directive, "Quá", percent=101, by=district.staff, on=TODAY)


def test_it_is_done_once_every_commune_has_done_its_part(district):
    directive = issued(district, [], offices=[], communes=[district.commune, district.other])
    half = finish_directive(directive, "Xã đã rà soát.", by=district.chief, on=TODAY)
    assert half.state == "under_way"
    assert latest_percents([half]) == {half.pk: 50}
    assert answered_here(Scope.of([district.commune.pk])).count() == 0
    assert answered_here(Scope.of([district.other.pk])).count() == 1
    whole = finish_directive(half, "Đã lập danh sách.", by=district.other_chief, on=TODAY)
    assert (whole.state, whole.done_on) == ("done", TODAY)
    assert "Xã Long Hòa: Xã đã rà soát." in whole.outcome
    assert "Xã Tân Trạch: Đã lập danh sách." in whole.outcome


def test_a_commune_does_not_end_what_an_office_has_still_to_do(district):
    directive = issued(district, [], communes=[district.commune])
    part = finish_directive(directive, "Phần của xã đã xong.", by=district.chief, on=TODAY)
    assert part.state == "under_way"
    assert done(part, district).state == "done"


# --- the check ---


def test_with_the_last_commune_that_accepts_it_is_checked_and_all_are_solved(district):
    one, two = raised(district), raised(district, of_other=True)
    directive = done(issued(district, [one, two]), district)
    half = accept_directive(directive, "Đã nhận.", by=district.chief, on=TODAY)
    assert half.state == "done"
    assert states(one, two) == ["in_hand", "in_hand"]
    whole = accept_directive(directive, by=district.other_chief, on=TODAY)
    assert (whole.state, whole.checked_on) == ("checked", TODAY)
    assert states(one, two) == ["solved", "solved"]


def test_row_level_security_does_not_hide_from_a_commune_that_others_have_still_to_check(district):
    """The database shows a chief only the own part; the directive must not be closed over the other's head."""
    one, two = raised(district), raised(district, of_other=True)
    directive = done(issued(district, [one, two]), district)
    seen_by(district.chief)
    assert DirectiveParty.objects.filter(directive=directive).count() == 1
    assert accept_directive(directive, by=district.chief, on=TODAY).state == "done"
    seen_by(district.other_chief)
    assert accept_directive(directive, by=district.other_chief, on=TODAY).state == "checked"
    apply_scope(Scope.all())
    assert states(one, two) == ["solved", "solved"]


def test_one_refusal_sends_it_back_with_the_reason(district):
    one, two = raised(district), raised(district, of_other=True)
    directive = done(issued(district, [one, two], communes=[district.other]), district)
    accept_directive(directive, by=district.chief, on=TODAY)
    seen_by(district.other_chief)
    back = refuse_directive(directive, "Chưa bàn giao đất", by=district.other_chief, on=TODAY)
    apply_scope(Scope.all())
    assert (back.state, back.refused_reason) == ("under_way", "Chưa bàn giao đất")
    answers = directive.parties.filter(role="answers")
    assert not answers.filter(checked_on__isnull=False).exists()
    assert states(one, two) == ["in_hand", "in_hand"]
    again = done(back, district)
    assert directive_moves(again, district.chief) == [], "its own part is accepted already"
    assert accept_directive(again, by=district.other_chief, on=TODAY).state == "checked"


def test_without_a_difficulty_whoever_issued_it_checks(district):
    directive = done(issued(district, [], communes=[district.commune]), district)
    with pytest.raises(PermissionDenied):
        accept_directive(directive, by=district.chief, on=TODAY)
    assert left_to_issuer(Scope.all()).count() == 1
    assert accept_directive(directive, by=district.staff, on=TODAY).state == "checked"


def test_the_district_does_not_check_for_the_commune_that_raised_it(district):
    directive = done(issued(district, [raised(district)]), district)
    assert {one.name for one in directive_moves(directive, district.staff)} == {"cancel"}
    for step in (accept_directive, refuse_directive):
        with pytest.raises(PermissionDenied):
            step(directive, "Lý do", by=district.staff, on=TODAY)


def test_where_nobody_in_the_commune_can_check_any_more_whoever_issued_it_does(district):
    one, two = raised(district), raised(district, of_other=True)
    directive = done(issued(district, [one, two]), district)
    client = signed_in(district.staff)
    waiting = f"{reverse('directive_list')}?all=1&waiting=check_here"
    assert rows_of(client.get(waiting).content.decode()) == 0
    Membership.objects.filter(user=district.chief).update(
        valid_until=TODAY - datetime.timedelta(days=1)
    )
    assert rows_of(client.get(waiting).content.decode()) == 1
    directive = accept_directive(directive, "Đã kiểm tra thay.", by=district.staff, on=TODAY)
    assert directive.state == "done"  # the other commune still checks its own matter
    part = DirectiveParty.objects.get(directive=directive, difficulty=one)
    assert part.checked_by_name == district.staff.get_full_name()
    assert accept_directive(directive, by=district.other_chief, on=TODAY).state == "checked"
    assert states(one, two) == ["solved", "solved"]


def test_cancelling_reopens_the_difficulties_unless_another_directive_holds_them(district):
    one, two = raised(district), raised(district, of_other=True)
    directive = issued(district, [one, two])
    issued(district, [two], title="Văn bản khác")
    cancelled = cancel_directive(directive, "Thay bằng văn bản khác", by=district.staff, on=TODAY)
    assert cancelled.state == "cancelled"
    assert states(one, two) == ["raised", "in_hand"]
    one.refresh_from_db()
    assert "Thay bằng văn bản khác" in one.raised_again_reason


MAY = {
    "finish": {"staff", "chief"},
    "accept": {"chief"},
    "refuse": {"chief"},
    "cancel": {"staff"},
}
NEXT = {
    ("issued", "finish"): "done",
    ("under_way", "finish"): "done",
    ("done", "accept"): "checked",
    ("done", "refuse"): "under_way",
    ("issued", "cancel"): "cancelled",
    ("under_way", "cancel"): "cancelled",
    ("done", "cancel"): "cancelled",
}


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(tries=st.lists(st.tuples(st.sampled_from([*MOVES]), st.sampled_from(ROLES)), max_size=8))
def test_no_sequence_of_tries_leaves_the_declared_moves(district: District, tries):
    """One commune raised it and answers for it; whoever presses whatever, the rule above decides."""
    row = raised(district)
    directive = issued(district, [row], offices=[], communes=[district.commune])
    state = "issued"
    for name, role in tries:
        user = getattr(district, role)
        before = Directive.objects.get(pk=directive.pk)
        is_allowed = role in MAY[name] and (state, name) in NEXT
        assert (name in {one.name for one in directive_moves(before, user)}) == is_allowed
        try:
            MOVES[name](before, "Lý do", by=user, on=TODAY, version=before.version)
            assert is_allowed
            state = NEXT[state, name]
        except (PermissionDenied, ValidationError):
            assert not is_allowed
        assert Directive.objects.get(pk=directive.pk).state == state
        expected = {"checked": "solved", "cancelled": "raised"}.get(state, "in_hand")
        assert states(row) == [expected]


def test_a_button_pressed_on_a_page_grown_old_is_refused(district):
    directive = issued(district, [])
    seen = directive.version
    record_progress(directive, "Đang làm", by=district.staff, on=TODAY)
    with pytest.raises(MatterChangedError):
        cancel_directive(directive, "Thôi", by=district.staff, on=TODAY, version=seen)


def test_the_story_tells_every_step_in_its_own_words(district):
    row = raised(district)
    directive = issued(district, [row])
    record_progress(directive, "Khảo sát đất", by=district.staff, on=TODAY)
    directive = refuse_directive(
        done(directive, district), "Thiếu giấy tờ", by=district.chief, on=TODAY
    )
    accept_directive(done(directive, district), by=district.chief, on=TODAY)
    directive.refresh_from_db()
    told = {line.action for line in story_of_directive(directive)}
    assert len(told) >= 7


# --- who sees what ---


def test_a_commune_sees_only_what_concerns_it_but_which_offices_answer(district):
    one, two = raised(district), raised(district, of_other=True)
    issued(district, [two], title="Chỉ của Tân Trạch")
    both = issued(district, [one, two], communes=[district.other], title="Của cả hai xã")
    scope = Scope.of([district.commune.pk])
    seen_by(district.chief)
    assert list(Directive.objects.visible_to(scope)) == [both]
    words = answering_words([both], scope)[both.pk]
    assert "Phòng Tài chính – Kế hoạch" in words
    assert "Tân Trạch" not in words
    parties = parties_of(both, scope)
    assert (parties.hidden_answering, parties.hidden_raised, parties.unchecked) == (1, 1, 2)
    assert [line.difficulty_id for line in parties.raised] == [one.pk]


def test_pages_of_a_chief_name_no_other_commune(district):
    one, two = raised(district), raised(district, of_other=True)
    alone = issued(district, [two], title="Chỉ của Tân Trạch")
    both = issued(district, [one, two], communes=[district.other], title="Của cả hai xã")
    client = signed_in(district.chief)
    assert client.get(reverse("directive_detail", args=[alone.pk])).status_code == 404
    for address in (
        reverse("directive_detail", args=[both.pk]),
        f"{reverse('directive_list')}?all=1",
        f"{reverse('directive_list')}?all=1&export=csv",
        reverse("difficulty_detail", args=[one.pk]),
    ):
        page = client.get(address).content.decode()
        assert "Của cả hai xã" in page
        assert "Tân Trạch" not in page


def test_figures_and_filters_agree(district):
    late = issued(district, [], communes=[district.commune])
    earlier = TODAY - datetime.timedelta(days=40)
    Directive.objects.filter(pk=late.pk).update(
        issued_on=earlier, due_on=TODAY - datetime.timedelta(days=3)
    )
    done(issued(district, [raised(district)]), district)
    done(issued(district, []), district)
    assert still_to_check(Scope.of([district.commune.pk])).count() == 1
    client = signed_in(district.staff)
    for query, rows in (
        ("due=1", 1),
        ("state=done", 2),
        ("waiting=check_here", 1),
        ("waiting=carry_out", 1),
        (f"commune={district.commune.pk}&all=1", 2),
        ("q=dat+von&all=1", 3),
        ("q=khong+co&all=1", 0),
    ):
        page = client.get(f"{reverse('directive_list')}?{query}").content.decode()
        assert rows_of(page) == rows, query


# --- pages ---


def form(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Bố trí đất xây dựng trụ sở",
        "what": "Rà soát quỹ đất công.",
        "offices": "Phòng Tài nguyên và Môi trường\nPhòng Tài chính – Kế hoạch",
        "due_on": (TODAY + datetime.timedelta(days=20)).isoformat(),
        "document_number": "87/UBND-NC",
        **changes,
    }


def test_the_whole_way_on_the_pages(district):
    """Raised → directive → progress → done → refused → done → checked → solved."""
    row = raised(district)
    chief, staff = signed_in(district.chief), signed_in(district.staff)
    new = f"{reverse('directive_create')}?difficulty={row.pk}"
    assert "Đề nghị bố trí vốn" in staff.get(new).content.decode()
    staff.post(new, form(communes=[district.commune.pk], difficulties=[row.pk]))
    directive = Directive.objects.get()
    assert directive.parties.count() == 4
    page = reverse("directive_detail", args=[directive.pk])
    progress = reverse("directive_progress", args=[directive.pk])
    assert progress in chief.get(page).content.decode()
    chief.post(progress, {"version": directive.version, "text": "Đã đo đất", "percent": "30"})
    assert "Đã đo đất" in staff.get(page).content.decode()

    def press(client: Any, name: str, words: str = "") -> None:
        directive.refresh_from_db()
        move = reverse("directive_move", args=[directive.pk, name])
        sent = {"version": directive.version, "words": words}
        assert client.post(move, sent).status_code == 302, name
        directive.refresh_from_db()

    press(staff, "finish", "Đã giao đất.")
    assert directive.state == "done"
    press(chief, "refuse", "Chưa có quyết định giao đất.")
    assert "Chưa có quyết định giao đất." in staff.get(page).content.decode()
    press(staff, "finish", "Đã có quyết định 125.")
    press(chief, "accept")
    assert directive.state == "checked"
    assert states(row) == ["solved"]


def test_a_form_that_fails_keeps_every_value_and_issues_nothing(district):
    row = raised(district)
    client = signed_in(district.staff)
    new = f"{reverse('directive_create')}?difficulty={row.pk}"
    sent = form(title="", due_on="32/13/2026", communes=[district.other.pk], difficulties=[row.pk])
    response = client.post(new, sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Phòng Tài nguyên và Môi trường" in page
    assert "32/13/2026" in page
    assert response.context["form"]["communes"].value() == [str(district.other.pk)]
    assert states(row) == ["raised"]


def test_who_was_slower_sees_what_the_other_did_and_what_was_typed(district):
    directive = issued(district, [])
    client = signed_in(district.staff)
    seen = directive.version
    progress = reverse("directive_progress", args=[directive.pk])
    client.post(progress, {"version": seen, "text": "Người thứ nhất"})
    move = reverse("directive_move", args=[directive.pk, "finish"])
    response = client.post(move, {"version": seen, "words": "Người thứ hai viết"})
    page = response.content.decode()
    assert response.status_code == 409
    assert page.count("Người thứ hai viết") == 2
    directive.refresh_from_db()
    assert directive.state == "under_way"


def test_difficulties_that_are_not_ones_own_cannot_be_slipped_into_a_directive(district):
    foreign = factories.DifficultyFactory()
    client = signed_in(district.staff)
    new = f"{reverse('directive_create')}?difficulty={foreign.pk}"
    assert client.get(new).status_code == 404
    mine = raised(district)
    response = client.post(
        f"{reverse('directive_create')}?difficulty={mine.pk}", form(difficulties=[foreign.pk])
    )
    assert response.status_code == 422
    assert states(foreign) == ["raised"]


@pytest.mark.parametrize("role", ["chief", "staff"])
def test_pages_take_the_same_queries_for_ten_and_a_thousand(
    district, role, django_assert_max_num_queries
):
    user = getattr(district, role)

    def queries(address: str) -> int:
        with django_assert_max_num_queries(60) as counted:
            assert signed_in(user).get(address).status_code == 200
        return len(counted.captured_queries)

    def more(count: int) -> None:
        rows = Directive.objects.bulk_create(
            factories.DirectiveFactory.build(jurisdiction=district.jurisdiction)
            for _ in range(count)
        )
        DirectiveParty.objects.bulk_create(
            DirectiveParty(
                directive=row,
                jurisdiction=district.jurisdiction,
                role="answers",
                commune=district.commune,
            )
            for row in rows
        )

    directive = issued(district, [raised(district)], communes=[district.commune])
    for number in range(2):
        directive.progress.create(on=TODAY, text=f"Việc {number}", percent=number)
    more(9)
    addresses = [reverse("directive_list"), reverse("directive_detail", args=[directive.pk])]
    for address in addresses:
        queries(address)
    few = [queries(address) for address in addresses]
    more(990)
    for number in range(30):
        directive.progress.create(on=TODAY, text=f"Việc {number}", percent=number)
    assert [queries(address) for address in addresses] == few


def test_a_province_chooses_which_of_its_jurisdictions_issues(district):
    above = factories.JurisdictionFactory(kind="province")
    district.jurisdiction.parent = above
    district.jurisdiction.save()
    staff = person("district_staff", above)
    row = raised(district)
    client = signed_in(staff)
    page = client.get(f"{reverse('directive_create')}?difficulty={row.pk}")
    offered = list(page.context["form"].fields["jurisdiction"].queryset)
    assert set(offered) == {above, district.jurisdiction}
    assert page.context["form"].fields["jurisdiction"].initial == district.jurisdiction.pk
