"""A difficulty is raised by its commune, answered by the district, and forgotten by nobody."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.domain.difficulties import (
    MOVES,
    answer_difficulty,
    correct_difficulty,
    difficulty_moves,
    facts_of,
    join_under_theme,
    jurisdiction_over,
    leave_theme,
    raise_again,
    raise_difficulty,
    solve_difficulty,
    withdraw_difficulty,
)
from reports.domain.difficulty_beginnings import begun_from_row, guessed_kind
from reports.domain.matter_story import story_of_difficulty
from reports.domain.moves import MatterChangedError
from reports.models import Difficulty, DifficultyState, DifficultyTheme, Indicator
from reports.queries.matters import alike_difficulties, unanswered_by_age
from tests.accounts.factories import person
from tests.dashboards.lists import rows_of
from tests.factories import CommuneFactory, JurisdictionFactory
from tests.incidents.people import District, make_district
from tests.reports import factories
from tests.reports.direction_world import FACTS, issued, raised, signed_in
from units.domain.scope import Scope
from units.queries.area import Area

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ROLES = ("chief", "officer", "staff", "home_affairs", "administrator")
MAY = {
    "give_answer": {"staff"},
    "solve": {"chief"},
    "raise_again": {"chief"},
    "withdraw": {"chief"},
}
FROM = {
    "give_answer": {"raised", "answered"},
    "solve": {"answered", "in_hand"},
    "raise_again": {"answered", "in_hand", "solved"},
    "withdraw": {"raised", "answered"},
}


@pytest.fixture
def district() -> District:
    return make_district()


def scope_of(district: District) -> Scope:
    return Scope.of([district.commune.pk, district.other.pk], [district.jurisdiction.pk])


@pytest.mark.parametrize("state", DifficultyState.values)
@pytest.mark.parametrize("role", ROLES)
def test_the_buttons_are_exactly_the_moves_that_work(district, state, role):
    closed = {"closed_on": TODAY} if state in ("solved", "withdrawn") else {}
    row = factories.DifficultyFactory(commune=district.commune, state=state, **closed)
    user = getattr(district, role)
    offered = {one.name for one in difficulty_moves(row, user)}
    assert offered == {name for name in MOVES if role in MAY[name] and state in FROM[name]}
    for name in set(MOVES) - offered:
        with pytest.raises((PermissionDenied, ValidationError)):
            MOVES[name](row, "Lý do", by=user, on=TODAY)


def test_a_chief_raises_the_district_answers_the_chief_says_not_solved_then_solved(district):
    row = raised(district)
    answered = answer_difficulty(row, "Đã có trong kế hoạch.", by=district.staff, on=TODAY)
    assert (answered.state, answered.answered_by_name) == ("answered", "Cán bộ huyện")
    again = raise_again(answered, "Chưa thấy bố trí vốn", by=district.chief, on=TODAY)
    assert (again.state, again.raised_again_reason) == ("raised", "Chưa thấy bố trí vốn")
    answered = answer_difficulty(again, "Đã cấp vốn.", by=district.staff, on=TODAY)
    solved = solve_difficulty(answered, by=district.chief, on=TODAY)
    assert (solved.state, solved.closed_on) == ("solved", TODAY)
    told = [line.action for line in story_of_difficulty(solved, with_theme=True)]
    assert len(told) == 5
    assert len(set(told)) == 4, "both answers are told alike, everything else in its own words"


def test_an_answer_and_a_withdrawal_need_words(district):
    row = raised(district)
    for step, user in ((answer_difficulty, district.staff), (withdraw_difficulty, district.chief)):
        with pytest.raises(ValidationError):
            step(row, "  ", by=user, on=TODAY)
    row.refresh_from_db()
    assert row.state == "raised"


def test_what_was_answered_is_not_rewritten(district):
    row = raised(district)
    answer_difficulty(row, "Đã ghi nhận.", by=district.staff, on=TODAY)
    row.refresh_from_db()
    with pytest.raises(ValidationError):
        correct_difficulty(row, FACTS, by=district.chief, version=row.version)


def test_whoever_answers_a_page_grown_old_is_told(district):
    row = raised(district)
    seen = row.version
    correct_difficulty(row, facts_of(row), by=district.chief, version=seen)
    with pytest.raises(MatterChangedError):
        answer_difficulty(row, "Đã ghi nhận.", by=district.staff, on=TODAY, version=seen)


def test_a_difficulty_in_hand_is_settled_at_its_directive(district):
    row = raised(district)
    issued(district, [row])
    for step in (solve_difficulty, raise_again):
        with pytest.raises(ValidationError):
            step(row, "Lý do", by=district.chief, on=TODAY)
    row.refresh_from_db()
    assert difficulty_moves(row, district.chief) == []


def test_a_report_of_another_commune_is_no_source(district):
    report = factories.ReportFactory(commune=district.other)
    with pytest.raises(PermissionDenied):
        raise_difficulty(district.commune, FACTS, by=district.chief, on=TODAY, report=report)


# --- joining ---


def test_alike_ones_of_other_communes_are_suggested_and_joined(district):
    row = raised(district)
    like = raised(district, of_other=True, title="Công an xã chưa có trụ sở làm việc")
    raised(district, of_other=True, title="Máy bộ đàm hư hỏng, hết pin", description="")
    raised(district, of_other=True, kind="equipment", title=FACTS.title)
    assert alike_difficulties(row, scope_of(district)) == [like]
    assert alike_difficulties(row, Scope.of([district.commune.pk])) == []
    theme = join_under_theme([row, like], by=district.staff, title="Trụ sở chưa xây dựng")
    assert theme.jurisdiction == district.jurisdiction
    assert set(theme.difficulties.all()) == {row, like}
    row.refresh_from_db()
    assert alike_difficulties(row, scope_of(district)) == []
    leave_theme(row, by=district.staff)
    assert list(theme.difficulties.all()) == [like]


def test_kinds_are_not_mixed_and_closed_ones_not_joined(district):
    station, force = raised(district), raised(district, kind="force")
    with pytest.raises(ValidationError):
        join_under_theme([station, force], by=district.staff, title="Chung")
    closed = withdraw_difficulty(raised(district), "Nhầm", by=district.chief, on=TODAY)
    with pytest.raises(ValidationError):
        join_under_theme([station, closed], by=district.staff, title="Chung")
    with pytest.raises(PermissionDenied):
        join_under_theme([station], by=district.chief, title="Chung")
    assert not DifficultyTheme.objects.exists()


def test_a_theme_belongs_to_the_lowest_jurisdiction_above_all(district):
    province = JurisdictionFactory(kind="province")
    one, two = (CommuneFactory(jurisdiction=JurisdictionFactory(parent=province)) for _ in range(2))
    assert jurisdiction_over([one]) == one.jurisdiction
    assert jurisdiction_over([one, two]) == province
    with pytest.raises(ValidationError):
        jurisdiction_over([one, district.commune])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Chưa xây dựng được trụ sở", "station"),
        ("PHỤ CẤP thấp nên nhiều người xin nghỉ việc", "allowance"),
        ("Thiếu công cụ hỗ trợ", "equipment"),
        ("Lực lượng mỏng", "force"),
        ("Đường ngập", "other"),
    ],
)
def test_the_kind_is_guessed_from_the_words(text, kind):
    assert guessed_kind(text) == kind


# --- nothing is forgotten ---


def test_what_waits_is_counted_by_age_and_each_count_opens_its_rows(district):
    for days in (0, 7, 8, 30, 31, 90, 91, 400):
        since = TODAY - datetime.timedelta(days=days)
        factories.DifficultyFactory(commune=district.commune, raised_on=since)
    factories.DifficultyFactory(commune=district.commune, state="answered")
    factories.DifficultyFactory(raised_on=TODAY)  # of another district
    bands = unanswered_by_age(Area(scope_of(district)), TODAY)
    assert [band.count for band in bands] == [2, 2, 2, 2]
    client = signed_in(district.staff)
    assert [rows_of(client.get(band.url).content.decode()) for band in bands] == [2, 2, 2, 2]


def test_one_raised_again_waits_from_that_day(district):
    old = TODAY - datetime.timedelta(days=200)
    row = factories.DifficultyFactory(
        commune=district.commune, raised_on=old, state="solved", closed_on=old
    )
    raise_again(row, "Lại hư hỏng", by=district.chief, on=TODAY)
    assert [band.count for band in unanswered_by_age(Area(scope_of(district)), TODAY)] == [
        1,
        0,
        0,
        0,
    ]


# --- pages ---


def typed(**changes: object) -> dict[str, object]:
    return {**{name: getattr(FACTS, name) for name in FACTS.__slots__}, **changes}


def test_a_chief_raises_one_on_the_page_and_the_district_answers_there(district):
    chief, staff = signed_in(district.chief), signed_in(district.staff)
    response = chief.post(reverse("difficulty_create"), typed())
    row = Difficulty.objects.get()
    page = reverse("difficulty_detail", args=[row.pk])
    assert response["Location"] == page
    assert (row.commune, row.raised_by, row.raised_on) == (district.commune, district.chief, TODAY)
    assert (
        reverse("difficulty_move", args=[row.pk, "give_answer"])
        not in chief.get(page).content.decode()
    )
    move = reverse("difficulty_move", args=[row.pk, "give_answer"])
    assert move in staff.get(page).content.decode()
    assert staff.post(move, {"version": row.version, "words": "Đã có vốn."}).status_code == 302
    assert "Đã có vốn." in chief.get(page).content.decode()


def test_a_form_that_fails_keeps_what_was_typed(district):
    client = signed_in(district.chief)
    response = client.post(reverse("difficulty_create"), typed(title="", description="Mưa <dột>"))
    assert response.status_code == 422
    assert "Mưa &lt;dột&gt;" in response.content.decode()
    assert not Difficulty.objects.exists()


def test_an_answer_to_a_changed_difficulty_shows_both(district):
    row = raised(district)
    staff = signed_in(district.staff)
    chief = signed_in(district.chief)
    changed = typed(title="Trụ sở tạm đã bị tháo dỡ", version=row.version)
    chief.post(reverse("difficulty_edit", args=[row.pk]), changed)
    move = reverse("difficulty_move", args=[row.pk, "give_answer"])
    response = staff.post(move, {"version": row.version, "words": "Sẽ xem xét trong quý."})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Trụ sở tạm đã bị tháo dỡ" in page
    assert page.count("Sẽ xem xét trong quý.") == 2, "in the notice, and still in the form"
    row.refresh_from_db()
    assert row.state == "raised"
    assert f'value="{row.version}"' in page
    again = staff.post(move, {"version": row.version, "words": "Sẽ xem xét trong quý."})
    assert again.status_code == 302


def test_two_corrections_are_shown_side_by_side(district):
    row = raised(district)
    client = signed_in(district.chief)
    edit = reverse("difficulty_edit", args=[row.pk])
    assert (
        client.post(edit, typed(title="Của người thứ nhất", version=row.version)).status_code == 302
    )
    response = client.post(edit, typed(title="Của người thứ hai", version=row.version))
    page = response.content.decode()
    assert response.status_code == 409
    assert "Của người thứ nhất" in page
    assert 'value="Của người thứ hai"' in page
    row.refresh_from_db()
    assert row.title == "Của người thứ nhất"


def test_a_report_cell_becomes_a_difficulty_in_one_click(district):
    value = factories.ReportValueFactory(
        report__commune=district.commune,
        indicator__kind="text",
        indicator__aggregation="gather",
        number=None,
        text="- Thiếu công cụ hỗ trợ, áo giáp.\n- Máy bộ đàm hỏng.",
    )
    report = value.report
    client = signed_in(district.chief)
    address = f"{reverse('difficulty_create')}?report={report.pk}&indicator={value.indicator_id}"
    page = client.get(address).content.decode()
    assert 'value="Thiếu công cụ hỗ trợ, áo giáp."' in page
    initial = client.get(address).context["form"].initial
    assert initial["kind"] == "equipment"
    assert client.post(address, typed(kind="equipment")).status_code == 302
    row = Difficulty.objects.get()
    assert (row.report, row.indicator_id) == (report, value.indicator_id)
    other = signed_in(district.other_chief)
    assert other.get(address).status_code == 404


def test_a_chief_sees_neither_other_communes_nor_how_difficulties_are_joined(district):
    mine, theirs = raised(district), raised(district, of_other=True)
    join_under_theme([mine, theirs], by=district.staff, title="Nhóm chung của huyện")
    client = signed_in(district.chief)
    assert client.get(reverse("difficulty_detail", args=[theirs.pk])).status_code == 404
    for address in (
        reverse("difficulty_detail", args=[mine.pk]),
        f"{reverse('difficulty_list')}?all=1&columns=title,theme",
        f"{reverse('difficulty_list')}?all=1&export=csv",
    ):
        page = client.get(address).content.decode()
        assert "Nhóm chung của huyện" not in page
        assert "Tân Trạch" not in page


def test_the_district_joins_in_bulk_and_takes_out_again(district):
    one, two = raised(district), raised(district, of_other=True)
    client = signed_in(district.staff)
    chosen = client.post(reverse("difficulty_list"), {"action": "join", "row": [one.pk, two.pk]})
    done = client.post(chosen["Location"], {"title": "Trụ sở chưa xây dựng"})
    assert done.status_code == 302
    theme = DifficultyTheme.objects.get()
    page = client.get(reverse("difficulty_theme", args=[theme.pk])).content.decode()
    assert "Xã Long Hòa" in page
    assert "Xã Tân Trạch" in page
    client.post(reverse("difficulty_theme", args=[theme.pk]), {"difficulty": two.pk})
    assert list(theme.difficulties.all()) == [one]


def test_officers_and_home_affairs_have_no_part_in_it(district):
    row = raised(district)
    for user in (district.officer, district.home_affairs):
        client = signed_in(user)
        for name, keys in (("difficulty_list", []), ("difficulty_detail", [row.pk])):
            assert client.get(reverse(name, args=keys)).status_code == 403


@pytest.mark.parametrize("role", ["chief", "staff"])
def test_pages_take_the_same_queries_for_ten_and_a_thousand(
    district, role, django_assert_max_num_queries
):
    user = getattr(district, role)

    def queries(address: str) -> int:
        with django_assert_max_num_queries(60) as counted:
            assert signed_in(user).get(address).status_code == 200
        return len(counted.captured_queries)

    row = raised(district)
    factories.DifficultyFactory.create_batch(9, commune=district.commune)
    addresses = [reverse("difficulty_list"), reverse("difficulty_detail", args=[row.pk])]
    for address in addresses:
        queries(address)  # what is remembered per process
    few = [queries(address) for address in addresses]
    Difficulty.objects.bulk_create(
        factories.DifficultyFactory.build(commune=district.commune) for _ in range(990)
    )
    assert [queries(address) for address in addresses] == few


def test_an_empty_list_says_what_to_do_next(district):
    page = signed_in(district.chief).get(reverse("difficulty_list")).content.decode()
    assert reverse("difficulty_create") in page
    assert "empty-state" in page


def test_someone_without_a_commune_is_told_so(district):
    ended = CommuneFactory(
        jurisdiction=district.jurisdiction, valid_until=TODAY - datetime.timedelta(days=1)
    )
    client: Client = signed_in(person("commune_chief", ended))
    page = client.get(reverse("difficulty_create"))
    assert page.status_code == 200
    assert "empty-state" in page.content.decode()


def test_a_row_of_a_report_begins_a_difficulty_with_everything_it_says():
    columns = [
        {"code": "kind", "label": "Lĩnh vực", "kind": "text"},
        {"code": "what", "label": "Nội dung", "kind": "text"},
        {"code": "proposal", "label": "Đề xuất", "kind": "text"},
    ]
    indicator = Indicator(name="Khó khăn, vướng mắc", columns=columns)
    row = {"kind": "Trụ sở", "what": "Trụ sở dột nát", "proposal": "Bố trí vốn sửa chữa."}
    begun = begun_from_row(indicator, row)
    assert (begun["kind"], begun["title"]) == ("station", "Trụ sở dột nát")
    assert (begun["description"], begun["proposal"]) == ("Lĩnh vực: Trụ sở", "Bố trí vốn sửa chữa.")
    assert begun_from_row(indicator, {})["title"] == "Khó khăn, vướng mắc"
    low = {"kind": "Lực lượng", "what": "Phụ cấp thấp nên nhiều người nghỉ việc"}
    assert begun_from_row(indicator, low)["kind"] == "force"
